import { randomBytes } from 'node:crypto';
import { compactVerify, createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/kernel/context.js';
import { decodeId, encodeId } from '../../src/kernel/schema/ids.js';
import { channelFaults, startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { inquireRun } from '../../src/transactions/answers/inquire.js';
import { channelNamed } from '../../src/transactions/channels/channels-of.js';
import { newKey, proofOf } from '../../src/transactions/testing/story.js';
import { answerOf } from '../../src/transactions/testing/scripted-channel.js';
import { as, oweAgain, owing, run, unseen } from '../../src/transactions/testing/world.js';
import { guideSteps, withKnown } from '../testing/guide.js';
import { sentRun, statesOf, type SentRun } from './testing/payments.js';

const VARIABLE = 'KINGA_TEST_CASH_RECEIPT_KEYS';
let world: TestPlatform;

async function newSigningKey(kid: string): Promise<object> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
}
const keys: object[] = [];
const install = (): void => void (process.env[VARIABLE] = JSON.stringify({ keys }));

beforeAll(async () => {
  keys.push(await newSigningKey('2026-1'));
  install();
  const desks = { kind: 'cash-desk', issuer: 'Made-up Agency', keysVariable: VARIABLE, unclaimedDays: 10 };
  world = await startTestPlatform({ workers: false, today: '2026-03-01', settings: { transactions: { channels: { desks } } } });
  await world.as('people.places.manage').run('mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { userErrors { code } } }', {
    input: { places: [{ code: 'N', name: 'North', level: 'region' }, { code: 'N1', name: 'One', level: 'district', parentCode: 'N' }, { code: 'S', name: 'South', level: 'region' }] },
  });
});
afterAll(async () => {
  delete process.env[VARIABLE];
  await world?.stop();
});

interface Told {
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly session: { readonly id: string; readonly state: string; readonly difference: { readonly amount: string } | null } | null;
  readonly payout: { readonly id: string; readonly receiptNumber: string; readonly receipt: string; readonly amount: { readonly amount: string } } | null;
  readonly printed: string | null;
  readonly desk: { readonly id: string } | null;
}
const SHOWN: Readonly<Record<string, string>> = {
  cashDeskRegister: 'desk { id }', cashSessionOpen: 'session { id state }', cashSessionTopUp: 'session { id state }', cashSessionClose: 'session { id state difference { amount } }', cashSessionConfirm: 'session { id state difference { amount } }',
  cashPay: 'printed payout { id receiptNumber receipt amount { amount } }', cashPayoutTakeBack: 'payout { id amount { amount } }',
};
async function does(ctx: Context, name: string, input: object): Promise<Told> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return (await run<Record<string, Told>>(ctx, `mutation ($input: ${type}!) { ${name}(input: $input) { ${SHOWN[name]} userErrors { code path } } }`, { input: { idempotencyKey: newKey(), ...input } }))[name] as Told;
}
const codes = ({ userErrors }: Told): readonly string[] => userErrors.map(({ code }) => code);

const cashier = (name = 'cashier', places: readonly string[] | null = null): Context => as(world, 'cashier', name, places);
const supervisor = (): Context => as(world, 'cash-supervisor');
let desks = 0;
async function desk(placeCode = 'N1'): Promise<string> {
  desks += 1;
  return (await does(supervisor(), 'cashDeskRegister', { code: `DESK${desks}`, name: 'Post office', placeCode })).desk?.id ?? '';
}
const open = async (who: Context, deskId: string, programme: string, advanced: string): Promise<string> =>
  (await does(who, 'cashSessionOpen', { deskId, programmeId: encodeId('programme', programme), advanced })).session?.id ?? '';
const pay = (who: Context, sessionId: string, reference: string, more: object = {}): Promise<Told> => does(who, 'cashPay', { sessionId, reference, collectedBy: 'PAYEE', identifiedBy: 'NATIONAL_ID', ...more });

