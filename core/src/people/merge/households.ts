import { v7 as uuidv7 } from 'uuid';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { addInMerge, changeInMerge, endInMerge } from './record.js';
import { headNeeded, notItsMember } from './refusals.js';

/** Two persons of whom one is merged into the other. */
export interface Pair {
  readonly merge: string;
  readonly survivor: string;
  readonly merged: string;
}

interface Held {
  readonly id: string;
  readonly household_id: string;
  readonly role: string;
  readonly begins_today: boolean;
}

const MEMBERSHIP = 'people.membership';
const HOUSEHOLD = 'people.household';
const PERSON = 'people.person';
const RESIDENCE = 'people.residence';

/** Holds the households of both until the end of the transaction. */
export async function lockHouseholds(ctx: TxContext, { survivor, merged }: Pick<Pair, 'survivor' | 'merged'>): Promise<readonly string[]> {
  const { rows } = await ctx.tx.query<{ id: string }>(
    `select id from people.household where head_id = any($1) or id in (select household_id from people.membership where person_id = any($1)) order by id for no key update`,
    [[survivor, merged]],
  );
  return rows.map(({ id }) => id);
}

async function membershipOf(ctx: TxContext, person: string, household?: string): Promise<Held | undefined> {
  const { rows } = await ctx.tx.query<Held>(
    `select id, household_id, role, valid_from = $2::date as begins_today from people.membership
     where person_id = $1 and valid_from <= $2::date and (valid_to is null or valid_to > $2::date) and ($3::uuid is null or household_id = $3::uuid)`,
    [person, ctx.today, household ?? null],
  );
  return rows[0];
}

/** Where both live, before anything moves. */
export interface Homes {
  readonly survivor: Held | undefined;
  readonly merged: Held | undefined;
}

/** Makes room: where the survivor shall live with the merged one, it leaves its own household first. */
export async function leaveForMerged(ctx: TxContext, pair: Pair, takesHousehold: boolean): Promise<Homes> {
  const homes = { survivor: await membershipOf(ctx, pair.survivor), merged: await membershipOf(ctx, pair.merged) };
  const { survivor, merged } = homes;
  if (takesHousehold && survivor && merged && survivor.household_id !== merged.household_id) await endInMerge(ctx, pair.merge, { table: MEMBERSHIP, id: survivor.id });
  return homes;
}

/**
 * After what may move has moved: the survivor stands in where it has no household and the merged one had, each household that
 * either headed has a head or is closed, and both persons' rows say where they live.
 *
 * @returns the households concerned
 */
export async function settleHouseholds(ctx: TxContext, pair: Pair, homes: Homes, newHead: string | null | undefined): Promise<readonly string[]> {
  const { survivor, merged } = pair;
  if (homes.merged && !(await membershipOf(ctx, survivor))) {
    await addInMerge(ctx, pair.merge, MEMBERSHIP, { id: uuidv7(), person_id: survivor, household_id: homes.merged.household_id, role: homes.merged.role, valid_from: ctx.today });
  }
  const home = await membershipOf(ctx, survivor);
  const { rows: headed } = await ctx.tx.query<{ id: string; code: string; head_id: string }>(
    'select id, code, head_id from people.household where head_id = any($1) order by id for update', [[survivor, merged]],
  );
  for (const { id, code, head_id: head } of headed) {
    if (home?.household_id === id) await makeHead(ctx, pair, id, home, survivor);
    else if (head === merged || id === homes.survivor?.household_id) await findHead(ctx, pair, { id, code }, newHead);
  }
  if (home) await endResidences(ctx, pair, { person: survivor });
  await leavePast(ctx, pair);
  await writeHomes(ctx, pair);
  return [...new Set([...headed.map(({ id }) => id), ...[homes.survivor, homes.merged].flatMap((held) => (held ? [held.household_id] : []))])];
}

async function makeHead(ctx: TxContext, { merge }: Pair, household: string, held: Held, person: string): Promise<void> {
  if (held.role !== 'HEAD' && held.begins_today) await changeInMerge(ctx, merge, { table: MEMBERSHIP, id: held.id }, { role: 'HEAD' });
  else if (held.role !== 'HEAD') {
    await endInMerge(ctx, merge, { table: MEMBERSHIP, id: held.id });
    await addInMerge(ctx, merge, MEMBERSHIP, { id: uuidv7(), person_id: person, household_id: household, role: 'HEAD', valid_from: ctx.today });
  }
  await changeInMerge(ctx, merge, { table: HOUSEHOLD, id: household }, { head_id: person });
}

