import type { TxContext } from '../write/transaction.js';
import { sealChunk } from './seal-chunk.js';

/** Bytes of a chunk. */
export const CHUNK = 524_288;

/** The same bytes in pieces of one size; only the last may be smaller. */
export async function* inChunks(source: AsyncIterable<Buffer>, size = CHUNK): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const piece of source) {
    waiting.push(piece);
    length += piece.length;
    if (length < size) continue;
    const whole = Buffer.concat(waiting);
    let from = 0;
    for (; length - from >= size; from += size) yield whole.subarray(from, from + size);
    waiting = [whole.subarray(from)];
    length -= from;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

/**
 * Writes a chunk of a file that is being received, sealed.
 *
 * @returns whether it was written: not where the file is whole, gone, or another attempt has taken over
 */
export async function addChunk(ctx: TxContext, file: { readonly id: string; readonly upload: string }, n: number, bytes: Buffer): Promise<boolean> {
  const { rowCount } = await ctx.tx.query(
    `with receiving as (select id from kernel.file where id = $1 and upload = $2 and state = 'RECEIVING' for share)
     insert into kernel.file_chunk (file_id, n, bytes, sealed) select id, $3, $4, true from receiving`,
    [file.id, file.upload, n, sealChunk(ctx, file.id, n, bytes)],
  );
  return rowCount === 1;
}

/** Says that a file is whole. Answers false where `addChunk` would. */
export async function finishFile(
  ctx: TxContext, file: { readonly id: string; readonly upload: string }, of: { readonly size: number; readonly sha256: string; readonly foundType: string },
): Promise<boolean> {
  const { rowCount } = await ctx.tx.query(
    `update kernel.file set state = 'READY', size = $3, sha256 = $4, found_type = $5, upload = null where id = $1 and upload = $2 and state = 'RECEIVING'`,
    [file.id, file.upload, of.size, of.sha256, of.foundType],
  );
  return rowCount === 1;
}
