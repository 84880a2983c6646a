import { v7 as uuidv7 } from 'uuid';
import { startJob } from '../../kernel/jobs/start-job.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inProgrammesOf } from '../../people/scope.js';
import { rulesInForce } from '../decisions/rules-of.js';
import { lockProgramme } from '../lock-programme.js';
import { requireWholeProgramme } from '../whole-programme.js';
import { determine } from './determination-job.js';
import { periodCutOff, periodDates, periodDetermined, periodNotFound } from './refusals.js';

/** A period for which a programme owes benefits. Days as `YYYY-MM-DD`, the id a UUID. */
export interface PeriodOpened {
  readonly programmeId: string;
  /** From 1, unique in the programme. */
  readonly number: number;
  readonly periodFrom: string;
  readonly periodTo: string;
  /** Day from which its benefits may be paid. */
  readonly dueOn: string;
  /** The day on which its list is closed, its first day or before; nobody waits for the next one where left out. */
  readonly cutOffOn?: string | null | undefined;
}

/**
 * Opens a period of a programme. PostgreSQL refuses one that overlaps with another (constraint `benefit_period_apart`) or has its number
 * (`benefit_period_once`): name both among the `constraints` of the write.
 *
 * @returns the UUID of the period
 */
export async function openPeriod(ctx: TxContext, { programmeId, number, periodFrom, periodTo, dueOn, cutOffOn = null }: PeriodOpened): Promise<string> {
  await lockProgramme(ctx, programmeId, 'programmeId');
  if (periodTo < periodFrom) refuse(periodDates('periodTo', { to: periodTo }));
  if (cutOffOn && cutOffOn > periodFrom) refuse(periodCutOff('cutOffOn', { from: periodFrom }));
  const id = uuidv7();
  await ctx.tx.query('insert into programmes.benefit_period (id, programme_id, number, period_from, period_to, due_on, cut_off_on) values ($1, $2, $3, $4, $5, $6, $7)', [id, programmeId, number, periodFrom, periodTo, dueOn, cutOffOn]);
  return id;
}

/**
 * Says on which day the benefits of some periods may be paid, where nothing has been determined for them yet; refuses the first for which it has.
 *
 * @param periods UUIDs of periods that the actor may act on
 */
export async function dueTogether(ctx: TxContext, periods: readonly string[], dueOn: string, path: string): Promise<void> {
  await ctx.tx.query('select from programmes.benefit_period where id = any($1) order by id for update', [periods]);
  if ((await ctx.tx.query('select from programmes.determination_run where period_id = any($1) limit 1', [periods])).rowCount) refuse(periodDetermined(path));
  await ctx.tx.query('update programmes.benefit_period set due_on = $2 where id = any($1)', [periods, dueOn]);
}

/**
 * Starts the first determination of what is owed for a period; refuses one that was determined already, and one on whose first day no
 * rules are in force. When it is done, `entitlementsDetermined` is published.
 *
 * @param periodId a UUID
 * @returns UUIDs of the run and of the job that does the work
 */
export async function determinePeriod(ctx: TxContext, periodId: string, path: string): Promise<{ readonly runId: string; readonly jobId: string }> {
  const { rows: [period] } = await ask<{ programme: string; from: string }>(ctx, sql`
    select b.programme_id as programme, b.period_from::text as "from" from programmes.benefit_period b where b.id = ${periodId}::uuid and ${inProgrammesOf(ctx, sql`b.programme_id`)} for update`);
  if (!period) return refuse(periodNotFound(path));
  requireWholeProgramme(ctx, path);
  if ((await ctx.tx.query('select from programmes.determination_run where period_id = $1', [periodId])).rowCount) refuse(periodDetermined(path));
  await rulesInForce(ctx, period.programme, period.from, path);
  const runId = uuidv7();
  const job = await startJob(ctx, determine, { runId });
  await ctx.tx.query(
    "insert into programmes.determination_run (id, programme_id, period_id, kind, from_day, state, asked_by, job_id) values ($1, $2, $3, 'FIRST', $4, 'COMPUTING', $5, $6)",
    [runId, period.programme, periodId, period.from, ctx.actor.id, job.id],
  );
  return { runId, jobId: job.id };
}
