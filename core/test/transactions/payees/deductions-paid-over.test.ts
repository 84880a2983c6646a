import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId, encodeId } from '../../../src/kernel/schema/ids.js';
import type { TestPlatform } from '../../../src/testing/index.js';
import { mutated } from '../../../src/transactions/testing/books.js';
import { answer, goOn, type MadeRun } from '../../../src/transactions/testing/course-of-runs.js';
import { scriptedChannel } from '../../../src/transactions/testing/scripted-channel.js';
import { createRun, newKey, proofOf } from '../../../src/transactions/testing/story.js';
import { verifyLedger } from '../../../src/transactions/checks/verify-ledger.js';
import { as, owe, owing, run, startWorld } from '../../../src/transactions/testing/world.js';
import { bankAccount, receiveStatement } from '../testing/payments.js';
import { statementOf, type EntryToWrite } from '../testing/statement.js';

const channel = scriptedChannel();
let world: TestPlatform;
let server: string;
let court: string;
beforeAll(async () => {
  world = await startWorld({ channels: { channel } });
  server = (await world.serve()).url;
  const { rows } = await world.pool.query<{ id: string }>("insert into people.organisation (id, code, name) values (kernel.uuid7(), 'COURT', 'Family court') returning id");
  court = encodeId('organisation', rows[0]!.id);
});
afterAll(() => world.stop());

const officer = () => as(world, 'payment-officer');
const approver = (name?: string) => as(world, 'payment-approver', name);

interface Held {
  readonly programme: string;
  readonly number: string;
  readonly bank: () => Promise<string>;
  readonly payees: readonly string[];
}

let banks = 0;
/** A programme that owes amounts, a quarter of each of which is to go to the court. */
async function withholding(amounts: readonly string[]): Promise<Held> {
  const programme = await owing(world, amounts);
  const { rows } = await world.pool.query<{ payee: string }>('select payee_id as payee from programmes.entitlement where programme_id = $1 order by id', [programme]);
  for (const { payee } of rows) {
    const { order } = await mutated(officer(), 'withholdingOrderPropose', 'order', {
      personId: encodeId('person', payee), organisationId: court, programmeId: encodeId('programme', programme), kind: 'MAINTENANCE', reference: newKey(), reason: 'The court said so', share: '0.25', priority: 1, dueFrom: '2020-01-01', idempotencyKey: newKey(),
    });
    await mutated(approver(), 'withholdingOrderDecide', 'order', { id: order!.id, confirm: true, idempotencyKey: newKey() });
  }
  const number = `70${(banks += 1)}`;
  let made: Promise<string> | undefined;
  return { programme, number, payees: rows.map(({ payee }) => payee), bank: () => (made ??= bankAccount(world, programme, { number, channels: ['channel'] })) };
}

/** Pays what a programme owes, and has the channel say what became of it. */
async function paid({ programme }: Held, said: readonly ('PAID' | 'RETURNED' | 'NOTHING')[]): Promise<MadeRun> {
  const { run: made, userErrors } = await createRun(officer(), programme, { channel: 'channel' });
  expect(userErrors).toEqual([]);
  const target = { id: made!.id, hash: made!.contentHash };
  for (let step = 0; step < 2; step += 1) await goOn(world, channel, target, 'never');
  await answer(world, target, said);
  return target;
}

type Amounts = Readonly<Record<'withheld' | 'waiting' | 'due' | 'underWay' | 'paidOver' | 'inLedger', { readonly amount: string }>> & { readonly balanced: boolean };
async function owed({ programme }: Held, who = officer()): Promise<object> {
  const { deductionsOwed } = await run<{ deductionsOwed: readonly Amounts[] }>(who,
    'query ($programme: ID!) { deductionsOwed(programmeId: $programme) { withheld { amount } waiting { amount } due { amount } underWay { amount } paidOver { amount } inLedger { amount } balanced } }', { programme: encodeId('programme', programme) });
  const [{ balanced, ...amounts } = { balanced: true } as Amounts] = deductionsOwed;
  return { balanced, ...Object.fromEntries(Object.entries(amounts).map(([name, { amount }]) => [name, amount])) };
}

