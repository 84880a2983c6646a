import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { laterFacts } from './refusals.js';
import { changeResidences } from './residences.js';

interface Inhabited {
  readonly id: string;
  /** The day from which nobody belongs to it; null where somebody does. */
  readonly left: string | null;
  readonly headed: boolean;
}

/** Closes the households that nobody belongs to from the day on; refuses, as `headless` says, where one has members on a day without a head. */
export async function closeEmpty(ctx: TxContext, day: string, households: readonly string[], headless: Refusal): Promise<void> {
  const { rows } = await ctx.tx.query<Inhabited>(
    `select h.id, case when upper_inf(its.inhabited) then null else coalesce(upper(its.inhabited), $2)::text end as left,
            coalesce(its.headed, '{}') @> coalesce(its.inhabited, '{}') as headed
     from people.household h cross join lateral (
       select range_agg(daterange(m.valid_from, m.valid_to)) as inhabited, range_agg(daterange(m.valid_from, m.valid_to)) filter (where m.role = 'HEAD') as headed
       from people.membership m where m.household_id = h.id) its
     where h.id = any($1)`, [households, day]);
  const wrong = rows.filter(({ headed }) => !headed);
  // Nobody is there now who could be head: those who were there then have left on a later day.
  if (wrong.length > 0) refuse(...wrong.map(({ left }) => (left ? laterFacts('on', { day: left }) : headless)));
  const empty = rows.filter(({ left }) => left !== null).map(({ id }) => id);
  if (empty.length === 0) return;
  await changeResidences(ctx, day, empty.map((householdId) => ({ householdId, path: 'on', placeId: null })));
  await ctx.tx.query('update people.household set closed_on = $2, head_id = null where id = any($1)', [empty, day]);
}

/**
 * Makes the present of households and persons what memberships and residences say. Nothing is dated ahead, so what has
 * no end is what holds today. One who has neither household nor place of one's own keeps the place that was last known, and one who
 * was erased the region that was left.
 */
export async function settlePresent(ctx: TxContext, { households, persons }: { readonly households: readonly string[]; readonly persons: readonly string[] }): Promise<void> {
  await ctx.tx.query(
    `update people.household h set head_id = now.head_id, place_id = now.place_id, closed_on = now.closed_on
     from (select i.id, m.person_id as head_id, coalesce(r.place_id, i.place_id) as place_id, case when m.id is null then i.closed_on end as closed_on from people.household i
           left join people.membership m on m.household_id = i.id and m.role = 'HEAD' and m.valid_to is null
           left join people.residence r on r.household_id = i.id and r.valid_to is null where i.id = any($1)) now
     where h.id = now.id and (h.head_id, h.place_id, h.closed_on) is distinct from (now.head_id, now.place_id, now.closed_on)`, [households]);
  await ctx.tx.query(
    `update people.person p set household_id = now.household_id, place_id = now.place_id
     from (select i.id, m.household_id, case when i.erased_on is null then coalesce(h.place_id, r.place_id, i.place_id) else i.place_id end as place_id from people.person i
           left join people.membership m on m.person_id = i.id and m.valid_to is null
           left join people.household h on h.id = m.household_id
           left join people.residence r on r.person_id = i.id and r.valid_to is null where i.id = any($1)) now
     where p.id = now.id and (p.household_id, p.place_id) is distinct from (now.household_id, now.place_id)`, [persons]);
}
