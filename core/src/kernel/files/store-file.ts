import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { scopeOf } from '../access/scope.js';
import type { Context } from '../context.js';
import { inTransaction, type TxContext } from '../write/transaction.js';
import { addChunk, finishFile, inChunks } from './chunks.js';

/** A file to make. */
export interface FileToStore {
  readonly name: string;
  readonly mediaType: string;
  /** What it is made for, such as `export`; `made` where left out. */
  readonly purpose?: string;
  /** Whether it holds what its owner sees: it is fetched by them as long as they hold the scope in which it was made. */
  readonly asSeen?: boolean;
}

/** A file that is being written: who holds `upload` may add chunks to it. */
export interface OpenFile {
  readonly id: string;
  readonly upload: string;
}

/**
 * Begins a file of the actor's own, for work that writes it chunk by chunk with `addChunk`, each in the transaction of what
 * it says of itself, and ends it with `finishFile`. It is in use from the start: something refers to it.
 */
export async function openFile(ctx: TxContext, { name, mediaType, purpose = 'made', asSeen = false }: FileToStore): Promise<OpenFile> {
  const [id, upload] = [uuidv7(), uuidv7()];
  await ctx.tx.query(
    'insert into kernel.file (id, name, media_type, size, owner, purpose, upload, in_use, made_in) values ($1, $2, $3, 0, $4, $5, $6, true, $7)',
    [id, name, mediaType, ctx.actor.id, purpose, upload, asSeen ? JSON.stringify(scopeOf(ctx.actor)) : null],
  );
  return { id, upload };
}

/**
 * Stores a file of the actor's own as its bytes come, in constant memory. Outside of a transaction each chunk is written in
 * one of its own, so that what is killed half-way leaves an unfinished file that nobody sees.
 *
 * @returns the file by UUID
 */
export async function storeFile(ctx: Context, file: FileToStore, chunks: AsyncIterable<Buffer>): Promise<{ readonly id: string }> {
  const open = await inTransaction(ctx, (tx) => openFile(tx, file));
  const hash = createHash('sha256');
  let [n, size] = [0, 0];
  for await (const bytes of inChunks(chunks)) {
    hash.update(bytes);
    const at = n;
    const added = await inTransaction(ctx, (tx) => addChunk(tx, open, at, bytes));
    if (!added) throw new Error(`file ${open.id} was taken away while it was written`);
    n += 1;
    size += bytes.length;
  }
  const sha256 = hash.digest('hex');
  await inTransaction(ctx, (tx) => finishFile(tx, open, { size, sha256, foundType: file.mediaType }));
  return { id: open.id };
}
