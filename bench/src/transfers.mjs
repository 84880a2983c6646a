import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { core } from './core.mjs';
import { mutate, openRegistry } from './household-registry.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';

const HELP = `Usage: node bench/src/transfers.mjs [options]

Single transfers between accounts, by clients at once, through GraphQL with idempotency keys; beside bare transactions that insert the same
rows into the same tables, and into tables of the same columns and indexes with nothing that keeps the ledger. Then a run of many postings
on one account while balances of it are read.

  --clients <n>   at once (16)
  --accounts <n>  (1000)
  --seconds <n>   for each (20)
  --postings <n>  of the run on one account (1000000); 0 leaves it out
  --data <folder> keeps the database there; the next run uses what it has
  --write         keeps the result in results/transfers.json`;
const { values: options } = parseArgs({ options: {
  clients: { type: 'string', default: '16' }, accounts: { type: 'string', default: '1000' }, seconds: { type: 'string', default: '20' }, postings: { type: 'string', default: '1000000' },
  data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
} });
const [CLIENTS, ACCOUNTS, SECONDS, POSTINGS] = ['clients', 'accounts', 'seconds', 'postings'].map((name) => Number(options[name]));
const stops = [];

/** How many a second `clients` do together, each one after the other. */
async function rate(one) {
  const until = performance.now() + SECONDS * 1000;
  let done = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
    while (performance.now() < until) {
      await one(client);
      done += 1;
    }
  }));
  return done / ((performance.now() - started) / 1000);
}

const HEAD = 'insert into bench_or_ledger.transaction (id, kind, occurred_on, description, reference, booked_by) values ($1, $2, $3, $4, $5, $6)';
const LINES = `insert into bench_or_ledger.posting (id, transaction_id, occurred_on, account_id, amount, currency)
  values (kernel.uuid7(), $1, $2, $3, $4::numeric, 'GHS'), (kernel.uuid7(), $1, $2, $5, -$4::numeric, 'GHS')`;
const IDEMPOTENCY = "insert into kernel.idempotency (principal, operation, key, fingerprint, answer) values ('bench', 'bare', $1, $1, '{}')";

async function bare(pool, schema, ids) {
  const client = await pool.connect();
  try {
    const [from, to] = two(ids);
    const id = randomUUID();
    await client.query('begin');
    await client.query("select set_config('kinga.scope', 'all', true)");
    await client.query({ name: 'idempotency', text: IDEMPOTENCY, values: [id] });
    await client.query({ name: `head ${schema}`, text: HEAD.replace('bench_or_ledger', schema), values: [id, 'BENCH', '2026-03-01', 'Moved', id, 'bench'] });
    await client.query({ name: `lines ${schema}`, text: LINES.replace('bench_or_ledger', schema), values: [id, '2026-03-01', to, '1.00', from] });
    await client.query('commit');
  } finally {
    client.release();
  }
}

function two(list) {
  const first = Math.floor(Math.random() * list.length);
  return [list[first], list[(first + 1 + Math.floor(Math.random() * (list.length - 1))) % list.length]];
}

