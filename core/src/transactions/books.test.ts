import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId, encodeId } from '../kernel/schema/ids.js';
import { foldTotals } from './balances/fold-totals.js';
import { mutated, openAccount, reverse, transfer } from './testing/books.js';
import { createRun } from './testing/story.js';
import { as, owing, run, startWorld, TODAY, type World } from './testing/world.js';

let world: World;
let funds: string;
let grant: string;

const keeper = () => as(world, 'ledger-keeper');
const approver = () => as(world, 'payment-approver');
const uuid = (id: string): string => decodeId(id)?.uuid ?? '';

async function funder(code: string): Promise<string> {
  const { rows: [made] } = await world.pool.query<{ id: string }>(
    `with o as (insert into people.organisation (id, code, name) values (kernel.uuid7(), $1, $1) returning id), r as (
       insert into people.organisation_role (id, organisation_id, role, valid_from) select kernel.uuid7(), id, 'funder', '2020-01-01' from o) select id from o`, [code],
  );
  return encodeId('organisation', made?.id ?? '');
}

async function balance(account: string, asOf = TODAY): Promise<string> {
  const { account: found } = await run<{ account: { balance: { amount: string } } }>(keeper(), 'query ($id: ID!, $asOf: LocalDate) { account(by: { id: $id }) { balance(asOf: $asOf) { amount } } }', { id: account, asOf });
  return found.balance.amount;
}

beforeAll(async () => {
  world = await startWorld();
  [funds, grant] = [await openAccount(keeper(), 'CASH'), await openAccount(keeper(), 'GRANT')];
});
afterAll(() => world.stop());

