import { publish } from '../../kernel/events/publish.js';
import { defineJob } from '../../kernel/jobs/define-job.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { entitlementsDetermined } from '../events.js';
import { applyDeterminations } from './apply-determinations.js';
import { determinePage, type Run } from './determine-page.js';
import type { Period } from './owed-by-rules.js';

interface Begun extends Run {
  readonly ofNoted: boolean;
  readonly state: string;
  readonly periods: readonly Period[];
}

async function begun(ctx: TxContext, id: string): Promise<Begun | undefined> {
  const { rows: [run] } = await ctx.tx.query<Begun>(
    `select r.id, r.kind, r.state, r.programme_id as programme, r.enrolment_id as enrolment,
       r.of_noted and not exists (select from programmes.redetermination_due n where n.run_id = r.id and n.enrolment_id is null) as some, r.of_noted as "ofNoted",
       coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'number', p.number, 'from', p.period_from, 'to', p.period_to, 'dueOn', p.due_on, 'cutOff', p.cut_off_on) order by p.period_from)
         from programmes.benefit_period p where p.programme_id = r.programme_id and (case when r.period_id is not null then p.id = r.period_id
           else p.period_to >= r.from_day and exists (select from programmes.determination_run f where f.period_id = p.id and f.state = 'DONE') end)), '[]') as periods
     from programmes.determination_run r where r.id = $1`, [id],
  );
  return run;
}

/** Whether it finds something to be owed otherwise. */
async function proposes(ctx: TxContext, id: string): Promise<boolean> {
  return ((await ctx.tx.query("select from programmes.determination where run_id = $1 and state = 'PROPOSED' limit 1", [id])).rowCount ?? 0) > 0;
}

async function move(ctx: TxContext, id: string, from: string, to: string): Promise<void> {
  const { rowCount } = await ctx.tx.query('update programmes.determination_run set state = $3 where id = $1 and state = $2', [id, from, to]);
  if (rowCount === 1 && to === 'DONE') await publish(ctx, entitlementsDetermined, { run: id });
}

/** Determines what a run is about, page by page; what is determined already stays as it is, so that it goes on where it was killed. */
export const determine = defineJob<{ readonly runId: string }>({
  name: 'programmes.determine',
  description: 'Determines what is owed to the enrolments of a programme, for a period or for all from a day on',
  async run(ctx, { runId }, job) {
    const run = await inTransaction(ctx, (tx) => begun(tx, runId));
    if (run?.state !== 'COMPUTING') return {};
    for (const [at, period] of run.periods.entries()) {
      for (let after: string | undefined = await inTransaction(ctx, (tx) => determinePage(tx, run, period)); after; ) {
        const last: string = after;
        after = await inTransaction(ctx, (tx) => determinePage(tx, run, period, last));
      }
      await job.progress(at + 1, run.periods.length, `period ${period.number}`);
    }
    if (run.kind === 'FIRST') while ((await inTransaction(ctx, (tx) => applyDeterminations(tx, runId))) > 0);
    await inTransaction(ctx, async (tx) => move(tx, runId, 'COMPUTING', run.kind === 'FIRST' ? 'DONE' : run.ofNoted && !(await proposes(tx, runId)) ? 'NOTHING' : 'PREVIEW'));
    return { periods: run.periods.length };
  },
});

/** Makes owed what an approved run found. */
export const applyRun = defineJob<{ readonly runId: string }>({
  name: 'programmes.apply-determinations',
  description: 'Makes entitlements and overpayments of what was determined again and approved',
  async run(ctx, { runId }, job) {
    const run = await inTransaction(ctx, (tx) => begun(tx, runId));
    if (run?.state !== 'APPROVED') return {};
    let done = 0;
    for (let some = 1; some > 0; ) {
      some = await inTransaction(ctx, (tx) => applyDeterminations(tx, runId));
      done += some;
      await job.progress(done, done);
    }
    await inTransaction(ctx, (tx) => move(tx, runId, 'APPROVED', 'DONE'));
    return { determinations: done };
  },
});