const propose = ({ programme }: Held, more: object = {}) => mutated(officer(), 'deductionPaymentPropose', 'payment', { programmeId: encodeId('programme', programme), organisationId: court, idempotencyKey: newKey(), ...more }, 'id state reference amount { amount }');
const decide = (id: string, approve = true, who = approver()) => mutated(who, 'deductionPaymentDecide', 'payment', { id, approve, idempotencyKey: newKey() }, 'id state');
const pay = (id: string, more: object = {}) => mutated(officer(), 'deductionPaymentPay', 'payment', { id, idempotencyKey: newKey(), ...more }, 'id state paidReference');
const comeBack = (id: string) => mutated(officer(), 'deductionPaymentReturn', 'payment', { id, idempotencyKey: newKey() }, 'id state');
async function proposed(held: Held): Promise<{ readonly id: string; readonly reference: string; readonly amount: string }> {
  const { payment, userErrors } = await propose(held);
  expect(userErrors).toEqual([]);
  const { id, reference, amount } = payment as unknown as { id: string; reference: string; amount: { amount: string } };
  return { id, reference, amount: amount.amount };
}
async function approved(held: Held): Promise<{ readonly id: string; readonly reference: string; readonly amount: string }> {
  const payment = await proposed(held);
  expect(await decide(payment.id)).toMatchObject({ payment: { state: 'APPROVED' }, userErrors: [] });
  return payment;
}
const stateOf = async (id: string): Promise<string> => (await run<{ deductionPayment: { state: string } }>(officer(), 'query ($id: ID!) { deductionPayment(by: { id: $id }) { state } }', { id })).deductionPayment.state;

const statement = async (held: Held, entries: readonly EntryToWrite[]) => receiveStatement(world, server, await held.bank(), statementOf({ account: held.number, opening: '1000.00', entries, id: newKey(), on: '2026-03-01' }));
const shows = ({ reference, amount }: { readonly reference: string; readonly amount: string }, direction: 'DEBIT' | 'CREDIT' = 'DEBIT'): EntryToWrite => ({ amount, direction, endToEndId: reference, ...(direction === 'CREDIT' && { returnReason: 'AC04' }) });
const paymentsOf = async ({ id }: MadeRun): Promise<readonly { reference: string; amount: string }[]> =>
  (await world.pool.query<{ reference: string; amount: string }>('select reference, amount::text from transactions.payment_instruction where run_id = $1 order by amount desc', [decodeId(id)?.uuid])).rows;