describe('accounting periods', () => {
  const ids: Record<string, string> = {};
  const open = async (code: string, startsOn: string, endsOn: string) => {
    const made = await mutated(keeper(), 'accountingPeriodOpen', 'accountingPeriod', { code, startsOn, endsOn });
    ids[code] ??= made['accountingPeriod']?.id ?? '';
    return made;
  };
  const close = (code: string) => mutated(keeper(), 'accountingPeriodClose', 'accountingPeriod', { id: ids[code] }, 'state');
  const ask = (code: string) => mutated(keeper(), 'accountingPeriodAskReopen', 'accountingPeriod', { id: ids[code], reason: 'A statement came late' }, 'state');
  const decide = (code: string, ctx = approver(), reopen = true) => mutated(ctx, 'accountingPeriodReopen', 'accountingPeriod', { id: ids[code], reopen }, 'state reopenedBy');

  it('are opened apart from each other', async () => {
    expect(await open('2026-01', '2026-01-01', '2026-01-31')).toMatchObject({ userErrors: [] });
    expect(await open('2026-02', '2026-02-01', '2026-02-28')).toMatchObject({ userErrors: [] });
    expect(await open('2026-03', '2026-03-01', '2026-03-31')).toMatchObject({ userErrors: [] });
    expect(await open('X', '2026-02-28', '2026-03-01')).toMatchObject({ userErrors: [{ code: 'ACCOUNTING_PERIODS_OVERLAP' }] });
    expect(await open('X', '2026-05-02', '2026-05-01')).toMatchObject({ userErrors: [{ code: 'ACCOUNTING_PERIOD_DAYS', path: ['input', 'endsOn'] }] });
    expect(await open('2026-01', '2027-01-01', '2027-01-31')).toMatchObject({ userErrors: [{ code: 'ACCOUNTING_PERIOD_CODE_TAKEN' }] });
  });

  it('are closed in order when they have ended, and take no posting then, whoever writes', async () => {
    const january = await transfer(keeper(), { from: grant, to: funds, amount: '100', on: '2026-01-15' });
    expect(await close('2026-02')).toMatchObject({ userErrors: [{ code: 'ACCOUNTING_PERIOD_ORDER' }] });
    expect(await close('2026-03')).toMatchObject({ userErrors: [{ code: 'ACCOUNTING_PERIOD_NOT_ENDED' }] });
    expect(await close('2026-01')).toMatchObject({ userErrors: [], accountingPeriod: { state: 'CLOSED' } });
    for (const on of ['2026-01-31', '2025-06-01']) expect(await transfer(keeper(), { from: grant, to: funds, amount: '1', on })).toMatchObject({ userErrors: [{ code: 'BOOKS_CLOSED', path: ['input', 'occurredOn'] }] });
    for (const isolation of ['read committed', 'repeatable read', 'serializable']) {
      await expect(world.pool.query(
        `begin isolation level ${isolation};
         insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by) values ('018f0000-0000-7000-8000-00000000000a', 'TEST', '2026-01-31', 't', 'past', 'sql');
         insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency) select kernel.uuid7(), '018f0000-0000-7000-8000-00000000000a', '2026-01-31', id, 1, 'GHS' from transactions.account limit 1; commit`,
      ).finally(() => world.pool.query('rollback'))).rejects.toMatchObject({ code: 'KG015', constraint: 'posting_period_open' });
    }
    await expect(world.pool.query("update transactions.accounting_period set state = 'OPEN' where code = '2026-01'")).rejects.toMatchObject({ constraint: 'accounting_period_moves' });
    await expect(world.pool.query('delete from transactions.accounting_period')).rejects.toMatchObject({ code: 'KG001' });
    // Taking back books into the open period; the closed one stays as it was.
    expect(await reverse(keeper(), january['transaction']?.id ?? '')).toMatchObject({ transaction: { occurredOn: TODAY } });
    expect([await balance(funds, '2026-01-31'), await balance(funds)]).toEqual(['100.00', '0.00']);
    expect(await open('2025', '2025-01-01', '2025-12-31')).toMatchObject({ userErrors: [{ code: 'ACCOUNTING_PERIOD_ORDER' }] });
  });

  it('are opened again by another person alone, beginning with the last', async () => {
    expect(await close('2026-02')).toMatchObject({ accountingPeriod: { state: 'CLOSED' } });
    expect(await ask('2026-01')).toMatchObject({ accountingPeriod: { state: 'REOPENING' } });
    expect(await decide('2026-01')).toMatchObject({ userErrors: [{ code: 'ACCOUNTING_PERIOD_ORDER' }] });
    expect(await decide('2026-01', approver(), false)).toMatchObject({ accountingPeriod: { state: 'CLOSED' } });
    await ask('2026-02');
    expect(await transfer(keeper(), { from: grant, to: funds, amount: '1', on: '2026-02-15' })).toMatchObject({ userErrors: [{ code: 'BOOKS_CLOSED' }] });
    const both = world.platform.context({ actor: world.platform.actorOf({ id: 'ledger-keeper@example.org', roles: ['payment-approver'], places: null }) });
    expect(await decide('2026-02', both)).toMatchObject({ userErrors: [{ code: 'ACCOUNTING_PERIOD_SECOND_PERSON' }] });
    expect(await decide('2026-02')).toMatchObject({ accountingPeriod: { state: 'OPEN', reopenedBy: 'payment-approver@example.org' } });
    expect(await decide('2026-02')).toMatchObject({ userErrors: [{ code: 'ACCOUNTING_PERIOD_STATE' }] });
    expect(await transfer(keeper(), { from: grant, to: funds, amount: '7', on: '2026-02-15' })).toMatchObject({ userErrors: [] });
    expect(await close('2026-02')).toMatchObject({ accountingPeriod: { state: 'CLOSED' } });
  });

  it('wait for whoever is booking, and let nothing slip in behind', async () => {
    await ask('2026-02');
    await decide('2026-02');
    const client = await world.pool.connect();
    await client.query('begin');
    await client.query("insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by) values ('018f0000-0000-7000-8000-00000000000b', 'TEST', '2026-02-20', 't', 'slow', 'sql')");
    await client.query(`insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency)
      select kernel.uuid7(), '018f0000-0000-7000-8000-00000000000b', '2026-02-20', a, m, 'GHS' from unnest($1::uuid[], '{5.00,-5.00}'::numeric[]) as t(a, m)`, [[uuid(funds), uuid(grant)]]);
    const closing = close('2026-02');
    await expect.poll(async () => (await world.pool.query("select from pg_locks where relation = 'transactions.posting'::regclass and mode = 'ShareLock' and not granted")).rowCount).toBe(1);
    const late = transfer(keeper(), { from: grant, to: funds, amount: '1', on: '2026-02-21' });
    await client.query('commit');
    client.release();
    expect(await closing).toMatchObject({ accountingPeriod: { state: 'CLOSED' } });
    expect(await late).toMatchObject({ userErrors: [{ code: 'BOOKS_CLOSED' }] });
    expect(await balance(funds, '2026-02-28')).toBe('112.00');
  });
});

