import { dataKeyOf, newDataKey, openWith, type DataKey } from '../../../kernel/secrets/data-keys.js';
import { withoutLimits } from '../../../kernel/access/scope.js';
import type { Context } from '../../../kernel/context.js';
import { readRows } from '../../../kernel/read/read-rows.js';
import { keyWrappingOf } from '../../../kernel/secrets/key-wrapping.js';
import { open, type Sealing } from '../../../kernel/secrets/secrets.js';
import type { TxContext } from '../../../kernel/write/transaction.js';

interface KeyRow {
  readonly id: string;
  readonly wrapped: Buffer;
}

/** A value of a person as it is stored, and what it was sealed for. */
export interface SealedValue extends Sealing {
  readonly sealed: Buffer;
}

/**
 * A key for each person, to seal with: the first that there is, or a new one. Two statements, and one more where some have none; none is
 * erased before the transaction has ended.
 */
export async function keysForPersons(ctx: TxContext, persons: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
  const ids = [...new Set(persons)];
  if (ids.length === 0) return new Map();
  await ctx.tx.query('select from people.person where id = any($1::uuid[]) order by id for key share', [ids]);
  const { rows } = await ctx.tx.query<KeyRow & { person: string }>(
    'select distinct on (person_id) person_id as person, id, wrapped from people.person_key where person_id = any($1::uuid[]) order by person_id, id', [ids],
  );
  const opened = await keyWrappingOf(ctx).unwrap(ctx, rows);
  const known = new Map(rows.map(({ person, id }, index) => [person, { id, bytes: certain(opened[index]) }]));
  const made = new Map(ids.filter((id) => !known.has(id)).map((id) => [id, newDataKey()]));
  await insertKeys(ctx, made);
  return new Map([...known, ...made]);
}

/** The same for persons who are registered in this transaction: nobody else knows of them, and they have no key. One statement. */
export async function keysForNewPersons(ctx: TxContext, persons: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
  const made = new Map([...new Set(persons)].map((id) => [id, newDataKey()]));
  await insertKeys(ctx, made);
  return made;
}

async function insertKeys(ctx: TxContext, made: ReadonlyMap<string, DataKey>): Promise<void> {
  if (made.size === 0) return;
  const wrapped = await keyWrappingOf(ctx).wrap(ctx, [...made.values()]);
  await ctx.tx.query('insert into people.person_key (id, person_id, wrapped) select * from unnest($1::uuid[], $2::uuid[], $3::bytea[])', [
    [...made.values()].map(({ id }) => id), [...made.keys()], wrapped,
  ]);
}

/**
 * Opens values of any number of persons; one statement reads their keys. What the deployment's own key sealed before persons had
 * theirs opens as well. Whoever may read the value may read its key: it is read without limits of scope.
 *
 * @returns in their order; an error for one that was changed, or whose key was destroyed
 */
export async function openEach(ctx: Context, values: readonly SealedValue[]): Promise<readonly (string | Error)[]> {
  const keys = await keysById(ctx, [...new Set(values.flatMap(({ sealed }) => dataKeyOf(sealed) ?? []))]);
  return values.map((value) => {
    try {
      const id = dataKeyOf(value.sealed);
      if (id === undefined) return open(ctx, value, value.sealed);
      return openWith({ id, bytes: certain(keys.get(id) ?? new Error(`${value.purpose} of ${value.row} was sealed with the key ${id}, which is no more.`)) }, value, value.sealed);
    } catch (error) {
      return error as Error;
    }
  });
}

/** @throws Error where one of them was changed, or its key was destroyed */
export async function openAll(ctx: Context, values: readonly SealedValue[]): Promise<readonly string[]> {
  return (await openEach(ctx, values)).map(certain);
}

/** For fields: what a request asks for at the same time is opened together. */
export function openOne(ctx: Context, value: SealedValue): Promise<string> {
  return ctx.reads.loader<SealedValue, string>('people.sealed', (values) => openEach(ctx, values)).load(value);
}

async function keysById(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer | Error>> {
  if (ids.length === 0) return new Map();
  const text = 'select id, wrapped from people.person_key where id = any($1::uuid[])';
  const { rows } = ctx.tx ? await ctx.tx.query<KeyRow>(text, [ids]) : await readRows<KeyRow>(withoutLimits(ctx), text, [ids], { prepared: true });
  const opened = await keyWrappingOf(ctx).unwrap(ctx, rows);
  return new Map(rows.map(({ id }, index) => [id, opened[index] ?? new Error(`The key ${id} was not unwrapped.`)]));
}

function certain<T>(value: T | Error | undefined): T {
  if (value === undefined || value instanceof Error) throw value ?? new Error('A key is missing.');
  return value;
}
