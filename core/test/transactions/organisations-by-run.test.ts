import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/kernel/context.js';
import { decodeId, encodeId } from '../../src/kernel/schema/ids.js';
import type { TestPlatform } from '../../src/testing/index.js';
import { messageId } from '../../src/transactions/channels/iso20022/message-id.js';
import { sendRun } from '../../src/transactions/runs/send-run-job.js';
import { mutated } from '../../src/transactions/testing/books.js';
import { answer, goOn } from '../../src/transactions/testing/course-of-runs.js';
import { answerOf, scriptedChannel } from '../../src/transactions/testing/scripted-channel.js';
import { approveRun, cancelRun, createRun, newKey, proofOf, receive, startSending } from '../../src/transactions/testing/story.js';
import { differences, paying, tell } from '../../src/transactions/testing/receivables.js';
import { as, owing, run, startWorld, unseen } from '../../src/transactions/testing/world.js';
import { bankAccount, receiveStatement } from './testing/payments.js';
import { statementOf, type EntryToWrite } from './testing/statement.js';

const channel = scriptedChannel();
const cash = scriptedChannel();
let world: TestPlatform;
let server: string;
beforeAll(async () => {
  world = await startWorld({ channels: { channel, cash: { ...cash, accountKinds: [] } } });
  server = (await world.serve()).url;
});
afterAll(() => world.stop());

const officer = () => as(world, 'payment-officer');
const approver = () => as(world, 'payment-approver');

let courts = 0;
/** An organisation, and an account of it that a second person has verified. */
async function court(verified = true): Promise<{ readonly id: string; readonly code: string; readonly account: string }> {
  const code = `COURT${100 + (courts += 1)}`;
  const { rows: [made] } = await world.pool.query<{ id: string }>('insert into people.organisation (id, code, name) values (kernel.uuid7(), $1, $1) returning id', [code]);
  const { account } = await mutated(as(world, 'account-registrar'), 'organisationAccountAdd', 'account', { code, account: { kind: 'BANK', institution: 'BANKGHAC', number: `GH00${1_000 + courts}` }, idempotencyKey: newKey() });
  if (verified) expect(await check(account?.id ?? '', 1, 'VERIFIED')).toMatchObject({ account: { verification: 'VERIFIED' }, userErrors: [] });
  return { id: encodeId('organisation', made?.id ?? ''), code, account: account?.id ?? '' };
}
const check = (id: string, version: number, verification: string, who = as(world, 'registry-manager')) =>
  mutated(who, 'organisationAccountVerify', 'account', { id, version, verification, method: 'Answer of the bank', idempotencyKey: newKey() }, 'id version verification');

interface Held {
  readonly programme: string;
  readonly number: string;
  readonly bank: () => Promise<string>;
  /** Of each court, what is approved to be paid over. */
  readonly payments: readonly { readonly id: string; readonly court: string }[];
}

let banks = 0;
/** A programme that withheld a quarter of amounts for courts, which is approved to be paid over. */
async function withheld(amounts: readonly string[], courtsOf: readonly { readonly id: string; readonly code: string }[]): Promise<Held> {
  const programme = await owing(world, amounts);
  const { rows } = await world.pool.query<{ payee: string }>('select payee_id as payee from programmes.entitlement where programme_id = $1 order by id', [programme]);
  for (const [index, { payee }] of rows.entries()) {
    const { order } = await mutated(officer(), 'withholdingOrderPropose', 'order', {
      personId: encodeId('person', payee), organisationId: courtsOf[index % courtsOf.length]?.id, programmeId: encodeId('programme', programme), kind: 'MAINTENANCE', reference: newKey(), reason: 'The court said so', share: '0.25', priority: 1, dueFrom: '2020-01-01', idempotencyKey: newKey(),
    });
    await mutated(approver(), 'withholdingOrderDecide', 'order', { id: order!.id, confirm: true, idempotencyKey: newKey() });
  }
  const { run: made } = await createRun(officer(), programme, { channel: 'channel' });
  const target = { id: made!.id, hash: made!.contentHash };
  for (let step = 0; step < 2; step += 1) await goOn(world, channel, target, 'never');
  await answer(world, target, ['PAID']);
  const payments: { id: string; court: string }[] = [];
  for (const { id, code } of courtsOf) {
    const { payment } = await mutated(officer(), 'deductionPaymentPropose', 'payment', { programmeId: encodeId('programme', programme), organisationId: id, idempotencyKey: newKey() });
    await mutated(approver(), 'deductionPaymentDecide', 'payment', { id: payment!.id, approve: true, idempotencyKey: newKey() });
    payments.push({ id: payment!.id, court: code });
  }
  const number = `80${(banks += 1)}`;
  let bank: Promise<string> | undefined;
  return { programme, number, payments, bank: () => (bank ??= bankAccount(world, programme, { number, channels: ['channel'] })) };
}

