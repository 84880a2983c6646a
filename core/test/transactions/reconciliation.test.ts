import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kernel/schema/ids.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { messageId } from '../../src/transactions/channels/iso20022/message-id.js';
import { giveAccounts } from '../../src/transactions/testing/accounts.js';
import { mutated } from '../../src/transactions/testing/books.js';
import { answerOf } from '../../src/transactions/testing/scripted-channel.js';
import { newKey, proofOf, receive } from '../../src/transactions/testing/story.js';
import { as, oweAgain, owing, run } from '../../src/transactions/testing/world.js';
import { guideSteps, withKnown } from '../testing/guide.js';
import { bankAccount, ownFile, receiveStatement, sentRun, statesOf, type SentRun } from './testing/payments.js';
import { statementOf, type EntryToWrite } from './testing/statement.js';

let world: TestPlatform;
let server: string;
beforeAll(async () => {
  world = await startTestPlatform({ workers: false, settings: { transactions: { batchSize: 3, channels: { elsewhere: { kind: 'iso20022', initiator: { name: 'Made-up Agency' }, debtor: { name: 'Made-up Agency', account: 'CH9300762011623852957' } } } } } });
  server = (await world.serve()).url;
});
afterAll(() => world.stop());

let accounts = 0;
interface Story extends SentRun {
  readonly programme: string;
  readonly number: string;
  readonly bank: string;
}
async function story(amounts: readonly string[], again: readonly string[] = []): Promise<Story> {
  const programme = await owing(world, amounts);
  await oweAgain(world, programme, again);
  const sent = await sentRun(world, programme, 'csv-file');
  const number = `${1000 + (accounts += 1)}`;
  return { ...sent, programme, number, bank: await bankAccount(world, programme, { number, channels: ['csv-file'] }) };
}

const debit = ({ reference, amount }: { readonly reference: string; readonly amount: string }, more: Partial<EntryToWrite> = {}): EntryToWrite => ({ amount, direction: 'DEBIT', endToEndId: reference, ...more });
const credit = (payment: { readonly reference: string; readonly amount: string }, more: Partial<EntryToWrite> = {}): EntryToWrite => debit(payment, { direction: 'CREDIT', returnReason: 'AC04', ...more });
const take = (of: Story, entries: readonly EntryToWrite[], more: object = {}): ReturnType<typeof receiveStatement> => receiveStatement(world, server, of.bank, statementOf({ account: of.number, opening: '1000.00', entries, id: newKey(), ...more }));

interface WorkItem {
  readonly id: string;
  readonly problem: string;
  readonly suggestions: readonly { readonly instruction: { readonly reference: string }; readonly because: readonly string[] }[];
}
const workOf = async ({ bank }: Story): Promise<readonly WorkItem[]> => (await run<{ bankEntries: { nodes: WorkItem[] } }>(as(world, 'payment-officer'),
  'query ($id: ID!) { bankEntries(where: { bankAccount: { id: { eq: $id } }, state: { in: [UNMATCHED, PROPOSED] } }, orderBy: [{ number: ASC }]) { nodes { id problem suggestions { instruction { reference } because score } } } }', { id: bank })).bankEntries.nodes;

