import { pastOf } from '../../kernel/read/time.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { changedSince } from './refusals.js';

/** Whose facts an event can change. */
export interface Concerned {
  readonly persons: readonly string[];
  readonly households: readonly string[];
}

/** A row that an event wrote: `before` null where it made the row, `after` null where it took the row back. */
export interface Effect {
  readonly table: string;
  readonly id: string;
  readonly before: number | null;
  readonly after: number | null;
}

type Versions = ReadonlyMap<string, { readonly table: string; readonly id: string; readonly version: number }>;

/** Facts with a time of validity and their versions, before an event. */
export type FactsBefore = Versions;

/** The tables whose rows an event writes, with what they say about whom. */
const TABLES = {
  'people.membership': ['person_id', 'household_id'],
  'people.residence': ['person_id', 'household_id'],
  'people.relationship': ['person_id', 'other_id'],
  'people.group_membership': ['person_id'],
} as const;

/** Columns that change without the fact changing: what was changed and taken back again is as it was. */
const BOOKKEEPING = ['version', 'updated_at'];

interface Now {
  readonly id: string;
  readonly row: Row;
  /** Whether the row is as the event left it. */
  readonly same: boolean | null;
}

type Row = Readonly<Record<string, string | null>>;

/** The versions of the facts about persons and households. */
export async function factsOf(ctx: TxContext, { persons, households }: Concerned): Promise<FactsBefore> {
  const { rows } = await ctx.tx.query<{ table: string; id: string; version: number }>(
    Object.entries(TABLES).map(([table, columns]) =>
      `select '${table}' as table, id, version from ${table} where ${columns.map((column) => `${column} = any($${column === 'household_id' ? 2 : 1}::uuid[])`).join(' or ')}`).join(' union all '),
    [persons, households],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What an event did to the facts: how they differ from before. */
export async function effectsSince(ctx: TxContext, concerned: Concerned, before: FactsBefore): Promise<readonly Effect[]> {
  const now = await factsOf(ctx, concerned);
  const kept = [...now.values()].flatMap(({ table, id, version }): Effect[] => {
    const was = before.get(id)?.version ?? null;
    return was === version ? [] : [{ table, id, before: was, after: version }];
  });
  const gone = [...before.values()].filter(({ id }) => !now.has(id)).map(({ table, id, version }): Effect => ({ table, id, before: version, after: null }));
  return [...kept, ...gone];
}

/**
 * Takes back what an event did: rows that it made go, the others are as they were. Refuses where one of them was changed since.
 *
 * @returns the persons and households that the rows are about
 */
export async function takeBack(ctx: TxContext, effects: readonly Effect[], path: string): Promise<Concerned> {
  const about: Concerned[] = [];
  // What was made goes first, so that what was before has room.
  for (const table of Object.keys(TABLES) as (keyof typeof TABLES)[]) {
    const own = effects.filter((effect) => effect.table === table);
    const there = own.filter(({ after }) => after !== null);
    const { rows } = await ctx.tx.query<Now>(
      `select t.id, to_jsonb(t) as row, t.version = e.after or to_jsonb(t) - $3::text[] = (
         select h.row_before - $3::text[] from ${pastOf(table)} h where h.row_id = t.id and h.version = e.after) as same
       from ${table} t left join jsonb_to_recordset($2) as e(id uuid, after integer) on e.id = t.id where t.id = any($1) order by t.id for update of t`,
      [own.map(({ id }) => id), JSON.stringify(own), BOOKKEEPING]);
    if (rows.length !== there.length || !rows.every(({ same }) => same)) refuse(changedSince(path));
    await ctx.tx.query(`delete from ${table} where id = any($1)`, [there.filter(({ before }) => before === null).map(({ id }) => id)]);
    about.push(...rows.map(({ row }) => aboutOf(row)), ...(await restore(ctx, table, own)));
  }
  return { persons: [...new Set(about.flatMap(({ persons }) => persons))], households: [...new Set(about.flatMap(({ households }) => households))] };
}

/** Writes rows as they were, out of the history that the database keeps. */
async function restore(ctx: TxContext, table: string, effects: readonly Effect[]): Promise<readonly Concerned[]> {
  const changed = effects.filter(({ before }) => before !== null);
  const { rows } = await ctx.tx.query<{ row: Row }>(
    `select h.row_before as row from jsonb_to_recordset($1) as e(id uuid, before integer) join ${pastOf(table)} h on h.row_id = e.id and h.version = e.before`,
    [JSON.stringify(changed)]);
  if (rows.length !== changed.length) throw new Error(`the history of ${table} lacks a row that a life event changed`);
  const was = JSON.stringify(rows.map(({ row }) => row));
  await ctx.tx.query(
    `update ${table} t set valid_from = was.valid_from, valid_to = was.valid_to from jsonb_populate_recordset(null::${table}, $1) was where t.id = was.id`, [was]);
  await ctx.tx.query(
    `insert into ${table} select (jsonb_populate_record(null::${table}, was || jsonb_build_object('version', (was ->> 'version')::integer + 1, 'updated_at', greatest(now(), (was ->> 'updated_at')::timestamptz + interval '2 milliseconds')))).*
     from jsonb_array_elements($1::jsonb) was where not exists (select from ${table} t where t.id = (was ->> 'id')::uuid)`, [was]);
  return rows.map(({ row }) => aboutOf(row));
}

function aboutOf(row: Row): Concerned {
  const given = (...names: readonly string[]): string[] => names.flatMap((name) => row[name] ?? []);
  return { persons: given('person_id', 'other_id'), households: given('household_id') };
}
