import { mutate, type Context } from '@kinga/plugin-sdk';
import { AMOUNTS, ANSWER, APPROVE, BATCHES, CREATE_RUN, MADE_RUN, PROOF, SEND } from './leap-operations.js';
import { answerOfMadeUpBank } from './made-up-bank.js';
import type { Office } from './office.js';

/** A row of the closing table. */
export type Row = Record<string, string>;

/** What is paid: entitlements of a kind for a period, with all else that is due that day. */
interface Due {
  readonly programmeId: string;
  readonly periodFrom: string;
  readonly kind: 'REGULAR' | 'ARREARS';
  readonly name: string;
  /** What the keys of its steps have in common. */
  readonly keys: string;
}

/** Pays what is due on the day: a run that a second person approves, sent to the made-up bank, whose answer is taken back. */
export async function payWhatIsDue({ officer, approver, today, progress, finished }: Office, due: Due): Promise<Row> {
  const key = (step: string): { readonly idempotencyKey: string } => ({ idempotencyKey: `demo:leap:${due.keys}:${step}` });
  progress.step(`${due.name}: the payment run`);
  const { paymentRunCreate } = await mutate<{ paymentRunCreate: { run: { id: string }; job: { id: string } } }>(officer, CREATE_RUN, {
    input: { programmeId: due.programmeId, until: today, channel: 'csv-file', ...key('run') },
  });
  const { run: { id: runId }, job } = paymentRunCreate;
  await finished(job);
  const { paymentRun: { contentHash, instructionCount } } = await mutate<{ paymentRun: { contentHash: string; instructionCount: number } }>(officer, MADE_RUN, { id: runId });
  await mutate(approver, APPROVE, { input: { runId, contentHash, ...key('approve') } });
  const { paymentRunSend } = await mutate<{ paymentRunSend: { job: { id: string } } }>(officer, SEND, { input: { runId, ...key('send') } });
  await finished(paymentRunSend.job);

  progress.step(`${due.name}: the bank's answer`);
  const { paymentRun } = await mutate<{ paymentRun: { batches: { nodes: { number: number; receipt: string }[] } } }>(officer, BATCHES, { id: runId });
  for (const { number, receipt } of paymentRun.batches.nodes) {
    await mutate(officer, ANSWER, { input: { runId, answer: await answerOfMadeUpBank(receipt), ...key(`answer:${number}`) } });
  }
  return closingRow(officer, due, runId, instructionCount);
}

interface Proof {
  readonly paymentRun: {
    readonly state: string;
    readonly proof: Readonly<Record<'entitled' | 'paid' | 'pending' | 'returned', { readonly ledger: { readonly amount: string } }>> & { readonly balanced: boolean };
  };
}

async function closingRow(ctx: Context, due: Due, runId: string, payments: number): Promise<Row> {
  const { paymentRun: { proof, state } } = await mutate<Proof>(ctx, PROOF, { id: runId });
  return {
    'what for': due.name,
    from: due.periodFrom,
    payments: String(payments),
    held: '',
    amounts: (await amountsOwed(ctx, due)).join(' / '),
    owed: proof.entitled.ledger.amount,
    paid: proof.paid.ledger.amount,
    returned: proof.returned.ledger.amount,
    pending: proof.pending.ledger.amount,
    run: state,
    balanced: proof.balanced ? 'yes' : 'NO',
  };
}

/** The different amounts that are owed, the least first. */
async function amountsOwed(ctx: Context, { programmeId, periodFrom, kind }: Due): Promise<readonly string[]> {
  const amounts = new Set<string>();
  for (let after: string | null = null, more = true; more; ) {
    const { entitlements }: { entitlements: { nodes: { owed: { amount: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } =
      await mutate(ctx, AMOUNTS, { programme: programmeId, from: periodFrom, kind, after });
    for (const { owed } of entitlements.nodes) amounts.add(owed.amount);
    ({ hasNextPage: more, endCursor: after } = entitlements.pageInfo);
  }
  return [...amounts].sort((one, other) => Number(one) - Number(other));
}
