import { v7 as uuidv7 } from 'uuid';
import type { TxContext } from '../../kernel/write/transaction.js';
import { closeEmpty } from '../households/present.js';
import { headNeeded } from './refusals.js';

/**
 * Households whose memberships a merge that was taken back has put as they were, where somebody changed them meanwhile: nobody
 * belongs to one that was closed, whoever belongs to it longest heads it on days without a head, and one that nobody belongs
 * to is closed.
 */
export async function mendHouseholds(ctx: TxContext, households: readonly string[]): Promise<void> {
  await endWithHousehold(ctx, households);
  for (const gap of await daysWithoutHead(ctx, households)) await headFor(ctx, gap);
  const { rows: open } = await ctx.tx.query<{ id: string }>('select id from people.household where id = any($1) and closed_on is null order by id', [households]);
  await closeEmpty(ctx, ctx.today, open.map(({ id }) => id), headNeeded('mergeId', {}));
}

async function endWithHousehold(ctx: TxContext, households: readonly string[]): Promise<void> {
  await ctx.tx.query('delete from people.membership m using people.household h where h.id = m.household_id and h.id = any($1) and m.valid_from >= h.closed_on', [households]);
  await ctx.tx.query(
    `update people.membership m set valid_to = h.closed_on from people.household h where h.id = m.household_id and h.id = any($1) and coalesce(m.valid_to, 'infinity') > h.closed_on`, [households],
  );
}

/** Days from `from` on and before `to`, which is `infinity` where they have no end. */
interface Days {
  readonly household: string;
  readonly from: string;
  readonly to: string;
}

async function daysWithoutHead(ctx: TxContext, households: readonly string[]): Promise<readonly Days[]> {
  const { rows } = await ctx.tx.query<Days>(
    `select its.household_id as household, lower(gap)::text as from, coalesce(upper(gap), 'infinity')::text as to from (
       select m.household_id, range_agg(daterange(m.valid_from, m.valid_to)) - coalesce(range_agg(daterange(m.valid_from, m.valid_to)) filter (where m.role = 'HEAD'), '{}') as gaps
       from people.membership m where m.household_id = any($1) group by 1) its cross join lateral unnest(its.gaps) gap order by 1, 2`, [households],
  );
  return rows;
}

interface Member {
  readonly id: string;
  readonly role: string;
  readonly from: string;
  readonly to: string;
}

/** The member of longest standing becomes head for those of the days that it was there; then the next one for the rest. */
async function headFor(ctx: TxContext, { household, from, to }: Days): Promise<void> {
  const { rows: [member] } = await ctx.tx.query<Member>(
    `select id, role, valid_from::text as from, coalesce(valid_to, 'infinity')::text as to from people.membership
     where household_id = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2) order by valid_from, id limit 1`, [household, from],
  );
  if (!member) return;
  const until = member.to < to ? member.to : to;
  const [first, ...later] = [{ ...member, to: from }, { role: 'HEAD', from, to: until }, { ...member, from: until }].filter((days) => days.from < days.to);
  await ctx.tx.query(`update people.membership set role = $2, valid_to = nullif($3::date, 'infinity') where id = $1`, [member.id, first?.role, first?.to]);
  await ctx.tx.query(
    `insert into people.membership (id, person_id, household_id, role, valid_from, valid_to)
     select t.id, m.person_id, m.household_id, t.role, t.from, nullif(t.to, 'infinity') from jsonb_to_recordset($2) as t(id uuid, role text, "from" date, "to" date), people.membership m where m.id = $1`,
    [member.id, JSON.stringify(later.map((days) => ({ ...days, id: uuidv7() })))],
  );
  if (until < to) await headFor(ctx, { household, from: until, to });
}
