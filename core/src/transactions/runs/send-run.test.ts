import 'reflect-metadata';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeId } from '../../kernel/schema/ids.js';
import { sendRun } from './send-run-job.js';
import { scriptedChannel } from '../testing/scripted-channel.js';
import { approveRun, createRun, newKey, proofOf, startSending } from '../testing/story.js';
import type { TestPlatform } from '../../testing/index.js';
import { as, owing, run, startWorld, unseen } from '../testing/world.js';

const channel = scriptedChannel();
let world: TestPlatform;
beforeAll(async () => { world = await startWorld({ channels: { scripted: channel }, settings: { batchSize: 2 } }); });
beforeEach(() => {
  channel.fail = 'never';
  channel.book.clear();
  channel.calls.length = 0;
});
afterAll(() => world.stop());

/** A run in state SENDING, whose job nobody has taken. */
async function sending(amounts: readonly string[], name = 'scripted'): Promise<{ readonly id: string; readonly runId: string }> {
  const { run } = await createRun(as(world, 'payment-officer'), await owing(world, amounts), { channel: name });
  const id = run?.id ?? '';
  await approveRun(as(world, 'payment-approver'), id, run?.contentHash ?? '');
  expect(await startSending(as(world, 'payment-officer'), id)).toMatchObject({ userErrors: [], job: { state: 'QUEUED' } });
  return { id, runId: decodeId(id)?.uuid ?? '' };
}

const work = (runId: string): Promise<unknown> => sendRun.run(as(world, 'payment-officer'), { runId }, unseen);
const paidBy = (): string[] => [...channel.book.values()].flatMap(({ payments }) => payments.map(({ reference }) => reference));
async function sentOf(runId: string): Promise<{ state: string; batches: string; instructions: number; booked: number }> {
  const { rows } = await world.pool.query<Awaited<ReturnType<typeof sentOf>>>(
    `select r.state, (select string_agg(b.state, ' ' order by number) from transactions.payment_batch b where b.run_id = r.id) as batches,
       (select count(*)::int from transactions.payment_instruction i where i.run_id = r.id and i.state = 'SENT') as instructions,
       (select count(*)::int from transactions.transaction t where t.payment_run_id = r.id and t.kind = 'PAYMENT_SENT') as booked
     from transactions.payment_run r where r.id = $1`, [runId],
  );
  return rows[0] as Awaited<ReturnType<typeof sentOf>>;
}

describe('the sending job', () => {
  it('sends each batch once and then is done, however often it runs', async () => {
    const { id, runId } = await sending(['1', '2', '3', '4', '5']);
    await work(runId);
    await work(runId);
    expect(channel.calls).toEqual(['send 0001', 'send 0002', 'send 0003']);
    expect(await sentOf(runId)).toEqual({ state: 'SENT', batches: 'SENT SENT SENT', instructions: 5, booked: 3 });
    expect(new Set(paidBy()).size).toBe(5);
    expect(await proofOf(as(world, 'auditor'), id)).toMatchObject({ balanced: true, pending: '15.00/15.00' });
  });

  it('killed after the provider took a batch asks for it by its key, and does not send it again', async () => {
    const { runId } = await sending(['1', '2', '3']);
    channel.fail = 'after';
    await expect(work(runId)).rejects.toThrow('killed');
    expect(await sentOf(runId)).toEqual({ state: 'SENDING', batches: 'SENDING PENDING', instructions: 0, booked: 0 });
    channel.fail = 'never';
    await work(runId);
    expect(channel.calls).toEqual(['send 0001', 'status 0001', 'send 0002']);
    expect(await sentOf(runId)).toEqual({ state: 'SENT', batches: 'SENT SENT', instructions: 3, booked: 2 });
    expect(paidBy()).toHaveLength(3);
  });

  it('killed before the provider took it sends it again under the same key', async () => {
    const { runId } = await sending(['1', '2']);
    channel.fail = 'before';
    await expect(work(runId)).rejects.toThrow('killed');
    channel.fail = 'never';
    await work(runId);
    expect(channel.calls).toEqual(['send 0001', 'status 0001', 'send 0001']);
    expect(paidBy()).toHaveLength(2);
  });

  it('books nothing of a batch whose booking fails, and all of it the next time', async () => {
    const { runId } = await sending(['1', '2']);
    await world.pool.query("create function pg_temp_fail() returns trigger language plpgsql as $$ begin raise exception 'killed while booking'; end $$");
    await world.pool.query('create trigger fail before insert on transactions.posting for each row execute function pg_temp_fail()');
    await expect(work(runId)).rejects.toThrow('killed while booking');
    await world.pool.query('drop trigger fail on transactions.posting');
    expect(await sentOf(runId)).toEqual({ state: 'SENDING', batches: 'SENDING', instructions: 0, booked: 0 });
    await work(runId);
    expect(await sentOf(runId)).toEqual({ state: 'SENT', batches: 'SENT', instructions: 2, booked: 1 });
    expect(paidBy()).toHaveLength(2);
  });

  it('run by several workers at once sends nothing twice', async () => {
    const { id, runId } = await sending(['1', '2', '3', '4', '5', '6', '7']);
    await Promise.all(Array.from({ length: 4 }, () => work(runId)));
    expect(await sentOf(runId)).toEqual({ state: 'SENT', batches: 'SENT SENT SENT SENT', instructions: 7, booked: 4 });
    expect(paidBy().toSorted()).toEqual([...new Set(paidBy())].toSorted());
    expect(await proofOf(as(world, 'auditor'), id)).toMatchObject({ balanced: true });
  });

  it('given up goes on when sending is asked for again', async () => {
    const { id, runId } = await sending(['1', '2', '3']);
    channel.fail = 'after';
    await expect(work(runId)).rejects.toThrow('killed');
    channel.fail = 'never';
    expect(await startSending(as(world, 'payment-officer'), id, newKey())).toMatchObject({ userErrors: [], run: { state: 'SENDING' } });
    await work(runId);
    expect(await startSending(as(world, 'payment-officer'), id)).toMatchObject({ userErrors: [{ code: 'RUN_STATE' }] });
  });
});

