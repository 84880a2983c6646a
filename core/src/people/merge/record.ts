import type { TxContext } from '../../kernel/write/transaction.js';

/** A row, as a merge's record names it. */
export interface MergedRow {
  readonly table: string;
  readonly id: string;
}

/**
 * Changes columns of a row as part of a merge, so that `personUnmerge` takes them back with it. For handlers of
 * `personsMerged` inside the transaction.
 *
 * @param changes columns and their new values, as JSON has them
 * @param field what it is called in the record; the column's name where there is one
 */
export async function changeInMerge(ctx: TxContext, merge: string, { table, id }: MergedRow, changes: Readonly<Record<string, unknown>>, field?: string): Promise<void> {
  await ctx.tx.query('select people.change_in_merge($1, $2::text::regclass, $3, $4, $5)', [
    merge, table, JSON.stringify({ id }), field ?? Object.keys(changes).join(), JSON.stringify(changes),
  ]);
}

/** Writes a row as part of a merge; columns left out have their defaults. */
export async function addInMerge(ctx: TxContext, merge: string, table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  await ctx.tx.query('select people.add_in_merge($1, $2::text::regclass, $3)', [merge, table, JSON.stringify(row)]);
}

/** Ends a row that has a time of validity on the day, or removes it where it began no earlier. */
export async function endInMerge(ctx: TxContext, merge: string, { table, id }: MergedRow): Promise<void> {
  await ctx.tx.query('select people.end_in_merge($1, $2::text::regclass, $3, $4)', [merge, table, JSON.stringify({ id }), ctx.today]);
}
