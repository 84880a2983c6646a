import { createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import { v7 as uuidv7 } from 'uuid';
import { core } from '../core.mjs';
import { mutate } from '../household-registry.mjs';

/** Until which day benches pay, and from which on their entitlements may be paid. */
export const DUE = '2026-02-28';
const unseen = { progress: async () => undefined };

/** The product's own: a run is made by its job, approved by another, and sent by its job. */
export async function payByKinga(platform, programme, payees) {
  const [{ computeRun }, { sendRun }, { encodeId, uuidOf }] = await Promise.all([core('transactions/runs/compute-run.js'), core('transactions/runs/send-run-job.js'), core('kernel/schema/ids.js')]);
  const permissions = platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name));
  const ask = (...rest) => mutate(platform, permissions, ...rest);
  const ctx = () => platform.context({ actor: platform.system() });
  const seconds = {};
  const timed = async (name, work) => {
    const start = performance.now();
    const result = await work();
    seconds[name] = (performance.now() - start) / 1000;
    return result;
  };
  const { run: { id } } = await timed('begun', () => ask('paymentRunCreate', 'PaymentRunCreateInput', { programmeId: encodeId('programme', programme.id), until: DUE, channel: 'csv-file', idempotencyKey: uuidv7() }, 'run { id }'));
  const runId = uuidOf('payment_run', id);
  await timed('made', () => computeRun.run(ctx(), { runId }, unseen));
  const { rows: [{ hash, count }] } = await platform.pool.query(`select content_hash as hash, instruction_count as count from transactions.payment_run where id = $1 and set_config('kinga.scope', 'all', false) is not null`, [runId]);
  if (count !== payees) throw new Error(`it pays ${count} of ${payees}`);
  await timed('approved', () => ask('paymentRunApprove', 'PaymentRunApproveInput', { runId: id, contentHash: hash, idempotencyKey: uuidv7() }, 'run { id }', 'second'));
  await timed('sending begun', () => ask('paymentRunSend', 'PaymentRunSendInput', { runId: id, idempotencyKey: uuidv7() }, 'run { id }', 'second'));
  await timed('sent', () => sendRun.run(ctx(), { runId }, unseen));
  const lines = await linesIn(join(platform.dataDir, 'payments', runId.replaceAll('-', '')));
  return { seconds, all: Object.values(seconds).reduce((sum, each) => sum + each, 0), lines };
}

/** Lines of all files of a folder: their ends are written in two ways. */
async function linesIn(folder) {
  let lines = 0;
  for (const name of await readdir(folder)) for (const byte of await readFile(join(folder, name))) if (byte === 10) lines += 1;
  return lines;
}

const INSTRUCTIONS = `
  insert into transactions.payment_instruction (id, run_id, batch_number, entitlement_id, payee_id, payee_name, place_id, amount, deducted, currency, reference, payment, payment_amount)
  select m.id, $1, (m.position - 1) / $3::int + 1, m.entitlement_id, m.payee_id, m.name, m.place_id, m.amount, 0, 'GHS', replace(m.id::text, '-', ''),
    replace((first_value(m.id) over (partition by m.position order by m.entitlement_id))::text, '-', ''), m.payment_amount
  from (select kernel.uuid7() as id, dense_rank() over (order by w.first_id) as position, w.* from (select d.*, first_value(d.entitlement_id) over its as first_id, sum(d.amount) over its as payment_amount
    from (select e.id as entitlement_id, e.payee_id, concat_ws(' ', p.given_name, p.family_name) as name, e.place_id, round(e.amount, 2) as amount
    from programmes.entitlement e join people.person p on p.id = e.payee_id where e.programme_id = $2 and e.due_on <= '${DUE}' and p.death_date is null
      and not exists (select from transactions.payment_instruction i where i.entitlement_id = e.id and i.state in ('PENDING', 'SENT', 'PAID'))) d
    window its as (partition by d.payee_id order by d.entitlement_id rows between unbounded preceding and unbounded following)) w order by w.first_id, w.entitlement_id) m
  order by m.position, m.entitlement_id`;
const BATCHES = `
  insert into transactions.payment_batch (id, run_id, number, key, instruction_count, total)
  select kernel.uuid7(), run_id, batch_number, replace(run_id::text, '-', '') || '-' || lpad(batch_number::text, 4, '0'), count(*), sum(amount) from transactions.payment_instruction where run_id = $1 group by 2, 3`;
const HEAD = `insert into transactions.transaction (id, kind, occurred_on, description, reference, payment_run_id, booked_by) values ($1, $2, current_date, 'Bench', $3, $4, 'bench')`;
const postings = (which) => `
  insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency, programme_id, place_id, party_id, entitlement_id, instruction_id, period_from)
  select kernel.uuid7(), $1, current_date, side.account_id, side.amount, 'GHS', $2, i.place_id, i.payee_id, i.entitlement_id, i.id, '2026-01-01'
  from transactions.payment_instruction i cross join lateral (values ($3::uuid, i.amount), ($4::uuid, -i.amount)) side (account_id, amount) where ${which}`;

