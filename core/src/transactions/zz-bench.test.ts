import { expect, it } from 'vitest';
import { owing, startWorld } from './testing/world.js';

it('measures', { timeout: 600_000 }, async () => {
  const world = await startWorld();
  const programme = await owing(world, ['1']);
  await world.pool.query("insert into transactions.account (id, code, name, purpose, programme_id, currency) select kernel.uuid7(), 'A' || n, 'x', 'P' || n, $1, 'GHS' from generate_series(1, 2) n", [programme]);
  const out: Record<string, unknown>[] = [];
  const client = await world.pool.connect();
  async function once(name: string, transactions: number, per: number): Promise<void> {
    const tag = Math.random().toString(36).slice(2);
    await client.query('begin');
    await client.query(`insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by) select kernel.uuid7(), 'BENCH', '2026-03-01', 'x', $2 || n, 'b' from generate_series(1, $1::int) n`, [transactions, tag]);
    const start = performance.now();
    await client.query(`insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency, programme_id)
      select kernel.uuid7(), t.id, '2026-03-01', a.id, case when a.code = 'A1' then 1.00 else -1.00 end, 'GHS', $2::uuid
      from transactions.transaction t cross join generate_series(1, $1::int) n cross join transactions.account a where t.reference like $3 || '%'`, [per / 2, programme, tag]);
    const inserted = performance.now();
    await client.query('commit');
    const done = performance.now();
    out.push({ name, transactions, per, insert: Math.round(inserted - start), commit: Math.round(done - inserted), rowsPerSecond: Math.round(transactions * per / ((done - start) / 1000)) });
  }
  const cases: [number, number][] = [[50_000, 2], [100, 1000]];
  const all = async (name: string): Promise<void> => { for (let n = 0; n < 3; n += 1) for (const [t, p] of cases) await once(name, t, p); };
  await once('warm', 1000, 2);
  await all('as shipped');
  await client.query('alter table transactions.posting disable trigger check_postings; alter table transactions.transaction disable trigger check_has_postings');
  await all('no balance triggers');
  await client.query(`create function naive() returns trigger language plpgsql as $$ begin
    if exists (select from transactions.posting where transaction_id = new.transaction_id group by currency having sum(amount) <> 0) then raise exception 'off'; end if; return null; end $$;
    create constraint trigger naive after insert on transactions.posting deferrable initially deferred for each row execute function naive()`);
  await once('row-wise', 50_000, 2);
  await once('row-wise', 100, 1000);
  await client.query('drop trigger naive on transactions.posting');
  await client.query(`create function marked() returns trigger language plpgsql as $$ begin
      insert into transactions.unbalanced (transaction_id) select distinct transaction_id from written on conflict do nothing; return null; end $$;
    create trigger marked after insert on transactions.posting referencing new table as written for each statement execute function marked()`);
  await all('mark each transaction');
  await client.query('drop trigger marked on transactions.posting');
  await client.query('alter table transactions.posting drop constraint posting_transaction, drop constraint posting_currency, drop constraint posting_programme_id_fkey');
  await all('no balance triggers, no foreign keys');
  await client.query('alter table transactions.posting enable trigger check_postings; alter table transactions.transaction enable trigger check_has_postings');
  await all('triggers, no foreign keys');
  console.table(out);
  client.release();
  await world.stop();
  expect(out.length).toBeGreaterThan(0);
});