async function waiting(amounts: readonly string[], again: readonly string[] = []): Promise<{ readonly programme: string; readonly sent: SentRun }> {
  const { rows: [place] } = await world.pool.query<{ id: string }>("select id from people.place where code = 'N1'");
  const programme = await owing(world, amounts, { place: place?.id ?? '' });
  await oweAgain(world, programme, again);
  return { programme, sent: await sentRun(world, programme, 'desks') };
}
/** What the accounts of a programme hold. */
async function balances(programme: string): Promise<Readonly<Record<string, string>>> {
  const { rows } = await world.pool.query<{ purpose: string; sum: string }>('select a.purpose, sum(p.amount)::text as sum from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 group by 1 having sum(p.amount) <> 0', [programme]);
  return Object.fromEntries(rows.map(({ purpose, sum }) => [purpose, sum]));
}

describe('a cash desk', () => {
  it('is a channel that keeps every promise', async () => {
    const book = async (key: string): Promise<{ reference: string; amount: string; currency: string }[]> => (await world.pool.query<{ reference: string; amount: string; currency: string }>('select reference, amount::text, currency from transactions.cash_order where key = $1', [key])).rows;
    const answer = (lines: readonly { reference: string; amount: string; status: string; reason: string | null }[]): Buffer => Buffer.from(answerOf(lines.map(({ reason, ...line }) => ({ ...line, ...(reason && { reason }) })) as never));
    expect(await channelFaults({ channel: channelNamed(world.platform, 'desks', ''), ctx: world.platform.context({ actor: world.platform.system() }), book, answer })).toEqual([]);
  });

  it('pays who comes with a reference, once, and gives a receipt that anybody verifies', async () => {
    const { programme, sent } = await waiting(['30', '50']);
    const [first, second] = sent.payments;
    const session = await open(cashier(), await desk(), programme, '100');
    const LOOK = 'query ($reference: String!) { cashPayment(reference: $reference) { state payeeName receiverName payableUntil amount { amount currency } } }';
    expect(await run(cashier(), LOOK, { reference: first!.reference })).toEqual({ cashPayment: { state: 'SENT', payeeName: 'Ama Mensah 1', receiverName: null, payableUntil: '2026-03-11', amount: { amount: '30.00', currency: 'GHS' } } });
    expect(await run(cashier('south', ['S']), LOOK, { reference: first!.reference })).toEqual({ cashPayment: null });
    expect(codes(await pay(cashier(), session, 'no-such-reference'))).toEqual(['CASH_PAYMENT_NOT_FOUND']);
    expect(codes(await pay(cashier('another'), session, first!.reference))).toEqual(['CASH_SESSION_NOT_FOUND']);
    expect(codes(await pay(cashier(), session, first!.reference, { collectedBy: 'RECEIVER' }))).toEqual(['CASH_OTHER_COLLECTOR']);
    const key = newKey();
    const told = await pay(cashier(), session, first!.reference, { idempotencyKey: key });
    expect(told).toMatchObject({ userErrors: [], payout: { amount: { amount: '30.00' } } });
    expect(await pay(cashier(), session, first!.reference, { idempotencyKey: key })).toEqual(told);
    expect(codes(await pay(cashier(), session, first!.reference))).toEqual(['CASH_PAID_ALREADY']);
    expect(await statesOf(world, sent)).toEqual(['PAID', 'SENT']);
    expect(await proofOf(as(world, 'auditor'), sent.id)).toMatchObject({ balanced: true, paid: '30.00/30.00', pending: '50.00/50.00' });

    expect(told.printed).toContain('Made-up Agency');
    const receipt = told.printed?.trim().split('\n').at(-1) ?? '';
    expect(receipt).toBe(told.payout?.receipt);
    const { cashReceiptKeys } = await run<{ cashReceiptKeys: string }>(cashier(), '{ cashReceiptKeys }');
    expect(cashReceiptKeys).not.toContain('"d"');
    const offline = await compactVerify(receipt, createLocalJWKSet(JSON.parse(cashReceiptKeys)));
    expect(JSON.parse(Buffer.from(offline.payload).toString())).toMatchObject({ reference: first!.reference, amount: '30.00', currency: 'GHS', payee: 'Ama Mensah 1', jti: told.payout?.receiptNumber });
    const VERIFY = 'query ($receipt: String!) { cashReceiptVerify(receipt: $receipt) { authentic takenBack number reference } }';
    const authentic = { cashReceiptVerify: { authentic: true, takenBack: false, number: told.payout?.receiptNumber, reference: first!.reference } };
    expect(await run(cashier(), VERIFY, { receipt })).toEqual(authentic);
    for (const wrong of ['', 'x', receipt.slice(0, -4), `${receipt.slice(0, 80)}${receipt[80] === 'A' ? 'B' : 'A'}${receipt.slice(81)}`, randomBytes(3_000).toString('hex')]) {
      expect(await run(cashier(), VERIFY, { receipt: wrong })).toEqual({ cashReceiptVerify: { authentic: false, takenBack: null, number: null, reference: null } });
    }
    keys.unshift(await newSigningKey('2026-2'));
    delete (keys[1] as { d?: string }).d;
    install();
    expect(await run(cashier(), VERIFY, { receipt })).toEqual(authentic);
    expect((await pay(cashier(), session, second!.reference)).payout?.receipt.split('.')[0]).toBe(Buffer.from('{"alg":"EdDSA","kid":"2026-2","typ":"cash-receipt"}').toString('base64url'));
  });

  it('never pays twice, whichever desks try at the same moment', async () => {
    const { programme, sent } = await waiting(['10', '20', '40']);
    const drawers = await Promise.all(['one', 'two', 'three', 'four'].map(async (name) => ({ who: cashier(name), session: await open(cashier(name), await desk(), programme, '100') })));
    for (const { reference } of sent.payments) {
      const told = await Promise.all(drawers.map(({ who, session }) => pay(who, session, reference)));
      expect(told.map((each) => codes(each)[0] ?? 'PAID').toSorted()).toEqual(['CASH_PAID_ALREADY', 'CASH_PAID_ALREADY', 'CASH_PAID_ALREADY', 'PAID']);
    }
    expect(await statesOf(world, sent)).toEqual(['PAID', 'PAID', 'PAID']);
    expect(await balances(programme)).toEqual({ CASH_ADVANCED: '-400.00', CASH_AT_DESK: '330.00', BENEFIT_EXPENSE: '70.00' });
  });

  it('has drawers to which cash is brought, and of which all that is left goes back', async () => {
    const { programme, sent } = await waiting(['30', '50']);
    const [first, second] = sent.payments;
    const session = await open(cashier(), await desk(), programme, '40');
    expect(codes(await pay(cashier(), session, second!.reference))).toEqual(['CASH_NOT_COVERED']);
    const bring = (amount: string, who = cashier(), key = newKey()): Promise<Told> => does(who, 'cashSessionTopUp', { sessionId: session, amount, idempotencyKey: key });
    expect([await bring('0'), await bring('-5'), await bring('0.001'), await bring('10', cashier('another'))].map((each) => codes(each)[0])).toEqual(['CASH_NOTHING', 'CASH_AMOUNT', 'CASH_AMOUNT', 'CASH_SESSION_NOT_FOUND']);
    const key = newKey();
    for (let pressed = 0; pressed < 3; pressed += 1) expect(codes(await bring('25.50', cashier(), key))).toEqual([]);
    expect(codes(await bring('24.50'))).toEqual([]);
    expect([codes(await pay(cashier(), session, first!.reference)), codes(await pay(cashier(), session, second!.reference))]).toEqual([[], []]);
    expect(await balances(programme)).toEqual({ CASH_ADVANCED: '-90.00', CASH_AT_DESK: '10.00', BENEFIT_EXPENSE: '80.00' });
    expect(await does(cashier(), 'cashSessionClose', { sessionId: session, counted: '10.00' })).toMatchObject({ session: { state: 'SETTLED', difference: { amount: '0.00' } } });
    expect(codes(await bring('1'))).toEqual(['CASH_SESSION_STATE']);
    expect(await balances(programme)).toEqual({ CASH_ADVANCED: '-80.00', BENEFIT_EXPENSE: '80.00' });
    const { cashSession } = await run<{ cashSession: object }>(cashier(), 'query ($id: ID!) { cashSession(by: { id: $id }) { advanced { amount } toppedUp { amount } counted { amount } } }', { id: session });
    expect(cashSession).toEqual({ advanced: { amount: '40.00' }, toppedUp: { amount: '50.00' }, counted: { amount: '10.00' } });
    await expect(world.pool.query('update transactions.cash_session set topped_up = topped_up + 1 where id = $1', [decodeId(session)?.uuid])).rejects.toMatchObject({ constraint: 'cash_session_topped_up_open' });
  });

  it('has drawers that are counted: what is missing is confirmed by another person and booked', async () => {
    const { programme, sent } = await waiting(['30', '50', '500']);
    const deskId = await desk();
    const session = await open(cashier(), deskId, programme, '100');
    expect(codes(await does(cashier(), 'cashSessionOpen', { deskId, programmeId: encodeId('programme', programme), advanced: '1' }))).toEqual(['CASH_SESSION_THERE']);
    expect(codes(await does(cashier(), 'cashSessionOpen', { deskId, programmeId: encodeId('programme', await owing(world, ['1'])), advanced: '0.001' }))).toEqual(['CASH_AMOUNT']);
    expect(codes(await pay(cashier(), session, sent.payments[0]!.reference))).toEqual([]);
    expect(codes(await pay(cashier(), session, sent.payments[2]!.reference))).toEqual(['CASH_NOT_COVERED']);
    expect(await balances(programme)).toEqual({ CASH_ADVANCED: '-100.00', CASH_AT_DESK: '70.00', IN_TRANSIT: '-550.00', BENEFIT_EXPENSE: '580.00' });
    const close = (more: object): Promise<Told> => does(cashier(), 'cashSessionClose', { sessionId: session, ...more });
    expect(codes(await close({ counted: '65.50' }))).toEqual(['CASH_DIFFERENCE_REASON']);
    expect(codes(await close({ counted: '65.50', denominations: [{ value: '20', count: 3 }, { value: '0.50', count: 10 }], differenceReason: 'A note was torn' }))).toEqual(['CASH_COUNT_OFF']);
    expect(await close({ counted: '65.50', denominations: [{ value: '20', count: 3 }, { value: '0.50', count: 11 }], differenceReason: 'A note was torn' })).toMatchObject({ userErrors: [], session: { state: 'CLOSED', difference: { amount: '-4.50' } } });
    expect(codes(await pay(cashier(), session, sent.payments[1]!.reference))).toEqual(['CASH_SESSION_STATE']);
    const both = world.platform.context({ actor: world.platform.actorOf({ id: 'cashier@example.org', roles: ['cash-supervisor'], places: null }) });
    expect(codes(await does(both, 'cashSessionConfirm', { sessionId: session }))).toEqual(['CASH_SECOND_PERSON']);
    expect(await does(supervisor(), 'cashSessionConfirm', { sessionId: session })).toMatchObject({ userErrors: [], session: { state: 'SETTLED' } });
    expect(await balances(programme)).toEqual({ CASH_ADVANCED: '-34.50', CASH_DIFFERENCE: '4.50', IN_TRANSIT: '-550.00', BENEFIT_EXPENSE: '580.00' });
    const even = await open(cashier(), deskId, programme, '50');
    await pay(cashier(), even, sent.payments[1]!.reference);
    expect(await does(cashier(), 'cashSessionClose', { sessionId: even, counted: '0' })).toMatchObject({ session: { state: 'SETTLED', difference: { amount: '0.00' } } });
  });

  it('takes a wrong payment back by a counter-entry of another person, and it is owed again', async () => {
    const { programme, sent } = await waiting(['30']);
    const session = await open(cashier(), await desk(), programme, '30');
    const { payout, printed } = await pay(cashier(), session, sent.payments[0]!.reference);
    const back = (who: Context): Promise<Told> => does(who, 'cashPayoutTakeBack', { payoutId: payout?.id, sessionId: session, reason: 'The sister of the same name came' });
    const both = world.platform.context({ actor: world.platform.actorOf({ id: 'cashier@example.org', roles: ['cash-supervisor'], places: null }) });
    expect(codes(await back(both))).toEqual(['CASH_SECOND_PERSON']);
    expect(codes(await back(supervisor()))).toEqual([]);
    expect(codes(await back(supervisor()))).toEqual(['CASH_TAKEN_BACK_ALREADY']);
    expect(await statesOf(world, sent)).toEqual(['RETURNED']);
    expect(await proofOf(as(world, 'auditor'), sent.id)).toMatchObject({ balanced: true, returned: '30.00/30.00' });
    expect(await run(cashier(), 'query ($receipt: String!) { cashReceiptVerify(receipt: $receipt) { authentic takenBack } }', { receipt: printed?.trim().split('\n').at(-1) })).toEqual({ cashReceiptVerify: { authentic: true, takenBack: true } });
    expect(await does(cashier(), 'cashSessionClose', { sessionId: session, counted: '30' })).toMatchObject({ session: { state: 'SETTLED' } });
    const again = await sentRun(world, programme, 'desks');
    expect(codes(await pay(cashier(), await open(cashier(), await desk(), programme, '30'), again.payments[0]!.reference))).toEqual([]);
    await expect(world.pool.query('update transactions.cash_payout set amount = 1 where id = $1', [decodeId(payout?.id ?? '')?.uuid])).rejects.toThrow();
  });

  it('pays what somebody is owed for several periods at once, by one reference and with one receipt', async () => {
    const { programme, sent } = await waiting(['30', '50'], ['3', '5']);
    const [first] = sent.payments;
    const { rows: [part] } = await world.pool.query<{ reference: string }>('select reference from transactions.payment_instruction where payment = $1 and reference <> payment', [first!.reference]);
    const session = await open(cashier(), await desk(), programme, '40');
    expect(codes(await pay(cashier(), session, part!.reference))).toEqual(['CASH_PAYMENT_NOT_FOUND']);
    expect(await run(cashier(), 'query ($reference: String!) { cashPayment(reference: $reference) { amount { amount } } }', { reference: first!.reference })).toEqual({ cashPayment: { amount: { amount: '33.00' } } });
    const { payout, userErrors, printed } = await pay(cashier(), session, first!.reference);
    expect([userErrors, payout?.amount.amount]).toEqual([[], '33.00']);
    expect(printed).toContain('33.00');
    expect(await statesOf(world, sent)).toEqual(['PAID', 'SENT', 'PAID', 'SENT']);
    expect(codes(await pay(cashier(), session, first!.reference))).toEqual(['CASH_PAID_ALREADY']);
    expect(await proofOf(as(world, 'auditor'), sent.id)).toMatchObject({ balanced: true, paid: '33.00/33.00', pending: '55.00/55.00' });
    expect(codes(await does(supervisor(), 'cashPayoutTakeBack', { payoutId: payout?.id, sessionId: session, reason: 'The sister of the same name came' }))).toEqual([]);
    expect(await statesOf(world, sent)).toEqual(['RETURNED', 'SENT', 'RETURNED', 'SENT']);
    expect(await inquireRun.run(world.platform.context({ actor: as(world, 'payment-officer').actor, today: '2026-03-12' }), { runId: sent.uuid }, unseen)).toEqual({ batches: 1, settled: 1 });
    expect(await statesOf(world, sent)).toEqual(['RETURNED', 'RETURNED', 'RETURNED', 'RETURNED']);
    expect(await proofOf(as(world, 'auditor'), sent.id)).toMatchObject({ balanced: true, returned: '88.00/88.00' });
  });

  it('sends back what nobody fetched in time', async () => {
    const { programme, sent } = await waiting(['30', '50']);
    const session = await open(cashier(), await desk(), programme, '100');
    await pay(cashier(), session, sent.payments[0]!.reference);
    expect(await inquireRun.run(as(world, 'payment-officer'), { runId: sent.uuid }, unseen)).toEqual({ batches: 1, settled: 0 });
    const later = (who: Context): Context => world.platform.context({ actor: who.actor, today: '2026-03-12' });
    expect(codes(await pay(later(cashier()), session, sent.payments[1]!.reference))).toEqual(['CASH_TOO_LATE']);
    expect(await inquireRun.run(later(as(world, 'payment-officer')), { runId: sent.uuid }, unseen)).toEqual({ batches: 1, settled: 1 });
    expect(await statesOf(world, sent)).toEqual(['PAID', 'RETURNED']);
    expect((await world.pool.query("select returned_reason from transactions.payment_instruction where run_id = $1 and state = 'RETURNED'", [sent.uuid])).rows).toEqual([{ returned_reason: 'UNCLAIMED' }]);
  });
});

