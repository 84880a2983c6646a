import { IsOptional, MaxLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { File } from '../../../kernel/files/file.js';
import { storeFile } from '../../../kernel/files/store-file.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { TOTAL } from '../figures.js';
import { toldReport, type ToldReport } from '../read-report.js';
import { breakdownUnknown } from '../refusals.js';
import { SimulationReport } from '../simulation-report.js';
import { asChart } from './as-chart.js';
import { asCsv, asJson } from './as-table.js';

/** How a simulation is written. */
export enum SimulationFormat {
  JSON = 'JSON',
  CSV = 'CSV',
  SVG = 'SVG',
}
registerEnumType(SimulationFormat, {
  name: 'SimulationFormat',
  description: 'How a simulation is written.',
  valuesConfig: {
    JSON: { description: 'What it is about, and its rows.' },
    CSV: { description: 'Its rows, RFC 4180, UTF-8, with a header. A text that a spreadsheet would run as a formula has an apostrophe in front.' },
    SVG: { description: 'A chart of how many are eligible before and after, for the groups of a breakdown.' },
  },
});

@InputType({ description: 'Which simulation, and how it is written.' })
export class SimulationExportInput extends IdempotentInput {
  @Ref(() => SimulationReport, { description: 'Which simulation.' })
  id!: string;

  @Field(() => SimulationFormat, { description: 'How.' })
  format!: SimulationFormat;

  @Field(() => String, { nullable: true, description: 'Of a chart: code of the breakdown whose groups it shows; TOTAL where left out.' })
  @IsOptional()
  @MaxLength(40)
  breakdown?: string | null;
}

@ObjectType({ description: 'Answer of `simulationExport`.' })
export class SimulationExportPayload extends Payload {
  @Field(() => File, { nullable: true, description: 'The file; its `url` is signed.' })
  file?: { readonly id: string };
}

const MEDIA: Readonly<Record<SimulationFormat, string>> = { JSON: 'application/json', CSV: 'text/csv', SVG: 'image/svg+xml' };

function written(report: ToldReport, format: SimulationFormat, breakdown: string): string {
  if (format === SimulationFormat.SVG) return asChart(report, breakdown);
  return format === SimulationFormat.CSV ? asCsv(report) : asJson(report);
}

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

@Resolver()
export class ExportSimulation {
  @Mutation(() => SimulationExportPayload, { description: 'Writes a simulation into a file of yours. What is hidden from you is left out of it.' })
  @Requires('programmes.simulations.run')
  simulationExport(@Arg('input', () => SimulationExportInput, { description: 'Which, and how.' }) input: SimulationExportInput, @Ctx() ctx: Context): Promise<SimulationExportPayload> {
    return write<SimulationExportPayload, SimulationExportInput>(ctx, { operation: 'simulationExport', input }, async (tx, { id, format, breakdown }) => {
      const report = await toldReport(tx, id, 'id');
      const by = breakdown ?? TOTAL;
      if (!report.groups.some((group) => group.breakdown === by)) refuse(breakdownUnknown('breakdown', { breakdown: by, known: [...new Set(report.groups.map((group) => group.breakdown))].join(', ') }));
      const name = `simulation-${report.programme}-v${report.number}-${report.on}.${format.toLowerCase()}`;
      return { file: await storeFile(tx, { name, mediaType: MEDIA[format], purpose: 'simulation', asSeen: true }, once(written(report, format, by))) };
    });
  }
}
