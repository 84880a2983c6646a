import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/kernel/context.js';
import { goOn, uuidOf, type MadeRun } from '../../../src/transactions/testing/course-of-runs.js';
import { mutated, openAccount } from '../../../src/transactions/testing/books.js';
import { paying, tell } from '../../../src/transactions/testing/receivables.js';
import { answerOf, scriptedChannel } from '../../../src/transactions/testing/scripted-channel.js';
import { approveRun, beginRun, cancelRun, createRun, newKey, receive, startSending, type UserError } from '../../../src/transactions/testing/story.js';
import { as, owing, startWorld, TODAY, type World } from '../../../src/transactions/testing/world.js';

const AT_ONCE = 8;

const channel = scriptedChannel();
let world: World;
beforeAll(async () => { world = await startWorld({ channels: { scripted: channel }, settings: { batchSize: 2 } }); });
afterAll(() => world.stop());

/** A call with one content or another: both would be done, and write as much. */
type Call = (content: 0 | 1, key: string) => Promise<{ readonly userErrors: readonly UserError[] }>;

const officer = (): Context => as(world, 'payment-officer');
const collector = (): Context => as(world, 'collections-officer');

async function made(state: 'DRAFT' | 'APPROVED' | 'SENT'): Promise<MadeRun> {
  const { run } = await createRun(officer(), await owing(world, ['10', '20', '30']), { channel: 'scripted' });
  const target = { id: run?.id ?? '', hash: run?.contentHash ?? '' };
  if (state === 'APPROVED') await approveRun(as(world, 'payment-approver'), target.id, target.hash);
  if (state === 'SENT') for (let step = 0; step < 2; step += 1) await goOn(world, channel, target, 'never');
  return target;
}

const two = async <T>(make: () => Promise<T>): Promise<readonly [T, T]> => [await make(), await make()];

async function held(amount = '50.00'): Promise<string> {
  const { programme, persons: [personId] } = await paying(world);
  const { demand } = await tell(collector(), 'demandRaise', { programmeId: programme, personId, reference: newKey(), purpose: 'PREMIUM', dueOn: '2026-03-28', lines: [{ code: 'PREMIUM', description: 'Premium', amount: '10.00' }] });
  const { receipt } = await tell(collector(), 'receiptReceive', { programmeId: programme, controlNumber: demand?.payer.controlNumber, amount, method: 'BANK', bankReference: newKey(), receivedOn: TODAY });
  return receipt?.id ?? '';
}

async function refund(state: 'REQUESTED' | 'APPROVED'): Promise<string> {
  const asked = await tell(collector(), 'receiptRefundRequest', { receiptId: await held(), amount: '5.00', reason: 'Too much' });
  const refundId = asked.refund?.id ?? '';
  if (state === 'APPROVED') await tell(as(world, 'collections-approver'), 'receiptRefundApprove', { refundId });
  return refundId;
}