describe('a payment that somebody else receives', () => {
  it('is fetched by the nominee whom two persons said, and the receipt names them', async () => {
    const { rows: [place] } = await world.pool.query<{ id: string }>("select id from people.place where code = 'N1'");
    const programme = await owing(world, ['15'], { place: place?.id ?? '' });
    const client = await world.pool.connect();
    try {
      await client.query("begin; select set_config('kinga.scope', 'all', true), set_config('kinga.actor', 'planter', true); insert into people.person (id, given_name, family_name, sex) values (kernel.uuid7(), 'Kofi', 'Nominee', 'MALE')");
      await client.query(`insert into transactions.payee_arrangement (id, beneficiary_id, receiver_id, kind, valid_from, reason, proposed_by)
        select kernel.uuid7(), e.payee_id, n.id, 'NOMINEE', '2026-01-01', 'Cannot walk so far', 'x' from programmes.entitlement e, people.person n where e.programme_id = $1 and n.family_name = 'Nominee'`, [programme]);
      await client.query("update transactions.payee_arrangement set state = 'CONFIRMED', decided_by = 'y', decided_on = '2026-01-02'; commit");
    } finally {
      client.release();
    }
    const sent = await sentRun(world, programme, 'desks');
    const session = await open(cashier(), await desk(), programme, '15');
    expect(await run(cashier(), 'query ($reference: String!) { cashPayment(reference: $reference) { payeeName receiverName } }', { reference: sent.payments[0]!.reference })).toEqual({ cashPayment: { payeeName: 'Ama Mensah 1', receiverName: 'Kofi Nominee' } });
    expect(codes(await pay(cashier(), session, sent.payments[0]!.reference))).toEqual(['CASH_OTHER_COLLECTOR']);
    const { printed, userErrors } = await pay(cashier(), session, sent.payments[0]!.reference, { collectedBy: 'RECEIVER' });
    expect(userErrors).toEqual([]);
    expect(printed).toContain('To Kofi Nominee (RECEIVER)');
  });
});

