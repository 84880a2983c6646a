import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../kernel/schema/ids.js';
import { serveMetrics } from '../kernel/telemetry/serve-metrics.js';
import { verifyLedger } from './checks/verify-ledger.js';
import { watchLedger } from './checks/watch-ledger.js';
import { mutated, openAccount, transfer } from './testing/books.js';
import { createRun, newKey } from './testing/story.js';
import { as, oweAgain, owing, run, startWorld, type World } from './testing/world.js';
import { encodeId } from '../kernel/schema/ids.js';

let world: World;
let cash: string;
let grant: string;
const keeper = () => as(world, 'ledger-keeper');
const uuid = (id: string): string => decodeId(id)?.uuid ?? '';

interface Health { readonly right: boolean; readonly checks: readonly { kind: string; found: number }[]; readonly findings: readonly { kind: string; place: string; what: string }[] }
const health = async (): Promise<Health> => (await run<{ ledgerHealth: Health }>(as(world, 'auditor'), '{ ledgerHealth { right checks { kind checkedAt transactions found } findings { kind place what foundAt } } }')).ledgerHealth;
/** As processes that take jobs do; `again` as if the time for it had come. */
async function watch(): Promise<void> {
  await world.pool.query("update transactions.ledger_check set checked_at = checked_at - interval '2 days'");
  for (const _ of ['full', 'recent']) await watchLedger(world.platform.context({ actor: world.platform.system('test') }));
}
/** Past all that keeps the books, as whoever owns the tables could. */
const KEPT = ['transactions.payment_instruction', 'transactions.transaction', 'transactions.posting', 'transactions.account_total', 'transactions.budget', 'transactions.organisation_payment', 'programmes.entitlement'];
const all = (what: string): string => KEPT.map((table) => `alter table ${table} ${what} trigger user`).join('; ');
async function past(statements: string): Promise<void> {
  await world.pool.query(`alter table transactions.posting drop constraint if exists posting_transaction, drop constraint if exists posting_currency; ${all('disable')}`);
  await world.pool.query(`begin; set local kinga.scope = 'all'; ${statements}; commit`);
  await world.pool.query(all('enable'));
}

beforeAll(async () => {
  world = await startWorld();
  [cash, grant] = [await openAccount(keeper(), 'CASH'), await openAccount(keeper(), 'GRANT')];
});
afterAll(() => world.stop());

