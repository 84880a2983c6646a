import { IsOptional, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { GraphQLError } from 'graphql';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { fieldPermissions } from '../../kernel/access/authorise.js';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { CLIENT_FAULTS } from '../../kernel/faults.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { purposes } from '../../kernel/privacy/purpose.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { exportStarted } from './events.js';
import { refusalsOf } from './export-checks.js';
import { Export, ExportFormat } from './export.js';
import { writerOf } from './formats.js';
import { makeExport } from './make-export.js';
import { MAKE_CLEAR } from './permissions.js';
import { listReader, type Giving } from './read-pages.js';
import { readExportQuery, type ExportQuery } from './read-query.js';
import { exportForbidden, exportPurposeUnknown, exportQueryInvalid } from './refusals.js';

@InputType({ description: 'That masked fields are to be in the file in clear.' })
export class ExportClearInput {
  @Field(() => String, { description: 'Why, for whoever approves it and for the record.' })
  @MinLength(10)
  @MaxLength(1_000)
  reason!: string;
}

@InputType({ description: 'A list to export.' })
export class ExportStartInput extends IdempotentInput {
  @Field(() => String, { description: 'A query whose only root field is a list, of which it asks the nodes: `{ persons(where: …, orderBy: …) { nodes { familyName place { code } } } }`. The order must not change while it is written: leave it out, or order by what stays.' })
  @MinLength(1)
  @MaxLength(50_000)
  query!: string;

  @Field(() => String, { nullable: true, description: 'The variables of the query, as a JSON object.' })
  @IsOptional()
  @MaxLength(500_000)
  variables?: string | null;

  @Field(() => ExportFormat, { description: 'The form of the file.' })
  format!: ExportFormat;

  @Field(() => String, { nullable: true, description: 'Name of the file; named after the list where left out.' })
  @IsOptional()
  @Matches(/^[^\p{Cc}/\\]{1,200}$/u, { message: 'fileName must be 1 to 200 characters without slashes and control characters' })
  fileName?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for, one of `purposes`; what the request says it is for where left out. Where the purpose rests on consent, rows about whoever gave none are left out.' })
  @IsOptional()
  purpose?: string | null;

  @Field(() => ExportClearInput, { nullable: true, description: 'Asks for masked fields in clear, where you may see them of everybody (`….clear`): waits for somebody else\'s approval, whatever the policies of the deployment. Its file lasts a day.' })
  @IsOptional()
  @ValidateNested()
  clear?: ExportClearInput | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether a CSV file begins with a byte order mark, by which some spreadsheets know UTF-8.' })
  byteOrderMark!: boolean;
}

@ObjectType({ description: 'Answer of `exportStart`.' })
export class ExportStartPayload extends Payload {
  @Field(() => Export, { nullable: true, description: 'The export; query it, or subscribe to its job.' })
  export?: { readonly id: string };
}

/** Everything that can be wrong with the query is told now, not by the job. */
async function countRows(ctx: Context, query: ExportQuery, giving: Giving): Promise<number> {
  const missing = fieldPermissions(ctx.platform.schema, ctx.platform.model)(query.document).filter((permission) => !ctx.actor.permissions.has(permission));
  if (missing.length > 0) refuse(exportForbidden('query', { permissions: missing.sort().join(', ') }));
  try {
    return await listReader(ctx, query, giving).count();
  } catch (error) {
    if (error instanceof GraphQLError && CLIENT_FAULTS.has(String(error.extensions['code']))) return refuse(exportQueryInvalid('query', { what: error.message }));
    throw error;
  }
}

@Resolver()
export class StartExport {
  @Mutation(() => ExportStartPayload, { description: 'Writes a whole list to a file in the background, as you see it.' })
  @Requires('exchange.exports.make')
  exportStart(@Arg('input', () => ExportStartInput, { description: 'The list.' }) input: ExportStartInput, @Ctx() ctx: Context): Promise<ExportStartPayload> {
    return write<ExportStartPayload, ExportStartInput>(ctx, { operation: 'exportStart', input }, async (tx, { query: text, variables, format, fileName, byteOrderMark, purpose: given, clear }) => {
      if (clear && !ctx.actor.permissions.has(MAKE_CLEAR)) refuse(exportForbidden('clear', { permissions: MAKE_CLEAR }));
      const purpose = given ?? ctx.purpose;
      if (!ctx.platform.extensions(purposes).has(purpose)) refuse(exportPurposeUnknown('purpose', { purposes: [...ctx.platform.extensions(purposes).keys()].join(', ') }));
      const query = readExportQuery(tx, text, variables);
      writerOf(format, query, byteOrderMark);
      const against = refusalsOf(ctx.platform, query, purpose);
      if (against.length > 0) refuse(...against);
      const total = await countRows(ctx, query, { purpose, clear: Boolean(clear) });
      const id = uuidv7();
      const { id: jobId } = await startJob(tx, makeExport, { exportId: id });
      const name = fileName ?? `${query.list.name.value}.${format.toLowerCase()}`;
      await tx.tx.query(
        'insert into exchange.export (id, asked_by, query, variables, format, name, byte_order_mark, total, job_id, purpose, clear_reason, approved_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
        [id, ctx.actor.id, text, variables ?? null, format, name, byteOrderMark, total, jobId, purpose, clear?.reason ?? null, clear ? ctx.approvedBy ?? null : null],
      );
      await tx.tx.query('insert into exchange.export_progress (export_id) values ($1)', [id]);
      await publish(tx, exportStarted, { id });
      return { export: { id } };
    });
  }
}