describe('the guide "Cash desks"', () => {
  it('is true, step by step', async () => {
    const { programme, sent } = await waiting(['25']);
    const known: Record<string, unknown> = { programme: encodeId('programme', programme), reference: sent.payments[0]?.reference };
    const BY: Readonly<Record<string, string>> = { Desk: 'cash-supervisor', TakeBack: 'cash-supervisor', ConfirmDifference: 'cash-supervisor' };
    const answers: Record<string, unknown> = {};
    for (const { name, source, variables } of await guideSteps('cash-desks.md')) {
      const answer = await run<Record<string, Told>>(as(world, BY[name] ?? 'cashier'), source, withKnown(variables, known));
      answers[name] = answer;
      const [told] = Object.values(answer);
      if (told?.desk) known['desk'] = told.desk.id;
      if (told?.session?.id) known['session'] = told.session.id;
      if (name === 'Pay') Object.assign(known, { payout: told?.payout?.id, receipt: told?.payout?.receipt });
      expect([name, told?.userErrors ?? []]).toEqual([name, []]);
    }
    expect(answers['LookUp']).toEqual({ cashPayment: { state: 'SENT', payeeName: 'Ama Mensah 1', amount: { amount: '25.00', currency: 'GHS' }, payableUntil: '2026-03-11' } });
    expect(answers['Verify']).toMatchObject({ cashReceiptVerify: { authentic: true, takenBack: false } });
    expect(answers['Close']).toEqual({ cashSessionClose: { session: { state: 'CLOSED', counted: { amount: '499.00' }, difference: { amount: '-1.00' } }, userErrors: [] } });
    expect(answers['ConfirmDifference']).toMatchObject({ cashSessionConfirm: { session: { state: 'SETTLED', confirmedBy: 'cash-supervisor@example.org' } } });
    expect(await balances(programme)).toEqual({ CASH_ADVANCED: '-1.00', CASH_DIFFERENCE: '1.00', RETURNED: '-25.00', BENEFIT_EXPENSE: '25.00' });
  });
});