describe('the books, looked through', () => {
  it('are right while everybody writes as they should', async () => {
    await transfer(keeper(), { from: grant, to: cash, amount: '12.50' });
    await createRun(as(world, 'payment-officer'), await owing(world, ['10']));
    expect((await health()).right).toBe(false);
    await watch();
    expect(await health()).toMatchObject({ right: true, findings: [], checks: [{ kind: 'FULL', found: 0 }, { kind: 'RECENT', found: 0 }] });
  });

  it('tell of each kind of fault within a minute, by the metric and by the query, until it is mended', async () => {
    const programme = await owing(world, ['10']);
    await oweAgain(world, programme, ['2']);
    await createRun(as(world, 'payment-officer'), programme);
    const period = await mutated(keeper(), 'accountingPeriodOpen', 'accountingPeriod', { code: '2020', startsOn: '2020-01-01', endsOn: '2020-12-31' });
    await mutated(keeper(), 'accountingPeriodClose', 'accountingPeriod', { id: period['accountingPeriod']?.id });
    await mutated(keeper(), 'budgetCreate', 'budget', { code: 'B', programmeId: encodeId('programme', programme), startsOn: '2026-01-01', endsOn: '2026-12-31', amount: '5', reason: 'The law of finance', idempotencyKey: newKey() });
    const posting = (account: string, amount: string, of: string, day = '2026-03-01', currency = 'GHS') =>
      `insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency) values (kernel.uuid7(), ${of}, '${day}', '${uuid(account)}', ${amount}, '${currency}')`;
    const head = (name: string, day = '2026-03-01') => `insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by) values (kernel.uuid7(), 'FORGED', '${day}', 'x', '${name}', 'x')`;
    const its = (name: string) => `(select id from transactions.transaction where reference = '${name}')`;
    await past([
      head('one-sided'), posting(cash, '1.00', its('one-sided')), head('empty'), head('dollars'), posting(cash, '1.00', its('dollars'), '2026-03-01', 'USD'), posting(cash, '-1.00', its('dollars'), '2026-03-01', 'USD'),
      posting(cash, '2.00', 'kernel.uuid7()'), head('late', '2020-06-01'), posting(cash, '3.00', its('late'), '2020-06-01'), posting(grant, '-3.00', its('late'), '2020-06-01'),
      "insert into people.organisation (id, code, name) values (kernel.uuid7(), 'COURT', 'Family court')",
      `insert into transactions.account (id, code, name, purpose, programme_id, currency, organisation_id) select kernel.uuid7(), 'HELD', 'Held for the court', 'DEDUCTED', '${programme}', 'GHS', id from people.organisation where code = 'COURT'`,
      `insert into transactions.account_total (account_id, currency, occurred_on, debit, credit, postings) select id, 'GHS', '2026-03-01', 0, 4.00, 1 from transactions.account where code = 'HELD'`,
      `insert into people.organisation_account (id, organisation_id, kind, institution, holder_name, digest, sealed, recorded_by, valid_from) select kernel.uuid7(), id, 'BANK', 'B', 'Family court', '\\x00', '\\x00', 'x', '2026-01-01' from people.organisation where code = 'COURT'`,
      `insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by, kind) values (kernel.uuid7(), 'ORGS', '${programme}', '2026-03-01', 'GHS', 'csv-file', 'x', 'ORGANISATIONS')`,
      `insert into transactions.organisation_payment (id, run_id, batch_number, programme_id, organisation_id, account_id, payee_name, amount, currency, reference, source, source_id, state, settled_on)
       select kernel.uuid7(), r.id, 1, r.programme_id, a.organisation_id, a.id, a.holder_name, 6.00, 'GHS', 'NOTBOOKED', 'x', r.id, 'PAID', '2026-03-01' from transactions.payment_run r, people.organisation_account a where r.code = 'ORGS'`,
      `update programmes.entitlement set amount = 9.00 where programme_id = '${programme}' and amount = 10`, `update transactions.payment_instruction set state = 'CANCELLED' where amount = 2`, "update transactions.budget set available = 7, approved = 7 where code = 'B'",
    ].join('; '));
    await watchLedger(world.platform.context({ actor: world.platform.system('test') }));
    await watch();
    const found = await health();
    expect(found.right).toBe(false);
    expect([...new Set(found.findings.map(({ kind }) => kind))].sort()).toEqual(['CLOSED_PERIOD', 'ORPHAN', 'OVERPAID', 'PARTED_PAYMENT', 'UNBALANCED', 'WRONG_BUDGET', 'WRONG_CURRENCY', 'WRONG_ORGANISATION_PAYMENT', 'WRONG_TOTAL', 'WRONG_WITHHELD']);
    expect(found.findings.find(({ kind }) => kind === 'WRONG_ORGANISATION_PAYMENT')).toMatchObject({ place: 'payment NOTBOOKED', what: 'is PAID, and 0 GHS left the funds' });
    expect(found.findings.find(({ kind }) => kind === 'OVERPAID')?.what).toBe('is 9.00, and 10.00 GHS is paid or on its way');
    expect(found.findings.find(({ kind }) => kind === 'PARTED_PAYMENT')?.what).toBe('is 12.00 GHS in one batch, and 12.00 is CANCELLED, PENDING');
    const metrics = await serveMetrics(world.platform, 0, '127.0.0.1');
    const told = async (): Promise<string> => (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text();
    const alarms = await told();
    for (const kind of ['CLOSED_PERIOD', 'OVERPAID', 'PARTED_PAYMENT', 'WRONG_BUDGET', 'WRONG_WITHHELD']) expect(alarms).toContain(`kinga_ledger_findings{kind="${kind}"} 1`);
    expect(alarms).toMatch(/kinga_ledger_check_age_seconds\{kind="FULL"\} \d/);
    await past(`delete from transactions.posting where transaction_id in (select id from transactions.transaction where kind = 'FORGED') or not exists (select from transactions.transaction t where t.id = transaction_id);
      delete from transactions.transaction where kind = 'FORGED'; delete from transactions.organisation_payment; delete from transactions.account_total where account_id = (select id from transactions.account where code = 'HELD'); update programmes.entitlement set amount = 10.00 where programme_id = '${programme}' and amount = 9; update transactions.payment_instruction set state = 'PENDING' where amount = 2; update transactions.budget set available = 0, approved = 0`);
    await watch();
    expect(await health()).toMatchObject({ right: true, findings: [] });
    expect(await told()).toContain('kinga_ledger_findings{kind="OVERPAID"} 0');
    await metrics.stop();
  });

  it('tell of kept totals that are not what was posted, whenever that was', async () => {
    await past(`update transactions.account_total set debit = debit + 1, occurred_on = occurred_on where account_id = '${uuid(cash)}'`);
    expect((await verifyLedger(world.pool as never)).findings).toMatchObject([{ kind: 'WRONG_TOTAL', place: `account ${uuid(cash)} on 2026-03-01` }]);
    await past(`update transactions.account_total set debit = debit - 1 where account_id = '${uuid(cash)}'`);
  });
});
