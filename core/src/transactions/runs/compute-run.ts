import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { defineJob, type JobControl } from '../../kernel/jobs/define-job.js';
import { Refused, refuse, toUserError, type Refusal } from '../../kernel/write/refusal.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { runCreated } from '../events.js';
import { bookDeductions } from '../payees/deductions/book-deductions.js';
import { bookOffsets } from '../recoveries/book-offsets.js';
import { runState } from '../refusals.js';
import { accrueEntitlements } from './accrue-entitlements.js';
import { compareRun } from './exceptions/compare-run.js';
import { tellSharedAccounts } from './exceptions/shared-accounts.js';
import { checkChosenAccounts } from './reissues/chosen-accounts.js';
import { draftRun, type RunToMake } from './draft-run.js';
import { PaymentRunState } from './payment-run.js';

/**
 * Makes a run that was begun: what it pays, what of that is booked as owed and kept back, its batches and its hash, all in one
 * transaction. Killed anywhere, nothing of it is there, and it begins anew; done twice, the second finds a run that is made.
 */
export const computeRun = defineJob<{ readonly runId: string }>({
  name: 'transactions.compute-run',
  description: 'Makes a payment run',
  async run(ctx, { runId }, job) {
    try {
      return await inTransaction(ctx, (tx) => make(tx, runId, job));
    } catch (error) {
      if (error instanceof Refused) await inTransaction(ctx, (tx) => tx.tx.query("update transactions.payment_run set problem = $2 where id = $1 and state = 'COMPUTING'", [runId, error.refusals.map((refusal) => told(ctx, refusal)).join(' ')]));
      throw error;
    }
  },
});

interface Begun extends RunToMake {
  readonly state: PaymentRunState;
  readonly instructions: number;
}

/** The run, once nobody else makes a run of its programme: the second sees what the first has taken. */
async function begun(ctx: TxContext, runId: string): Promise<Begun> {
  await ctx.tx.query('select from programmes.programme where id = (select programme_id from transactions.payment_run where id = $1) for no key update', [runId]);
  const { rows: [run] } = await ctx.tx.query<Begun>(
    `select id, programme_id as "programmeId", until::text, currency, channel, funder_id as "funderId", change_tolerance::text as "changeTolerance", kind, state, instruction_count as instructions
     from transactions.payment_run where id = $1`, [runId],
  );
  if (!run) throw new Error(`there is no payment run ${runId}`);
  return run;
}

async function make(ctx: TxContext, runId: string, job: JobControl): Promise<{ readonly instructions: number }> {
  const run = await begun(ctx, runId);
  if (run.state !== PaymentRunState.COMPUTING) return { instructions: run.instructions };
  await job.progress(0, 3, 'who is paid how much');
  await draftRun(ctx, run);
  const compared = run.kind === 'REGULAR' ? await compareRun(ctx, run) : { with: null, tolerance: null };
  if (run.kind === 'REISSUE') await checkChosenAccounts(ctx, runId);
  await tellSharedAccounts(ctx, runId);
  await job.progress(1, 3, 'what is owed');
  await accrueEntitlements(ctx, run);
  await bookOffsets(ctx, run);
  await bookDeductions(ctx, run);
  await job.progress(2, 3, 'what an approval is bound to');
  // Not locked until now: while it is made it may be given up.
  const { rows: [made] } = await ctx.tx.query<{ instructions: number }>(
    `update transactions.payment_run set state = 'DRAFT', problem = null, content_hash = transactions.content_hash(id), instruction_count = made.count, total = made.total, compared_with_id = $2, change_tolerance = $3
     from (select count(*)::int as count, sum(amount) as total from transactions.payment_instruction where run_id = $1) made
     where id = $1 and state = 'COMPUTING' returning instruction_count as instructions`, [runId, compared.with, compared.tolerance],
  );
  if (!made) refuse(runState('runId', { state: PaymentRunState.CANCELLED, wanted: PaymentRunState.COMPUTING }));
  await publish(ctx, runCreated, { id: runId });
  return made;
}

/** Why a run could not be made, to whoever asked for it. */
function told(ctx: Context, refusal: Refusal): string {
  const { code, message, hint } = toUserError(ctx, refusal);
  return [`${code}: ${message}`, hint].filter(Boolean).join(' ');
}
