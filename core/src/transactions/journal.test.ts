import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../kernel/schema/ids.js';
import { enrolled, overpay, repay } from './recoveries/testing/owing-back.js';
import { createRun, newKey } from './testing/story.js';
import { as, owing, run, startWorld, type World } from './testing/world.js';

let world: World;
let funds: string;
let grant: string;

interface Booked {
  readonly transaction: { readonly id: string; readonly kind: string; readonly reverses: { readonly id: string } | null } | null;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

const keeper = () => as(world, 'ledger-keeper');

async function open(code: string, currency = 'GHS'): Promise<string> {
  const { accountOpen } = await run<{ accountOpen: { account: { id: string } } }>(
    keeper(), 'mutation ($input: AccountOpenInput!) { accountOpen(input: $input) { account { id } userErrors { code } } }', { input: { code, name: code, purpose: 'OTHER', currency } },
  );
  return accountOpen.account.id;
}

async function book(postings: readonly { readonly accountId: string; readonly amount: string }[], more: object = {}): Promise<Booked> {
  const input = { reference: newKey(), description: 'Grant came in', postings, idempotencyKey: newKey(), ...more };
  const { transactionBook } = await run<{ transactionBook: Booked }>(
    keeper(), 'mutation ($input: TransactionBookInput!) { transactionBook(input: $input) { transaction { id kind reverses { id } } userErrors { code path } } }', { input },
  );
  return transactionBook;
}

async function reverse(transactionId: string, key = newKey()): Promise<Booked> {
  const { transactionReverse } = await run<{ transactionReverse: Booked }>(
    keeper(), 'mutation ($input: TransactionReverseInput!) { transactionReverse(input: $input) { transaction { id kind reverses { id } } userErrors { code path } } }',
    { input: { transactionId, reason: 'Wrong account', idempotencyKey: key } },
  );
  return transactionReverse;
}

async function balance(account: string): Promise<string> {
  const answer = await run<{ account: { balance: { amount: string } } }>(as(world, 'auditor'), 'query ($id: ID!) { account(by: { id: $id }) { balance { amount } postings { nodes { moved { amount } } } } }', { id: account });
  return answer.account.balance.amount;
}

beforeAll(async () => {
  world = await startWorld();
  funds = await open('FUNDS');
  grant = await open('GRANT');
});
afterAll(() => world.stop());

describe('a transaction that is booked by hand', () => {
  it('moves what it says, to the cent, and is taken back once', async () => {
    const big = '123456789012345678901234.57';
    const booked = await book([{ accountId: funds, amount: big }, { accountId: grant, amount: `-${big}` }]);
    expect(booked).toMatchObject({ transaction: { kind: 'JOURNAL' }, userErrors: [] });
    expect(await balance(funds)).toBe(big);
    const id = booked.transaction?.id ?? '';
    const key = newKey();
    const reversals = await Promise.all(Array.from({ length: 10 }, () => reverse(id, key)));
    expect(reversals[0]).toMatchObject({ transaction: { kind: 'REVERSAL', reverses: { id } }, userErrors: [] });
    expect(new Set(reversals.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await balance(funds)).toBe('0.00');
    expect(await reverse(id)).toMatchObject({ userErrors: [{ code: 'ALREADY_REVERSED', path: ['input', 'transactionId'] }] });
  });

  it('is taken back once by many who press at once with keys of their own', async () => {
    const { transaction } = await book([{ accountId: funds, amount: '5' }, { accountId: grant, amount: '-5' }]);
    const answers = await Promise.all(Array.from({ length: 6 }, () => reverse(transaction?.id ?? '')));
    expect(answers.filter((answer) => answer.transaction !== null)).toHaveLength(1);
    expect(await balance(funds)).toBe('0.00');
  });

  it('is refused with every reason', async () => {
    const yen = await open('YEN', 'JPY');
    expect(await book([{ accountId: funds, amount: '10' }, { accountId: grant, amount: '-9.99' }])).toMatchObject({ userErrors: [{ code: 'NOT_BALANCED', path: ['input', 'postings'] }] });
    expect(await book([{ accountId: yen, amount: '1.5' }, { accountId: yen, amount: '0' }])).toMatchObject({
      userErrors: [{ code: 'TOO_MANY_DIGITS', path: ['input', 'postings', '0', 'amount'] }, { code: 'ZERO_POSTING', path: ['input', 'postings', '1', 'amount'] }, { code: 'NOT_BALANCED' }],
    });
    expect(await book([{ accountId: funds, amount: '1' }])).toMatchObject({ userErrors: [{ code: 'INVALID_VALUE' }] });
    expect(await book([{ accountId: encodeId('account', '018f0000-0000-7000-8000-000000000000'), amount: '1' }, { accountId: funds, amount: '-1' }])).toMatchObject({ userErrors: [{ code: 'ACCOUNT_NOT_FOUND' }] });
    const reference = 'STATEMENT-7';
    const postings = [{ accountId: funds, amount: '1' }, { accountId: grant, amount: '-1' }];
    expect(await book(postings, { reference })).toMatchObject({ userErrors: [] });
    expect(await book(postings, { reference })).toMatchObject({ userErrors: [{ code: 'REFERENCE_TAKEN' }] });
    await expect(run(keeper(), 'mutation ($input: TransactionBookInput!) { transactionBook(input: $input) { userErrors { code } } }', { input: { reference: 'x', description: 'x', postings } })).rejects.toThrow('idempotencyKey');
  });

  it('that belongs to a payment run is not taken back by hand', async () => {
    await createRun(as(world, 'payment-officer'), await owing(world, ['10']));
    const { ledgerTransactions } = await run<{ ledgerTransactions: { nodes: { id: string; postings: { totalCount: number } }[] } }>(
      as(world, 'auditor'), '{ ledgerTransactions(where: { kind: { eq: "ACCRUAL" } }) { nodes { id description paymentRun { code } postings { totalCount nodes { moved { amount currency } account { code } party { familyName } instruction { reference } } } } } }',
    );
    expect(ledgerTransactions.nodes).toMatchObject([{ postings: { totalCount: 2 } }]);
    expect(await reverse(ledgerTransactions.nodes[0]?.id ?? '')).toMatchObject({ userErrors: [{ code: 'RUN_TRANSACTION' }] });
  });

  it('that was booked for a record is taken back with that alone, whoever writes', async () => {
    const { programme, owed: [ama] } = await enrolled(world, ['100.00']);
    const of = await overpay(world, programme, ama ?? { enrolment: '', payee: '' }, '60.00');
    await repay(world, of, '20.00');
    const { rows } = await world.pool.query<{ id: string; kind: string }>("select id, kind from transactions.transaction where kind like 'OVERPAYMENT%' order by id");
    expect(rows.map(({ kind }) => kind)).toEqual(['OVERPAYMENT', 'OVERPAYMENT_REPAID']);
    for (const { id } of rows) {
      expect(await reverse(encodeId('transaction', id))).toMatchObject({ transaction: null, userErrors: [{ code: 'RECORD_TRANSACTION', path: ['input', 'transactionId'] }] });
      await expect(world.pool.query("insert into transactions.transaction (id, kind, occurred_on, description, reference, reverses_id, booked_by) values (kernel.uuid7(), 'REVERSAL', '2026-03-01', 'x', 'by-sql', $1, 'sql')", [id]))
        .rejects.toMatchObject({ constraint: 'transaction_reversible' });
    }
  });
});
