import { v7 as uuidv7 } from 'uuid';
import type { TxContext } from '../../kernel/write/transaction.js';
import { contentOf } from './content-of-run.js';
import type { LockedRun } from './lock-run.js';
import { matchAnswer } from './match-answer.js';
import type { ChannelAnswer } from '../payment-channel.js';
import { reconcileIfAnswered } from './reconcile-run.js';

export interface TakenAnswer {
  /** UUID of what is kept of it. */
  readonly answerId: string;
  readonly paid: number;
  readonly returned: number;
}

/**
 * Books what an answer says of the payments of a run that is locked, and keeps it with what it did not book. Taken again, in
 * whatever order, it books nothing more.
 *
 * @param said the answer as it came
 */
export async function takeAnswer(ctx: TxContext, run: LockedRun, answer: ChannelAnswer, said: string): Promise<TakenAnswer> {
  const { settled, unmatched } = await matchAnswer(ctx, run, answer);
  const answerId = uuidv7();
  await ctx.tx.query('insert into transactions.payment_answer (id, run_id, received_by, answer, unmatched) values ($1, $2, $3, $4, $5)', [
    answerId, run.id, ctx.actor.id, said, JSON.stringify(unmatched),
  ]);
  await contentOf(run).settled(ctx, run, answerId, settled);
  await reconcileIfAnswered(ctx, run.id);
  const paid = settled.filter((each) => each.status === 'PAID').length;
  return { answerId, paid, returned: settled.length - paid };
}