const create = ({ programme }: Held, more: object = {}) =>
  mutated(officer(), 'organisationPaymentRunCreate', 'run', { programmeId: encodeId('programme', programme), channel: 'channel', idempotencyKey: newKey(), ...more }, 'id code state contentHash kind until instructionCount total { amount }');
interface Made { readonly id: string; readonly contentHash: string; readonly code: string }
async function made(held: Held): Promise<Made> {
  const { run: it, userErrors } = await create(held);
  expect(userErrors).toEqual([]);
  return it as unknown as Made;
}
async function sent(held: Held): Promise<Made> {
  const it = await made(held);
  await approveRun(approver(), it.id, it.contentHash);
  await send(it);
  return it;
}
async function send({ id }: Made): Promise<void> {
  expect(await startSending(officer(), id)).toMatchObject({ userErrors: [] });
  await sendRun.run(officer(), { runId: decodeId(id)?.uuid ?? '' }, unseen);
}

interface Payment { readonly reference: string; readonly amount: string; readonly state: string; readonly because: string | null; readonly over: string }
const paymentsOf = async ({ id }: Made): Promise<readonly Payment[]> => (await world.pool.query<Payment & { id: string }>(
  `select p.reference, p.amount::text, p.state, p.returned_reason as because, d.state as over from transactions.organisation_payment p join transactions.deduction_payment d on d.id = p.source_id
   join people.organisation o on o.id = p.organisation_id where p.run_id = $1 order by o.id`, [decodeId(id)?.uuid])).rows;
const states = async (of: Made): Promise<readonly string[]> => (await paymentsOf(of)).map(({ state, over, because }) => [state, over, because].filter(Boolean).join(' '));
const stateOf = async ({ id }: Made): Promise<string> => (await run<{ paymentRun: { state: string } }>(officer(), 'query ($id: ID!) { paymentRun(by: { id: $id }) { state } }', { id })).paymentRun.state;
const owed = async ({ programme }: Held): Promise<readonly object[]> => (await run<{ deductionsOwed: readonly object[] }>(officer(),
  'query ($programme: ID!) { deductionsOwed(programmeId: $programme) { due { amount } underWay { amount } paidOver { amount } inLedger { amount } balanced } }', { programme: encodeId('programme', programme) })).deductionsOwed;
const statement = async (held: Held, entries: readonly EntryToWrite[]) => receiveStatement(world, server, await held.bank(), statementOf({ account: held.number, opening: '1000.00', entries, id: newKey(), on: '2026-03-01' }));
const shows = ({ reference, amount }: Pick<Payment, 'reference' | 'amount'>, more: Partial<EntryToWrite> = {}): EntryToWrite => ({ amount, direction: 'DEBIT', endToEndId: reference, ...more });
const back = (payment: Pick<Payment, 'reference' | 'amount'>): EntryToWrite => shows(payment, { direction: 'CREDIT', returnReason: 'AC04' });
const entriesOf = async (held: Held): Promise<readonly object[]> => (await run<{ bankEntries: { nodes: object[] } }>(officer(),
  'query ($bank: ID!) { bankEntries(where: { bankAccount: { id: { eq: $bank } } }, orderBy: [{ id: ASC }]) { nodes { state matchedBy problem transaction { kind } } } }', { bank: await held.bank() })).bankEntries.nodes;
