import { ask, defineJob, inTransaction, publish, sql, trusted, type Sql, type TxContext } from '@kinga/plugin-sdk';
import { indexationDone } from '../events.js';

const AT_A_TIME = 5_000;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Which indexation, and how many pensions are looked at in one transaction. */
export interface Indexing {
  readonly indexationId: string;
  readonly pageSize?: number;
}

interface Held {
  readonly programme_id: string;
  readonly state: string;
  readonly upto: string;
}

/** The indexation, held so that no other process does the same page, and whoever grants a pension meanwhile waits for the page. */
async function hold(ctx: TxContext, id: string): Promise<Held | undefined> {
  return (await ctx.tx.query<Held>('select programme_id, state, upto from pensions.indexation where id = $1 for no key update', [id])).rows[0];
}

/**
 * The next awards of the scheme, and of them those that are raised: those that began before and did not end before, and were not raised by it
 * yet. That is looked up award by award (`offset 0`): PostgreSQL thinks that an indexation has made hardly any steps, and would compare each with each.
 */
function page(id: string, { programme_id, upto }: Held, size: number): Sql {
  return sql`
    x as materialized (select i.*::pensions.indexation as row from pensions.indexation i where i.id = ${id}::uuid),
    page as materialized (select a.* from pensions.award a where a.programme_id = ${programme_id}::uuid and a.id > ${upto}::uuid order by a.id limit ${size}::int),
    hit as materialized (select p.* from page p, x where pensions.raises(x.row, p.kind, p.from_day, p.last_day) and not exists (select from pensions.award_step s where s.award_id = p.id and s.indexation_id = ${id}::uuid offset 0))`;
}

/** What was in force on the first day of an indexation. */
const IN_FORCE = trusted('lateral (select coalesce(s.whole, s.amount) as base, s.whole, s.amount, s.share, s.above from pensions.award_step s where s.award_id = h.id and s.from_day <= (x.row).from_day order by s.from_day desc, s.number desc limit 1) w');
const RAISED = trusted('lateral (select pensions.raised(w.base, x.row) as whole offset 0) r');
const AFTER = trusted('pensions.share_of(r.whole, w.above, w.share, (x.row).digits)');

async function simulatePage(ctx: TxContext, id: string, size: number): Promise<boolean> {
  const held = await hold(ctx, id);
  if (held?.state !== 'SIMULATING') return false;
  const { rows: [found] } = await ask<{ last: string | null; awards: number; before: string; after: string }>(ctx, sql`
    with ${page(id, held, size)},
    worth as (select count(*)::int as awards, coalesce(sum(w.amount), 0) as before, coalesce(sum(${AFTER}), 0) as after from hit h cross join x cross join ${IN_FORCE} cross join ${RAISED})
    select (select p.id from page p order by p.id desc limit 1) as last, worth.* from worth`);
  if (!found?.last) {
    await ctx.tx.query("update pensions.indexation set state = 'SIMULATED', upto = $2 where id = $1", [id, NOBODY]);
    return false;
  }
  await ctx.tx.query('update pensions.indexation set upto = $2, awards = awards + $3, worth_before = worth_before + $4, worth_after = worth_after + $5 where id = $1', [id, found.last, found.awards, found.before, found.after]);
  return true;
}

/** Raises the awards of a page: what was in force on the day, and what was set for days after it. */
async function applyPage(ctx: TxContext, id: string, size: number): Promise<boolean> {
  const held = await hold(ctx, id);
  if (held?.state !== 'APPLYING') return false;
  const { rows: [found] } = await ask<{ last: string | null }>(ctx, sql`
    with ${page(id, held, size)},
    affected as (
      select h.id, h.programme_id, h.person_id, h.currency, (x.row).from_day as at, w.whole, w.base, w.share, w.above from hit h cross join x cross join ${IN_FORCE}
      union all
      select h.id, h.programme_id, h.person_id, h.currency, later.from_day, later.whole, later.base, later.share, later.above from hit h cross join x
      cross join lateral (select distinct on (s.from_day) s.from_day, s.whole, coalesce(s.whole, s.amount) as base, s.share, s.above from pensions.award_step s where s.award_id = h.id and s.from_day > (x.row).from_day order by s.from_day, s.number desc) later),
    written as (
      insert into pensions.award_step (award_id, programme_id, person_id, number, kind, from_day, amount, whole, share, above, currency, indexation_id, made_by)
      select w.id, w.programme_id, w.person_id, (select max(o.number) from pensions.award_step o where o.award_id = w.id) + row_number() over (partition by w.id order by w.at), 'INDEXATION', w.at,
        ${AFTER}, case when w.whole is not null then r.whole end, w.share, w.above, w.currency, ${id}::uuid, ${ctx.actor.id}::text
      from affected w cross join x cross join ${RAISED})
    select (select p.id from page p order by p.id desc limit 1) as last`);
  if (!found?.last) {
    await ctx.tx.query("update pensions.indexation set state = 'DONE' where id = $1", [id]);
    await publish(ctx, indexationDone, { id });
    return false;
  }
  await ctx.tx.query('update pensions.indexation set upto = $2 where id = $1', [id, found.last]);
  return true;
}

/** Tries an indexation, page by page; what was counted is not counted again. */
export const simulateIndexation = defineJob<Indexing>({
  name: 'pensions.simulate-indexation',
  description: 'Counts which pensions an indexation would raise, and what that costs',
  async run(ctx, { indexationId, pageSize = AT_A_TIME }, job) {
    let pages = 0;
    while (await inTransaction(ctx, (tx) => simulatePage(tx, indexationId, pageSize))) await job.progress(++pages, pages);
    return { pages };
  },
});

/** Applies an approved indexation, page by page, each whole; what was raised is not raised again, wherever it was killed. */
export const applyIndexation = defineJob<Indexing>({
  name: 'pensions.apply-indexation',
  description: 'Raises the pensions of a scheme by an indexation that was approved',
  async run(ctx, { indexationId, pageSize = AT_A_TIME }, job) {
    let pages = 0;
    while (await inTransaction(ctx, (tx) => applyPage(tx, indexationId, pageSize))) await job.progress(++pages, pages);
    return { pages };
  },
});
