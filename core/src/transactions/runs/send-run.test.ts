import 'reflect-metadata';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeId } from '../../kernel/schema/ids.js';
import { sendRun } from './send-run-job.js';
import { scriptedChannel } from '../testing/scripted-channel.js';
import { approveRun, createRun, newKey, proofOf, startSending } from '../testing/story.js';
import { as, owing, startWorld, unseen, type World } from '../testing/world.js';

const channel = scriptedChannel();
let world: World;
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
});
