import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { personMerged } from '../merge/refusals.js';
import { personErased, personNotFound } from '../persons/refusals.js';
import { seesHousehold, seesPerson } from '../scope.js';
import { beforeOpening, householdClosed, householdNotFound } from './refusals.js';

/** Something that an input names, and where. */
export interface Named {
  readonly id: string;
  readonly path: string;
  /** Of persons: whether they may have been erased, as whoever leaves a household or moves along with it. */
  readonly erased?: boolean;
}

export interface HeldHousehold {
  readonly id: string;
  readonly code: string;
  readonly place_id: string;
  readonly head_id: string | null;
  readonly opened_on: string | null;
  readonly closed_on: string | null;
}

export interface HeldPerson {
  readonly id: string;
  readonly household_id: string | null;
  readonly place_id: string | null;
  readonly birth_date: string | null;
  readonly death_date: string | null;
  readonly merged: boolean;
  readonly erased: boolean;
}

/**
 * Holds households until the transaction ends, so that nobody else changes them meanwhile. Always households before
 * persons and each in the order of their ids, in one call each: so two clerks wait for one another and never both.
 */
export async function holdHouseholds(ctx: TxContext, wanted: readonly Named[]): Promise<ReadonlyMap<string, HeldHousehold>> {
  const { rows } = await ask<HeldHousehold>(ctx, sql`
    select h.id, h.code, h.place_id, h.head_id, h.opened_on::text, h.closed_on::text from people.household h
    where h.id = any(${wanted.map(({ id }) => id)}::uuid[]) and ${seesHousehold(ctx, sql`h`)} order by h.id for no key update of h`);
  const held = new Map(rows.map((row) => [row.id, row]));
  const missing = wanted.filter(({ id }) => !held.has(id));
  if (missing.length > 0) refuse(...missing.map(({ path }) => householdNotFound(path)));
  return held;
}

/** Holds a household that is there on the day and has not been closed since. */
export async function holdOpen(ctx: TxContext, wanted: readonly Named[], day: string): Promise<readonly HeldHousehold[]> {
  const held = await holdHouseholds(ctx, wanted);
  return wanted.map(({ id, path }) => {
    const household = held.get(id) ?? refuse(householdNotFound(path));
    if (household.closed_on) refuse(householdClosed(path, { day: household.closed_on }));
    if (household.opened_on && household.opened_on > day) refuse(beforeOpening('on', { from: household.opened_on }));
    return household;
  });
}

/** Holds persons whom the actor may see and who are nobody else, after their households. */
export async function holdPersons(ctx: TxContext, wanted: readonly Named[]): Promise<ReadonlyMap<string, HeldPerson>> {
  const { rows } = await ask<HeldPerson>(ctx, sql`
    select p.id, p.household_id, p.place_id, p.birth_date::text, p.death_date::text, p.merged_into_id is not null as merged, p.erased_on is not null as erased from people.person p
    where p.id = any(${wanted.map(({ id }) => id)}::uuid[]) and ${seesPerson(ctx, sql`p`)} order by p.id for no key update of p`);
  const held = new Map(rows.map((row) => [row.id, row]));
  const missing = wanted.filter(({ id }) => !held.has(id));
  if (missing.length > 0) refuse(...missing.map(({ path }) => personNotFound(path)));
  const merged = wanted.filter(({ id }) => held.get(id)?.merged);
  if (merged.length > 0) refuse(...merged.map(({ path }) => personMerged(path)));
  const erased = wanted.filter((one) => !one.erased && held.get(one.id)?.erased);
  if (erased.length > 0) refuse(...erased.map(({ path }) => personErased(path)));
  return held;
}

/** Who belongs to households now. Their members cannot change while they are held. */
export async function membersOf(ctx: TxContext, ...households: readonly string[]): Promise<readonly string[]> {
  const { rows } = await ctx.tx.query<{ id: string }>('select person_id as id from people.membership where household_id = any($1) and valid_to is null order by person_id', [households]);
  return rows.map(({ id }) => id);
}

/**
 * Holds persons with the households that they belong to now, and further households.
 *
 * @returns the persons by id; `household_id` is of a household that is held
 */
export async function holdHomes(ctx: TxContext, persons: readonly Named[], households: readonly Named[] = []): Promise<ReadonlyMap<string, HeldPerson>> {
  const { rows } = await ask<{ id: string; household_id: string | null }>(ctx, sql`
    select p.id, p.household_id from people.person p where p.id = any(${persons.map(({ id }) => id)}::uuid[]) and ${seesPerson(ctx, sql`p`)}`);
  const missing = persons.filter(({ id }) => !rows.some((row) => row.id === id));
  if (missing.length > 0) refuse(...missing.map(({ path }) => personNotFound(path)));
  const pathOf = (person: string): string => persons.find(({ id }) => id === person)?.path ?? '';
  let known = [...households, ...rows.flatMap((row) => (row.household_id ? [{ id: row.household_id, path: pathOf(row.id) }] : []))];
  for (;;) {
    if (known.length > 0) await holdHouseholds(ctx, known);
    const held = await holdPersons(ctx, persons);
    // Somebody moved before they were held. Their household comes late then: should two wait for each other, one begins again.
    const late = [...held.values()].flatMap((person) => (person.household_id && !known.some(({ id }) => id === person.household_id) ? [{ id: person.household_id, path: pathOf(person.id) }] : []));
    if (late.length === 0) return held;
    known = [...known, ...late];
  }
}