describe('balances', () => {
  interface Row { readonly account: { code: string } | null; readonly purpose: string | null; readonly funder: { code: string } | null; readonly periodFrom: string | null; readonly place: object | null; readonly opening: Sum; readonly debit: Sum; readonly credit: Sum; readonly balance: Sum }
  interface Sum { readonly amount: string }
  const balances = async (variables: object): Promise<{ rows: Row[]; totals: Row[]; more: boolean; proved: boolean | null }> => {
    const MONEY = '{ amount currency }';
    const row = `{ account { code } purpose programme { code } funder { code } place { code } periodFrom opening ${MONEY} debit ${MONEY} credit ${MONEY} balance ${MONEY} }`;
    const { accountBalances } = await run<{ accountBalances: { rows: Row[]; totals: Row[]; more: boolean; proved: boolean | null } }>(
      keeper(), `query ($on: LocalDate, $from: LocalDate, $by: [AccountBalanceBy!], $where: AccountBalancesWhere, $first: Int, $prove: Boolean) { accountBalances(on: $on, from: $from, by: $by, where: $where, first: $first, prove: $prove) { rows ${row} more proved totals ${row} } }`,
      variables as Record<string, unknown>,
    );
    return accountBalances;
  };

  it('of a run are told apart by funder, purpose and benefit period, and sum to nothing', async () => {
    const [donor, programme] = [await funder('DONOR'), await owing(world, ['10', '20.5'])];
    const refused = await createRun(as(world, 'payment-officer'), programme, { funder: encodeId('organisation', '018f0000-0000-7000-8000-000000000001') });
    expect(refused.userErrors).toMatchObject([{ code: 'FUNDER_UNKNOWN', path: ['input', 'funderId'] }]);
    expect((await createRun(as(world, 'payment-officer'), programme, { funder: donor })).userErrors).toEqual([]);
    const where = { programmeId: encodeId('programme', programme) };
    const before = await balances({ by: ['PURPOSE', 'FUNDER', 'PERIOD'], where });
    expect(before.rows).toMatchObject([
      { purpose: 'BENEFIT_EXPENSE', funder: { code: 'DONOR' }, periodFrom: '2026-01-01', account: null, debit: { amount: '30.50' }, credit: { amount: '0.00' }, balance: { amount: '30.50', currency: 'GHS' } },
      { purpose: 'PAYABLE', funder: { code: 'DONOR' }, periodFrom: '2026-01-01', debit: { amount: '0.00' }, credit: { amount: '30.50' }, balance: { amount: '-30.50' } },
    ]);
    expect(before.totals).toMatchObject([{ debit: { amount: '30.50' }, credit: { amount: '30.50' }, balance: { amount: '0.00' } }]);
    const { accounts } = await run<{ accounts: { nodes: object[] } }>(keeper(), 'query ($p: ID!) { accounts(where: { programme: { id: { eq: $p } }, purpose: { eq: "FUNDS" } }) { nodes { code funder { code } } } }', { p: where.programmeId });
    expect(accounts.nodes).toMatchObject([{ code: expect.stringContaining(':FUNDS:DONOR:GHS'), funder: { code: 'DONOR' } }]);
  });

  it('are the same before and after kept totals are put together, at any date', async () => {
    for (const amount of ['1.11', '2.22', '3.33']) await transfer(keeper(), { from: grant, to: funds, amount, on: '2026-03-02' });
    const asked = { on: '2026-03-31', from: '2026-03-02', by: ['ACCOUNT'] };
    const before = await balances(asked);
    while ((await foldTotals(world.platform.context({ actor: world.platform.system('test') }))) > 0);
    expect(await balances(asked)).toEqual(before);
    expect((await world.pool.query('select from transactions.account_total where account_id = $1 and occurred_on = $2', [uuid(funds), '2026-03-02'])).rowCount).toBe(1);
    expect(before.rows.find(({ account }) => account?.code === 'CASH')).toMatchObject({ opening: { amount: '12.00' }, debit: { amount: '6.66' }, credit: { amount: '0.00' }, balance: { amount: '18.66' } });
    expect(await balances({ ...asked, first: 1 })).toMatchObject({ more: true, rows: [{}] });
    await expect(balances({ from: '2026-03-02', on: '2026-03-01' })).rejects.toThrow('from is not after on');
    await expect(balances({ where: { programmeId: 'person_x' } })).rejects.toThrow('programme_');
  });

  it('are those of any past day, with rows and totals of one moment, and the postings prove them', async () => {
    const day = { on: '2026-02-28', by: ['ACCOUNT', 'PROGRAMME', 'FUNDER', 'PLACE', 'PERIOD'] };
    const before = await balances({ ...day, prove: true });
    expect(before).toMatchObject({ proved: true, more: false });
    await transfer(keeper(), { from: grant, to: funds, amount: '5', on: '2026-03-03' });
    expect(await balances({ ...day, prove: true })).toEqual(before);
    for (const from of [null, '2026-03-02']) {
      const { rows, totals } = await balances({ from, on: '2026-03-31' });
      for (const { balance: sum, debit, credit } of totals) expect([sum.amount, debit.amount]).toEqual(['0.00', credit.amount]);
      expect(rows.reduce((sum, { debit }) => sum + BigInt(debit.amount.replace('.', '')), 0n)).toBe(totals.reduce((sum, { debit }) => sum + BigInt(debit.amount.replace('.', '')), 0n));
    }
    expect((await balances(day)).proved).toBeNull();
    const client = await world.pool.connect();
    await client.query("begin; alter table transactions.account_total disable trigger user; update transactions.account_total set debit = debit + 0.01 where account_id = '" + uuid(funds) + "'; commit");
    expect((await balances({ ...day, prove: true })).proved).toBe(false);
    await client.query("begin; update transactions.account_total set debit = debit - 0.01 where account_id = '" + uuid(funds) + "'; alter table transactions.account_total enable trigger user; commit");
    client.release();
    expect((await balances({ ...day, prove: true })).proved).toBe(true);
  });

  it('run along the statement of an account, page by page', async () => {
    interface Statement { readonly opening: Sum; readonly closing: Sum; readonly next: string | null; readonly lines: readonly { posting: { moved: Sum; occurredOn: string }; balance: Sum }[] }
    const page = async (after: string | null): Promise<Statement> => (await run<{ accountStatement: Statement }>(
      keeper(), `query ($id: ID!, $after: String) { accountStatement(accountId: $id, from: "2026-02-01", to: "2026-03-31", first: 2, after: $after) {
        opening { amount } closing { amount } next lines { balance { amount } posting { occurredOn moved { amount } } } } }`, { id: funds, after },
    )).accountStatement;
    const told: string[] = [];
    let [after, closing]: [string | null, string] = [null, '100.00'];
    do {
      const { opening, lines, next, closing: last } = await page(after);
      expect(opening.amount).toBe(closing);
      told.push(...lines.map(({ posting, balance: { amount } }) => `${posting.occurredOn} ${posting.moved.amount} ${amount}`));
      [after, closing] = [next, last.amount];
    } while (after !== null);
    expect(told).toEqual(['2026-02-15 7.00 107.00', '2026-02-20 5.00 112.00', '2026-03-01 -100.00 12.00', '2026-03-02 1.11 13.11', '2026-03-02 2.22 15.33', '2026-03-02 3.33 18.66', '2026-03-03 5.00 23.66']);
    const { accountStatement } = await run<{ accountStatement: null }>(keeper(), 'query ($id: ID!) { accountStatement(accountId: $id) { next } }', { id: encodeId('account', '018f0000-0000-7000-8000-000000000001') });
    expect(accountStatement).toBeNull();
  });

  it('are written by the database alone', async () => {
    await expect(world.platform.pool.query("begin; set local kinga.scope = 'all'; update transactions.account_total set debit = debit + 1; rollback")).rejects.toMatchObject({ code: '42501' });
    await expect(world.platform.pool.query("begin; update transactions.closed_until set day = '2020-01-01'; rollback")).rejects.toMatchObject({ code: '42501' });
  });
});
