import { v7 as uuidv7 } from 'uuid';
import { publish } from '../../kernel/events/publish.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { membersChanged } from './events.js';
import { holdPersons, type HeldPerson } from './hold.js';
import type { MemberRole } from './membership.js';
import { closeEmpty, settlePresent } from './present.js';
import { alreadyMember, beforeBirth, headRemains, headStays, laterFacts, notMember, personDead } from './refusals.js';
import { changeResidences, placesOn } from './residences.js';

/** What becomes of a person's membership from a day on. */
export interface MembershipChange {
  readonly personId: string;
  /** Where in the input the person is named. */
  readonly path: string;
  /** The household that the person belongs to until then; null where there must be none. */
  readonly from: string | null;
  /** What the person belongs to from then on; null where to none. */
  readonly to: { readonly householdId: string; readonly role: MemberRole } | null;
  /** A place to live in, for one who leaves for no household; the household's where left out, none (for the dead) where null. */
  readonly placeId?: string | null;
}

interface Reaching {
  readonly id: string;
  readonly person_id: string;
  readonly household_id: string;
  readonly role: MemberRole;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

/**
 * Changes who belongs to which household from a day on, for everybody at once: the one way in which memberships change.
 * Households that concern it are held already. It refuses what later facts contradict, closes households that nobody is
 * left in, and sees to it that every household has a head on each of its days.
 *
 * @param headPath where in the input a new head would be named, for the refusal of a household without one
 */
export async function regroup(ctx: TxContext, day: string, changes: readonly MembershipChange[], headPath: string): Promise<void> {
  const ids = changes.map(({ personId }) => personId);
  const persons = await holdPersons(ctx, changes.map(({ personId: id, path, to }) => ({ id, path, erased: to === null })));
  const { rows } = await ctx.tx.query<Reaching>(
    `select id, person_id, household_id, role, valid_from::text, valid_to::text from people.membership
     where person_id = any($1) and (valid_to is null or valid_to > $2) order by valid_from`, [ids, day]);
  const reaching = Map.groupBy(rows, (row) => row.person_id);
  const refusals = changes.flatMap((change) => refusalsOf(day, change, reaching.get(change.personId) ?? [], persons.get(change.personId)));
  if (refusals.length > 0) refuse(...refusals);

  // Where somebody who was erased lives on is nobody's to know.
  const real = changes.map((change) => (persons.get(change.personId)?.erased ? { ...change, placeId: null } : change)).filter(({ personId, to }) => {
    const [now] = reaching.get(personId) ?? [];
    return now?.household_id !== to?.householdId || now?.role !== to?.role;
  });
  await refuseSecondHeads(ctx, day, real);
  await writeMemberships(ctx, day, real, reaching);
  await writeResidences(ctx, day, real);
  const households = [...new Set(real.flatMap(({ from, to }) => [from, to?.householdId]).filter((id) => typeof id === 'string'))].sort();
  await closeEmpty(ctx, day, households, headStays(headPath));
  await settlePresent(ctx, { households, persons: real.map(({ personId }) => personId) });
  for (const household of households) {
    const concerned = real.filter(({ from, to }) => from === household || to?.householdId === household);
    await publish(ctx, membersChanged, { household, persons: concerned.map(({ personId }) => personId), on: day });
  }
}

function refusalsOf(day: string, { path, from, to }: MembershipChange, reaching: readonly Reaching[], person: HeldPerson | undefined): readonly Refusal[] {
  const [now, ...later] = reaching;
  if (from === null && now) return [alreadyMember(path)];
  if (from !== null && now?.household_id !== from) return [notMember(path, { day })];
  const next = now && now.valid_from > day ? now.valid_from : (now?.valid_to ?? later[0]?.valid_from);
  if (next) return [laterFacts(path, { day: next })];
  if (to && person?.birth_date && person.birth_date > day) return [beforeBirth(path, { birth: person.birth_date })];
  if (to && person?.death_date && person.death_date <= day) return [personDead(path, { death: person.death_date })];
  return [];
}

/** Nobody becomes head where another is and stays so. */
async function refuseSecondHeads(ctx: TxContext, day: string, changes: readonly MembershipChange[]): Promise<void> {
  const heads = changes.filter(({ to }) => to?.role === 'HEAD');
  if (heads.length === 0) return;
  const { rows } = await ctx.tx.query<{ household_id: string }>(
    "select household_id from people.membership where household_id = any($1) and role = 'HEAD' and person_id <> all($2) and (valid_to is null or valid_to > $3)",
    [heads.map(({ to }) => to?.householdId), changes.map(({ personId }) => personId), day]);
  const refusals = heads.filter(({ to }) => rows.some((row) => row.household_id === to?.householdId)).map(({ path }) => headRemains(path));
  if (refusals.length > 0) refuse(...refusals);
}

/** Ends what lasts, takes back what began on the day itself, begins the new. */
async function writeMemberships(ctx: TxContext, day: string, changes: readonly MembershipChange[], reaching: ReadonlyMap<string, readonly Reaching[]>): Promise<void> {
  const now = changes.flatMap(({ personId }) => reaching.get(personId) ?? []);
  const [ended, never] = [now.filter((row) => row.valid_from < day), now.filter((row) => row.valid_from === day)].map((rows) => rows.map(({ id }) => id));
  if (ended?.length) await ctx.tx.query('update people.membership set valid_to = $2 where id = any($1)', [ended, day]);
  if (never?.length) await ctx.tx.query('delete from people.membership where id = any($1)', [never]);
  const begun = changes.flatMap(({ personId, to }) => (to ? [{ id: uuidv7(), person_id: personId, household_id: to.householdId, role: to.role, valid_from: day }] : []));
  if (begun.length === 0) return;
  await ctx.tx.query(
    `insert into people.membership (id, person_id, household_id, role, valid_from)
     select id, person_id, household_id, role, valid_from from jsonb_to_recordset($1) as t(id uuid, person_id uuid, household_id uuid, role text, valid_from date)`,
    [JSON.stringify(begun)],
  );
}

/** Those who leave for no household live on where they lived; those who come into one live where it does. */
async function writeResidences(ctx: TxContext, day: string, changes: readonly MembershipChange[]): Promise<void> {
  const leaving = changes.filter(({ from, to }) => from !== null && to === null);
  const coming = changes.filter(({ from, to }) => from === null && to !== null);
  const places = leaving.length > 0 ? await placesOn(ctx, day, leaving.map(({ from }) => from ?? '')) : new Map<string, string>();
  await changeResidences(ctx, day, [
    ...leaving.map(({ personId, path, from, placeId }) => ({ personId, path, placeId: placeId === undefined ? (places.get(from ?? '') ?? null) : placeId })),
    ...coming.map(({ personId, path }) => ({ personId, path, placeId: null })),
  ]);
}
