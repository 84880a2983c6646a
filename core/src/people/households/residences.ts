import { v7 as uuidv7 } from 'uuid';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { laterFacts } from './refusals.js';

/** Where a household, or a person without one, lives from a day on; `placeId` null where nowhere of its own. */
export interface ResidenceChange {
  readonly householdId?: string;
  readonly personId?: string;
  readonly path: string;
  readonly placeId: string | null;
}

interface Reaching {
  readonly id: string;
  readonly whose: string;
  readonly place_id: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

/** Changes where households and persons live from a day on. Refuses what later facts contradict. */
export async function changeResidences(ctx: TxContext, day: string, changes: readonly ResidenceChange[]): Promise<void> {
  if (changes.length === 0) return;
  const [households, persons] = [changes.map(({ householdId }) => householdId ?? null), changes.map(({ personId }) => personId ?? null)];
  const { rows } = await ctx.tx.query<Reaching>(
    `select id, coalesce(household_id, person_id) as whose, place_id, valid_from::text, valid_to::text from people.residence
     where (household_id = any($1) or person_id = any($2)) and (valid_to is null or valid_to > $3) order by valid_from`, [households, persons, day]);
  const reaching = Map.groupBy(rows, (row) => row.whose);
  const refusals = changes.flatMap(({ householdId, personId, path }) => {
    const next = (reaching.get(householdId ?? personId ?? '') ?? []).flatMap(({ valid_from: from, valid_to: to }) => (from > day ? [from] : to ? [to] : []));
    return next[0] ? [laterFacts(path, { day: next[0] })] : [];
  });
  if (refusals.length > 0) refuse(...refusals);

  const real = changes.filter(({ householdId, personId, placeId }) => reaching.get(householdId ?? personId ?? '')?.[0]?.place_id !== (placeId ?? undefined));
  const now = real.flatMap(({ householdId, personId }) => reaching.get(householdId ?? personId ?? '') ?? []);
  const [ended, never] = [now.filter((row) => row.valid_from < day), now.filter((row) => row.valid_from === day)].map((of) => of.map(({ id }) => id));
  if (ended?.length) await ctx.tx.query('update people.residence set valid_to = $2 where id = any($1)', [ended, day]);
  if (never?.length) await ctx.tx.query('delete from people.residence where id = any($1)', [never]);
  const begun = real.flatMap(({ householdId = null, personId = null, placeId }) =>
    placeId ? [{ id: uuidv7(), household_id: householdId, person_id: personId, place_id: placeId, valid_from: day }] : []);
  if (begun.length === 0) return;
  await ctx.tx.query(
    `insert into people.residence (id, household_id, person_id, place_id, valid_from)
     select id, household_id, person_id, place_id, valid_from from jsonb_to_recordset($1) as t(id uuid, household_id uuid, person_id uuid, place_id uuid, valid_from date)`,
    [JSON.stringify(begun)],
  );
}

/** Where households lived on a day. */
export async function placesOn(ctx: TxContext, day: string, households: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await ctx.tx.query<{ id: string; place_id: string }>(
    `select h.id, coalesce(r.place_id, h.place_id) as place_id from people.household h
     left join people.residence r on r.household_id = h.id and r.valid_from <= $2 and (r.valid_to is null or r.valid_to > $2) where h.id = any($1)`, [households, day]);
  return new Map(rows.map(({ id, place_id: place }) => [id, place]));
}

/**
 * Households that were written with a place, but without saying since when, live there since they were opened. For whoever
 * writes households by sets of rows; does nothing about those whose residence is known.
 */
export async function beginResidences(ctx: TxContext, households: readonly string[]): Promise<void> {
  await ctx.tx.query(
    `insert into people.residence (id, household_id, place_id, valid_from)
     select kernel.uuid7(), h.id, h.place_id, coalesce(h.opened_on, (select min(m.valid_from) from people.membership m where m.household_id = h.id), $2::date)
     from people.household h where h.id = any($1) and not exists (select from people.residence r where r.household_id = h.id)`, [households, ctx.today]);
}
