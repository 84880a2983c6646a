import type { Context } from '../../kernel/context.js';
import { defineJob, type JobControl } from '../../kernel/jobs/define-job.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { parameters, render, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { publish } from '../../kernel/events/publish.js';
import { ask } from '../../kernel/write/ask.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { byOrganisation } from '../../people/organisations/scope.js';
import { seesHousehold, seesPerson } from '../../people/scope.js';
import { rulesOfBasis, type ProgrammeRules } from '../decisions/rules-of.js';
import { SUBJECT_COLUMNS } from '../decisions/store-decisions.js';
import { enrolmentsMade } from '../events.js';
import { recertification } from '../enrolments/recertification.js';
import type { ProgrammeTarget } from '../programme.js';
import { isDataFault, withoutValue } from '../rules/data-fault.js';
import { isChosen, isThere, SUBJECT_TABLES } from '../whom.js';
import { allocate, waitlist } from './allocate.js';
import { judge } from './judge.js';
import { overdue } from './overdue.js';
import { holdRun, moveOn, type Run } from './run-row.js';

/** How many are judged by one statement. */
const AT_A_TIME = 10_000;

/** Whom a run looks at: who stands for themselves, within its places and those of who started it, and in or out of the programme as its mode says. */
function among(ctx: Context, run: Run, target: ProgrammeTarget): Sql {
  const t = trusted('t');
  const subject = SUBJECT_COLUMNS[target];
  const stands = trusted({ PERSON: 't.merged_into_id is null and t.erased_on is null and t.death_date is null', HOUSEHOLD: 't.closed_on is null', ORGANISATION: 'true' }[target]);
  const sees = target === 'HOUSEHOLD' ? seesHousehold(ctx, t) : target === 'PERSON' ? seesPerson(ctx, t) : inScope(ctx, byOrganisation('id'), { id: sql`t.id` });
  // What somebody decided on an appeal, no work on many takes back.
  const decidedOnAppeal = trusted(run.mode === 'REASSESS' ? 'false' : "e.state = 'ELIGIBLE' and e.reason = 'APPEAL_UPHELD'");
  const of = (states: string): Sql => sql`exists (select from programmes.enrolment e where e.programme_id = ${run.programme_id}::uuid and e.${subject} = t.id and (e.state in (${trusted(states)}) or ${decidedOnAppeal}))`;
  const inside = run.mode === 'REASSESS' ? of("'ENROLLED', 'SUSPENDED'") : sql`not ${of(run.former ? "'ENROLLED', 'SUSPENDED', 'APPEALED'" : "'ENROLLED', 'SUSPENDED', 'APPEALED', 'REJECTED', 'EXITED'")}`;
  return sql`${stands} and ${sees} and ${inside} and ${isThere(t, run.place_codes)} and ${isChosen(ctx, target, t, run.chosen)}`;
}

async function page(ctx: TxContext, run: Run, target: ProgrammeTarget): Promise<readonly string[]> {
  const { rows } = await ask<{ id: string }>(ctx, sql`
    select t.id from ${SUBJECT_TABLES[target]} t where t.id > ${run.done_to ?? '00000000-0000-0000-0000-000000000000'}::uuid and ${among(ctx, run, target)} order by t.id limit ${AT_A_TIME}::int`);
  return rows.map(({ id }) => id);
}

async function total(ctx: Context, run: Run, target: ProgrammeTarget): Promise<number> {
  const statement = render(sql`select count(*)::int as n from ${SUBJECT_TABLES[target]} t where ${among(ctx, run, target)}`);
  const { rows } = await readRows<{ n: number }>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  return run.seen + (rows[0]?.n ?? 0);
}

/** Somebody wrote an enrolment of one of them meanwhile: they are looked at again. */
function isTaken(error: unknown): boolean {
  return (error as { readonly code?: string }).code === '23505';
}