const OPERATIONS: Readonly<Record<string, () => Promise<Call>>> = {
  'beginning a run': async () => {
    const programme = await owing(world, ['10', '20']);
    return (content, key) => beginRun(officer(), programme, { key, until: ['2026-03-01', '2026-03-02'][content] ?? '' });
  },
  'approving a run': async () => {
    const runs = await two(() => made('DRAFT'));
    return (content, key) => approveRun(as(world, 'payment-approver'), runs[content].id, runs[content].hash, key);
  },
  'sending a run': async () => {
    const runs = await two(() => made('APPROVED'));
    return (content, key) => startSending(officer(), runs[content].id, key);
  },
  'cancelling a run': async () => {
    const runs = await two(() => made('DRAFT'));
    return (content, key) => cancelRun(officer(), runs[content].id, key);
  },
  'taking the answer of a channel': async () => {
    const sent = await made('SENT');
    const { rows } = await world.pool.query<{ reference: string; amount: string }>('select reference, amount::text from transactions.payment_instruction where run_id = $1 order by amount', [uuidOf(sent)]);
    return (content, key) => receive(officer(), sent.id, answerOf(rows.map((row) => ({ ...row, status: 'RETURNED', reason: ['one', 'other'][content] ?? '' }))), key);
  },
  'taking a receipt': async () => {
    const { programme } = await paying(world);
    const reference = newKey();
    return (content, key) => tell(collector(), 'receiptReceive', { programmeId: programme, controlNumber: '0', amount: ['5.00', '6.00'][content], method: 'BANK', bankReference: reference, receivedOn: TODAY }, key);
  },
  'asking for a refund': async () => {
    const receiptId = await held();
    return (content, key) => tell(collector(), 'receiptRefundRequest', { receiptId, amount: ['5.00', '6.00'][content], reason: 'Too much' }, key);
  },
  'approving a refund': async () => {
    const refunds = await two(() => refund('REQUESTED'));
    return (content, key) => tell(as(world, 'collections-approver'), 'receiptRefundApprove', { refundId: refunds[content] }, key);
  },
  'paying a refund': async () => {
    const refundId = await refund('APPROVED');
    return (content, key) => tell(collector(), 'receiptRefundPay', { refundId, paidOn: TODAY, paidReference: ['A', 'B'][content] }, key);
  },
  'booking a journal': async () => {
    const [one, other] = [await openAccount(as(world, 'ledger-keeper'), newKey()), await openAccount(as(world, 'ledger-keeper'), newKey())];
    const reference = newKey();
    return (content, idempotencyKey) => mutated(as(world, 'ledger-keeper'), 'transactionBook', 'transaction', {
      reference, description: ['One', 'Other'][content], idempotencyKey, postings: [{ accountId: one, amount: '1.00' }, { accountId: other, amount: '-1.00' }],
    });
  },
};

/** How many rows there are of all that mutations write, and how far runs and their payments are. */
async function counted(): Promise<Readonly<Record<string, number>>> {
  const tables = ['kernel.event', 'kernel.job', 'kernel.idempotency', ...['payment_run', 'transaction', 'posting', 'payment_answer', 'receipt', 'receipt_allocation', 'receipt_refund'].map((name) => `transactions.${name}`)];
  const { rows } = await world.pool.query<{ name: string; n: number }>([
    ...tables.map((name) => `select '${name}' as name, count(*)::int as n from ${name}`),
    ...['payment_run', 'payment_instruction', 'receipt_refund'].map((name) => `select '${name} ' || state, count(*)::int from transactions.${name} group by state`),
  ].join(' union all '));
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}

/** What something wrote. */
async function written(work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const before = await counted();
  await work();
  const after = await counted();
  return Object.fromEntries(Object.keys({ ...before, ...after }).map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const).filter(([, more]) => more !== 0));
}

const texts = (answers: readonly object[]): readonly string[] => [...new Set(answers.map((each) => JSON.stringify(each)))];

describe.each(Object.entries(OPERATIONS))(`%s, ${AT_ONCE} times at once with one key`, (_name, prepare) => {
  it('has the effect of once, and one answer', async () => {
    const [single, many] = [await prepare(), await prepare()];
    const once = await written(() => single(0, newKey()));
    const key = newKey();
    const answers: { readonly userErrors: readonly UserError[] }[] = [];
    expect(await written(async () => answers.push(...await Promise.all(Array.from({ length: AT_ONCE }, () => many(0, key)))))).toEqual(once);
    expect(answers[0]?.userErrors).toEqual([]);
    expect(texts(answers)).toHaveLength(1);
    expect(await many(1, key)).toMatchObject({ userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
  });

  it('has the effect of once with two contents too: one of them is done, the other is refused', async () => {
    const [single, many] = [await prepare(), await prepare()];
    const once = await written(() => single(0, newKey()));
    const key = newKey();
    const answers: { readonly content: 0 | 1; readonly said: { readonly userErrors: readonly UserError[] } }[] = [];
    expect(await written(async () => answers.push(...await Promise.all(Array.from({ length: AT_ONCE }, async (_, n) => {
      const content = (n % 2) as 0 | 1;
      return { content, said: await many(content, key) };
    }))))).toEqual(once);
    const won = answers.find(({ said }) => said.userErrors.length === 0)?.content;
    const of = (content: boolean) => answers.filter((each) => (each.content === won) === content).map(({ said }) => said);
    expect(texts(of(true))).toHaveLength(1);
    expect(of(false).map(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(Array.from({ length: AT_ONCE / 2 }, () => ['IDEMPOTENCY_KEY_REUSED']));
  });
});
