import { readFile, writeFile } from 'node:fs/promises';
import type { Pool } from 'pg';

/** Persons erased again in one transaction. */
const AT_A_TIME = 100;

/**
 * Writes who was erased, one a line: ids and days alone. Kept apart from backups, it is what `reapplyErasures` takes after one of them
 * was restored.
 *
 * @returns how many
 */
export async function writeErasures(pool: Pool, file: string): Promise<number> {
  const { rows } = await pool.query<{ person: string; on: string }>('select person_id as person, erased_on::text as on from privacy.erasure order by erased_at, person_id');
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { mode: 0o600 });
  return rows.length;
}

/**
 * Erases again whoever is on the list and in the database, as after a restore. Those who are erased already stay as they are.
 *
 * @returns how many were there
 * @throws Error where a line is none of `writeErasures`
 */
export async function reapplyErasures(pool: Pool, file: string): Promise<number> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as { readonly person?: unknown; readonly on?: unknown });
  if (lines.some(({ person, on }) => typeof person !== 'string' || typeof on !== 'string')) throw new Error(`${file} is no list of erasures`);
  let there = 0;
  for (let from = 0; from < lines.length; from += AT_A_TIME) {
    const some = lines.slice(from, from + AT_A_TIME);
    const day = some.map(({ on }) => String(on)).toSorted().at(-1);
    const { rows } = await pool.query<{ there: number }>('select privacy.erase_again($1::uuid[], $2::date) as there', [some.map(({ person }) => person), day]);
    there += rows[0]?.there ?? 0;
  }
  return there;
}
