import type { ClientBase, Pool } from 'pg';
import type { JournalEntry } from './journal.js';

/** Persons erased again in one transaction. */
const AT_A_TIME = 1_000;

/**
 * Erases again whoever is on the list and in the database, as after a restore. Those who are erased already stay as they are. Takes
 * the account that owns the tables: nobody approves it anew.
 *
 * @returns how many were there
 */
export async function reapplyErasures(owner: Pool | ClientBase, erasures: readonly JournalEntry[]): Promise<number> {
  let there = 0;
  for (let from = 0; from < erasures.length; from += AT_A_TIME) {
    const some = erasures.slice(from, from + AT_A_TIME);
    const { rows } = await owner.query<{ there: number }>('select privacy.erase_again($1::uuid[], $2::date[]) as there', [some.map(({ person }) => person), some.map(({ on }) => on)]);
    there += rows[0]?.there ?? 0;
  }
  return there;
}
