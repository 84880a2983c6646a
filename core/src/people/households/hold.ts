import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { personNotFound } from '../persons/refusals.js';
import { inPlacesOf } from '../scope.js';
import { beforeOpening, householdClosed, householdNotFound } from './refusals.js';

/** Something that an input names, and where. */
export interface Named {
  readonly id: string;
  readonly path: string;
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
}

/**
 * Holds households until the transaction ends, so that nobody else changes them meanwhile. Always households before
 * persons and each in the order of their ids, in one call each: so two clerks wait for one another and never both.
 */
export async function holdHouseholds(ctx: TxContext, wanted: readonly Named[]): Promise<ReadonlyMap<string, HeldHousehold>> {
  const { rows } = await ask<HeldHousehold>(ctx, sql`
    select h.id, h.code, h.place_id, h.head_id, h.opened_on::text, h.closed_on::text from people.household h
    where h.id = any(${wanted.map(({ id }) => id)}::uuid[]) and ${inPlacesOf(ctx, sql`h.place_id`)} order by h.id for no key update of h`);
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

/** Holds persons whom the actor may see, after their households. */
export async function holdPersons(ctx: TxContext, wanted: readonly Named[]): Promise<ReadonlyMap<string, HeldPerson>> {
  const { rows } = await ask<HeldPerson>(ctx, sql`
    select p.id, p.household_id, p.place_id, p.birth_date::text, p.death_date::text from people.person p
    where p.id = any(${wanted.map(({ id }) => id)}::uuid[]) and ${inPlacesOf(ctx, sql`p.place_id`)} order by p.id for no key update of p`);
  const held = new Map(rows.map((row) => [row.id, row]));
  const missing = wanted.filter(({ id }) => !held.has(id));
  if (missing.length > 0) refuse(...missing.map(({ path }) => personNotFound(path)));
  return held;
}

/** Who belongs to a household now. Its members cannot change while it is held. */
export async function membersOf(ctx: TxContext, household: string): Promise<readonly { readonly id: string; readonly role: string }[]> {
  const { rows } = await ctx.tx.query<{ id: string; role: string }>(
    'select person_id as id, role from people.membership where household_id = $1 and valid_to is null order by person_id', [household]);
  return rows;
}
