import { openBytes, sealBytes, type Sealing, type WithKeys } from '../secrets/secrets.js';
import type { TxContext } from '../write/transaction.js';

/** A piece of a file as it is kept. */
export interface KeptChunk {
  readonly bytes: Buffer;
  readonly sealed: boolean;
}

/** A piece opens only as the same piece of the same file. */
const sealing = (file: string, n: number): Sealing => ({ purpose: 'kernel.file_chunk/bytes', row: `${file}/${n}` });

export function sealChunk(ctx: WithKeys, file: string, n: number, bytes: Buffer): Buffer {
  return sealBytes(ctx, sealing(file, n), bytes);
}

/** @throws Error where it was changed, is another piece, or its key is not among the deployment's */
export function openChunk(ctx: WithKeys, file: string, n: number, { bytes, sealed }: KeptChunk): Buffer {
  return sealed ? openBytes(ctx, sealing(file, n), bytes) : bytes;
}

/** Pieces that are looked at in one transaction: 8 MB at most. */
const AT_A_TIME = 16;

/** Where renewing goes on. */
export interface ChunkPlace {
  readonly file: string;
  readonly n: number;
}

/** Pieces that an older key sealed, or none; `$1` is the name of the newest. */
export const CHUNKS_OF_BEFORE = 'kernel.file_chunk where (not sealed or substring(bytes from 2 for 4) <> $1)';

/** Seals the pieces that follow with the newest key, where it did not seal them. */
export async function resealChunks(ctx: TxContext, after: ChunkPlace): Promise<{ readonly renewed: number; readonly last: ChunkPlace | undefined }> {
  const { rows } = await ctx.tx.query<KeptChunk & ChunkPlace>(
    `select file_id as file, n, bytes, sealed from ${CHUNKS_OF_BEFORE} and (file_id, n) > ($2, $3) order by file_id, n limit ${AT_A_TIME} for update skip locked`, [ctx.platform.keys.current.id, after.file, after.n]);
  for (const { file, n, ...kept } of rows) {
    await ctx.tx.query('update kernel.file_chunk set bytes = $3, sealed = true where file_id = $1 and n = $2', [file, n, sealChunk(ctx, file, n, openChunk(ctx, file, n, kept))]);
  }
  const last = rows.at(-1);
  return { renewed: rows.length, last: last && { file: last.file, n: last.n } };
}
