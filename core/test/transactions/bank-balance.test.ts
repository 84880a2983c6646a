import { Decimal } from 'decimal.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeId } from '../../src/kernel/schema/ids.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { newKey, receive } from '../../src/transactions/testing/story.js';
import { answerOf } from '../../src/transactions/testing/scripted-channel.js';
import { as, owing, run } from '../../src/transactions/testing/world.js';
import { bankAccount, receiveStatement, sentRun } from './testing/payments.js';
import { statementOf, type EntryToWrite } from './testing/statement.js';

let world: TestPlatform;
let server: string;
beforeAll(async () => {
  world = await startTestPlatform({ workers: false, today: '2026-03-01' });
  server = (await world.serve()).url;
});
afterAll(() => world?.stop());

interface Proof {
  readonly closedOn: string;
  readonly atBank: { readonly amount: string };
  readonly inLedger: { readonly amount: string };
  readonly counts: readonly { readonly code: string; readonly count: number; readonly amount: { readonly amount: string } }[];
  readonly items: readonly { readonly code: string; readonly amount: { readonly amount: string }; readonly instruction: { readonly reference: string } | null; readonly entry: { readonly description: string | null } | null }[];
}

/** The proof, shortly; the gap is always the sum of its items, to the cent. */
async function proof(bankAccountId: string, on: string): Promise<{ readonly closedOn: string; readonly atBank: string; readonly inLedger: string; readonly counts: Readonly<Record<string, string>>; readonly items: Proof['items'] } | null> {
  const { bankBalanceProof: found } = await run<{ bankBalanceProof: Proof | null }>(as(world, 'auditor'),
    'query ($id: ID!, $on: LocalDate) { bankBalanceProof(bankAccountId: $id, on: $on) { closedOn atBank { amount } inLedger { amount } counts { code count amount { amount } } items { code amount { amount } instruction { reference } entry { description } } } }', { id: bankAccountId, on });
  if (!found) return null;
  const gap = new Decimal(found.atBank.amount).minus(found.inLedger.amount).toFixed(2);
  expect(found.counts.reduce((sum, { amount }) => sum.plus(amount.amount), new Decimal(0)).toFixed(2)).toBe(gap);
  expect(found.items.reduce((sum, { amount }) => sum.plus(amount.amount), new Decimal(0)).toFixed(2)).toBe(gap);
  return { closedOn: found.closedOn, atBank: found.atBank.amount, inLedger: found.inLedger.amount, items: found.items, counts: Object.fromEntries(found.counts.map(({ code, count, amount }) => [code, `${count}: ${amount.amount}`])) };
}

const debit = (amount: string, more: object = {}): EntryToWrite => ({ amount, direction: 'DEBIT', ...more });

it('a closing balance and the ledger are told of any day, with the items that are the gap', async () => {
  const programme = await owing(world, ['10', '20', '30', '40']);
  const sent = await sentRun(world, programme, 'csv-file');
  const [first, second, third, fourth] = sent.payments;
  await receive(as(world, 'payment-officer'), sent.id, answerOf([first, second, third].map((payment) => ({ reference: payment!.reference, amount: payment!.amount, status: 'PAID' }))));
  const bank = await bankAccount(world, programme, { number: '777', channels: ['csv-file'] });
  expect(await proof(bank, '2026-03-31')).toBeNull();
  const entries = [debit('10.00', { endToEndId: first!.reference }), debit('21.00', { endToEndId: second!.reference, description: 'Too much' }), debit('40.00', { endToEndId: fourth!.reference }), debit('0.50', { description: 'Charges' })];
  await receiveStatement(world, server, bank, statementOf({ account: '777', opening: '1000.00', entries, id: 'B1' }));
  const day = await proof(bank, '2026-03-02');
  expect(day).toMatchObject({ closedOn: '2026-03-02', atBank: '928.50', inLedger: '-100.00', counts: { OPENING: '1: 1000.00', NOT_AT_BANK: '2: 50.00', UNRESOLVED: '2: -21.50' } });
  expect(day?.items.filter(({ code }) => code === 'NOT_AT_BANK').map(({ amount, instruction }) => [amount.amount, instruction?.reference])).toEqual([['20.00', second!.reference], ['30.00', third!.reference]]);

  const { bankEntries: { nodes: [charges] } } = await run<{ bankEntries: { nodes: readonly { id: string }[] } }>(as(world, 'payment-officer'), 'query ($bank: ID!) { bankEntries(where: { bankAccount: { id: { eq: $bank } }, description: { eq: "Charges" } }) { nodes { id } } }', { bank });
  const { rows: [expense] } = await world.pool.query<{ id: string }>("select id from transactions.account where programme_id = $1 and purpose = 'BENEFIT_EXPENSE'", [programme]);
  await run(as(world, 'payment-officer'), 'mutation ($input: BankEntryProposeInput!) { bankEntryPropose(input: $input) { userErrors { code } } }', { input: { entryId: charges?.id, meaning: 'BOOKED', accountId: encodeId('account', expense?.id ?? ''), reason: 'Charges of March', idempotencyKey: newKey() } });
  await run(as(world, 'payment-approver'), 'mutation ($input: BankEntryDecideInput!) { bankEntryConfirm(input: $input) { userErrors { code } } }', { input: { entryId: charges?.id, idempotencyKey: newKey() } });
  expect(await proof(bank, '2026-03-02')).toMatchObject({ inLedger: '-100.50', counts: { OPENING: '1: 1000.00', NOT_AT_BANK: '2: 50.00', UNRESOLVED: '1: -21.00' } });

  await receiveStatement(world, server, bank, statementOf({ account: '777', opening: '920.00', entries: [debit('30.00', { endToEndId: third!.reference })], id: 'B2', on: '2026-03-05' }));
  expect(await proof(bank, '2026-03-05')).toMatchObject({ closedOn: '2026-03-05', atBank: '890.00', inLedger: '-100.50', counts: { OPENING: '1: 1000.00', NOT_AT_BANK: '1: 20.00', STATEMENT_MISSING: '1: -8.50', UNRESOLVED: '1: -21.00' } });
  expect(await proof(bank, '2026-03-04')).toMatchObject({ closedOn: '2026-03-02', atBank: '928.50' });
  const limited = as(world, 'auditor', 'limited', ['N1']);
  expect(await run(limited, 'query ($id: ID!) { bankBalanceProof(bankAccountId: $id) { closedOn } }', { id: bank })).toEqual({ bankBalanceProof: null });
});

