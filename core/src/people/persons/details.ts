import { sql, trusted } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { personMerged } from '../merge/refusals.js';
import { seesPerson } from '../scope.js';
import { changedMeanwhile, personErased, personNotFound } from './refusals.js';

/** Tables whose rows hang on a person. */
type DetailTable = 'people.person_name' | 'people.identifier' | 'people.contact_point' | 'people.address' | 'people.payment_account' | 'people.relationship';

/** A row that hangs on a person, as it is locked for a change. */
export interface Detail {
  readonly id: string;
  readonly person_id: string;
  readonly version: number;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}

/**
 * Refuses persons that don't exist, live outside of the actor's places, or were found to be others; and those of whom everything was
 * erased, but for what asks for what is left.
 */
export async function checkPersons(ctx: TxContext, wanted: readonly { readonly id: string; readonly path: string }[], { erased = false }: { readonly erased?: boolean } = {}): Promise<void> {
  const ids = [...new Set(wanted.map(({ id }) => id))];
  const { rows } = await ask<{ id: string; merged: boolean; erased: boolean }>(ctx, sql`select p.id, p.merged_into_id is not null as merged, p.erased_on is not null as erased from people.person p where p.id = any(${ids}::uuid[]) and ${seesPerson(ctx, sql`p`)} for share`);
  const found = new Set(rows.map(({ id }) => id));
  const missing = wanted.filter(({ id }) => !found.has(id));
  if (missing.length > 0) refuse(...missing.map(({ path }) => personNotFound(path)));
  const merged = new Set(rows.filter((row) => row.merged).map(({ id }) => id));
  if (merged.size > 0) refuse(...wanted.filter(({ id }) => merged.has(id)).map(({ path }) => personMerged(path)));
  const gone = new Set(rows.filter((row) => row.erased).map(({ id }) => id));
  if (gone.size > 0 && !erased) refuse(...wanted.filter(({ id }) => gone.has(id)).map(({ path }) => personErased(path)));
}

/** Locks a row that hangs on a person, at the version that was read, where the actor may act on the person. */
export async function lockDetail<R extends Detail>(
  ctx: TxContext, table: DetailTable, { id, version }: { readonly id: string; readonly version: number }, missing: (path: string) => Refusal,
): Promise<R> {
  const { rows } = await ask<R>(ctx, sql`
    select d.* from ${trusted(table)} d join people.person p on p.id = d.person_id
    where d.id = ${id}::uuid and ${seesPerson(ctx, sql`p`)} for update of d`);
  const [row] = rows;
  if (!row) return refuse(missing('id'));
  if (row.version !== version) refuse(changedMeanwhile('version', { version: row.version }));
  return row;
}

/** Writes rows given as JSON with one statement; columns left out have their defaults. */
export async function insertDetails(ctx: TxContext, table: DetailTable | 'people.consent' | 'people.disability' | 'people.payment_account_check' | 'people.reveal', rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).join(', ');
  await ctx.tx.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)]);
}
