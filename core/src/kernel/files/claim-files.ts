import type { TxContext } from '../write/transaction.js';
import { refuse, type Refusal } from '../write/refusal.js';
import { fileNotFound, fileNotReady, fileOfWrongType } from './refusals.js';

/** A file that an input names. */
export interface FileGiven {
  /** UUID. */
  readonly id: string;
  /** Where it stands in the input. */
  readonly path: string;
}

/**
 * Takes files for something that will refer to them: they must be the actor's own and whole, so that nobody comes to see
 * another's file by referring to it. From then on whoever may see that something may see them.
 *
 * @param mediaTypes those that may be taken; every one where left out
 * @throws Refused FILE_NOT_FOUND, FILE_NOT_READY, FILE_OF_WRONG_TYPE
 */
export async function claimFiles(ctx: TxContext, given: readonly FileGiven[], mediaTypes?: readonly string[]): Promise<void> {
  if (given.length === 0) return;
  const { rows } = await ctx.tx.query<{ id: string; state: string; mediaType: string }>(
    `select id, state, media_type as "mediaType" from kernel.file where id = any($1::uuid[]) and owner = $2 for share`, [given.map(({ id }) => id), ctx.actor.id],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  const refusals = given.flatMap(({ id, path }): Refusal[] => {
    const file = found.get(id);
    if (!file) return [fileNotFound(path)];
    if (file.state !== 'READY') return [fileNotReady(path)];
    return mediaTypes && !mediaTypes.includes(file.mediaType) ? [fileOfWrongType(path, { type: file.mediaType, known: mediaTypes.join(', ') })] : [];
  });
  if (refusals.length > 0) refuse(...refusals);
  await ctx.tx.query('update kernel.file set in_use = true where id = any($1::uuid[]) and not in_use', [given.map(({ id }) => id)]);
}
