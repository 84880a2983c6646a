import type { Context } from '../context.js';
import { readRows } from '../read/read-rows.js';
import { refuse } from '../write/refusal.js';
import type { FileGiven } from './claim-files.js';
import { fileTooLarge } from './refusals.js';
import { readFile } from './read-file.js';

/** What a process holds of a text while it reads it. */
const LARGEST = 10_000_000;

/**
 * The whole text of a file, UTF-8, such as a list in CSV; whose it is, the caller has settled. What may be larger is read by `readFile`.
 *
 * @throws Refused FILE_TOO_LARGE, of more than 10 MB
 */
export async function readTextFile(ctx: Context, { id, path }: FileGiven): Promise<string> {
  const text = 'select size from kernel.file where id = $1';
  const { rows: [file] } = await (ctx.tx ? ctx.tx.query<{ size: number }>(text, [id]) : readRows<{ size: number }>(ctx, text, [id]));
  if (file && file.size > LARGEST) refuse(fileTooLarge(path, { size: file.size, largest: LARGEST }));
  const chunks: Buffer[] = [];
  for await (const chunk of readFile(ctx, id)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
