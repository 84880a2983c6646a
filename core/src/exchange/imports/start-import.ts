import { IsOptional, MaxLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { claimFiles } from '../../kernel/files/claim-files.js';
import { File } from '../../kernel/files/file.js';
import { XLSX } from '../../kernel/files/media-types.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { Import, MatchPolicy } from './import.js';
import { importedAlready, importMappingNotFound } from './refusals.js';
import { runImport } from './run-import.js';

const MEDIA_TYPES = ['text/csv', 'text/plain', XLSX];

@InputType({ description: 'A file to import.' })
export class ImportStartInput extends IdempotentInput {
  @Ref(() => File, { description: 'A file of yours: CSV or XLSX.' })
  fileId!: string;

  @Field(() => String, { description: 'Code of the mapping that it is read by.' })
  mappingCode!: string;

  @Field(() => String, { nullable: true, description: 'Which sheet of an XLSX file; the first where left out.' })
  @IsOptional()
  @MaxLength(100)
  sheet?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Only says what an import would do and what is wrong.' })
  dryRun = false;

  @Field(() => MatchPolicy, { defaultValue: MatchPolicy.SKIP, description: 'What is done about persons who are registered already.' })
  matchPolicy: MatchPolicy = MatchPolicy.SKIP;

  @Field(() => Boolean, { defaultValue: false, description: 'Imports the file although one with the same content was imported before.' })
  again = false;
}

@ObjectType({ description: 'Answer of mutations that start and steer an import.' })
export class ImportPayload extends Payload {
  @Field(() => Import, { nullable: true, description: 'The import as it is now.' })
  import?: { readonly id: string };
}

interface Source {
  readonly sha256: string;
  readonly mapping: string;
}

async function sourceOf(tx: TxContext, { fileId, mappingCode, sheet, dryRun, again }: ImportStartInput): Promise<Source> {
  await claimFiles(tx, [{ id: fileId, path: 'fileId' }], MEDIA_TYPES);
  const { rows: [mapping] } = await tx.tx.query<{ id: string }>('select id from exchange.import_mapping where code = $1 for share', [mappingCode]);
  if (!mapping) return refuse(importMappingNotFound('mappingCode'));
  // Two who start the same file at once are told so too.
  const { rows: [file] } = await tx.tx.query<{ sha256: string }>('select sha256 from kernel.file where id = $1', [fileId]);
  const sha256 = file?.sha256 ?? '';
  await tx.tx.query('select pg_advisory_xact_lock(hashtext($1))', [`exchange.import ${sha256}`]);
  const { rows: [before] } = await tx.tx.query<{ day: string }>(
    `select to_char(created_at, 'YYYY-MM-DD') as day from exchange.import
     where sha256 = $1 and sheet is not distinct from $2 and not dry_run and state <> 'UNDONE' and (state <> 'FAILED' or created_count > 0) order by id desc limit 1`, [sha256, sheet ?? null],
  );
  if (before && !dryRun && !again) refuse(importedAlready('fileId', { day: before.day }));
  return { sha256, mapping: mapping.id };
}

@Resolver()
export class StartImport {
  @Mutation(() => ImportPayload, { description: 'Imports a file of households with their members, or of persons without households, in the background. They come into places of yours only, each household as a whole or not at all.' })
  @Requires('exchange.imports.run')
  importStart(@Arg('input', () => ImportStartInput, { description: 'Which file, and how.' }) input: ImportStartInput, @Ctx() ctx: Context): Promise<ImportPayload> {
    return write<ImportPayload, ImportStartInput>(ctx, { operation: 'importStart', input }, async (tx, given) => {
      const { sha256, mapping } = await sourceOf(tx, given);
      const id = uuidv7();
      const job = await startJob(tx, runImport, { importId: id });
      await tx.tx.query(
        `insert into exchange.import (id, file_id, sha256, mapping_id, mapping, sheet, dry_run, match_policy, started_by, job_id)
         select $1, $2, $3, m.id, jsonb_build_object('encoding', m.encoding, 'delimiter', m.delimiter, 'headerRow', m.header_row, 'columns', m.columns), $5, $6, $7, $8, $9
         from exchange.import_mapping m where m.id = $4`,
        [id, given.fileId, sha256, mapping, given.sheet ?? null, given.dryRun, given.matchPolicy, tx.actor.id, job.id],
      );
      return { import: { id } };
    });
  }
}
