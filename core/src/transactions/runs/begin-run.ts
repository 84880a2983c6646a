import { v7 as uuidv7 } from 'uuid';
import { startJob } from '../../kernel/jobs/start-job.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inProgrammesOf } from '../../people/scope.js';
import { currencyUnknown, nothingToPay, programmeNotFound } from '../refusals.js';
import { computeRun } from './compute-run.js';
import { dueOf } from './due.js';

/** What a run is to pay. */
export interface RunWanted {
  readonly programmeId: string;
  readonly until: string;
  readonly channel: string;
  readonly funderId: string | null;
  readonly changeTolerance: string | null;
}

/** A run that is being made, and the job that makes it. */
export interface BegunRun {
  readonly run: { readonly id: string };
  readonly job: { readonly id: string };
}

/** Writes a run that is COMPUTING and starts the job that makes it. Refuses at once what can be known at once. */
export async function beginRun(ctx: TxContext, wanted: RunWanted): Promise<BegunRun> {
  const { programmeId, until } = wanted;
  const { rows: [programme] } = await ask<{ code: string; currency: string; known: boolean }>(ctx, sql`
    select p.code, p.currency, c.code is not null as known from programmes.programme p left join transactions.currency c on c.code = p.currency
    where p.id = ${programmeId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  if (!programme) return refuse(programmeNotFound('programmeId'));
  if (!programme.known) refuse(currencyUnknown('programmeId', { currency: programme.currency }));
  const { rowCount } = await ask(ctx, sql`select from (${dueOf(ctx, { ...wanted, currency: programme.currency })}) due limit 1`);
  if (rowCount === 0) refuse(nothingToPay('until', { until }));
  return writeRun(ctx, { ...wanted, code: programme.code, currency: programme.currency, kind: 'REGULAR' });
}

/** What a run begins with. */
interface RunBegins extends RunWanted {
  /** Of the programme. */
  readonly code: string;
  readonly currency: string;
  readonly kind: 'REGULAR' | 'REISSUE' | 'ORGANISATIONS';
}

/** Writes a run under the next code of its programme, and starts the job that makes it. */
export async function writeRun(ctx: TxContext, begins: RunBegins): Promise<BegunRun> {
  const id = uuidv7();
  const job = await startJob(ctx, computeRun, { runId: id });
  await insertRun(ctx, id, { ...begins, jobId: job.id });
  return { run: { id }, job };
}

/** Writes a run that holds nothing yet under the next code of its programme. */
export async function insertRun(ctx: TxContext, id: string, { programmeId, code, until, currency, channel, funderId, changeTolerance, kind, jobId }: RunBegins & { readonly jobId: string | null }): Promise<void> {
  for (let attempt = 1, written = 0; written === 0; attempt += 1) {
    const inserted = await ctx.tx.query(
      `insert into transactions.payment_run (id, code, programme_id, until, currency, channel, state, created_by, funder_id, job_id, change_tolerance, kind)
       select $1, $2 || '-' || ($3 + count(*)), $4, $5, $6, $7, 'COMPUTING', $8, $9, $10, $11::numeric, $12 from transactions.payment_run r where r.programme_id = $4
       on conflict (code) do nothing`,
      [id, `${code}-${until}`, attempt, programmeId, until, currency, channel, ctx.actor.id, funderId, jobId, changeTolerance, kind],
    );
    written = inserted.rowCount ?? 0;
  }
}