it('a batch that the bank books as one is one thing, and so is what comes back of it', async () => {
  const programme = await owing(world, ['10', '20']);
  const sent = await sentRun(world, programme, 'csv-file');
  const bank = await bankAccount(world, programme, { number: '888', channels: ['csv-file'] });
  const [first, second] = sent.payments;
  await receive(as(world, 'payment-officer'), sent.id, answerOf([first, second].map((payment) => ({ reference: payment!.reference, amount: payment!.amount, status: 'PAID' }))));
  await receiveStatement(world, server, bank, statementOf({ account: '888', opening: '100.00', entries: [debit('30.00', { batch: first!.batch }), { amount: '20.00', direction: 'CREDIT', endToEndId: second!.reference, returnReason: 'AC04' }], id: 'C1' }));
  expect(await proof(bank, '2026-03-02')).toMatchObject({ atBank: '90.00', inLedger: '-10.00', counts: { OPENING: '1: 100.00' } });
});

it('what the bank takes with a payment is booked as its fee, up to what is said of the account; the rest is for people', async () => {
  const programme = await owing(world, ['10', '20', '30']);
  const sent = await sentRun(world, programme, 'csv-file');
  const bank = await bankAccount(world, programme, { number: '999', channels: ['csv-file'] });
  const { rows: [fees] } = await world.pool.query<{ id: string }>("insert into transactions.account (id, code, name, purpose, programme_id, currency) values (kernel.uuid7(), 'FEES', 'Fees', 'BANK_FEES', $1, 'GHS') returning id", [programme]);
  const set = async (input: object): Promise<readonly string[]> => (await run<{ bankAccountSetFees: { userErrors: readonly { code: string }[] } }>(as(world, 'ledger-keeper'),
    'mutation ($input: BankAccountSetFeesInput!) { bankAccountSetFees(input: $input) { userErrors { code } } }', { input: { bankAccountId: bank, ...input } })).bankAccountSetFees.userErrors.map(({ code }) => code);
  expect([await set({ feeUpTo: '0.50' }), await set({ feeUpTo: '0.001' }), await set({ feeUpTo: '-1' }), await set({ feeUpTo: '0.50', feeAccountId: encodeId('account', fees?.id ?? '') })]).toEqual([['BANK_FEE_ACCOUNT_WRONG'], ['BANK_FEE'], ['BANK_FEE'], []]);
  const [first, second, third] = sent.payments;
  const entries = [debit('10.50', { endToEndId: first!.reference }), debit('20.51', { endToEndId: second!.reference }), debit('29.99', { endToEndId: third!.reference })];
  expect(await receiveStatement(world, server, bank, statementOf({ account: '999', opening: '100.00', entries, id: 'F1' }))).toMatchObject({ matched: 1, unmatched: 2, paid: 1, userErrors: [] });
  const { rows } = await world.pool.query('select a.purpose, sum(p.amount)::text as sum from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose in ($2, $3) group by 1 order by 1', [programme, 'BANK_FEES', 'FUNDS']);
  expect(rows).toEqual([{ purpose: 'BANK_FEES', sum: '0.50' }, { purpose: 'FUNDS', sum: '-10.50' }]);
  expect(await proof(bank, '2026-03-02')).toMatchObject({ atBank: '39.00', inLedger: '-10.50', counts: { OPENING: '1: 100.00', UNRESOLVED: '2: -50.50' } });
  const { reconciliation } = await run<{ reconciliation: object }>(as(world, 'auditor'), 'query ($id: ID!) { reconciliation(programmeId: $id, on: "2026-03-02") { counts { code count } lines { balanced paid { amount } paidAtBank { amount } } } }', { id: encodeId('programme', programme) });
  expect(reconciliation).toEqual({ counts: [{ code: 'AT_BANK_WRONG_AMOUNT', count: 2 }], lines: [{ balanced: true, paid: { amount: '10.00' }, paidAtBank: { amount: '10.00' } }] });
});
