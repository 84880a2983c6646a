import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/kernel/context.js';
import { decodeId } from '../../src/kernel/schema/ids.js';
import { channelFaults, startMobileMoney, startTestPlatform, type RunningProvider, type TestPlatform } from '../../src/testing/index.js';
import { inquireAgain, inquireRun } from '../../src/transactions/answers/inquire.js';
import { channelNamed } from '../../src/transactions/channels/channels-of.js';
import { signMessage } from '../../src/transactions/channels/mobile-money/sign-message.js';
import { sendRun } from '../../src/transactions/runs/send-run-job.js';
import { giveAccounts } from '../../src/transactions/testing/accounts.js';
import { approveRun, createRun, proofOf, startSending } from '../../src/transactions/testing/story.js';
import { as, oweAgain, owing, run, unseen } from '../../src/transactions/testing/world.js';
import { statesOf, type SentRun } from './testing/payments.js';

const SECRET = 'made-up-secret-of-tests';
const VARIABLE = 'KINGA_TEST_MOBILE_MONEY_SECRET';
let mobile: RunningProvider;
let world: TestPlatform;
let door: string;
beforeAll(async () => {
  process.env[VARIABLE] = SECRET;
  mobile = await startMobileMoney({ secret: SECRET });
  world = await startTestPlatform({ workers: false, settings: { transactions: { batchSize: 4, channels: { wallets: { kind: 'mobile-money', url: mobile.url, secretVariable: VARIABLE, timeoutMs: 5_000 } } } } });
  door = new URL('/payment-channels/wallets', (await world.serve()).url).href;
});
afterAll(async () => {
  delete process.env[VARIABLE];
  await world?.stop();
  await mobile?.stop();
});

const ctx = (): Context => world.platform.context({ actor: world.platform.system() });
const tell = (): Promise<readonly number[]> => mobile.tell(door, world.platform.now());

/** A run of amounts of which each payee has a wallet, on its way and not yet handed over; of the first payees something more each. */
async function sending(amounts: readonly string[], again: readonly string[] = []): Promise<SentRun & { readonly programme: string }> {
  const programme = await owing(world, amounts);
  await giveAccounts(world, programme, { kind: 'WALLET', institution: 'MOMO', number: '+233240000001' });
  await oweAgain(world, programme, again);
  const officer = as(world, 'payment-officer');
  const made = await createRun(officer, programme, { channel: 'wallets' });
  const id = made.run?.id ?? '';
  await approveRun(as(world, 'payment-approver'), id, made.run?.contentHash ?? '');
  expect(await startSending(officer, id)).toMatchObject({ userErrors: [] });
  return { id, uuid: decodeId(id)?.uuid ?? '', payments: [], programme };
}
const hand = (of: SentRun): Promise<unknown> => sendRun.run(as(world, 'payment-officer'), { runId: of.uuid }, unseen);
const inquire = (of: SentRun): Promise<unknown> => inquireRun.run(as(world, 'payment-officer'), { runId: of.uuid }, unseen);

async function handUntilDone(of: SentRun): Promise<void> {
  for (let tries = 1; tries <= 60; tries += 1) {
    if (await hand(of).then(() => true, () => false)) return;
  }
  throw new Error('it was never handed over');
}

/** How payments stand here and at the provider, and whether the provider paid one twice. */
async function compared({ uuid }: SentRun): Promise<{ readonly differ: readonly object[]; readonly twice: number }> {
  const { rows } = await world.pool.query<{ reference: string; state: string; key: string }>(
    'select i.payment as reference, i.state, b.key from transactions.payment_instruction i join transactions.payment_batch b on b.run_id = i.run_id and b.number = i.batch_number where i.run_id = $1', [uuid]);
  const outcomes = new Map(rows.flatMap(({ key }) => mobile.provider.outcomesOf(key) ?? []).map(({ reference, status }) => [reference, status]));
  return {
    differ: rows.flatMap(({ reference, state }) => (outcomes.get(reference) === state ? [] : [{ reference, state, there: outcomes.get(reference) }])),
    twice: rows.filter(({ reference }) => (mobile.provider.paid.get(reference) ?? 0) > 1).length,
  };
}

