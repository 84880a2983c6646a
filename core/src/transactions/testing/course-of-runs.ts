import { decodeId } from '../../kernel/schema/ids.js';
import { sendRun } from '../runs/send-run-job.js';
import { answerOf, type ScriptedChannel } from './scripted-channel.js';
import { approveRun, receive, startSending } from './story.js';
import { as, unseen, type World } from './world.js';

/** A run that was made. */
export interface MadeRun {
  readonly id: string;
  readonly hash: string;
}

/** What an answer says of one payment after the other; with the wrong amount, it must count for nothing. */
export type Said = 'PAID' | 'RETURNED' | 'WRONG' | 'NOTHING';

export const uuidOf = ({ id }: MadeRun): string => decodeId(id)?.uuid ?? '';

/** Takes a run to its next state: approved, or sent. */
export async function goOn(world: World, channel: ScriptedChannel, target: MadeRun, how: ScriptedChannel['fail']): Promise<void> {
  const approved = await approveRun(as(world, 'payment-approver'), target.id, target.hash);
  if (approved.userErrors.length === 0) return;
  const asked = await startSending(as(world, 'payment-officer'), target.id);
  if (asked.userErrors.length > 0) return;
  channel.fail = how;
  await sendRun.run(as(world, 'payment-officer'), { runId: uuidOf(target) }, unseen).catch(() => undefined);
  channel.fail = 'never';
}

/** Has the channel answer. */
export async function answer(world: World, target: MadeRun, said: readonly Said[]): Promise<void> {
  const { rows } = await world.pool.query<{ reference: string; amount: string }>('select reference, payment_amount::text as amount from transactions.payment_instruction where run_id = $1 and reference = payment order by entitlement_id', [uuidOf(target)]);
  const lines = rows.flatMap((payment, index) => {
    const word = said[index % said.length] ?? 'NOTHING';
    if (word === 'NOTHING') return [];
    return [word === 'WRONG' ? { ...payment, amount: `${payment.amount}1` } : { ...payment, status: word, reason: 'x' }];
  });
  await receive(as(world, 'payment-officer'), target.id, answerOf(lines));
}