async function run() {
  const { owner, platform } = await openRegistry({ data: options.data, poolSize: CLIENTS }, stops);
  const { encodeId } = await core('kernel/schema/ids.js');
  await owner.query("insert into transactions.account (id, code, name, purpose, currency) select kernel.uuid7(), 'BENCH-' || n, 'Bench', 'BENCH', 'GHS' from generate_series(1, $1::int) n on conflict do nothing", [ACCOUNTS]);
  const { rows } = await owner.query("select id from transactions.account where purpose = 'BENCH'");
  const uuids = rows.map(({ id }) => id);
  const ids = uuids.map((id) => encodeId('account', id));
  await owner.query(`create schema if not exists bench; create table if not exists bench.transaction (like transactions.transaction including all);
    create table if not exists bench.posting (like transactions.posting including all)`);
  const permissions = ['transactions.ledger.book', 'transactions.ledger.read'];
  const surfaced = { deadlocks: 0 };
  const transfer = async (client) => {
    const [from, to] = two(ids);
    const input = { reference: randomUUID(), description: 'Moved', idempotencyKey: randomUUID(), postings: [{ accountId: to, amount: '1.00' }, { accountId: from, amount: '-1.00' }] };
    await mutate(platform, permissions, 'transactionBook', 'TransactionBookInput', input, 'transaction { id }', `client-${client}`).catch((error) => {
      surfaced.deadlocks += 1;
      throw error;
    });
  };
  const results = [];
  const told = (system, value, unit = 'transfers/s') => {
    console.log(`${system}: ${value.toFixed(value < 100 ? 1 : 0)} ${unit}`);
    results.push({ case: 'transfers', system, value: Number(value.toPrecision(4)), unit });
  };
  await rateFor(2, () => transfer(0));
  for (const [system, one] of [['kinga, by GraphQL', transfer], ['bare, into the ledger', () => bare(platform.pool, 'transactions', uuids)], ['bare, without what keeps the ledger', () => bare(owner, 'bench', uuids)]]) told(system, await rate(one));
  console.log(`faults that callers saw: ${surfaced.deadlocks}`);
  if (POSTINGS > 0) await oneAccount(owner, platform, uuids, told);
  const { verifyLedger } = await core('transactions/checks/verify-ledger.js');
  const started = performance.now();
  const { transactions, findings } = await verifyLedger(owner);
  told(`verified, ${transactions} transactions`, (performance.now() - started) / 1000, 's');
  if (findings.length > 0) throw new Error(`the books are not right: ${JSON.stringify(findings[0])}`);
  if (options.write) console.log(`Written: ${await writeResults('transfers', results, { clients: CLIENTS, accounts: ACCOUNTS, postings: POSTINGS })}`);
}

async function rateFor(seconds, one) {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) await one();
}

/** A run of many postings on one account, in one transaction, while transfers over the same account go on. */
async function oneAccount(owner, platform, [hot, other, ...rest], told) {
  const client = await owner.connect();
  const began = performance.now();
  let waits = 0;
  const meanwhile = { on: true };
  const others = (async () => {
    for (; meanwhile.on; await new Promise((later) => setTimeout(later, 20))) {
      const at = performance.now();
      await bare(platform.pool, 'transactions', [hot, rest[0]]);
      waits = Math.max(waits, performance.now() - at);
    }
  })();
  try {
    const id = randomUUID();
    await client.query("begin; select set_config('kinga.scope', 'all', true)");
    await client.query(HEAD.replace('bench_or_ledger', 'transactions'), [id, 'BENCH', '2026-03-02', 'A run', id, 'bench']);
    await client.query(`insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency)
      select kernel.uuid7(), $1, '2026-03-02', side.account, side.amount, 'GHS' from generate_series(1, $4::int / 2) n cross join lateral (values ($2::uuid, 1.00 + n % 7), ($3::uuid, -1.00 - n % 7)) side(account, amount)`, [id, hot, other, POSTINGS]);
    await client.query('commit');
  } finally {
    client.release();
    meanwhile.on = false;
  }
  await others;
  told(`${POSTINGS} postings of one transaction`, POSTINGS / ((performance.now() - began) / 1000), 'postings/s');
  told('longest wait of a transfer over the same account meanwhile', waits, 'ms');
  const asked = async (text, values) => {
    const at = performance.now();
    await owner.query(text, values);
    return performance.now() - at;
  };
  const KEPT = 'select sum(debit) - sum(credit) from transactions.account_total where account_id = $1 and occurred_on <= $2';
  for (const _ of [1, 2]) await asked(KEPT, [hot, '2026-12-31']);
  told('balance of that account from kept totals', await asked(KEPT, [hot, '2026-12-31']), 'ms');
  told('balance of that account by summing postings', await asked('select sum(amount) from transactions.posting where account_id = $1 and occurred_on <= $2', [hot, '2026-12-31']), 'ms');
  const { foldTotals } = await core('transactions/balances/fold-totals.js');
  const at = performance.now();
  let folded = 0;
  for (let some = 1; some > 0; folded += some) some = await foldTotals(platform.context({ actor: platform.system() }));
  told('kept totals put together', folded / Math.max(0.001, (performance.now() - at) / 1000), 'rows/s');
  told('balance of that account afterwards', await asked(KEPT, [hot, '2026-12-31']), 'ms');
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
