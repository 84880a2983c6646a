import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context.js';
import { refuse, type Refusal } from '../write/refusal.js';
import { inTransaction, type TxContext } from '../write/transaction.js';
import { addChunk, finishFile, inChunks } from './chunks.js';
import { fits, foundType } from './media-types.js';
import { BrokenPicture } from './pictures/source.js';
import { withoutMetadata } from './pictures/strip.js';
import { fileBroken, fileIsReady, fileNotFound, fileSizeDiffers, fileTakenOver, fileTypeDiffers } from './refusals.js';

interface Awaited {
  readonly id: string;
  readonly upload: string;
  readonly size: number;
  readonly mediaType: string;
}

/** What was received. */
export interface Received {
  readonly size: number;
  readonly sha256: string;
}

/** Begins receiving a file, from its start: what an earlier attempt left is thrown away, and it can add nothing more. */
async function takeOver(ctx: TxContext, id: string): Promise<Awaited> {
  const upload = uuidv7();
  const { rows } = await ctx.tx.query<{ size: number; mediaType: string; state: string }>(
    'select size, media_type as "mediaType", state from kernel.file where id = $1 for update', [id],
  );
  const [row] = rows;
  if (!row) return refuse(fileNotFound(''));
  if (row.state !== 'RECEIVING') refuse(fileIsReady(''));
  await ctx.tx.query('update kernel.file set upload = $2 where id = $1', [id, upload]);
  await ctx.tx.query('delete from kernel.file_chunk where file_id = $1', [id]);
  return { ...row, id, upload };
}

/** What comes, as far as it is what was told; what is wrong is said in `wrong`, and the rest read to its end without being kept. */
class Incoming {
  wrong: Refusal | undefined;
  found = '';
  size = 0;

  constructor(private readonly file: Awaited) {}

  async *checked(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const { file } = this;
    for await (const chunk of inChunks(bytes)) {
      if (this.size === 0 && !this.wrong) {
        const type = foundType(chunk);
        this.found = type ?? '';
        if (!fits(file.mediaType, type, chunk)) this.wrong = fileTypeDiffers('', { told: file.mediaType, found: type ?? 'something else' });
      }
      this.size += chunk.length;
      if (this.size > file.size) this.wrong ??= fileSizeDiffers('', { told: file.size, size: `more than ${file.size}` });
      if (!this.wrong) yield chunk;
    }
    if (this.size < file.size) this.wrong ??= fileSizeDiffers('', { told: file.size, size: this.size });
  }
}

/**
 * Receives the bytes of a file that was begun, in constant memory; of pictures the picture alone. What is refused is read to its end all
 * the same, without being kept, so that the sender hears why.
 *
 * @throws Refused
 */
export async function receiveFile(ctx: Context, id: string, bytes: AsyncIterable<Buffer>): Promise<Received> {
  const file = await inTransaction(ctx, (tx) => takeOver(tx, id));
  const hash = createHash('sha256');
  const incoming = new Incoming(file);
  const coming = incoming.checked(bytes);
  let [n, size] = [0, 0];
  try {
    for await (const chunk of inChunks(withoutMetadata(file.mediaType, coming))) {
      if (incoming.wrong) continue;
      hash.update(chunk);
      const at = n;
      if (!(await inTransaction(ctx, (tx) => addChunk(tx, file, at, chunk)))) incoming.wrong = fileTakenOver('');
      n += 1;
      size += chunk.length;
    }
  } catch (error) {
    if (!(error instanceof BrokenPicture)) throw error;
    for await (const chunk of coming) void chunk;
    incoming.wrong ??= fileBroken('', { what: error.message });
  }
  if (incoming.wrong) refuse(incoming.wrong);
  const received = { size, sha256: hash.digest('hex') };
  if (!(await inTransaction(ctx, (tx) => finishFile(tx, file, { ...received, foundType: incoming.found })))) refuse(fileTakenOver(''));
  return received;
}
