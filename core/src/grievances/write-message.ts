import { ArrayMaxSize, IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { claimFiles } from '../kernel/files/claim-files.js';
import { File } from '../kernel/files/file.js';
import { Privacy } from '../kernel/privacy/classification.js';
import { Ref } from '../kernel/schema/input-fields.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { anything } from './masked-words.js';
import type { GrievanceMessageKind } from './states.js';

@InputType({ description: 'Something that is said, with files.' })
export class GrievanceTextInput {
  @Privacy(anything)
  @Field(() => String, { description: 'What is said.' })
  @MinLength(1)
  @MaxLength(20_000)
  text!: string;

  @Ref(() => File, { nullable: true, list: true, description: 'Files of yours that belong to it, such as a photo of a letter. At most 20.' })
  @IsOptional()
  @ArrayMaxSize(20)
  fileIds?: string[] | null;
}

/** Writes something that was said. Refused as `claimFiles` does. */
export async function writeMessage(ctx: TxContext, grievance: string, kind: GrievanceMessageKind, { text, fileIds }: GrievanceTextInput, path: string): Promise<void> {
  const files = [...new Set(fileIds ?? [])];
  await claimFiles(ctx, files.map((id, at) => ({ id, path: `${path}.fileIds.${at}` })));
  await ctx.tx.query('insert into grievances.message (id, grievance_id, kind, text, file_ids, written_on, written_by) values ($1, $2, $3, $4, $5, $6, $7)', [
    uuidv7(), grievance, kind, text, files, ctx.today, ctx.actor.id,
  ]);
}