/** A household whose head is no longer its member: the one named becomes head; with no members left it is closed. */
async function findHead(ctx: TxContext, pair: Pair, household: { readonly id: string; readonly code: string }, newHead: string | null | undefined): Promise<void> {
  const { rows } = await ctx.tx.query(
    'select from people.membership where household_id = $1 and person_id <> all($2) and (valid_to is null or valid_to > $3) limit 1', [household.id, [pair.survivor, pair.merged], ctx.today],
  );
  if (rows.length === 0) {
    await endResidences(ctx, pair, { household: household.id });
    return changeInMerge(ctx, pair.merge, { table: HOUSEHOLD, id: household.id }, { head_id: null, closed_on: ctx.today });
  }
  if (!newHead) return refuse(headNeeded('newHeadId', { code: household.code }));
  const held = newHead === pair.merged ? undefined : await membershipOf(ctx, newHead, household.id);
  if (!held) return refuse(notItsMember('newHeadId', { code: household.code }));
  return makeHead(ctx, pair, household.id, held, newHead);
}

/** Ends where a household, or a person of its own, lives. */
async function endResidences(ctx: TxContext, pair: Pair, of: { readonly household?: string; readonly person?: string }): Promise<void> {
  const { rows } = await ctx.tx.query<{ id: string }>(
    'select id from people.residence where (household_id = $1 or person_id = $2) and (valid_to is null or valid_to > $3) order by id', [of.household ?? null, of.person ?? null, ctx.today],
  );
  for (const { id } of rows) await endInMerge(ctx, pair.merge, { table: RESIDENCE, id });
}

interface Told {
  readonly membership: string;
  readonly residence: string;
  readonly which: 'membership' | 'residence';
}

/**
 * Nobody lives alone and in a household on one day. Where one record says the one of the past and the other says the other, what
 * the merged one said stays with it; what holds today goes on with the survivor from today.
 */
async function leavePast(ctx: TxContext, pair: Pair): Promise<void> {
  const { rows } = await ctx.tx.query<Told>(
    `select m.id as membership, r.id as residence, case when moved.table_name = '${RESIDENCE}' then 'residence' else 'membership' end as which
     from people.membership m join people.residence r on r.person_id = m.person_id and daterange(r.valid_from, r.valid_to) && daterange(m.valid_from, m.valid_to)
     join people.person_merge_row moved on moved.merge_id = $2 and moved.field = 'person_id' and moved.row_key ->> 'id' in (m.id::text, r.id::text)
     where m.person_id = $1 order by m.valid_from, r.valid_from`, [pair.survivor, pair.merge],
  );
  for (const id of new Set(rows.filter(({ which }) => which === 'membership').map(({ membership }) => membership))) await giveBack(ctx, pair, MEMBERSHIP, id);
  for (const id of new Set(rows.filter(({ which }) => which === 'residence').map(({ residence }) => residence))) await giveBack(ctx, pair, RESIDENCE, id);
}

/** Gives a row that lasts back to the merged one until today, and the survivor one like it from today. */
async function giveBack(ctx: TxContext, { merge, survivor, merged }: Pair, table: string, id: string): Promise<void> {
  const { rows: [row] } = await ctx.tx.query<{ row: Record<string, unknown>; lasts: boolean }>(
    `select to_jsonb(t) as row, t.valid_to is null as lasts from ${table} t where t.id = $1`, [id],
  );
  if (!row) return;
  if (row.lasts) await endInMerge(ctx, merge, { table, id });
  await changeInMerge(ctx, merge, { table, id }, { person_id: merged });
  const { id: _id, version: _version, created_at: _created, updated_at: _updated, ...rest } = row.row;
  if (row.lasts) await addInMerge(ctx, merge, table, { ...rest, id: uuidv7(), person_id: survivor, valid_from: ctx.today });
}