async function decide(role: string, field: string, input: object, name = role): Promise<{ entry: { state: string } | null; userErrors: readonly { code: string }[] }> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`.replace(/Confirm|Reject/, 'Decide');
  const answer = await run<Record<string, { entry: { state: string } | null; userErrors: readonly { code: string }[] }>>(as(world, role, name),
    `mutation ($input: ${type}!) { ${field}(input: $input) { entry { state } userErrors { code path hint } } }`, { input: { ...input, idempotencyKey: newKey() } });
  return answer[field]!;
}

const RECONCILIATION = `query ($p: ID!, $on: LocalDate) { reconciliation(programmeId: $p, on: $on) { balanced counts { code count } differences { code instruction { reference } entry { number } }
  lines { balanced entitled { amount } paid { amount } pending { amount } returned { amount } paidInLedger { amount } paidAtBank { amount } returnedAtBank { amount } } } }`;
interface Told {
  readonly balanced: boolean;
  readonly counts: readonly { readonly code: string; readonly count: number }[];
  readonly lines: readonly object[];
}
const reconciliation = async (programme: string, on = '2026-03-01'): Promise<Told> => (await run<{ reconciliation: Told }>(as(world, 'auditor'), RECONCILIATION, { p: encodeId('programme', programme), on })).reconciliation;

describe('a statement of the bank', () => {
  it('pays what left the account and returns what came back, also what the channel had called paid', async () => {
    const made = await story(['10', '20', '30', '40', '50', '60']);
    const [a, b, c, d] = made.payments;
    await receive(as(world, 'payment-officer'), made.id, answerOf([c!, { ...d!, status: 'RETURNED', reason: 'Closed' }]));
    expect(await take(made, [debit(a!), debit(b!), debit(c!), debit(d!), credit(b!), credit(c!, { returnReason: 'AC01' }), credit(d!)])).toMatchObject({ matched: 7, unmatched: 0, paid: 2, returned: 2, userErrors: [] });
    expect(await statesOf(world, made)).toEqual(['PAID', 'RETURNED', 'RETURNED', 'RETURNED', 'SENT', 'SENT']);
    expect(await proofOf(as(world, 'auditor'), made.id)).toMatchObject({ balanced: true, paid: '10.00/10.00', returned: '90.00/90.00', pending: '110.00/110.00' });
    expect(await reconciliation(made.programme)).toMatchObject({ balanced: true, counts: [], lines: [{ balanced: true, entitled: { amount: '210.00' }, paid: { amount: '10.00' }, paidInLedger: { amount: '10.00' }, paidAtBank: { amount: '100.00' }, returnedAtBank: { amount: '90.00' } }] });
    const again = await sentRun(world, made.programme, 'csv-file');
    expect(again.payments.map(({ amount }) => amount)).toEqual(['20.00', '30.00', '40.00']);
    expect(await proofOf(as(world, 'auditor'), again.id)).toMatchObject({ balanced: true, pending: '90.00/90.00' });
  });

  it('shows what one receiver is paid for several entitlements as one payment, and settles all of it', async () => {
    const made = await story(['10', '20', '30'], ['1', '2', '3']);
    const [a, b, c] = made.payments;
    expect(made.payments.map(({ amount }) => amount)).toEqual(['11.00', '22.00', '33.00']);
    const { rows: [part] } = await world.pool.query<{ id: string; reference: string }>('select id, reference from transactions.payment_instruction where payment = $1 and reference <> payment', [c!.reference]);
    expect(await take(made, [debit(a!), debit(b!, { amount: '20.00' }), debit({ reference: part!.reference, amount: '33.00' })])).toMatchObject({ matched: 1, unmatched: 2, paid: 1 });
    expect(await statesOf(world, made)).toEqual(['PAID', 'SENT', 'SENT', 'PAID', 'SENT', 'SENT']);
    const work = await workOf(made);
    expect(work).toMatchObject([{ problem: 'WRONG_AMOUNT' }, { problem: 'UNKNOWN_REFERENCE', suggestions: [{ instruction: { reference: c!.reference }, because: ['AMOUNT'] }] }]);
    expect((await reconciliation(made.programme, '2026-03-03')).counts).toEqual([{ code: 'AT_BANK_UNKNOWN', count: 1 }, { code: 'AT_BANK_WRONG_AMOUNT', count: 1 }]);
    const instructionId = encodeId('payment_instruction', part!.id);
    expect(await decide('payment-officer', 'bankEntryPropose', { entryId: work[1]!.id, meaning: 'PAYMENT', instructionId, reason: 'Seen on paper' })).toMatchObject({ entry: { state: 'PROPOSED' }, userErrors: [] });
    expect(await decide('payment-approver', 'bankEntryConfirm', { entryId: work[1]!.id })).toMatchObject({ entry: { state: 'RESOLVED' }, userErrors: [] });
    expect(await statesOf(world, made)).toEqual(['PAID', 'SENT', 'PAID', 'PAID', 'SENT', 'PAID']);
    await receive(as(world, 'payment-officer'), made.id, answerOf([b!]));
    expect(await take(made, [credit(a!), debit(a!), debit(c!)], { on: '2026-03-20' })).toMatchObject({ matched: 1, unmatched: 2, returned: 1 });
    expect(await statesOf(world, made)).toEqual(['RETURNED', 'PAID', 'PAID', 'RETURNED', 'PAID', 'PAID']);
    expect(await reconciliation(made.programme, '2026-03-10')).toMatchObject({ lines: [{ balanced: true, paid: { amount: '55.00' }, returned: { amount: '11.00' }, paidAtBank: { amount: '44.00' }, returnedAtBank: { amount: '11.00' } }] });
    expect(await proofOf(as(world, 'auditor'), made.id)).toMatchObject({ balanced: true, paid: '55.00/55.00', returned: '11.00/11.00' });
    const { bankBalanceProof } = await run<{ bankBalanceProof: { counts: readonly { code: string; amount: { amount: string } }[] } }>(as(world, 'auditor'), 'query ($id: ID!) { bankBalanceProof(bankAccountId: $id, on: "2026-03-31") { counts { code amount { amount } } } }', { id: made.bank });
    // What the channel alone says is paid; all else that is settled is the same on both sides.
    expect(bankBalanceProof.counts.filter(({ code }) => code === 'NOT_AT_BANK' || code === 'NOT_IN_LEDGER')).toEqual([{ code: 'NOT_AT_BANK', amount: { amount: '22.00' } }]);
  });

  it('tells once of a payment of several entitlements that it does not show', async () => {
    const made = await story(['10', '20'], ['1']);
    await receive(as(world, 'payment-officer'), made.id, answerOf([made.payments[0]!]));
    await take(made, [debit(made.payments[1]!)], { on: '2026-03-20' });
    const { reconciliation: told } = await run<{ reconciliation: { differences: object[] } }>(as(world, 'auditor'),
      'query ($p: ID!) { reconciliation(programmeId: $p, on: "2026-03-20") { differences { code amount { amount } instruction { reference } } } }', { p: encodeId('programme', made.programme) });
    expect(told.differences).toEqual([{ code: 'PAID_NOT_AT_BANK', amount: { amount: '11.00' }, instruction: { reference: made.payments[0]!.reference } }]);
  });

  it('books a batch that the bank shows as one, by its key', async () => {
    const made = await story(['10', '20', '30']);
    expect(await take(made, [{ amount: '60.00', direction: 'DEBIT', batch: messageId(made.payments[0]!.batch) }])).toMatchObject({ matched: 1, paid: 0 });
    expect(await statesOf(world, made)).toEqual(['SENT', 'SENT', 'SENT']);
    expect(await take(made, [{ amount: '60.00', direction: 'DEBIT', batch: messageId(made.payments[0]!.batch) }])).toMatchObject({ matched: 0, unmatched: 1 });
    expect(await workOf(made)).toMatchObject([{ problem: 'PAID_TWICE' }]);
  });

  it('settles nothing that went through a channel which is not paid out of the account', async () => {
    const made = await story(['10', '20', '30']);
    const [a] = made.payments;
    const number = `${1000 + (accounts += 1)}`;
    const elsewhere: Story = { ...made, number, bank: await bankAccount(world, made.programme, { number, channels: ['elsewhere'] }) };
    expect(await take(elsewhere, [debit(a!), { amount: '60.00', direction: 'DEBIT', batch: messageId(a!.batch) }])).toMatchObject({ matched: 0, unmatched: 2, paid: 0, userErrors: [] });
    expect(await statesOf(world, made)).toEqual(['SENT', 'SENT', 'SENT']);
    expect((await workOf(elsewhere)).map(({ problem }) => problem)).toEqual(['OTHER_ACCOUNT', 'OTHER_ACCOUNT']);
    expect((await reconciliation(made.programme, '2026-03-03')).counts).toEqual([{ code: 'AT_BANK_OTHER_ACCOUNT', count: 2 }]);
    expect(await take(made, [debit(a!)])).toMatchObject({ matched: 1, unmatched: 0, paid: 1 });
  });

  it('that is refused books nothing: twice, of another account or currency, cut off, changed', async () => {
    const made = await story(['10', '20']);
    const [a, b] = made.payments;
    const file = statementOf({ account: made.number, opening: '1000.00', entries: [debit(a!)], id: 'ONE' });
    const of = (bytes: string | Buffer): ReturnType<typeof receiveStatement> => receiveStatement(world, server, made.bank, bytes);
    expect(await of(file)).toMatchObject({ paid: 1 });
    const codes = async (bytes: string | Buffer): Promise<string[]> => (await of(bytes)).userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);
    const other = { opening: '1000.00', entries: [debit(b!)], account: made.number };
    expect([
      await codes(file), await codes(statementOf({ ...other, id: 'ONE' })), await codes(statementOf({ ...other, id: 'X', account: '999' })), await codes(statementOf({ ...other, id: 'X', currency: 'KES' })),
      await codes(statementOf({ ...other, id: 'X', closing: '979.99' })), await codes(statementOf({ ...other, id: 'X' }).slice(0, -30)), await codes('nothing at all'),
      await codes(statementOf({ ...other, id: 'X', entries: [{ ...debit(b!), amount: '20.005' }], closing: '979.995' })),
    ]).toEqual([
      ['STATEMENT_TWICE input.fileId'], ['STATEMENT_TWICE input.fileId'], ['STATEMENT_OTHER_ACCOUNT input.fileId'], ['STATEMENT_OTHER_CURRENCY input.fileId'],
      ['STATEMENT_BALANCE_OFF input.fileId'], ['ANSWER_UNREADABLE input.fileId'], ['ANSWER_UNREADABLE input.fileId'], ['STATEMENT_TOO_FINE input.fileId'],
    ]);
    expect(await statesOf(world, made)).toEqual(['PAID', 'SENT']);
    const both = await Promise.all([1, 2, 3].map(() => receiveStatement(world, server, made.bank, statementOf({ ...other, id: 'TWO' }), newKey())));
    expect(both.map(({ paid, userErrors }) => paid ?? userErrors[0]?.code).toSorted()).toEqual([1, 'STATEMENT_TWICE', 'STATEMENT_TWICE']);
    const limited = await run<{ statementReceive: { userErrors: readonly object[] } }>(as(world, 'payment-officer', 'b', ['B']),
      'mutation ($input: StatementReceiveInput!) { statementReceive(input: $input) { userErrors { code } } }', { input: { bankAccountId: made.bank, fileId: encodeId('file', '018f0000-0000-7000-8000-00000000000f'), idempotencyKey: newKey() } });
    expect(limited.statementReceive.userErrors).toMatchObject([{ code: 'BANK_ACCOUNT_NOT_FOUND' }]);
    expect(await run(as(world, 'auditor', 'x', ['B']), '{ reconciliation { balanced } bankEntryAges { count } bankEntries { totalCount } bankStatements { totalCount } }')).toEqual({ reconciliation: null, bankEntryAges: [], bankEntries: { totalCount: 0 }, bankStatements: { totalCount: 0 } });
  });

  it('may show a payment twice and have that explained, and an entry that is something else does not show the payment that it names', async () => {
    const made = await story(['10', '20']);
    const [a, b] = made.payments;
    expect(await take(made, [debit(a!), debit(a!), debit(b!, { amount: '20.01' })])).toMatchObject({ matched: 1, unmatched: 2 });
    const { rows: [expense] } = await world.pool.query<{ id: string }>("select id from transactions.account where programme_id = $1 and purpose = 'BENEFIT_EXPENSE'", [made.programme]);
    for (const { id } of await workOf(made)) {
      expect(await decide('payment-officer', 'bankEntryPropose', { entryId: id, meaning: 'BOOKED', accountId: encodeId('account', expense!.id), reason: 'The bank owes it to us' })).toMatchObject({ entry: { state: 'PROPOSED' } });
      expect(await decide('payment-approver', 'bankEntryConfirm', { entryId: id })).toMatchObject({ entry: { state: 'RESOLVED' }, userErrors: [] });
    }
    expect(await statesOf(world, made)).toEqual(['PAID', 'SENT']);
    expect(await take(made, [debit(b!)])).toMatchObject({ matched: 1, unmatched: 0, paid: 1 });
    expect(await reconciliation(made.programme)).toMatchObject({ balanced: true, lines: [{ paidAtBank: { amount: '30.00' } }] });
  });

  it('shows bookings that say what names them to the bank, whichever comes first, and two persons say the rest', async () => {
    const made = await story(['10']);
    const keeper = as(world, 'ledger-keeper');
    const { rows: [funds] } = await world.pool.query<{ id: string }>("select id from transactions.account where programme_id = $1 and purpose = 'FUNDS'", [made.programme]);
    const { account: grant } = await mutated(keeper, 'accountOpen', 'account', { code: `GRANT${made.number}`, name: 'Grant', purpose: 'GRANT', currency: 'GHS' });
    const book = async (amount: string, bankReference?: string): Promise<string> => {
      const { transaction, userErrors } = await mutated(keeper, 'transactionBook', 'transaction', { reference: newKey(), description: 'Of the Ministry', idempotencyKey: newKey(), bankReference, postings: [{ accountId: encodeId('account', funds!.id), amount }, { accountId: grant!.id, amount: `-${amount}` }] });
      expect(userErrors).toEqual([]);
      return transaction!.id;
    };
    const came = (amount: string, endToEndId?: string): EntryToWrite => ({ amount, direction: 'CREDIT', ...(endToEndId && { endToEndId }) });
    const entries = async (): Promise<readonly object[]> => (await run<{ bankEntries: { nodes: object[] } }>(as(world, 'payment-officer'),
      'query ($id: ID!) { bankEntries(where: { bankAccount: { id: { eq: $id } } }, orderBy: [{ number: ASC }]) { nodes { state matchedBy transaction { id } } } }', { id: made.bank })).bankEntries.nodes;
    const before = await book('500.00', 'MOF-1');
    expect(await take(made, [came('500.00', 'MOF-1'), came('70.00', 'MOF-2'), came('30.00'), came('500.00', 'MOF-1')])).toMatchObject({ matched: 1, unmatched: 3 });
    await book('71.00', 'MOF-2');
    const after = await book('70.00', 'MOF-2');
    const work = await workOf(made);
    expect(work.map(({ problem }) => problem)).toEqual(['NOTHING_NAMED', 'UNKNOWN_REFERENCE']);
    const [unnamed, again] = work;
    const other = await book('30.00');
    const propose = (entryId: string, more: object): ReturnType<typeof decide> => decide('payment-officer', 'bankEntryPropose', { entryId, meaning: 'IN_BOOKS', reason: 'Seen on paper', ...more });
    expect(await propose(unnamed!.id, {})).toMatchObject({ userErrors: [{ code: 'BANK_ENTRY_BOOKING_WRONG' }] });
    expect(await propose(unnamed!.id, { transactionId: after })).toMatchObject({ userErrors: [{ code: 'BANK_ENTRY_BOOKING_WRONG' }] });
    expect(await propose(again!.id, { transactionId: before })).toMatchObject({ userErrors: [{ code: 'BANK_ENTRY_SHOWN_ALREADY' }] });
    expect(await propose(unnamed!.id, { transactionId: other })).toMatchObject({ entry: { state: 'PROPOSED' }, userErrors: [] });
    expect(await decide('payment-officer', 'bankEntryReject', { entryId: unnamed!.id })).toMatchObject({ entry: { state: 'UNMATCHED' } });
    await propose(unnamed!.id, { transactionId: other });
    expect(await decide('payment-approver', 'bankEntryConfirm', { entryId: unnamed!.id })).toMatchObject({ entry: { state: 'RESOLVED' }, userErrors: [] });
    expect(await entries()).toEqual([
      { state: 'MATCHED', matchedBy: 'REFERENCE', transaction: { id: before } }, { state: 'MATCHED', matchedBy: 'REFERENCE', transaction: { id: after } }, { state: 'RESOLVED', matchedBy: 'IN_BOOKS', transaction: { id: other } },
      { state: 'UNMATCHED', matchedBy: null, transaction: null },
    ]);
    const { bankBalanceProof } = await run<{ bankBalanceProof: object }>(as(world, 'auditor'), 'query ($id: ID!) { bankBalanceProof(bankAccountId: $id, on: "2026-03-31") { counts { code count amount { amount } } } }', { id: made.bank });
    // What the ledger has of MOF-2 in the wrong amount is not at the bank.
    expect(bankBalanceProof).toMatchObject({ counts: expect.arrayContaining([{ code: 'UNRESOLVED', count: 1, amount: { amount: '500.00' } }]) });
  });

  it('leaves on a work list what it cannot explain, with what it may be, and two persons say what it is', async () => {
    const made = await story(['10', '20', '30', '40', '50']);
    const [a, b, c, d] = made.payments;
    expect(await take(made, [
      debit(a!, { amount: '10.01' }), debit(b!), debit(b!), debit({ reference: 'somebody', amount: '7.00' }), { amount: '30.00', direction: 'DEBIT', description: `Grant ${c!.reference} March` },
      { amount: '1.50', direction: 'DEBIT', description: 'Charges' }, { amount: '99.00', direction: 'DEBIT', description: 'Mistake' },
    ])).toMatchObject({ matched: 1, unmatched: 6, paid: 1 });
    const work = await workOf(made);
    expect(work.map(({ problem }) => problem)).toEqual(['WRONG_AMOUNT', 'PAID_TWICE', 'UNKNOWN_REFERENCE', 'NOTHING_NAMED', 'NOTHING_NAMED', 'NOTHING_NAMED']);
    expect(work[3]?.suggestions[0]).toMatchObject({ instruction: { reference: c!.reference }, because: ['REFERENCE', 'AMOUNT'] });
    expect((await reconciliation(made.programme, '2026-03-03')).counts).toEqual([{ code: 'AT_BANK_TWICE', count: 1 }, { code: 'AT_BANK_UNKNOWN', count: 4 }, { code: 'AT_BANK_WRONG_AMOUNT', count: 1 }]);

    const instruction = (payment: { readonly id: string }): string => encodeId('payment_instruction', payment.id);
    const [, , , grant, charges, mistake] = work;
    const propose = (entryId: string | undefined, more: object): ReturnType<typeof decide> => decide('payment-officer', 'bankEntryPropose', { entryId, reason: 'Seen on paper', ...more });
    expect(await propose(grant?.id, { meaning: 'PAYMENT', instructionId: instruction(d!) })).toMatchObject({ userErrors: [{ code: 'BANK_ENTRY_PAYMENT_WRONG' }] });
    expect(await propose(grant?.id, { meaning: 'RETURN', instructionId: instruction(c!) })).toMatchObject({ userErrors: [{ code: 'BANK_ENTRY_PAYMENT_WRONG' }] });
    expect(await propose(grant?.id, { meaning: 'PAYMENT', instructionId: instruction(c!) })).toMatchObject({ entry: { state: 'PROPOSED' } });
    expect(await propose(work[1]?.id, { meaning: 'PAYMENT', instructionId: instruction(b!) })).toMatchObject({ entry: { state: 'PROPOSED' } });
    const { rows: [expense] } = await world.pool.query<{ id: string }>("select id from transactions.account where programme_id = $1 and purpose = 'BENEFIT_EXPENSE'", [made.programme]);
    const { rows: [funds] } = await world.pool.query<{ id: string }>("select id from transactions.account where programme_id = $1 and purpose = 'FUNDS'", [made.programme]);
    expect(await propose(charges?.id, { meaning: 'BOOKED', accountId: encodeId('account', funds!.id) })).toMatchObject({ userErrors: [{ code: 'BANK_ENTRY_ACCOUNT_WRONG' }] });
    expect(await propose(charges?.id, { meaning: 'BOOKED', accountId: encodeId('account', expense!.id) })).toMatchObject({ entry: { state: 'PROPOSED' } });
    expect(await propose(mistake?.id, { meaning: 'PASSED_OVER' })).toMatchObject({ entry: { state: 'PROPOSED' } });
    expect(await statesOf(world, made)).toEqual(['SENT', 'PAID', 'SENT', 'SENT', 'SENT']);

    const confirm = (entryId: string | undefined, name = 'confirmer'): ReturnType<typeof decide> => decide('payment-approver', 'bankEntryConfirm', { entryId }, name);
    expect(await confirm(grant?.id, 'payment-officer')).toMatchObject({ userErrors: [{ code: 'PROPOSER_IS_CONFIRMER' }] });
    expect(await confirm(grant?.id)).toMatchObject({ entry: { state: 'RESOLVED' } });
    expect(await confirm(grant?.id)).toMatchObject({ userErrors: [{ code: 'BANK_ENTRY_STATE' }] });
    expect(await confirm(work[1]?.id)).toMatchObject({ userErrors: [{ code: 'BANK_ENTRY_SHOWN_ALREADY' }] });
    expect(await decide('payment-officer', 'bankEntryReject', { entryId: work[1]?.id })).toMatchObject({ entry: { state: 'UNMATCHED' } });
    expect(await confirm(charges?.id)).toMatchObject({ entry: { state: 'RESOLVED' } });
    expect(await confirm(mistake?.id)).toMatchObject({ entry: { state: 'RESOLVED' } });
    expect(await statesOf(world, made)).toEqual(['SENT', 'PAID', 'PAID', 'SENT', 'SENT']);
    const { rows } = await world.pool.query("select sum(p.amount)::text as funds from transactions.posting p where p.account_id = $1", [funds!.id]);
    expect(rows).toEqual([{ funds: '-51.50' }]);
    expect((await workOf(made)).map(({ problem }) => problem)).toEqual(['WRONG_AMOUNT', 'PAID_TWICE', 'UNKNOWN_REFERENCE']);
    expect(await run(as(world, 'auditor'), '{ bankEntryAges { fromDays currency count } }')).toMatchObject({ bankEntryAges: [{ fromDays: 0, currency: 'GHS' }] });
    expect(await proofOf(as(world, 'auditor'), made.id)).toMatchObject({ balanced: true });
  });

  it('finds by account and amount what names nothing, where only one payment fits', async () => {
    const programme = await owing(world, ['10', '20', '20']);
    await giveAccounts(world, programme, (amount) => ({ number: Number(amount) === 10 ? '111' : '222' }));
    const sent = await sentRun(world, programme, 'csv-file');
    const number = `${1000 + (accounts += 1)}`;
    const made = { ...sent, programme, number, bank: await bankAccount(world, programme, { number, channels: ['csv-file'] }) };
    expect(await take(made, [{ amount: '10.00', direction: 'DEBIT', counterpartyAccount: '111' }, { amount: '20.00', direction: 'DEBIT', counterpartyAccount: '222' }, { amount: '11.00', direction: 'DEBIT', counterpartyAccount: '111' }])).toMatchObject({ matched: 1, unmatched: 2, paid: 1 });
    expect((await workOf(made)).map(({ problem, suggestions }) => [problem, suggestions.filter(({ because }) => because.includes('ACCOUNT')).length])).toEqual([['AMBIGUOUS', 2], ['NOTHING_NAMED', 1]]);
  });
});

describe('the guide "Channels and statements"', () => {
  it('holds operations that run in its order and do what it says', async () => {
    const programme = await owing(world, ['10', '20']);
    const { payments } = await sentRun(world, programme, 'csv-file');
    const of = async (purpose: string): Promise<string> => encodeId('account', (await world.pool.query<{ id: string }>('select id from transactions.account where programme_id = $1 and purpose = $2', [programme, purpose])).rows[0]!.id);
    const entries = [debit(payments[0]!), debit(payments[1]!), { amount: '0.50', direction: 'DEBIT' as const, description: 'Charges' }];
    const file = await ownFile(as(world, 'payment-officer'), server, statementOf({ account: 'CH9300762011623852957', opening: '1000.00', entries, id: 'GUIDE' }));
    const known: Record<string, unknown> = { funds: await of('FUNDS'), charges: await of('BENEFIT_EXPENSE'), programme: encodeId('programme', programme), file };
    const roles: Readonly<Record<string, string>> = { Register: 'ledger-keeper', Confirm: 'payment-approver', Reconciliation: 'auditor', Balance: 'auditor' };
    const answers: Record<string, unknown> = {};
    for (const { name, source, variables } of await guideSteps('channels.md')) {
      const told = await run<Record<string, unknown>>(as(world, roles[name] ?? 'payment-officer'), source, withKnown(variables, known));
      answers[name] = told;
      if (name === 'Register') known['bank'] = (told['bankAccountRegister'] as { bankAccount: { id: string } }).bankAccount.id;
      if (name === 'Work') known['entry'] = (told['bankEntries'] as { nodes: { id: string }[] }).nodes[0]?.id;
    }
    expect(answers).toMatchObject({
      Register: { bankAccountRegister: { userErrors: [] } }, Receive: { statementReceive: { matched: 2, unmatched: 1, paid: 2, userErrors: [] } },
      Work: { bankEntries: { nodes: [{ problem: 'NOTHING_NAMED', description: 'Charges' }] } }, Propose: { bankEntryPropose: { entry: { state: 'PROPOSED' } } },
      Confirm: { bankEntryConfirm: { entry: { state: 'RESOLVED', matchedBy: 'BOOKED', transaction: { kind: 'BANK_ENTRY' } } } }, Reconciliation: { reconciliation: { balanced: true, counts: [], lines: [{ paidAtBank: { amount: '30.00' } }] } },
      Balance: { bankBalanceProof: { atBank: { amount: '969.50' }, inLedger: { amount: '-30.50' }, counts: [{ code: 'OPENING', count: 1, amount: { amount: '1000.00' } }] } },
    });
  });
});
