import { fileNotReady, fileNotFound, fileTooLarge } from './refusals.js';
import { readFile } from './read-file.js';
import type { FileGiven } from './claim-files.js';
import { refuse } from '../write/refusal.js';
import type { TxContext } from '../write/transaction.js';

/**
 * The bytes of a file of the actor's own, for what reads it once and keeps nothing of it: the file is thrown away by itself later.
 *
 * @param largest how many bytes it may have
 * @throws Refused FILE_NOT_FOUND, FILE_NOT_READY, FILE_TOO_LARGE
 */
export async function ownBytes(ctx: TxContext, { id, path }: FileGiven, largest: number): Promise<Buffer> {
  const { rows: [file] } = await ctx.tx.query<{ state: string; size: number }>('select state, size from kernel.file where id = $1 and owner = $2', [id, ctx.actor.id]);
  if (!file) return refuse(fileNotFound(path));
  if (file.state !== 'READY') return refuse(fileNotReady(path));
  if (file.size > largest) return refuse(fileTooLarge(path, { size: file.size, largest }));
  const chunks: Buffer[] = [];
  for await (const bytes of readFile(ctx, id)) chunks.push(bytes);
  return Buffer.concat(chunks);
}