const gap = async (held: Held): Promise<readonly object[]> => (await run<{ bankBalanceProof: { counts: readonly object[] } }>(as(world, 'auditor'),
  'query ($bank: ID!) { bankBalanceProof(bankAccountId: $bank) { counts { code count amount { amount } } } }', { bank: await held.bank() })).bankBalanceProof.counts;

describe('what is owed to organisations', () => {
  it('is paid by a run whose payments the statement of the bank settles, each once', async () => {
    const held = await withheld(['100.00', '40.00'], [await court(), await court()]);
    // A budget is of what persons get: nothing is taken of it.
    const budget = { code: 'B1', programmeId: encodeId('programme', held.programme), startsOn: '2026-01-01', endsOn: '2026-12-31', amount: '1', reason: 'The law of finance', idempotencyKey: newKey() };
    expect(await mutated(as(world, 'ledger-keeper'), 'budgetCreate', 'budget', budget)).toMatchObject({ userErrors: [] });
    const { rows: [amendment] } = await world.pool.query<{ id: string }>("select a.id from transactions.budget_amendment a join transactions.budget b on b.id = a.budget_id where b.code = 'B1'");
    expect(await mutated(as(world, 'budget-holder'), 'budgetAmendmentDecide', 'amendment', { id: encodeId('budget_amendment', amendment?.id ?? ''), approve: true, idempotencyKey: newKey() })).toMatchObject({ userErrors: [] });
    const it = await sent(held);
    expect(it).toMatchObject({ kind: 'ORGANISATIONS', until: '2026-03-01', instructionCount: 2, total: { amount: '35.00' } });
    expect(await states(it)).toEqual(['SENT APPROVED', 'SENT APPROVED']);
    expect(await owed(held)).toEqual(['25.00', '10.00'].map((amount) => ({ due: { amount: '0.00' }, underWay: { amount }, paidOver: { amount: '0.00' }, inLedger: { amount }, balanced: true })));
    const [first, second] = await paymentsOf(it);
    expect(await statement(held, [shows(first!), shows(first!), shows({ ...second!, amount: '10.01' })])).toMatchObject({ matched: 1, unmatched: 2, paid: 1, returned: 0 });
    expect(await entriesOf(held)).toEqual([
      { state: 'MATCHED', matchedBy: 'REFERENCE', problem: null, transaction: { kind: 'DEDUCTIONS_PAID' } }, { state: 'UNMATCHED', matchedBy: null, problem: 'PAID_TWICE', transaction: null }, { state: 'UNMATCHED', matchedBy: null, problem: 'WRONG_AMOUNT', transaction: null }]);
    expect(await states(it)).toEqual(['PAID PAID', 'SENT APPROVED']);
    expect(await stateOf(it)).toBe('SENT');
    expect(await receive(officer(), it.id, answerOf([second!]))).toMatchObject({ paid: 1, unmatched: [] });
    expect(await receive(officer(), it.id, answerOf([second!, { reference: 'nobody', amount: '1.00' }, { ...first!, status: 'RETURNED' }]))).toMatchObject({ paid: 0, unmatched: [{ reason: 'ALREADY_PAID' }, { reason: 'UNKNOWN_REFERENCE' }, { reason: 'ALREADY_PAID' }] });
    expect(await stateOf(it)).toBe('RECONCILED');
    expect(await proofOf(officer(), it.id)).toMatchObject({ balanced: true, entitled: '35.00/35.00', paid: '35.00/35.00' });
    // What was paid comes back days later, and is due again.
    expect(await statement(held, [shows(second!), back(second!)])).toMatchObject({ matched: 2, unmatched: 0, paid: 0, returned: 1 });
    expect(await states(it)).toEqual(['PAID PAID', 'RETURNED RETURNED AC04']);
    expect(await proofOf(officer(), it.id)).toMatchObject({ balanced: true, paid: '25.00/25.00', returned: '10.00/10.00' });
    expect(await owed(held)).toMatchObject([{ paidOver: { amount: '25.00' }, balanced: true }, { due: { amount: '10.00' }, paidOver: { amount: '0.00' }, inLedger: { amount: '10.00' }, balanced: true }]);
    expect(await create(held)).toMatchObject({ run: null, userErrors: [{ code: 'ORGANISATION_NOTHING_DUE' }] });
  });

  it('is of a batch that the bank shows as one, and the gap to the ledger says so', async () => {
    const held = await withheld(['100.00', '40.00'], [await court(), await court()]);
    const it = await sent(held);
    const [first] = await paymentsOf(it);
    await receive(officer(), it.id, answerOf(await paymentsOf(it)));
    // Before the bank shows anything of it, the ledger has it and the bank has not.
    await statement(held, []);
    expect(await gap(held)).toEqual(expect.arrayContaining([{ code: 'NOT_AT_BANK', count: 4, amount: { amount: '140.00' } }]));
    const { rows: [batch] } = await world.pool.query<{ key: string }>('select key from transactions.payment_batch where run_id = $1', [decodeId(it.id)?.uuid]);
    expect(await statement(held, [{ amount: '35.00', direction: 'DEBIT', batch: messageId(batch!.key) }])).toMatchObject({ matched: 1, paid: 0 });
    expect(await gap(held)).toEqual(expect.arrayContaining([{ code: 'NOT_AT_BANK', count: 2, amount: { amount: '105.00' } }]));
    expect(await statement(held, [back(first!)])).toMatchObject({ matched: 1, returned: 1 });
    expect(await gap(held)).toEqual(expect.arrayContaining([{ code: 'NOT_AT_BANK', count: 2, amount: { amount: '105.00' } }]));
    expect(await states(it)).toEqual(['RETURNED RETURNED AC04', 'PAID PAID']);
  });

  it('is asked about when nobody says what became of it, or the bank does not show what was paid', async () => {
    const held = await withheld(['100.00', '40.00'], [await court(), await court()]);
    const it = await sent(held);
    const [first, second] = await paymentsOf(it);
    const late = async (on: string): Promise<readonly object[]> => (await run<{ reconciliation: { differences: readonly { code: string; organisationPayment: { reference: string } | null }[] } }>(as(world, 'auditor'),
      'query ($id: ID!, $on: LocalDate!) { reconciliation(programmeId: $id, on: $on) { differences { code amount { amount } organisationPayment { reference } } } }', { id: encodeId('programme', held.programme), on })).reconciliation.differences.filter(({ organisationPayment }) => organisationPayment);
    expect(await late('2026-03-01')).toEqual([]);
    expect(await late('2026-06-01')).toEqual([first, second].map((payment) => ({ code: 'SENT_TOO_LONG', amount: { amount: payment!.amount }, organisationPayment: { reference: payment!.reference } })));
    await receive(officer(), it.id, answerOf([first!, second!]));
    world.setToday('2026-05-31');
    await receiveStatement(world, server, await held.bank(), statementOf({ account: held.number, opening: '1000.00', entries: [shows(first!)], id: newKey(), on: '2026-05-31' }));
    world.setToday('2026-03-01');
    expect(await late('2026-06-01')).toEqual([{ code: 'PAID_NOT_AT_BANK', amount: { amount: '10.00' }, organisationPayment: { reference: second!.reference } }]);
  });

  it('is paid by a run or by hand, and not given up while a run pays it', async () => {
    const held = await withheld(['100.00'], [await court()]);
    const { id } = held.payments[0]!;
    const pay = () => mutated(officer(), 'deductionPaymentPay', 'payment', { id, idempotencyKey: newKey() }, 'id state');
    const reject = () => mutated(approver(), 'deductionPaymentDecide', 'payment', { id, approve: false, idempotencyKey: newKey() }, 'id state');
    const it = await made(held);
    expect([await pay(), await reject()]).toMatchObject([{ userErrors: [{ code: 'ORGANISATION_PAYMENT_UNDER_WAY', path: ['input', 'id'] }] }, { userErrors: [{ code: 'ORGANISATION_PAYMENT_UNDER_WAY' }] }]);
    const { rows: [{ reference } = { reference: '' }] } = await world.pool.query<{ reference: string }>('select reference from transactions.deduction_payment where id = $1', [decodeId(id)?.uuid]);
    expect(await statement(held, [shows({ reference, amount: '25.00' })])).toMatchObject({ matched: 0, unmatched: 1 });
    expect(await cancelRun(officer(), it.id)).toMatchObject({ run: { state: 'CANCELLED' }, userErrors: [] });
    expect(await states(it)).toEqual(['CANCELLED APPROVED']);
    expect(await pay()).toMatchObject({ payment: { state: 'PAID' }, userErrors: [] });
    expect(await create(held)).toMatchObject({ userErrors: [{ code: 'ORGANISATION_NOTHING_DUE' }] });
    const { deductionPayment } = await run<{ deductionPayment: object }>(officer(), 'query ($id: ID!) { deductionPayment(by: { id: $id }) { payments { nodes { state sourceId run { code } } } } }', { id });
    expect(deductionPayment).toEqual({ payments: { nodes: [{ state: 'CANCELLED', sourceId: id, run: { code: it.code } }] } });
  });

  it('is approved as it was made, by another person, and only in accounts that stand', async () => {
    const [stands, unverified] = [await court(), await court(false)];
    const held = await withheld(['100.00', '40.00'], [stands, unverified]);
    const listed = (through: string, who: Context = officer()) => run<{ organisationPaymentsDue: readonly object[] }>(who,
      'query ($id: ID!, $channel: String!) { organisationPaymentsDue(programmeId: $id, channel: $channel) { source sourceId amount { amount } problem } }', { id: encodeId('programme', held.programme), channel: through });
    expect(await listed('channel')).toMatchObject({ organisationPaymentsDue: [{ source: 'transactions.deductions', sourceId: held.payments[0]!.id, problem: null }, { problem: 'ACCOUNT_NOT_VERIFIED', amount: { amount: '10.00' } }] });
    expect(await listed('cash')).toMatchObject({ organisationPaymentsDue: [{ problem: 'ACCOUNT_KIND' }, { problem: 'ACCOUNT_KIND' }] });
    expect(await listed('channel', as(world, 'payment-officer', 'limited', ['N1']))).toEqual({ organisationPaymentsDue: [] });
    expect(await mutated(as(world, 'payment-officer', 'limited', ['N1']), 'organisationPaymentRunCreate', 'run', { programmeId: encodeId('programme', held.programme), channel: 'channel', idempotencyKey: newKey() })).toMatchObject({ userErrors: [{ code: 'PROGRAMME_NOT_FOUND' }] });
    expect(await create(held, { channel: 'cash' })).toMatchObject({ userErrors: [{ code: 'ORGANISATIONS_UNPAYABLE', path: ['input', 'channel'] }] });
    expect(await create(held, { sources: ['nobody'] })).toMatchObject({ userErrors: [{ code: 'ORGANISATION_PAYABLE_UNKNOWN' }] });
    const it = await made(held);
    const both = world.platform.context({ actor: world.platform.actorOf({ id: 'payment-officer@example.org', roles: ['payment-approver'], places: null }) });
    expect(await approveRun(both, it.id, it.contentHash)).toMatchObject({ userErrors: [{ code: 'MAKER_IS_CHECKER' }] });
    expect(await approveRun(as(world, 'payment-approver', 'limited', ['N1']), it.id, it.contentHash)).toMatchObject({ userErrors: [{ code: 'RUN_NOT_FOUND' }] });
    await approveRun(approver(), it.id, it.contentHash);
    // Nothing ends on the day on which it began: another day has come.
    expect(await mutated(as(world, 'account-registrar'), 'organisationAccountEnd', 'account', { id: (await accountsOf(held))[0], version: 2, idempotencyKey: newKey() })).toMatchObject({ userErrors: [{ code: 'ENDS_BEFORE_START' }] });
    world.setToday('2026-03-02');
    expect(await mutated(as(world, 'account-registrar'), 'organisationAccountEnd', 'account', { id: (await accountsOf(held))[0], version: 2, idempotencyKey: newKey() })).toMatchObject({ userErrors: [] });
    const calls = channel.calls.length;
    await check(unverified.account, 1, 'VERIFIED');
    await send(it);
    expect(channel.calls.slice(calls)).toEqual([]);
    expect(await states(it)).toEqual(['RETURNED APPROVED ACCOUNT_CLOSED']);
    expect(await proofOf(officer(), it.id)).toMatchObject({ balanced: true, returned: '25.00/25.00' });
    expect(await create(held)).toMatchObject({ run: { instructionCount: 1, total: { amount: '10.00' } } });
    world.setToday('2026-03-01');
  });
  const accountsOf = async (held: Held): Promise<readonly string[]> => (await world.pool.query<{ id: string }>(
    `select a.id from people.organisation_account a join people.organisation o on o.id = a.organisation_id where o.code = any ($1) order by o.id`, [held.payments.map(({ court: code }) => code)])).rows.map(({ id }) => encodeId('organisationaccount', id));

  it('is kept by the database: into verified accounts of its organisation, once, frozen, by two persons', async () => {
    const [theirs, others] = [await court(), await court(false)];
    const held = await withheld(['100.00'], [theirs]);
    const it = await made(held);
    const { uuid } = decodeId(it.id)!;
    const direct = (text: string, values: readonly unknown[] = [uuid]): Promise<unknown> => world.pool.query(text, [...values]);
    const copy = (columns: string) => direct(`insert into transactions.organisation_payment (id, run_id, batch_number, programme_id, organisation_id, account_id, payee_name, amount, currency, reference, source, source_id)
      select kernel.uuid7(), run_id, 1, programme_id, organisation_id, ${columns} from transactions.organisation_payment where run_id = $1`);
    await expect(copy("account_id, payee_name, amount, currency, 'R1', source, kernel.uuid7()")).rejects.toMatchObject({ constraint: 'payment_run_frozen' });
    const { rows: [fresh] } = await world.pool.query<{ id: string }>(`insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by, kind) select kernel.uuid7(), 'FRESH', programme_id, until, currency, channel, 'x', 'ORGANISATIONS' from transactions.payment_run where id = $1 returning id`, [uuid]);
    const into = (account: string, amount: string, source = 'kernel.uuid7()') => direct(
      `insert into transactions.organisation_payment (id, run_id, batch_number, programme_id, organisation_id, account_id, payee_name, amount, currency, reference, source, source_id)
       select kernel.uuid7(), $2, 1, p.programme_id, p.organisation_id, a.id, a.holder_name, ${amount}, p.currency, replace(kernel.uuid7()::text, '-', ''), p.source, ${source} from transactions.organisation_payment p join people.organisation_account a on a.id = $3 where p.run_id = $1`,
      [uuid, fresh?.id, decodeId(account)?.uuid]);
    await expect(into(others.account, '1.00')).rejects.toMatchObject({ constraint: 'organisation_payment_account' });
    await expect(into(theirs.account, '1.001')).rejects.toMatchObject({ constraint: 'organisation_payment_account' });
    await expect(into(theirs.account, '1.00', 'p.source_id')).rejects.toMatchObject({ constraint: 'organisation_payment_live' });
    await expect(direct('update transactions.organisation_payment set amount = 1 where run_id = $1')).rejects.toMatchObject({ constraint: 'organisation_payment_frozen' });
    await expect(direct("update transactions.organisation_payment set state = 'PAID', settled_on = '2026-03-01' where run_id = $1")).rejects.toMatchObject({ constraint: 'organisation_payment_moves' });
    await expect(direct('delete from transactions.organisation_payment where run_id = $1')).rejects.toThrow(/never changed/);
    const account = decodeId(others.account)?.uuid;
    await expect(direct("update people.organisation_account set verification = 'VERIFIED', checked_by = recorded_by, checked_on = '2026-03-01', check_method = 'm' where id = $1", [account])).rejects.toMatchObject({ constraint: 'organisation_account_second_person' });
    await expect(direct("update people.organisation_account set verification = 'VERIFIED' where id = $1", [account])).rejects.toMatchObject({ constraint: 'organisation_account_checked' });
    await expect(direct("update people.organisation_account set institution = 'other' where id = $1", [account])).rejects.toMatchObject({ constraint: 'payment_account_frozen' });
    await expect(direct('delete from people.organisation_account where id = $1', [account])).rejects.toThrow(/never changed/);
    expect(await mutated(as(world, 'account-registrar'), 'organisationAccountAdd', 'account', { code: theirs.code, account: { kind: 'BANK', institution: 'B', number: 'DE00123456781234567890' }, idempotencyKey: newKey() })).toMatchObject({ userErrors: [{ code: 'ACCOUNT_NUMBER_INVALID' }] });
    expect(await check(others.account, 7, 'VERIFIED')).toMatchObject({ account: null, userErrors: [{ code: 'CHANGED_MEANWHILE' }] });
  });

  it('is also what an employer paid too much: a refund is sent, comes back, and is sent again', async () => {
    const { programme } = await paying(world);
    const employer = await court();
    const collector = as(world, 'collections-officer');
    const demand = await tell(collector, 'demandRaise', { programmeId: programme, organisationId: employer.id, reference: 'D-1', purpose: 'CONTRIBUTION', dueOn: '2026-03-31', lines: [{ code: 'WORKERS', description: 'Of March', amount: '100.00' }] });
    expect(demand).toMatchObject({ userErrors: [] });
    const { receipt } = await tell(collector, 'receiptReceive', { programmeId: programme, controlNumber: demand.demand!.payer.controlNumber, amount: '130.00', method: 'BANK', bankReference: 'IN-1', receivedOn: '2026-03-01' });
    const { refund } = await tell(collector, 'receiptRefundRequest', { receiptId: receipt!.id, amount: '30.00', reason: 'Paid too much' });
    const held: Held = { programme: decodeId(programme)!.uuid, number: '9001', payments: [], bank: async () => '' };
    expect(await create(held)).toMatchObject({ userErrors: [{ code: 'ORGANISATION_NOTHING_DUE' }] });
    await tell(as(world, 'collections-approver'), 'receiptRefundApprove', { refundId: refund!.id });
    const settled = async (say: object): Promise<Made> => {
      const it = await sent(held);
      expect(await tell(collector, 'receiptRefundPay', { refundId: refund!.id, paidOn: '2026-03-01', paidReference: 'OUT-1' })).toMatchObject({ userErrors: [{ code: 'ORGANISATION_PAYMENT_UNDER_WAY', path: ['input', 'refundId'] }] });
      const { rows: [payment] } = await world.pool.query<{ reference: string; amount: string }>('select reference, amount::text from transactions.organisation_payment where run_id = $1', [decodeId(it.id)?.uuid]);
      await receive(officer(), it.id, answerOf([{ ...payment!, ...say }]));
      return it;
    };
    const told = async (): Promise<object> => (await run<{ receiptRefund: object }>(collector, 'query ($id: ID!) { receiptRefund(by: { id: $id }) { state paidOn } }', { id: refund!.id })).receiptRefund;
    const books = async (): Promise<object> => Object.fromEntries((await world.pool.query<{ purpose: string; sum: string }>(
      `select a.purpose, sum(p.amount)::text as sum from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose in ('FUNDS', 'REFUND_PAYABLE') group by 1`, [held.programme])).rows.map(({ purpose, sum }) => [purpose, sum]));
    await settled({ status: 'RETURNED', reason: 'Closed' });
    expect([await told(), await books()]).toEqual([{ state: 'APPROVED', paidOn: null }, { FUNDS: '130.00', REFUND_PAYABLE: '-30.00' }]);
    const paid = await settled({});
    expect([await told(), await books()]).toEqual([{ state: 'PAID', paidOn: '2026-03-01' }, { FUNDS: '100.00', REFUND_PAYABLE: '0.00' }]);
    const bank = await bankAccount(world, held.programme, { number: '9001', channels: ['channel'] });
    const { rows: [{ reference } = { reference: '' }] } = await world.pool.query<{ reference: string }>('select reference from transactions.organisation_payment where run_id = $1', [decodeId(paid.id)?.uuid]);
    expect(await receiveStatement(world, server, bank, statementOf({ account: '9001', opening: '1000.00', entries: [shows({ reference, amount: '30.00' }), back({ reference, amount: '30.00' })], id: newKey(), on: '2026-03-01' }))).toMatchObject({ matched: 2, returned: 1 });
    expect([await told(), await books(), await proofOf(officer(), paid.id)]).toMatchObject([{ state: 'APPROVED', paidOn: null }, { FUNDS: '130.00', REFUND_PAYABLE: '-30.00' }, { balanced: true }]);
    await settled({});
    expect(await told()).toMatchObject({ state: 'PAID' });
    expect(await differences(world)).toEqual([]);
  });

  it('whatever channel, bank and people say of it in whatever order, is paid once and stays proved', { timeout: 600_000 }, async () => {
    const step = fc.constantFrom('CREATE', 'APPROVE', 'CANCEL', 'SEND', 'KILLED_BEFORE', 'KILLED_AFTER', 'ANSWER_PAID', 'ANSWER_RETURNED', 'ANSWER_WRONG', 'BANK_OUT', 'BANK_BACK', 'PAY_BY_HAND');
    const courtsOfAll = [await court(), await court()];
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 18 }), async (steps) => {
      const held = await withheld(['40.00', '80.00'], courtsOfAll);
      const runs: Made[] = [];
      const handed = new Set(channel.book.keys());
      for (const each of steps) {
        const last = runs.at(-1);
        if (each === 'CREATE') {
          const { run: it } = await create(held);
          if (it) runs.push(it as unknown as Made);
        } else if (each === 'PAY_BY_HAND') await mutated(officer(), 'deductionPaymentPay', 'payment', { id: held.payments[0]!.id, idempotencyKey: newKey() });
        else if (!last) continue;
        else if (each === 'APPROVE') await approveRun(approver(), last.id, last.contentHash);
        else if (each === 'CANCEL') await cancelRun(officer(), last.id);
        else if (each === 'SEND' || each === 'KILLED_BEFORE' || each === 'KILLED_AFTER') {
          if ((await startSending(officer(), last.id)).userErrors.length > 0) continue;
          channel.fail = each === 'SEND' ? 'never' : each === 'KILLED_BEFORE' ? 'before' : 'after';
          await sendRun.run(officer(), { runId: decodeId(last.id)?.uuid ?? '' }, unseen).catch(() => undefined);
          channel.fail = 'never';
        } else {
          const [payment] = await paymentsOf(last);
          if (each === 'BANK_OUT') await statement(held, [shows(payment!)]);
          else if (each === 'BANK_BACK') await statement(held, [back(payment!)]);
          else await receive(officer(), last.id, answerOf([each === 'ANSWER_WRONG' ? { ...payment!, amount: '1.23' } : { reference: payment!.reference, amount: payment!.amount, ...(each === 'ANSWER_RETURNED' && { status: 'RETURNED', reason: 'x' }) }]));
        }
        for (const entry of await owed(held)) expect(entry).toMatchObject({ balanced: true });
      }
      for (const { id } of runs) expect(await proofOf(officer(), id)).toMatchObject({ balanced: true });
      const references = [...channel.book].filter(([key]) => !handed.has(key)).flatMap(([, { payments }]) => payments.map(({ reference }) => reference));
      expect(new Set(references).size).toBe(references.length);
      const { rows } = await world.pool.query(
        `select p.id from transactions.deduction_payment p where p.programme_id = $1 and (select count(*) from transactions.organisation_payment o where o.source_id = p.id and o.state = 'PAID') + (p.paid_reference = p.reference)::int > 1`, [held.programme]);
      expect(rows).toEqual([]);
    }), { numRuns: 6 });
  });
});
