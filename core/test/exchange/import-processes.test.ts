import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { decodeId } from '../../src/kernel/schema/ids.js';
import { runImport } from '../../src/exchange/imports/run-import.js';
import { HEADER, IMPORTER, importer, layOut, START, type Importer } from './testing/imports.js';

/** Three chunks of households, the last of which is short. */
const HOUSEHOLDS = 5_100;
const OF_CHUNK = 2_500;
/** Processes are slow to start on a busy machine. */
const PATIENCE_MS = 240_000;
const FILE = `${HEADER}\n${Array.from({ length: HOUSEHOLDS }, (_, index) => `B${index},V1,Chief,G${index},Killed,F,1980`).join('\n')}\n`;

let platform: TestPlatform;
let clerk: Importer;
let folder: string;
let fileId: string;
const workers: ChildProcess[] = [];
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01', workers: false });
  clerk = await importer(platform, platform.as(...IMPORTER));
  await layOut(clerk.client);
  folder = await mkdtemp(join(tmpdir(), 'kinga-worker-'));
  fileId = await clerk.send(FILE);
}, PATIENCE_MS);
afterAll(async () => {
  workers.forEach((worker) => worker.kill('SIGKILL'));
  await platform.stop();
  await rm(folder, { recursive: true, force: true });
});

async function work(): Promise<ChildProcess> {
  const worker = fork(fileURLToPath(new URL('testing/worker-process.mjs', import.meta.url)), [String(platform.platform.pool.options.connectionString), folder], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  workers.push(worker);
  await once(worker, 'message');
  return worker;
}

async function kill(worker: ChildProcess): Promise<void> {
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  // The queue does this where it misses a heartbeat.
  await platform.pool.query("update pgboss.job set state = 'retry', start_after = now() where state = 'active'");
}

interface InTheWay {
  /** Until somebody waits. */
  waitedFor(): Promise<void>;
  giveWay(): Promise<void>;
}

/** Somebody else's transaction that the import has to wait for, until it is taken back. */
async function inTheWay(text: string): Promise<InTheWay> {
  const client = await platform.pool.connect();
  await client.query('begin');
  await client.query(text);
  const { rows: [me] } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return {
    async waitedFor() {
      while (((await platform.pool.query('select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [me?.pid])).rowCount ?? 0) < 1) await wait(20);
    },
    async giveWay() {
      await client.query('rollback');
      client.release();
    },
  };
}

/** A household of the same code that somebody is registering. */
const household = (at: number): string => `('${`00000000-0000-7000-8000-${String(at).padStart(12, '0')}`}', 'B${at}', (select id from people.place where code = 'V1'), '00000000-0000-7000-8000-000000000000', '2026-03-01')`;
const registering = (at: number): string => `set constraints all deferred; insert into people.household (id, code, place_id, head_id, opened_on) values ${household(at)}`;

async function written(): Promise<unknown> {
  const { rows } = await platform.pool.query(`
    select (select count(*)::int from people.person) as persons, (select count(distinct given_name)::int from people.person) as different,
      (select count(*)::int from people.household) as households, (select count(*)::int from people.membership) as memberships, (select count(*)::int from people.residence) as residences`);
  return rows[0];
}
const each = (count: number): object => ({ persons: count, different: count, households: count, memberships: count, residences: count });
const start = async (): Promise<string> => (await clerk.client.run<{ importStart: { import: { id: string } } }>(START, { input: { fileId, mappingCode: 'census' } })).importStart.import.id;
/** What a worker of this process does. */
async function goOn(id: string): Promise<void> {
  const { platform: here } = platform;
  const ctx = here.context({ actor: { ...here.system(), id: 'tester@example.org', permissions: new Set(IMPORTER) } });
  await runImport.run(ctx, { importId: decodeId(id)?.uuid ?? '' }, { progress: async () => undefined });
}

describe('an import', () => {
  it('loses nothing and does nothing twice where one process is killed half-way through checking, and the next through applying', async () => {
    const first = await work();
    const checking = await inTheWay('lock table exchange.import_match in access exclusive mode');
    const id = await start();
    await checking.waitedFor();
    await kill(first);
    await checking.giveWay();
    expect([(await clerk.now(id)).state, await written()]).toEqual(['CHECKING', each(0)]);

    const applying = await inTheWay(registering(2 * OF_CHUNK));
    const second = await work();
    await applying.waitedFor();
    while (((await platform.pool.query('select from exchange.import_chunk where applied_at is not null')).rowCount ?? 0) < 2) await wait(20);
    await kill(second);
    await applying.giveWay();
    expect([(await clerk.now(id)).state, await written()]).toEqual(['APPLYING', each(2 * OF_CHUNK)]);

    await goOn(id);
    expect(await clerk.now(id)).toMatchObject({ state: 'DONE', rowCount: HOUSEHOLDS, createdCount: HOUSEHOLDS, householdCount: HOUSEHOLDS, rejectedCount: 0, rejects: null });
    expect(await written()).toEqual(each(HOUSEHOLDS));
  }, PATIENCE_MS);
});
