import { ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { File } from '../kernel/files/file.js';
import { storeFile } from '../kernel/files/store-file.js';
import { Requires } from '../kernel/schema/permission.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { asChart } from './as-chart.js';
import { asCsv, asXlsx } from './as-table.js';
import { IndicatorInput, readAsked } from './asked.js';
import { infoOf } from './indicator-queries.js';
import { readIndicator } from './read-indicator.js';
import { nothingToDraw } from './refusals.js';

/** How an indicator is written. */
export enum IndicatorFormat {
  CSV = 'CSV',
  XLSX = 'XLSX',
  SVG = 'SVG',
}
registerEnumType(IndicatorFormat, {
  name: 'IndicatorFormat',
  description: 'How an indicator is written.',
  valuesConfig: {
    CSV: { description: 'Its rows, RFC 4180, UTF-8, with a header.' },
    XLSX: { description: 'Its rows as a sheet of a workbook.' },
    SVG: { description: 'A chart, by one or two breakdowns.' },
  },
});

@InputType({ description: 'Which indicator, and how it is written.' })
export class IndicatorExportInput extends IdempotentInput {
  @Field(() => IndicatorInput, { description: 'Which, for which time, by what.' })
  @ValidateNested()
  indicator!: IndicatorInput;

  @Field(() => IndicatorFormat, { description: 'How.' })
  format!: IndicatorFormat;
}

@ObjectType({ description: 'Answer of `indicatorExport`.' })
export class IndicatorExportPayload extends Payload {
  @Field(() => File, { nullable: true, description: 'The file; its `url` is signed.' })
  file?: { readonly id: string };
}

const MEDIA: Readonly<Record<IndicatorFormat, string>> = { CSV: 'text/csv', XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', SVG: 'image/svg+xml' };

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

@Resolver()
export class ExportIndicator {
  @Mutation(() => IndicatorExportPayload, { description: 'Writes an indicator into a file of yours, as a table or a chart. What is hidden from you is left out of it.' })
  @Requires('indicators.indicators.read')
  indicatorExport(@Arg('input', () => IndicatorExportInput, { description: 'Which, and how.' }) input: IndicatorExportInput, @Ctx() ctx: Context): Promise<IndicatorExportPayload> {
    return write<IndicatorExportPayload, IndicatorExportInput>(ctx, { operation: 'indicatorExport', input }, async (tx, { indicator: given, format }) => {
      const { indicator, asked } = await readAsked(tx, given, 'indicator.');
      if (format === IndicatorFormat.SVG && (asked.by.length === 0 || asked.by.length > 2)) refuse(nothingToDraw('indicator.by'));
      const cells = await readIndicator(tx, indicator, asked);
      const bytes = format === IndicatorFormat.SVG ? Buffer.from(await asChart(infoOf(tx, given.code).description, cells, asked)) : (format === IndicatorFormat.CSV ? asCsv : asXlsx)(cells, asked);
      return { file: await storeFile(tx, { name: `${given.code}-${asked.from}-${asked.to}.${format.toLowerCase()}`, mediaType: MEDIA[format], purpose: 'indicator', asSeen: true }, once(bytes)) };
    });
  }
}
