import type { Pool } from 'pg';
import { openChunk, type KeptChunk } from '../kernel/files/seal-chunk.js';
import type { WithKeys } from '../kernel/secrets/secrets.js';
import { testKeys } from './test-keys.js';

const withTestKeys = { platform: { keys: testKeys } } as WithKeys;

/** What files hold, each whole, by UUID: of all that there are, or of some. */
export async function fileBytes(pool: Pool, ids?: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const { rows } = await pool.query<KeptChunk & { readonly file: string; readonly n: number }>(
    'select file_id as file, n, bytes, sealed from kernel.file_chunk where $1::uuid[] is null or file_id = any($1) order by file_id, n', [ids ?? null]);
  return new Map([...Map.groupBy(rows, ({ file }) => file)].map(([file, chunks]) => [file, Buffer.concat(chunks.map((chunk) => openChunk(withTestKeys, file, chunk.n, chunk)))]));
}
