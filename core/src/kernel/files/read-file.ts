import type { Context } from '../context.js';
import { readRows } from '../read/read-rows.js';
import { openChunk, type KeptChunk } from './seal-chunk.js';

/**
 * The bytes of a file by UUID, chunk by chunk, in constant memory: those of the actor's own; of others' where the context has no limits,
 * whose caller has settled whether the actor may see them.
 */
export async function* readFile(ctx: Context, id: string): AsyncGenerator<Buffer> {
  for (let n = 0; ; n += 1) {
    const bytes = await chunkOf(ctx, id, n);
    if (!bytes) return;
    yield bytes;
  }
}

async function chunkOf(ctx: Context, id: string, n: number): Promise<Buffer | undefined> {
  const text = 'select bytes, sealed from kernel.file_chunk where file_id = $1 and n = $2';
  if (!ctx.tx) ctx.platform.onStatement(text);
  const { rows: [kept] } = await (ctx.tx ? ctx.tx.query<KeptChunk>(text, [id, n]) : readRows<KeptChunk>(ctx, text, [id, n]));
  return kept && openChunk(ctx, id, n, kept);
}