describe('the CSV file channel', () => {
  it('writes each file whole and once', async () => {
    const { runId } = await sending(['1', '2', '3'], 'csv-file');
    await work(runId);
    const folder = join(world.platform.dataDir, 'payments', runId.replaceAll('-', ''));
    const names = (await readdir(folder)).toSorted();
    expect(names.map((name) => name.slice(-9))).toEqual(['-0001.csv', '-0002.csv']);
    expect(await readFile(join(folder, names[1] ?? ''), 'utf8')).toMatch(/^reference,payee,account,amount,currency\r\n[0-9a-f]{32},Ama Mensah (\d),,\1\.00,GHS\r\n$/);
  });

  const FILES = 'query ($id: ID!) { paymentRun(by: { id: $id }) { batches { nodes { key file { name mediaType size url } } } } }';
  interface Files {
    readonly paymentRun: { readonly batches: { readonly nodes: readonly { readonly key: string; readonly file: { readonly name: string; readonly mediaType: string; readonly size: number; readonly url: string } | null }[] } };
  }

  it('lets whoever may send runs fetch the file by a link, which is noted, and nobody else', async () => {
    const { id, runId } = await sending(['1', '2', '3'], 'csv-file');
    const officer = as(world, 'payment-officer');
    const files = async (): Promise<Files['paymentRun']['batches']['nodes']> => (await run<Files>(officer, FILES, { id })).paymentRun.batches.nodes;
    expect((await files()).map(({ file }) => file)).toEqual([null, null]);
    await work(runId);
    await work(runId);
    const [first] = await files();
    const written = await readFile(join(world.platform.dataDir, 'payments', runId.replaceAll('-', ''), `${first?.key}.csv`));
    expect(first?.file).toMatchObject({ name: `${first?.key}.csv`, mediaType: 'text/csv', size: written.length });
    const fetched = await fetch(new URL(first?.file?.url ?? '', (await world.serve()).url));
    expect(Buffer.from(await fetched.arrayBuffer()).equals(written)).toBe(true);
    const { rows: [noted] } = await world.pool.query<{ reads: number }>("select count(*)::int as reads from kernel.read_log where fields @> array['File.url'] and operation = $1", [/files\/([^?]+)/.exec(first?.file?.url ?? '')?.[1]]);
    expect(noted).toEqual({ reads: 1 });
    await expect(run(as(world, 'auditor'), FILES, { id })).rejects.toThrow();
    // Payees of all places are in it.
    const { paymentRun: seen } = await run<Files>(as(world, 'payment-officer', 'near', ['A']), FILES, { id });
    expect(seen.batches.nodes.map(({ key, file }) => [key, file])).toEqual((await files()).map(({ key }) => [key, null]));
  });

  it('killed while the file is kept keeps one of it', async () => {
    const { runId } = await sending(['1'], 'csv-file');
    await world.pool.query("create function no_file() returns trigger language plpgsql as $$ begin raise exception 'killed while keeping'; end $$");
    await world.pool.query('create trigger fail before update of file_id on transactions.payment_batch for each row execute function no_file()');
    await expect(work(runId)).rejects.toThrow('killed while keeping');
    await world.pool.query('drop trigger fail on transactions.payment_batch');
    await work(runId);
    const { rows } = await world.pool.query('select b.state from transactions.payment_batch b join kernel.file f on f.name = b.key || \'.csv\' and f.id = b.file_id where b.run_id = $1', [runId]);
    expect(rows).toEqual([{ state: 'SENT' }]);
    expect((await world.pool.query("select from kernel.file f join transactions.payment_batch b on f.name = b.key || '.csv' where b.run_id = $1", [runId])).rowCount).toBe(1);
  });
});