async function writeHomes(ctx: TxContext, pair: Pair): Promise<void> {
  const { rows } = await ctx.tx.query<{ household_id: string | null; place_id: string | null }>(
    `select coalesce(h.id, s.household_id, m.household_id) as household_id, coalesce(h.place_id, lives.place_id, s.place_id, m.place_id) as place_id
     from people.person s join people.person m on m.id = $2
     left join people.membership held on held.person_id = s.id and held.valid_from <= $3 and (held.valid_to is null or held.valid_to > $3)
     left join people.household h on h.id = held.household_id
     left join people.residence lives on lives.person_id = s.id and lives.valid_from <= $3 and (lives.valid_to is null or lives.valid_to > $3) where s.id = $1`,
    [pair.survivor, pair.merged, ctx.today],
  );
  const [home] = rows;
  await changeInMerge(ctx, pair.merge, { table: PERSON, id: pair.survivor }, { household_id: home?.household_id ?? null, place_id: home?.place_id ?? null }, 'HOUSEHOLD');
  await changeInMerge(ctx, pair.merge, { table: PERSON, id: pair.merged }, { household_id: null }, 'HOUSEHOLD');
}

/**
 * After a merge was taken back: what follows from memberships does, also where somebody changed some of them since. A head and a
 * home that the memberships agree with stay untouched; whom the merge gave a home that it takes back lives where it lived before.
 */
export async function deriveHomes(ctx: TxContext, persons: readonly string[], merge: string): Promise<void> {
  await endWhereHouseholdsBegan(ctx, persons);
  await ctx.tx.query(
    `update people.household h set head_id = heads.person_id
     from (
       select h.id, (select m.person_id from people.membership m where m.household_id = h.id and m.role = 'HEAD' and m.valid_from <= $2 and (m.valid_to is null or m.valid_to > $2)) as person_id
       from people.household h where h.id in (select household_id from people.membership where person_id = any($1))
         or h.id in (select (row_key ->> 'id')::uuid from people.person_merge_row where merge_id = $3 and table_name = 'people.household')) heads
     where heads.id = h.id and h.head_id is distinct from heads.person_id
       and (heads.person_id is not null or exists (select from people.membership m where m.household_id = h.id and m.person_id = h.head_id))`,
    [persons, ctx.today, merge],
  );
  await ctx.tx.query(
    `update people.person p set household_id = home.household_id, place_id = coalesce(home.place_id, p.place_id)
     from (
       select p.id, h.id as household_id, coalesce(h.place_id, lives.place_id, (was.before ->> 'place_id')::uuid) as place_id, was.before is not null as by_merge
       from people.person p
       left join people.person_merge_row was on was.merge_id = $3 and was.table_name = 'people.person' and was.field = 'HOUSEHOLD' and was.row_key ->> 'id' = p.id::text
       left join people.membership held on held.person_id = p.id and held.valid_from <= $2 and (held.valid_to is null or held.valid_to > $2)
       left join people.household h on h.id = held.household_id
       left join people.residence lives on lives.person_id = p.id and lives.valid_from <= $2 and (lives.valid_to is null or lives.valid_to > $2) where p.id = any($1)) home
     where home.id = p.id and (p.household_id is distinct from home.household_id or p.place_id is distinct from coalesce(home.place_id, p.place_id))
       and (home.household_id is not null or home.by_merge or exists (select from people.membership m where m.person_id = p.id and m.household_id = p.household_id))`,
    [persons, ctx.today, merge],
  );
}

/** Somebody who joined a household since lived alone, as it is again, until then. */
async function endWhereHouseholdsBegan(ctx: TxContext, persons: readonly string[]): Promise<void> {
  const { rows } = await ctx.tx.query<{ id: string; until: string; empty: boolean }>(
    `select r.id, min(m.valid_from)::text as until, min(m.valid_from) <= r.valid_from as empty
     from people.residence r join people.membership m on m.person_id = r.person_id and daterange(m.valid_from, m.valid_to) && daterange(r.valid_from, r.valid_to)
     where r.person_id = any($1) group by r.id, r.valid_from`, [persons],
  );
  const [empty, rest] = [rows.filter((row) => row.empty), rows.filter((row) => !row.empty)];
  if (empty.length > 0) await ctx.tx.query('delete from people.residence where id = any($1)', [empty.map(({ id }) => id)]);
  if (rest.length > 0) await ctx.tx.query('update people.residence r set valid_to = t.until from unnest($1::uuid[], $2::date[]) t(id, until) where r.id = t.id', [rest.map(({ id }) => id), rest.map(({ until }) => until)]);
}