describe('what was withheld for an organisation', () => {
  it('is paid over by two persons once its payments have arrived, and the statement of the bank settles it', async () => {
    const held = await withholding(['100.00', '100.00']);
    const of = await paid(held, ['PAID', 'NOTHING']);
    expect(await owed(held)).toEqual({ withheld: '50.00', waiting: '25.00', due: '25.00', underWay: '0.00', paidOver: '0.00', inLedger: '50.00', balanced: true });
    const payment = await proposed(held);
    expect(payment.amount).toBe('25.00');
    expect(await propose(held)).toMatchObject({ payment: null, userErrors: [{ code: 'DEDUCTION_PAYMENT_NOTHING', path: ['input', 'organisationId'] }] });
    const both = world.platform.context({ actor: world.platform.actorOf({ id: 'payment-officer@example.org', roles: ['payment-approver'], places: null }) });
    expect(await decide(payment.id, true, both)).toMatchObject({ userErrors: [{ code: 'DEDUCTION_PAYMENT_SECOND_PERSON' }] });
    expect(await pay(payment.id)).toMatchObject({ userErrors: [{ code: 'DEDUCTION_PAYMENT_STATE' }] });
    await decide(payment.id);
    expect(await owed(held)).toMatchObject({ due: '0.00', underWay: '25.00', paidOver: '0.00', inLedger: '50.00', balanced: true });
    await statement(held, [shows({ ...payment, amount: '25.01' })]);
    expect(await stateOf(payment.id)).toBe('APPROVED');
    expect(await statement(held, [shows(payment)])).toMatchObject({ matched: 1, unmatched: 0, userErrors: [] });
    expect(await stateOf(payment.id)).toBe('PAID');
    expect(await owed(held)).toEqual({ withheld: '50.00', waiting: '25.00', due: '0.00', underWay: '0.00', paidOver: '25.00', inLedger: '25.00', balanced: true });
    expect(await proofOf(officer(), of.id)).toMatchObject({ balanced: true, paid: '75.00/75.00', deducted: '50.00/50.00' });
    const { rows } = await world.pool.query("select sum(p.amount)::text as funds from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose = 'FUNDS'", [held.programme]);
    expect(rows).toEqual([{ funds: '-100.00' }]);
    const { reconciliation } = await run<{ reconciliation: object }>(as(world, 'auditor'), 'query ($id: ID!) { reconciliation(programmeId: $id) { lines { balanced entitled { amount } deducted { amount } } } }', { id: encodeId('programme', held.programme) });
    expect(reconciliation).toEqual({ lines: [{ balanced: true, entitled: { amount: '200.00' }, deducted: { amount: '50.00' } }] });
    const { deductionPayments } = await run<{ deductionPayments: { nodes: object[] } }>(officer(), 'query ($id: ID!) { deductionPayments(where: { id: { eq: $id } }) { nodes { organisation { code } paidOn paidBy transaction { kind bankReference } lines { nodes { amount { amount } deduction { order { kind } amount { amount } } } } } } }', { id: payment.id });
    expect(deductionPayments.nodes).toEqual([{
      organisation: { code: 'COURT' }, paidOn: '2026-03-01', paidBy: 'payment-officer@example.org', transaction: { kind: 'DEDUCTIONS_PAID', bankReference: payment.reference },
      lines: { nodes: [{ amount: { amount: '25.00' }, deduction: { order: { kind: 'MAINTENANCE' }, amount: { amount: '25.00' } } }] },
    }]);
    expect(await propose(held)).toMatchObject({ userErrors: [{ code: 'DEDUCTION_PAYMENT_NOTHING' }] });
    // Who sees a part only neither sees what is of all, nor pays it.
    const limited = as(world, 'payment-officer', 'limited', ['N1']);
    expect(await run(limited, 'query ($id: ID!) { deductionsOwed { balanced } deductionPayments { totalCount } deductionPayment(by: { id: $id }) { state } }', { id: payment.id })).toEqual({ deductionsOwed: [], deductionPayments: { totalCount: 0 }, deductionPayment: null });
    expect(await mutated(limited, 'deductionPaymentPropose', 'payment', { programmeId: encodeId('programme', held.programme), organisationId: court, idempotencyKey: newKey() })).toMatchObject({ userErrors: [{ code: 'PROGRAMME_NOT_FOUND' }] });
  });

  it('is kept back of the next where a payment came back after it was paid over', async () => {
    const held = await withholding(['100.00', '60.00']);
    const of = await paid(held, ['PAID']);
    const [first] = await paymentsOf(of);
    const over = await approved(held);
    expect(over.amount).toBe('40.00');
    expect(await pay(over.id, { bankReference: 'CHEQUE 12' })).toMatchObject({ payment: { state: 'PAID', paidReference: 'CHEQUE 12' } });
    await statement(held, [shows(first!), shows(first!, 'CREDIT')]);
    expect(await owed(held)).toEqual({ withheld: '15.00', waiting: '0.00', due: '-25.00', underWay: '0.00', paidOver: '40.00', inLedger: '-25.00', balanced: true });
    expect(await propose(held)).toMatchObject({ userErrors: [{ code: 'DEDUCTION_PAYMENT_NOTHING' }] });
    await owe(world, held.programme, ['1.00']);
    await paid(held, ['PAID']);
    // What came back is paid again, and withheld again.
    expect(await owed(held)).toMatchObject({ due: '0.00', paidOver: '40.00', inLedger: '0.00', balanced: true });
    expect(await propose(held)).toMatchObject({ userErrors: [{ code: 'DEDUCTION_PAYMENT_NOTHING' }] });
  });

  it('is due again when its payment is rejected or comes back, and is never approved when it no longer stands', async () => {
    const held = await withholding(['100.00', '60.00']);
    const of = await paid(held, ['PAID']);
    const [first] = await paymentsOf(of);
    const rejected = await proposed(held);
    expect(await decide(rejected.id, false)).toMatchObject({ payment: { state: 'REJECTED' } });
    const given = await approved(held);
    expect(await decide(given.id, false)).toMatchObject({ payment: { state: 'REJECTED' } });
    expect(await pay(given.id)).toMatchObject({ userErrors: [{ code: 'DEDUCTION_PAYMENT_STATE' }] });
    const back = await approved(held);
    expect(await pay(back.id, { paidOn: '2026-03-02' })).toMatchObject({ userErrors: [{ code: 'DEDUCTION_PAYMENT_FUTURE' }] });
    await pay(back.id);
    expect(await comeBack(back.id)).toMatchObject({ payment: { state: 'RETURNED' } });
    expect(await comeBack(back.id)).toMatchObject({ userErrors: [{ code: 'DEDUCTION_PAYMENT_STATE' }] });
    expect(await owed(held)).toEqual({ withheld: '40.00', waiting: '0.00', due: '40.00', underWay: '0.00', paidOver: '0.00', inLedger: '40.00', balanced: true });
    const stale = await proposed(held);
    await statement(held, [shows(first!), shows(first!, 'CREDIT')]);
    expect(await decide(stale.id)).toMatchObject({ userErrors: [{ code: 'DEDUCTION_PAYMENT_STALE' }] });
    await decide(stale.id, false);
    const last = await approved(held);
    expect(last.amount).toBe('15.00');
    // A bank that shows it and takes it back at once.
    expect(await statement(held, [shows(last), shows(last, 'CREDIT')])).toMatchObject({ matched: 2, unmatched: 0 });
    expect(await stateOf(last.id)).toBe('RETURNED');
    expect(await owed(held)).toMatchObject({ due: '15.00', paidOver: '0.00', inLedger: '15.00', balanced: true });
  });

  it('is recorded before or after the bank shows it, and is the same booking', async () => {
    const held = await withholding(['100.00']);
    await paid(held, ['PAID']);
    const payment = await approved(held);
    expect(await statement(held, [{ amount: '25.00', direction: 'DEBIT', endToEndId: 'TRANSFER-9' }])).toMatchObject({ matched: 0, unmatched: 1 });
    await pay(payment.id, { bankReference: 'TRANSFER-9' });
    const { bankEntries } = await run<{ bankEntries: { nodes: object[] } }>(officer(), 'query ($bank: ID!) { bankEntries(where: { bankAccount: { id: { eq: $bank } } }) { nodes { state matchedBy problem transaction { kind } } } }', { bank: await held.bank() });
    expect(bankEntries.nodes).toEqual([{ state: 'MATCHED', matchedBy: 'REFERENCE', problem: null, transaction: { kind: 'DEDUCTIONS_PAID' } }]);
    expect(await statement(held, [{ amount: '25.00', direction: 'DEBIT', endToEndId: 'TRANSFER-9' }])).toMatchObject({ matched: 0, unmatched: 1 });
  });

  it('is kept by the database: nothing is paid over that was not withheld, nor twice, nor by one person', async () => {
    const held = await withholding(['100.00', '60.00']);
    await paid(held, ['PAID', 'NOTHING']);
    const at = await Promise.all(Array.from({ length: 4 }, () => propose(held)));
    const made = at.flatMap(({ payment }) => payment ?? []);
    expect(made).toHaveLength(1);
    expect(['DEDUCTION_PAYMENT_NOTHING', 'DEDUCTION_PAYMENT_OPEN']).toEqual(expect.arrayContaining(at.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))));
    await decide(made[0]!.id);
    const { uuid } = decodeId(made[0]!.id)!;
    const direct = (text: string): Promise<unknown> => world.pool.query(text, [uuid]);
    const line = (which: string, amount: string) => direct(
      `insert into transactions.deduction_payment_line (id, payment_id, deduction_id, amount, currency) select kernel.uuid7(), $1, d.id, ${amount}, 'GHS' from transactions.deduction d join transactions.payment_instruction i on i.id = d.instruction_id
       join transactions.payment_run r on r.id = i.run_id join transactions.deduction_payment p on p.id = $1 and p.programme_id = r.programme_id where ${which}`);
    await expect(line("i.state = 'SENT'", 'd.amount')).rejects.toMatchObject({ constraint: 'deduction_payment_as_withheld' });
    await expect(line("i.state = 'PAID'", 'd.amount')).rejects.toMatchObject({ constraint: expect.stringMatching(/deduction_payment_line_o/) });
    await expect(direct("update transactions.deduction_payment set amount = 30 where id = $1")).rejects.toThrow(/frozen/);
    await expect(direct("update transactions.deduction_payment set decided_by = proposed_by where id = $1")).rejects.toMatchObject({ constraint: 'deduction_payment_second_person' });
    await expect(direct("update transactions.deduction_payment_line set counts = false where payment_id = $1")).rejects.toMatchObject({ constraint: 'deduction_payment_line_frozen' });
    await expect(direct('delete from transactions.deduction_payment where id = $1')).rejects.toThrow(/never changed/);
  });

  it('whatever becomes of payments and of what is paid over, the ledger holds what is withheld and not paid over', { timeout: 600_000 }, async () => {
    const step = fc.constantFrom('RUN_PAID', 'RUN_RETURNED', 'RUN_OPEN', 'LATE_RETURN', 'PROPOSE', 'APPROVE', 'REJECT', 'PAY', 'RETURN');
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
      const held = await withholding(['40.00', '20.00']);
      const runs: MadeRun[] = [await paid(held, ['PAID'])];
      let last = '';
      for (const each of steps) {
        if (each === 'RUN_PAID' || each === 'RUN_RETURNED' || each === 'RUN_OPEN') {
          await world.pool.query(
            `insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, kind, period_from, period_to, due_on, amount, currency, reason, facts, basis)
             select kernel.uuid7(), programme_id, enrolment_id, payee_id, 'ARREARS', $2::date, $2::date + 27, '2026-02-28', 10, 'GHS', 'TEST', '{}', '{}' from programmes.entitlement where programme_id = $1 and amount = 40`, [held.programme, `20${10 + runs.length}-01-01`]);
          runs.push(await paid(held, [each === 'RUN_PAID' ? 'PAID' : each === 'RUN_RETURNED' ? 'RETURNED' : 'NOTHING']));
        } else if (each === 'LATE_RETURN') {
          const [payment] = await paymentsOf(runs[0]!);
          await statement(held, [shows(payment!), shows(payment!, 'CREDIT')]);
        } else if (each === 'PROPOSE') last = (await propose(held)).payment?.id ?? last;
        else if (last && each === 'APPROVE') await decide(last);
        else if (last && each === 'REJECT') await decide(last, false);
        else if (last && each === 'PAY') await pay(last);
        else if (last && each === 'RETURN') await comeBack(last);
        expect(await owed(held)).toMatchObject({ balanced: true });
      }
      expect((await verifyLedger(world.pool as never)).findings).toEqual([]);
      for (const { id } of runs) expect(await proofOf(officer(), id)).toMatchObject({ balanced: true });
    }), { numRuns: 5 });
  });
});