describe('a provider of mobile money', () => {
  it('is reached by a channel that keeps every promise, also when calls fail', async () => {
    const channel = channelNamed(world.platform, 'wallets', '');
    const answer = (lines: readonly object[]): Buffer => Buffer.from(JSON.stringify({ outcomes: lines }));
    mobile.provider.behaviour = {};
    expect(await channelFaults({ ctx: ctx(), channel, answer, book: async (key) => mobile.provider.bookOf(key) })).toEqual([]);
    expect([null, ' ', 'wallet', '+233 24 000 0001'].map((account) => channel.cannotPay?.({ reference: 'r', payeeName: 'A', amount: '1', currency: 'GHS', institution: null, account }))).toEqual(['ACCOUNT_MISSING', 'ACCOUNT_MISSING', 'ACCOUNT_UNFIT', undefined]);
    mobile.provider.messages();
  });

  it('tells by itself what became of payments: signed, each once, nothing of other channels', async () => {
    mobile.provider.behaviour = { seed: 7, returns: 0.3, repeats: 1 };
    const made = await sending(['10', '20', '30', '40', '50']);
    await hand(made);
    const said = mobile.provider.messages();
    mobile.provider.again(said);
    const body = Buffer.from(JSON.stringify({ outcomes: said[0]!.outcomes }));
    const post = (headers: Record<string, string>, to = door, bytes = body): Promise<number> => fetch(to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: new Uint8Array(bytes) }).then(({ status }) => status);
    const seconds = String(Math.floor(world.platform.now() / 1000));
    const signed = (id: string, at = seconds, bytes = body, secret = SECRET): Record<string, string> => ({ 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signMessage(secret, { id, seconds: at, body: bytes }) });
    expect([
      await post({}), await post(signed('m1', seconds, body, 'another-secret-of-16')), await post({ ...signed('m1'), 'webhook-id': 'm2' }), await post(signed('m1'), door, Buffer.from(`${body.toString()} `)),
      await post(signed('m1', String(Number(seconds) - 301))), await post(signed('m1', String(Number(seconds) + 301))), await post(signed('m1', seconds, Buffer.from('{')), door, Buffer.from('{')),
      await post(signed('m1'), door.replace('wallets', 'csv-file')), await post(signed('m1'), door.replace('wallets', 'nobody')),
    ]).toEqual([401, 401, 401, 401, 401, 401, 400, 404, 404]);
    expect(await statesOf(world, made)).toEqual(['SENT', 'SENT', 'SENT', 'SENT', 'SENT']);
    expect(new Set(await tell())).toEqual(new Set([204]));
    expect(await compared(made)).toEqual({ differ: [], twice: 0 });
    expect(await proofOf(as(world, 'auditor'), made.id)).toMatchObject({ balanced: true, pending: '0.00/0.00' });
    const booked = async (): Promise<unknown> => (await world.pool.query('select count(*)::int as answers, (select count(*)::int from transactions.channel_message) as messages from transactions.payment_answer')).rows[0];
    const before = await booked();
    mobile.provider.again(said);
    expect(new Set(await tell())).toEqual(new Set([204]));
    expect(await booked()).toEqual(before);
    const foreign = await createRun(as(world, 'payment-officer'), await owing(world, ['5']), { channel: 'csv-file' });
    const { rows: [theirs] } = await world.pool.query<{ reference: string }>('select reference from transactions.payment_instruction where run_id = $1', [decodeId(foreign.run?.id ?? '')?.uuid]);
    const bytes = Buffer.from(JSON.stringify({ outcomes: [{ reference: theirs!.reference, amount: '5.00', status: 'PAID' }] }));
    expect(await post(signed('m9', seconds, bytes), door, bytes)).toBe(204);
    expect((await world.pool.query("select unknown from transactions.channel_message where message_id = 'm9'")).rows).toEqual([{ unknown: [{ line: 1, reference: theirs!.reference, reason: 'UNKNOWN_REFERENCE' }] }]);
  });

  it('that fails after it paid is asked, and pays once; what tells too early waits', async () => {
    mobile.provider.behaviour = { seed: 3, failsAfter: 1 };
    const made = await sending(['10', '20']);
    await expect(hand(made)).rejects.toThrow();
    expect(await tell()).toEqual([409]);
    mobile.provider.behaviour = { failsBefore: 1 };
    await expect(hand(made)).rejects.toThrow('503');
    mobile.provider.behaviour = {};
    await hand(made);
    expect(await tell()).toEqual([204]);
    expect(await compared(made)).toEqual({ differ: [], twice: 0 });
    expect(await statesOf(world, made)).toEqual(['PAID', 'PAID']);
  });

  it('that is silent never has paid until it is asked', async () => {
    mobile.provider.behaviour = { seed: 5, silent: 1, returns: 0.5 };
    const made = await sending(['10', '20', '30']);
    await hand(made);
    expect(await tell()).toEqual([]);
    expect(await statesOf(world, made)).toEqual(['SENT', 'SENT', 'SENT']);
    const { paymentRunInquire } = await run<{ paymentRunInquire: object }>(as(world, 'payment-officer'), 'mutation ($input: PaymentRunInquireInput!) { paymentRunInquire(input: $input) { job { state } userErrors { code } } }', { input: { runId: made.id } });
    expect(paymentRunInquire).toEqual({ job: { state: 'QUEUED' }, userErrors: [] });
    world.setNow('2099-01-01T00:00:00Z');
    await inquireAgain.run(ctx());
    world.setNow('2026-03-01T12:00:00Z');
    expect(await compared(made)).toEqual({ differ: [], twice: 0 });
    expect(await inquire(made)).toEqual({ batches: 0, settled: 0 });
    expect(await proofOf(as(world, 'auditor'), made.id)).toMatchObject({ balanced: true, pending: '0.00/0.00' });
  });

  it('may say things in any order, twice or not at all: the end is its own book, and nothing is booked twice', { timeout: 240_000 }, async () => {
    const step = fc.constantFrom('tell', 'inquire', 'lose', 'again', 'hand');
    const behaviour = fc.record({ seed: fc.integer({ min: 1, max: 1_000_000 }), returns: fc.constantFrom(0, 0.3, 1), silent: fc.constantFrom(0, 0.5), repeats: fc.constantFrom(0, 0.5, 1), shuffles: fc.boolean(), failsBefore: fc.constantFrom(0, 0.3), failsAfter: fc.constantFrom(0, 0.4) });
    await fc.assert(fc.asyncProperty(behaviour, fc.array(step, { minLength: 2, maxLength: 8 }), async (how, steps) => {
      mobile.provider.behaviour = how;
      mobile.provider.messages();
      const made = await sending(['10', '20.50', '0.01', '30', '7', '99.99'], ['3', '4.50']);
      let said: ReturnType<typeof mobile.provider.messages> = [];
      for (const next of steps) {
        if (next === 'hand') await hand(made).catch(() => undefined);
        else if (next === 'inquire') await inquire(made).catch(() => undefined);
        else if (next === 'lose') said = [...said, ...mobile.provider.messages()];
        else if (next === 'again') mobile.provider.again(said.toReversed());
        else for (const status of await tell()) expect([204, 409]).toContain(status);
        expect(await proofOf(as(world, 'auditor'), made.id), next).toMatchObject({ balanced: true });
      }
      await handUntilDone(made);
      mobile.provider.behaviour = {};
      await tell();
      await inquire(made);
      expect(await compared(made)).toEqual({ differ: [], twice: 0 });
      const { rows } = await world.pool.query(
        `select count(*)::int as wrong from transactions.payment_instruction i where i.run_id = $1 and (
           coalesce((select sum(p.amount) from transactions.posting p join transactions.account a on a.id = p.account_id where p.instruction_id = i.id and a.purpose = 'FUNDS'), 0) <> case i.state when 'PAID' then -i.amount else 0 end
           or coalesce((select sum(p.amount) from transactions.posting p join transactions.account a on a.id = p.account_id where p.instruction_id = i.id and a.purpose = 'IN_TRANSIT'), 0) <> 0)`, [made.uuid]);
      expect(rows).toEqual([{ wrong: 0 }]);
    }), { numRuns: 8 });
  });

  it('is made up for development and tests, and never runs in production', async () => {
    const { NODE_ENV } = process.env;
    process.env['NODE_ENV'] = 'production';
    try {
      await expect(startMobileMoney({ secret: SECRET })).rejects.toThrow('never runs in production');
    } finally {
      process.env['NODE_ENV'] = NODE_ENV;
    }
  });
});
