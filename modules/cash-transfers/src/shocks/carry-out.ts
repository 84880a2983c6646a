import { ask, defineJob, EnrolmentMove, inTransaction, moveEnrolments, publish, sql, startTargeting, TargetingMode, type Context, type JobControl, type TxContext } from '@kinga/plugin-sdk';
import { shockEnded } from '../events.js';

const AT_A_TIME = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Measure {
  readonly id: string;
  readonly kind: 'TOP_UP' | 'TEMPORARY_ENROLMENT';
  readonly state: string;
  readonly programme_id: string;
}

/** What there is to do about a shock; nobody else works on it until the transaction ends. */
async function measuresOf(ctx: TxContext, shock: string): Promise<readonly Measure[]> {
  await ctx.tx.query('select from cash_transfers.shock where id = $1 for no key update', [shock]);
  return (await ctx.tx.query<Measure>('select id, kind, state, programme_id from cash_transfers.shock_measure where shock_id = $1 order by number', [shock])).rows;
}

/** Moves a measure on, unless somebody who carries it out at the same time was first. */
const moved = (ctx: TxContext, measure: string, from: string, to: string): Promise<unknown> => ctx.tx.query('update cash_transfers.shock_measure set state = $3 where id = $1 and state = $2', [measure, from, to]);

/**
 * Makes a top-up owed to some enrolments, in the order of their ids, as long as what it may spend suffices. Whoever has it already is passed over.
 *
 * @returns the last of them; undefined where there is none after
 */
async function payPage(ctx: TxContext, measure: string, after: string): Promise<string | undefined> {
  await ctx.tx.query('select from cash_transfers.shock_measure where id = $1 for no key update', [measure]);
  const { rows: [done] } = await ask<{ last: string | null }>(ctx, sql`
    with page as materialized (select t.* from cash_transfers.top_up_of(${measure}::uuid) t where t.enrolment_id > ${after}::uuid order by t.enrolment_id limit ${AT_A_TIME}::int),
    due as (
      select p.*, m.*, s.code, s.happened_on, s.ends_on, g.currency, m.before + sum(p.amount) over (order by p.enrolment_id) as spent
      from page p cross join (select id, shock_id, programme_id, number, budget, due_on, spent as before from cash_transfers.shock_measure where id = ${measure}::uuid) m
      join cash_transfers.shock s on s.id = m.shock_id join programmes.programme g on g.id = m.programme_id
      where p.payee_id is not null and p.amount > 0
        and not exists (select from programmes.entitlement e where e.enrolment_id = p.enrolment_id and e.kind = 'SHOCK.' || s.code || '.' || m.number and e.period_from = s.happened_on)),
    added as (
      insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, kind, period_from, period_to, due_on, amount, currency, reason, facts, basis)
      select kernel.uuid7(), d.programme_id, d.enrolment_id, d.payee_id, d.place_id, 'SHOCK.' || d.code || '.' || d.number, d.happened_on, d.ends_on, d.due_on, d.amount, d.currency, 'SHOCK_TOP_UP',
        jsonb_build_object('persons', d.persons), jsonb_build_object('shock', d.code, 'measure', d.id) from due d where d.spent <= d.budget returning amount),
    spent as (update cash_transfers.shock_measure set spent = spent + (select sum(amount) from added) where id = ${measure}::uuid and exists (select from added))
    select max(p.enrolment_id::text) as last from page p`);
  return done?.last ?? undefined;
}

async function topUp(ctx: Context, { id }: Measure, job: JobControl): Promise<void> {
  for (let after: string | undefined = FIRST, pages = 1; after; pages += 1) {
    const from: string = after;
    after = await inTransaction(ctx, (tx) => payPage(tx, id, from));
    await job.progress(pages * AT_A_TIME, pages * AT_A_TIME, 'top-ups');
  }
  await inTransaction(ctx, (tx) => moved(tx, id, 'UNDER_WAY', 'DONE'));
}

/** Begins the work that takes in who is eligible there; it goes on by itself. */
async function takeIn(ctx: TxContext, shock: string, { id, programme_id: programmeId }: Measure): Promise<void> {
  const { rows: [measure] } = await ctx.tx.query<{ begun: boolean }>('select targeting_run_id is not null as begun from cash_transfers.shock_measure where id = $1 for no key update', [id]);
  if (!measure?.begun) {
    const { rows } = await ctx.tx.query<{ code: string }>('select p.code from cash_transfers.shock_place s join people.place p on p.id = s.place_id where s.shock_id = $1 order by 1', [shock]);
    const { runId } = await startTargeting(ctx, { programmeId, mode: TargetingMode.ENROL, on: ctx.today, placeCodes: rows.map(({ code }) => code), former: true });
    await ctx.tx.query('update cash_transfers.shock_measure set targeting_run_id = $2 where id = $1', [id, runId]);
  }
  await moved(ctx, id, 'UNDER_WAY', 'DONE');
}

/** Carries out what was decided on a shock, measure by measure; killed anywhere, it goes on and does nothing twice. */
export const carryOut = defineJob<{ readonly shock: string }>({
  name: 'cash-transfers.carry-out-shock',
  description: 'Carries out what is done about a shock: top-ups, and temporary enrolments',
  async run(ctx, { shock }, job) {
    for (const measure of await inTransaction(ctx, (tx) => measuresOf(tx, shock))) {
      if (measure.state !== 'PLANNED' && measure.state !== 'UNDER_WAY') continue;
      await inTransaction(ctx, (tx) => moved(tx, measure.id, 'PLANNED', 'UNDER_WAY'));
      if (measure.kind === 'TOP_UP') await topUp(ctx, measure, job);
      else await inTransaction(ctx, (tx) => takeIn(tx, shock, measure));
    }
    return { shock };
  },
});

/** Ends what was for the time of a shock. */
export const endShock = defineJob<{ readonly shock: string; readonly on: string }>({
  name: 'cash-transfers.end-shock',
  description: 'Ends what was for the time of a shock: whoever was enrolled for it leaves',
  async run(ctx, { shock, on }, job) {
    for (const { id, kind, state } of await inTransaction(ctx, (tx) => measuresOf(tx, shock))) {
      if (state !== 'DONE') continue;
      for (let some = kind === 'TEMPORARY_ENROLMENT' ? 1 : 0; some > 0; ) {
        some = await inTransaction(ctx, async (tx) => {
          const { rows } = await ask<{ id: string }>(tx, sql`
            select e.id from programmes.enrolment e join cash_transfers.taken_in_by(${id}::uuid) t on t.enrolment_id = e.id where e.state in ('ENROLLED', 'SUSPENDED') order by e.id limit ${AT_A_TIME}::int`);
          const held = await moveEnrolments(tx, { ids: rows.map((row) => row.id), move: EnrolmentMove.EXIT, on, reason: 'SHOCK_ENDED' });
          if (held.length > 0) throw new Error(`${held.length} enrolments may not leave: ${held[0]?.code}`);
          return rows.length;
        });
        await job.progress(some, some, 'leaving');
      }
      await inTransaction(ctx, (tx) => moved(tx, id, 'DONE', 'ENDED'));
    }
    await inTransaction(ctx, (tx) => publish(tx, shockEnded, { id: shock }));
    return { shock };
  },
});