/** What somebody who knows the tables would write for this run alone. */
export async function payByHand(owner, programme, payees, batchSize) {
  const folder = await mkdtemp(join(tmpdir(), 'kinga-payments-'));
  const client = await owner.connect();
  const seconds = {};
  const timed = async (name, work) => {
    const start = performance.now();
    await work();
    seconds[name] = (seconds[name] ?? 0) + (performance.now() - start) / 1000;
  };
  const run = uuidv7();
  const [expense, payable, transit] = [uuidv7(), uuidv7(), uuidv7()];
  try {
    await timed('made', async () => {
      await client.query('begin');
      await client.query(`insert into transactions.account (id, code, name, purpose, programme_id, currency) select id, $1 || purpose, purpose, purpose, $2, 'GHS' from unnest($3::uuid[], $4::text[]) a (id, purpose)`,
        [programme.code, programme.id, [expense, payable, transit], ['BENEFIT_EXPENSE', 'PAYABLE', 'IN_TRANSIT']]);
      await client.query(`insert into transactions.payment_run (id, code, programme_id, until, currency, channel, state, created_by) values ($1, $2, $3, '${DUE}', 'GHS', 'csv-file', 'COMPUTING', 'bench')`, [run, programme.code, programme.id]);
      await client.query(INSTRUCTIONS, [run, programme.id, batchSize]);
      await client.query(BATCHES, [run]);
      const accrual = uuidv7();
      await client.query(HEAD, [accrual, 'ACCRUAL', `hand:${run}:accrual`, run]);
      await client.query('insert into transactions.accrual (entitlement_id, transaction_id) select entitlement_id, $2 from transactions.payment_instruction where run_id = $1', [run, accrual]);
      await client.query(postings('i.run_id = $5'), [accrual, programme.id, expense, payable, run]);
      await client.query(`update transactions.payment_run set state = 'DRAFT', content_hash = transactions.content_hash(id), instruction_count = m.count, total = m.total
        from (select count(*)::int as count, sum(amount) as total from transactions.payment_instruction where run_id = $1) m where id = $1`, [run]);
      await client.query('commit');
    });
    await timed('approved', () => client.query("update transactions.payment_run set state = 'APPROVED', approved_by = 'second', approved_hash = content_hash where id = $1", [run]));
    await timed('sent', async () => {
      await client.query("update transactions.payment_run set state = 'SENDING' where id = $1", [run]);
      const { rows: batches } = await client.query('select number, key from transactions.payment_batch where run_id = $1 order by number', [run]);
      for (const { number, key } of batches) {
        await client.query('begin');
        const file = join(folder, `${key}.csv`);
        await pipeline(client.query(copyTo(`copy (select reference, payee_name as payee, null::text as account, payment_amount as amount, currency from transactions.payment_instruction where run_id = '${run}' and batch_number = ${number} and reference = payment order by reference) to stdout with (format csv, header)`)), createWriteStream(file));
        const written = await open(file);
        await written.sync();
        await written.close();
        const sent = uuidv7();
        await client.query(HEAD, [sent, 'PAYMENT_SENT', `hand:${run}:sent:${number}`, run]);
        await client.query("update transactions.payment_batch set state = 'SENDING', handed_on = current_date where run_id = $1 and number = $2", [run, number]);
        await client.query("update transactions.payment_instruction set state = 'SENT' where run_id = $1 and batch_number = $2", [run, number]);
        await client.query(postings('i.run_id = $5 and i.batch_number = $6'), [sent, programme.id, payable, transit, run, number]);
        await client.query("update transactions.payment_batch set state = 'SENT', receipt = $3, handed_total = total where run_id = $1 and number = $2", [run, number, file]);
        await client.query('commit');
      }
      await client.query("update transactions.payment_run set state = 'SENT' where id = $1", [run]);
    });
    const { rows: [{ count }] } = await client.query('select count(*)::int from transactions.payment_instruction where run_id = $1', [run]);
    if (count !== payees) throw new Error(`by hand it pays ${count} of ${payees}`);
    return { seconds, all: Object.values(seconds).reduce((sum, each) => sum + each, 0), lines: await linesIn(folder) };
  } finally {
    client.release();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rows that each of the two wrote, which have to be as many. */
export async function rowsPaid(owner, programme) {
  const { rows: [counts] } = await owner.query(`select (select count(*)::int from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id where r.programme_id = $1 and i.state = 'SENT') as instructions,
    (select count(*)::int from transactions.posting where programme_id = $1) as postings, (select count(*)::int from transactions.accrual a join programmes.entitlement e on e.id = a.entitlement_id where e.programme_id = $1) as accruals,
    (select sum(amount)::text from transactions.posting p where programme_id = $1 and amount > 0) as moved`, [programme.id]);
  return JSON.stringify(counts);
}
