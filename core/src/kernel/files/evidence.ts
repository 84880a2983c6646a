import { ArrayMaxSize, IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { Ref } from '../schema/input-fields.js';
import type { TxContext } from '../write/transaction.js';
import { claimFiles } from './claim-files.js';
import { File } from './file.js';

const MOST_FILES = 20;

@InputType({ description: 'What shows that something is so.' })
export class EvidenceInput {
  @Ref(() => File, { nullable: true, list: true, description: 'Files of yours that show it: scanned papers, photos. At most 20.' })
  @IsOptional()
  @ArrayMaxSize(MOST_FILES)
  fileIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Where it is known from, such as `birth certificate 12/2026, civil registry of D1`.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(500)
  source?: string | null;
}

/** Evidence as rows keep it: `evidence_source text`, `evidence_file_ids uuid[] not null default '{}'`. */
export interface Evidence {
  readonly fileIds: readonly string[];
  readonly source: string | null;
}

/**
 * Takes the files of an evidence for something that will refer to them.
 *
 * A type shows them by a computed field that needs the column: `@FieldResolver(() => [File]) @Needs('evidenceFileIds')`,
 * answering `evidenceFileIds.map((id) => ({ id }))`.
 *
 * @param path where the evidence stands in the input
 * @throws Refused as `claimFiles` does
 */
export async function takeEvidence(ctx: TxContext, given: EvidenceInput | null | undefined, path: string): Promise<Evidence> {
  const fileIds = [...new Set(given?.fileIds ?? [])];
  await claimFiles(ctx, (given?.fileIds ?? []).map((id, index) => ({ id, path: `${path}.fileIds.${index}` })));
  return { fileIds, source: given?.source ?? null };
}