/** Judges some, each part in a transaction of its own: where one of them fails, halves are tried until it is found, and listed. */
async function judgeAll(ctx: Context, id: string, rules: ProgrammeRules, ids: readonly string[], recertifyBy: Sql, again = 3): Promise<void> {
  try {
    await inTransaction(ctx, async (tx) => judge(tx, await holdRun(tx, id), rules, ids, recertifyBy));
  } catch (error) {
    if (isTaken(error) && again > 0) return judgeAll(ctx, id, rules, ids, recertifyBy, again - 1);
    if (!isDataFault(error)) throw error;
    if (ids.length > 1) {
      const middle = Math.ceil(ids.length / 2);
      await judgeAll(ctx, id, rules, ids.slice(0, middle), recertifyBy);
      return judgeAll(ctx, id, rules, ids.slice(middle), recertifyBy);
    }
    await inTransaction(ctx, async (tx) => {
      await ask(tx, sql`insert into programmes.targeting_failure (run_id, ${SUBJECT_COLUMNS[rules.target]}, code, message) values (${id}::uuid, ${ids[0] ?? null}::uuid, ${`DATA_${error.code}`}::text, ${withoutValue(error)}::text)`);
      await moveOn(tx, { id }, { seen: 1, failed: 1, done_to: ids[0] ?? null });
    });
  }
}

async function judging(ctx: Context, id: string, job: JobControl): Promise<void> {
  const run = await inTransaction(ctx, (tx) => holdRun(tx, id));
  const rules = await inTransaction(ctx, (tx) => rulesOfBasis(tx, run.basis_id ?? ''));
  if (!rules) throw new Error(`the basis of the run ${id} is gone`);
  const all = await total(ctx, run, rules.target);
  for (;;) {
    const { ids, seen } = await inTransaction(ctx, async (tx) => {
      const now = await holdRun(tx, id);
      return { ids: await page(tx, now, rules.target), seen: now.seen };
    });
    await job.progress(Math.min(seen, all), all, 'judging');
    if (ids.length === 0) break;
    await judgeAll(ctx, id, rules, ids, recertification(ctx, run.on_date));
  }
}

/** Somebody was taken into a programme that excludes this one after the guards had looked: they look again, and keep them out with the reason. */
function isExcluded(error: unknown): boolean {
  return (error as { readonly constraint?: string }).constraint === 'programme_exclusive';
}

/** Gives places to the next ones. @returns whether there may be more to give */
async function giveNext(ctx: Context, id: string, on: string, again = 10): Promise<boolean> {
  try {
    return await inTransaction(ctx, async (tx) => allocate(tx, await holdRun(tx, id), recertification(ctx, on)));
  } catch (error) {
    if (!isExcluded(error) || again === 0) throw error;
    return giveNext(ctx, id, on, again - 1);
  }
}

/** Judges many, and gives places. Each step is written with how far the run is, so that whoever takes it over goes on there. */
export const targeting = defineJob<{ readonly runId: string }>({
  name: 'programmes.targeting',
  description: 'Judges many by the rules of a programme, and gives places by priority',
  async run(ctx, { runId }, job) {
    const state = async (): Promise<Run> => inTransaction(ctx, (tx) => holdRun(tx, runId));
    const next = (phase: string): Promise<void> => inTransaction(ctx, (tx) => moveOn(tx, { id: runId }, { phase }));
    let run = await state();
    if (run.phase === 'JUDGE') {
      if (run.mode === 'OVERDUE') while ((await inTransaction(ctx, async (tx) => overdue(tx, await holdRun(tx, runId)))) > 0) await job.progress(0, 0, 'taking out who is overdue');
      else await judging(ctx, runId, job);
      await next(run.mode === 'ENROL' ? 'ALLOCATE' : 'DONE');
      run = await state();
    }
    if (run.phase === 'ALLOCATE') {
      while (await giveNext(ctx, runId, run.on_date)) await job.progress(run.seen, run.seen, 'giving places');
      await next('WAIT');
      run = await state();
    }
    if (run.phase === 'WAIT') {
      const waiting = (after?: string): Promise<string | undefined> => inTransaction(ctx, async (tx) => waitlist(tx, await holdRun(tx, runId), after));
      for (let last = await waiting(); last; last = await waiting(last)) await job.progress(run.seen, run.seen, 'writing the waiting list');
      await inTransaction(ctx, async (tx) => {
        await moveOn(tx, { id: runId }, { phase: 'DONE' });
        const { rows: [{ enrolled } = { enrolled: 0 }] } = await tx.tx.query<{ enrolled: number }>('select enrolled from programmes.targeting_run where id = $1', [runId]);
        await publish(tx, enrolmentsMade, { programme: run.programme_id, count: enrolled, job: ctx.requestId });
      });
    }
    return { run: runId };
  },
});
