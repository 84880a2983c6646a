import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readState } from '../../src/kernel/database/server-state.js';
import { verifyAudit } from '../../src/kernel/audit/verify.js';
import { foundWrong } from '../../src/deployment/backup/verify.js';
import { baseBackup, give, type BaseBackup } from './testing/base-backup.js';
import { ownDeployment, type OwnDeployment } from './testing/own-deployment.js';

let own: OwnDeployment;
let archive: string;
/** The server that archives, and the nightly copy of it. */
let archiving: BaseBackup;
let nightly: BaseBackup;
const pools: pg.Pool[] = [];
const poolAt = (connectionString: string): pg.Pool => {
  const pool = new pg.Pool({ connectionString, options: '-c kinga.scope=all' });
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
};
const configure = (to: BaseBackup, settings: Readonly<Record<string, string>>): Promise<void> =>
  appendFile(join(to.cluster, 'postgresql.auto.conf'), Object.entries(settings).map(([name, value]) => `\n${name} = '${value}'`).join('') + '\n');

beforeAll(async () => {
  own = await ownDeployment();
  const adminUrl = await own.adminUrl();
  archive = await mkdtemp(join(tmpdir(), 'kinga-archive-'));
  await give(archive);
  archiving = await baseBackup(join((await readState(own.home))?.home ?? own.home, 'cluster'), adminUrl);
  await configure(archiving, { wal_level: 'replica', archive_mode: 'on', archive_command: `test ! -f ${archive}/%f && cp %p ${archive}/%f` });
  // The base backup leaves its end of the log to the archive; this one has none, and takes it from where it was copied.
  await configure(archiving, { restore_command: `cp ${join((await readState(own.home))?.home ?? own.home, 'cluster', 'pg_wal')}/%f %p` });
  await writeFile(join(archiving.cluster, 'recovery.signal'), '');
  await archiving.start();
  await promoted(poolAt(archiving.at(adminUrl)));
  nightly = await baseBackup(archiving.cluster, archiving.at(adminUrl));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await own?.stop();
  await archiving?.remove();
  await nightly?.remove();
  await rm(archive, { recursive: true, force: true });
});

async function promoted(pool: pg.Pool): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { rows } = await pool.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
    if (rows[0]?.recovering === false) return;
    await wait(100);
  }
  throw new Error('it never ended its recovery');
}

const placeCodes = async (pool: pg.Pool): Promise<readonly string[]> => (await pool.query<{ code: string }>("select code from people.place where code like 'PIT%' order by 1")).rows.map(({ code }) => code);
let number = 9_000;
const write = (pool: pg.Pool, code: string): Promise<unknown> =>
  pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), $1, $1, 'country', 0, $2, $2)", [code, (number += 1)]);

it('a deployment goes back to a moment between two writes, and finds the first and not the second', { timeout: 120_000 }, async () => {
  const adminUrl = await own.adminUrl();
  const live = poolAt(archiving.at(adminUrl));
  await write(live, 'PIT1');
  const { rows: [moment] } = await live.query<{ at: string }>('select clock_timestamp()::text as at');
  await wait(50);
  await write(live, 'PIT2');
  const { rows: [last] } = await live.query<{ file: string }>('select pg_walfile_name(pg_switch_wal()) as file');
  for (let tries = 0; ; tries += 1) {
    const { rows: [archived] } = await live.query<{ file: string | null }>('select last_archived_wal as file from pg_stat_archiver');
    if ((archived?.file ?? '') >= (last?.file ?? '')) break;
    if (tries > 300) throw new Error('the log was never archived');
    await wait(100);
  }
  expect(await placeCodes(live)).toEqual(['PIT1', 'PIT2']);
  await archiving.stop();

  await configure(nightly, { archive_mode: 'off', restore_command: `cp ${archive}/%f %p`, recovery_target_time: moment?.at ?? '', recovery_target_action: 'promote' });
  await writeFile(join(nightly.cluster, 'recovery.signal'), '');
  await nightly.start();
  const back = poolAt(nightly.at(adminUrl));
  await promoted(back);
  expect(await placeCodes(back)).toEqual(['PIT1']);
  const client = await back.connect();
  expect(await foundWrong(client)).toEqual([]);
  client.release();
  expect((await verifyAudit(back)).findings).toEqual([]);
  await write(back, 'PIT3');
  expect(await placeCodes(back)).toEqual(['PIT1', 'PIT3']);
});
