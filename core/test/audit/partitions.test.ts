import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendAnchor } from '../../src/kernel/audit/anchors.js';
import { makePartitions } from '../../src/kernel/audit/make-partitions.js';
import { verifyAudit } from '../../src/kernel/audit/verify.js';
import { makeBackup } from '../../src/deployment/backup/make-backup.js';
import { restoreBackup } from '../../src/deployment/backup/restore-backup.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { testDatabase } from '../../src/testing/test-database.js';
import { ownerPool } from '../../src/testing/test-pool.js';

let kinga: TestPlatform;
let folder: string;
beforeAll(async () => {
  kinga = await startTestPlatform({ workers: false });
  folder = await mkdtemp(join(tmpdir(), 'kinga-partitions-'));
  await kinga.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'P', 'Place', 'country', 0, 1, 1)");
});
afterAll(async () => {
  await kinga.stop();
  await rm(folder, { recursive: true });
});

const partitions = async (table: string): Promise<readonly string[]> =>
  (await kinga.pool.query<{ name: string }>("select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1", [`kernel.${table}`])).rows.map(({ name }) => name.replace(`kernel.${table}_`, ''));
const make = (at: string): Promise<number> => {
  kinga.setNow(at);
  return makePartitions({ platform: kinga.platform });
};
/** In which partitions rows lie. */
const lying = async (table: string): Promise<Readonly<Record<string, number>>> => Object.fromEntries(
  (await kinga.pool.query<{ name: string; rows: number }>(`select tableoid::regclass::text as name, count(*)::int as rows from kernel.${table} group by 1`)).rows.map(({ name, rows }) => [name.replace(`kernel.${table}_`, ''), rows]));
const readAndWrite = async (familyName: string): Promise<void> => {
  const clerk = kinga.as('people.persons.register', 'people.persons.read');
  await clerk.run('mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id familyName } userErrors { code } } }', { input: { placeCode: 'P', persons: [{ familyName, sex: 'FEMALE' }] } });
};

it('makes the partitions of what comes, once, however many processes ask and whenever one is killed', async () => {
  await make('2031-11-30T23:59:00Z');
  expect(await partitions('read_log')).toEqual(expect.arrayContaining(['203111', '203112', '203201', '203205', 'other']));
  expect(await partitions('audit_entry')).toEqual(expect.arrayContaining(['2031', '2032']));
  const before = await Promise.all(['read_log', 'audit_entry', 'audit_change'].map(partitions));
  await Promise.all(Array.from({ length: 4 }, () => make('2031-12-01T00:00:00Z')));
  await make('2031-12-01T00:00:00Z');
  const [reads, entries, changes] = await Promise.all(['read_log', 'audit_entry', 'audit_change'].map(partitions));
  expect(reads).toEqual([...(before[0] ?? []), '203206'].toSorted());
  expect([entries, changes]).toEqual([before[1], before[2]]);
  await expect(make('2091-01-01T00:00:00Z')).rejects.toThrow(/twenty years/);
});

it('leaves rows where they lie that came before their partition', async () => {
  const { rows: [now] } = await kinga.pool.query<{ month: string; year: string; at: Date }>("select to_char(now() at time zone 'UTC', 'YYYYMM') as month, to_char(now() at time zone 'UTC', 'YYYY') as year, now() as at");
  const { month = '', year = '', at } = now ?? {};
  const today = at?.toISOString() ?? '';
  // As in a deployment whose partitions came to an end.
  for (const [table, part] of [['read_log', month], ['audit_entry', year], ['audit_change', year]] as const) {
    await kinga.pool.query(`alter table kernel.${table} detach partition kernel.${table}_${part}; alter table kernel.${table} disable trigger user; insert into kernel.${table} overriding system value select * from kernel.${table}_${part}; alter table kernel.${table} enable trigger user; drop table kernel.${table}_${part}`);
  }
  await readAndWrite('Early');
  const early = await lying('read_log');
  expect(early).toMatchObject({ other: expect.any(Number) as number });
  await make(today);
  expect(await partitions('read_log')).not.toContain(month);
  await readAndWrite('Late');
  expect(Object.keys(await lying('audit_entry'))).toEqual(['other']);
  expect((await verifyAudit(kinga.pool)).findings).toEqual([]);
});

it('goes on being verified, anchored, backed up and restored', async () => {
  // The next month of the read log, in which rows can be put by their time.
  const { rows: [next] } = await kinga.pool.query<{ month: string }>("select to_char(date_trunc('month', now() at time zone 'UTC') + interval '1 month', 'YYYYMM') as month");
  const month = next?.month ?? '';
  const file = join(folder, 'anchors');
  await appendAnchor(kinga.pool, kinga.platform.keys, new Date(kinga.platform.now()), file);
  await expect(kinga.pool.query(`insert into kernel.read_log_${month} (at, actor, roles, request, purpose, fields, subjects, revealed)
    values (date_trunc('month', now() at time zone 'UTC') + interval '1 month 1 hour', 'a', '{}', 'r', 'administration', '{}', '{}', false); update kernel.read_log_${month} set actor = 'b'`)).rejects.toThrow(/never changed/);
  expect(await verifyAudit(kinga.pool, { against: { file, keys: kinga.platform.keys } })).toMatchObject({ anchors: 1, findings: [] });
  const backup = join(folder, 'backup');
  await makeBackup({ plan: kinga.platform.plan, pool: kinga.pool, file: backup });
  const other = await testDatabase(kinga.platform.plan);
  const pool = ownerPool(other.url);
  await restoreBackup({ plan: kinga.platform.plan, pool, file: backup, erasures: [] });
  const { rows } = await pool.query<{ name: string }>("select inhrelid::regclass::text as name from pg_inherits where inhparent = 'kernel.read_log'::regclass order by 1");
  expect(rows.map(({ name }) => name)).toContain('kernel.read_log_203206');
  expect((await verifyAudit(pool)).findings).toEqual([]);
  await pool.end();
  await other.stop();
});
