import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { findDifferences, type DifferenceCode } from '../../src/transactions/reconciliation/differences.js';
import { answerOf } from '../../src/transactions/testing/scripted-channel.js';
import { cancelRun, createRun, newKey, receive } from '../../src/transactions/testing/story.js';
import { as, owing } from '../../src/transactions/testing/world.js';
import { propertySeed } from '../testing/property-seed.js';
import { bankAccount, receiveStatement, sentRun, type SentPayment } from './testing/payments.js';
import { statementOf, type EntryToWrite } from './testing/statement.js';

const SEED = propertySeed();
const PAYMENTS = 2_000;
const FAULTS = 1_000;
/** The faults are drawn from all kinds of difference that there are. */
const KINDS = [
  'NOT_OWED', 'MORE_THAN_OWED', 'LEDGER_DIFFERS', 'SENT_TOO_LONG', 'PAID_NOT_AT_BANK', 'RETURNED_NOT_AT_BANK', 'AT_BANK_WRONG_AMOUNT', 'AT_BANK_TWICE', 'AT_BANK_NOT_SENT', 'AT_BANK_OTHER_ACCOUNT', 'AT_BANK_UNKNOWN',
] as const satisfies readonly DifferenceCode[];

let world: TestPlatform;
let server: string;
beforeAll(async () => {
  const iso = { kind: 'iso20022', initiator: { name: 'Made-up Agency' }, debtor: { name: 'Made-up Agency', account: 'CH9300762011623852957' } };
  world = await startTestPlatform({ workers: false, settings: { transactions: { channels: { elsewhere: iso } } } });
  server = (await world.serve()).url;
});
afterAll(() => world.stop());

/** Writes past everything that guards the books, as somebody with the database's own password might. */
async function tamper(table: string, text: string, payments: readonly SentPayment[]): Promise<void> {
  const client = await world.pool.connect();
  try {
    await client.query(`alter table ${table} disable trigger user`);
    await client.query(text, [payments.map(({ id }) => id)]);
    await client.query(`alter table ${table} enable trigger user`);
  } finally {
    client.release();
  }
}

/** Which payment has which fault: by the seed (mulberry32), so that any mixture comes about. */
function drawnFaults(): (DifferenceCode | undefined)[] {
  let state = SEED >>> 0;
  const chance = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const all = Array.from({ length: PAYMENTS }, (_, at): DifferenceCode | undefined => (at < FAULTS ? KINDS[Math.floor(chance() * KINDS.length)] : undefined));
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = Math.floor(chance() * (at + 1));
    [all[at], all[other]] = [all[other], all[at]];
  }
  return all;
}

it(`of ${PAYMENTS} payments with ${FAULTS} faults of ${KINDS.length} kinds, each fault is found as what it is, and nothing else (seed ${SEED})`, async () => {
  const programme = await owing(world, Array.from({ length: PAYMENTS }, (_, at) => `${10 + (at % 90)}.25`));
  const officer = as(world, 'payment-officer');
  const given = await createRun(officer, programme);
  await cancelRun(officer, given.run?.id ?? '');
  const { rows: cancelled } = await world.pool.query<SentPayment>("select id, reference, amount::text from transactions.payment_instruction where state = 'CANCELLED' order by id");
  const run = await sentRun(world, programme, 'csv-file');
  const faults = run.payments.map((payment, at) => ({ payment, fault: drawn[at], unsent: cancelled[at]! }));
  const of = (...kinds: readonly (DifferenceCode | undefined)[]): readonly SentPayment[] => faults.filter(({ fault }) => kinds.includes(fault)).map(({ payment }) => payment);

  // The channel says of some nothing, of some that they came back, of the others that they are paid.
  const silent = new Set([...of('SENT_TOO_LONG'), ...of('LEDGER_DIFFERS')]);
  const back = new Set([...of('RETURNED_NOT_AT_BANK'), ...of(undefined).filter((_, at) => at % 10 === 0)]);
  const answered = await receive(officer, run.id, answerOf(run.payments.filter((payment) => !silent.has(payment)).map((payment) => (back.has(payment) ? { ...payment, status: 'RETURNED', reason: 'Closed' } : payment))));
  expect(answered).toMatchObject({ returned: back.size, paid: PAYMENTS - silent.size - back.size, unmatched: [], userErrors: [] });

  const entries: EntryToWrite[] = [];
  const elsewhere: EntryToWrite[] = [];
  for (const { payment, fault, unsent } of faults) {
    const { reference, amount } = payment;
    const debit: EntryToWrite = { amount, direction: 'DEBIT', endToEndId: reference };
    if (fault === 'AT_BANK_OTHER_ACCOUNT') elsewhere.push(debit);
    else if (fault === 'AT_BANK_WRONG_AMOUNT') entries.push({ ...debit, amount: `1${amount}` });
    else if (fault !== 'PAID_NOT_AT_BANK' && fault !== 'SENT_TOO_LONG') entries.push(debit);
    if (fault === 'AT_BANK_TWICE') entries.push(debit);
    if (fault === 'AT_BANK_NOT_SENT') entries.push({ ...debit, amount: unsent.amount, endToEndId: unsent.reference });
    if (fault === 'AT_BANK_UNKNOWN') entries.push({ ...debit, endToEndId: `NOBODY-${entries.length}` });
    if (back.has(payment) && fault === undefined) entries.push({ ...debit, direction: 'CREDIT', returnReason: 'AC04' });
  }
  const statement = async (number: string, channel: string, all: readonly EntryToWrite[]): Promise<void> => {
    const account = await bankAccount(world, programme, { number, channels: [channel] });
    expect(await receiveStatement(world, server, account, statementOf({ account: number, opening: '1000000.00', entries: all, id: newKey(), on: '2026-03-10' }))).toMatchObject({ userErrors: [] });
  };
  // Of these the state says that they are paid, and nothing was booked.
  await tamper('transactions.payment_instruction', "update transactions.payment_instruction set state = 'PAID', settled_on = '2026-03-01' where id = any ($1::uuid[])", of('LEDGER_DIFFERS'));
  await statement('1000', 'csv-file', entries);
  await statement('2000', 'elsewhere', elsewhere);
  await tamper('transactions.accrual', 'delete from transactions.accrual a using transactions.payment_instruction i where i.entitlement_id = a.entitlement_id and i.id = any ($1::uuid[])', of('NOT_OWED'));
  await tamper('programmes.entitlement', 'update programmes.entitlement e set amount = e.amount - 1 from transactions.payment_instruction i where i.entitlement_id = e.id and i.id = any ($1::uuid[])', of('MORE_THAN_OWED'));

  const found = await findDifferences(as(world, 'auditor'), { on: '2026-03-20', programme, graceDays: 3, answerDays: 14 }, 10_000);
  const told = found.first.map(({ code, instruction }) => `${code} ${instruction ?? 'unknown'}`).toSorted();
  const planted = faults.flatMap(({ payment, fault, unsent }) => (fault ? [`${fault} ${fault === 'AT_BANK_UNKNOWN' ? 'unknown' : fault === 'AT_BANK_NOT_SENT' ? unsent.id : payment.id}`] : [])).toSorted();
  expect(planted).toHaveLength(FAULTS);
  expect(told.filter((each) => !planted.includes(each)), 'found and not planted').toEqual([]);
  expect(planted.filter((each) => !told.includes(each)), 'planted and not found').toEqual([]);
  expect(told).toEqual(planted);
  expect(found.counts.reduce((sum, { count }) => sum + count, 0)).toBe(FAULTS);
}, 240_000);

const drawn = drawnFaults();
