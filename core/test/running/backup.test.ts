import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { framesOf, type TablePart } from '../../src/deployment/backup/frames.js';
import { makeBackup } from '../../src/deployment/backup/make-backup.js';
import { restoreBackup, type RestoreOptions } from '../../src/deployment/backup/restore-backup.js';
import { tablesOf } from '../../src/deployment/backup/tables.js';
import { problemsOf } from '../../src/deployment/problems.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { testDatabase, type TestDatabase } from '../../src/testing/test-database.js';
import { ownerPool } from '../../src/testing/test-pool.js';

const CANARY = 'Backupcanary';
const KEY = randomBytes(32);
let platform: TestPlatform;
let folder: string;
beforeAll(async () => {
  platform = await startTestPlatform({ workers: false });
  folder = await mkdtemp(join(tmpdir(), 'kinga-backup-'));
  await platform.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'A', 'A', 'country', 0, 1, 1)");
  const clerk = platform.as({ role: 'registrar' });
  const persons = Array.from({ length: 60 }, (_, index) => ({ familyName: CANARY, givenName: `Given "${index}"\t\\ é`, sex: 'FEMALE', birthDate: '1980-02-03' }));
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: readonly { id: string; version: number }[] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id version } userErrors { code message path } } }', { input: { placeCode: 'A', persons } });
  for (const { id, version } of personsRegister.persons.slice(0, 5)) {
    await clerk.run('mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { person { id } userErrors { code message } } }', { input: { id, version, familyName: `${CANARY}two` } });
  }
  await platform.pool.query("create sequence public.counter; select setval('public.counter', 42)");
});
afterAll(async () => {
  await platform.stop();
  await rm(folder, { recursive: true });
});

const plan = (): TestPlatform['platform']['plan'] => platform.platform.plan;
const backup = async (name: string, key?: Buffer): Promise<string> => {
  const file = join(folder, name);
  await makeBackup({ plan: plan(), pool: platform.pool, file, key });
  return file;
};
/** Everything that there is, told apart from everything else. */
async function contents(pool: pg.Pool): Promise<Readonly<Record<string, string>>> {
  const { rows: tables } = await pool.query<{ name: string }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('people', 'kernel', 'transactions', 'surveys', 'matching', 'programmes') order by 1`);
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    if (name === 'kernel.migration') continue;
    const { rows } = await pool.query<{ text: string }>(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as text from ${name} t`);
    found[name] = rows[0]?.text ?? '';
  }
  return found;
}

let other: TestDatabase;
let pool: pg.Pool;
beforeEach(async () => {
  other = await testDatabase(plan());
  pool = ownerPool(other.url);
});
afterEach(async () => {
  await pool.end();
  await other.stop();
});
const restore = (file: string, options: Partial<RestoreOptions> = {}): Promise<unknown> => restoreBackup({ plan: plan(), pool, file, erasures: [], ...options });
const refusal = async (file: string, options: Partial<RestoreOptions> = {}): Promise<string> => {
  const told = await restore(file, options).then(() => 'restored', (error: unknown) => problemsOf(error)?.map(({ code }) => code).join() ?? String(error));
  // Nothing of what is refused is left behind.
  expect((await pool.query('select from people.person')).rowCount).toBe(0);
  return told;
};

describe('a backup', () => {
  it('writes the rows of each partitioned table in an order that is theirs wherever they lie', async () => {
    const client = await platform.pool.connect();
    const parted = (await tablesOf(client)).filter(({ partitions }) => partitions.length > 0);
    client.release();
    expect(parted.find(({ table }) => table === 'kernel.history')?.key).toEqual(['row_id', 'changed_at', 'table_name', 'version', 'operation', 'row_before', 'actor', 'request']);
    const { rows: keys } = await platform.pool.query<{ name: string }>("select indrelid::regclass::text as name from pg_index where indisprimary");
    for (const { table, key, columns } of parted) expect(keys.some(({ name }) => name === table) || columns.every((column) => key?.includes(column)), table).toBe(true);
  });

  it('gives back every row, with history, constraints and triggers as they were, and is proved while it does', async () => {
    const file = await backup('plain');
    const report = await restore(file);
    expect(report).toMatchObject({ tables: expect.any(Number), rows: expect.any(Number) });
    expect(await contents(pool)).toEqual(await contents(platform.pool));
    const guards = "select (select count(*)::int from pg_constraint) as constraints, (select count(*)::int from pg_trigger where tgenabled = 'O') as triggers, (select count(*)::int from pg_class where relforcerowsecurity) as forced";
    expect((await pool.query(guards)).rows).toEqual((await platform.pool.query(guards)).rows);
    await expect(pool.query('delete from kernel.event')).rejects.toThrow('never changed');
    await pool.query("update people.person set given_name = 'Changed' where family_name = $1", [`${CANARY}two`]);
    expect((await pool.query("select from people.person where given_name = 'Changed' and version = 3")).rowCount).toBe(5);
  });

  it('is of one moment, whatever is written meanwhile', async () => {
    const before = await contents(platform.pool);
    let written = false;
    const file = join(folder, 'moment');
    await makeBackup({
      plan: plan(), pool: platform.pool, file,
      progress: () => {
        if (!written) void platform.pool.query("insert into people.person (id, family_name, sex) values (kernel.uuid7(), 'Meanwhile', 'MALE')");
        written = true;
      },
    });
    await restore(file);
    expect((await contents(pool))['people.person']).toBe(before['people.person']);
  });

  it('that is only verified is taken back as a whole', async () => {
    const empty = await contents(pool);
    await restore(await backup('proved'), { onlyVerify: true });
    expect(await contents(pool)).toEqual(empty);
  });

  it('can be sealed: nothing of it can be read without the key, and another key is refused', async () => {
    const file = await backup('sealed', KEY);
    const bytes = await readFile(file);
    expect(bytes.includes(CANARY)).toBe(false);
    expect(await refusal(file)).toBe('BACKUP_SEALED');
    expect(await refusal(file, { key: randomBytes(32) })).toBe('BACKUP_DAMAGED');
    await restore(file, { key: KEY });
    expect((await pool.query('select from people.person')).rowCount).toBeGreaterThan(59);
  });

  it('holds none of the keys that seal secret values', async () => {
    const { keys } = platform.platform;
    const all = JSON.stringify(await contents(platform.pool)) + (await readFile(await backup('keys'))).toString('latin1');
    expect(all.includes(keys.current.derive('anything').export().toString('latin1'))).toBe(false);
  });

  it.each([['plain', undefined], ['sealed', KEY]])('that is cut off anywhere is refused as a whole (%s)', async (name, key) => {
    const file = await backup(`cut-${name}`, key);
    const bytes = await readFile(file);
    const start = bytes.indexOf(10) + 1;
    for (const length of [0, 7, Math.floor((bytes.length - start) / 2), bytes.length - start - 30, bytes.length - start - 1]) {
      await writeFile(`${file}.cut`, bytes.subarray(0, start + length));
      expect(await refusal(`${file}.cut`, { key }), `${length} bytes`).toMatch(/^BACKUP_(INCOMPLETE|DAMAGED)$/);
    }
  });

  it('of which a byte was changed is refused', async () => {
    for (const [name, key] of [['plain', undefined], ['sealed', KEY]] as const) {
      const file = await backup(`changed-${name}`, key);
      const bytes = await readFile(file);
      for (const at of [0.3, 0.6, 0.95]) {
        const changed = Buffer.from(bytes);
        const place = Math.floor(bytes.length * at);
        changed[place] = (changed[place] ?? 0) ^ 1;
        await writeFile(`${file}.changed`, changed);
        expect(await refusal(`${file}.changed`, { key }), `${name} at ${at}`).toMatch(/^(BACKUP_(INCOMPLETE|DAMAGED)|RESTORE_WRONG)$/);
      }
    }
  });

  it('that is stopped half-way has no name', async () => {
    const file = join(folder, 'stopped');
    const stopped = makeBackup({ plan: plan(), pool: platform.pool, file, progress: () => { throw new Error('killed'); } });
    await expect(stopped).rejects.toThrow('killed');
    await expect(stat(file)).rejects.toThrow();
    expect(await refusal(file)).toBe('BACKUP_UNKNOWN');
  });
});

describe('a restore is refused', () => {
  it('into a database that somebody has written to', async () => {
    const file = await backup('full');
    await restore(file);
    await expect(restore(file)).rejects.toThrow('DATABASE_NOT_EMPTY');
  });

  it('under other migrations than it was made under', async () => {
    const file = await backup('other');
    const bytes = await readFile(file);
    const line = bytes.indexOf(10);
    const header = JSON.parse(bytes.subarray(0, line).toString()) as { migrations: string[] };
    await writeFile(`${file}.other`, Buffer.concat([Buffer.from(JSON.stringify({ ...header, migrations: [...header.migrations.slice(1), 'people/0099_later 0'] })), bytes.subarray(line)]));
    expect(await refusal(`${file}.other`)).toBe('BACKUP_OF_OTHER_VERSION');
  });

  it('of which a part names what this installation would not have written', async () => {
    const forgeries: readonly (readonly [string, (part: TablePart) => TablePart])[] = [
      ['a column that there is not', (part) => ({ ...part, columns: ['pros', ...part.columns.slice(1)] })],
      ['a column twice', (part) => ({ ...part, columns: [...part.columns.slice(1), part.columns[1] ?? ''] })],
      ['a column that is more than a name', (part) => ({ ...part, columns: [...part.columns.slice(1), `${part.columns[0]}) from program 'touch owned' --`] })],
      ['a key that is more than a name', (part) => ({ ...part, key: ['(select pg_sleep(600))'] })],
      ['another table', (part) => ({ ...part, table: 'people.nobody' })],
      ['a table twice', (part) => ({ ...part, table: 'people.place' })],
      ['a partition that is more than one', (part) => ({ ...part, partitions: [{ name: 'public.owned', bound: "for values in ('x'); create table public.owned ()" }] })],
      ['a partition whose name is more than one', (part) => ({ ...part, partitions: [{ name: 'public.owned (); drop table people.place; --', bound: 'DEFAULT' }] })],
      ['a partition of what has none', (part) => ({ ...part, partitions: [{ name: 'public.owned', bound: 'DEFAULT' }] })],
    ];
    const file = await backup('forged');
    const bytes = await readFile(file);
    const start = bytes.indexOf(10) + 1;
    for (const [what, change] of forgeries) {
      const frames: Buffer[] = [];
      for await (const frame of framesOf([gunzipSync(bytes.subarray(start))] as unknown as AsyncIterable<Buffer>)) {
        const head = Buffer.alloc(4);
        const body = frame.subarray(0, 40).toString().startsWith('{"table":"people.place_boundary"') ? Buffer.from(JSON.stringify(change(JSON.parse(frame.toString()) as TablePart))) : frame;
        head.writeUInt32BE(body.length);
        frames.push(head, body);
      }
      await writeFile(`${file}.forged`, Buffer.concat([bytes.subarray(0, start), gzipSync(Buffer.concat(frames))]));
      expect(await refusal(`${file}.forged`), what).toBe('BACKUP_DAMAGED');
      expect((await pool.query("select to_regclass('public.owned') as owned, to_regclass('people.place') as place")).rows, what).toEqual([{ owned: null, place: 'people.place' }]);
    }
  });

  it('where somebody in it takes part in a programme that they are not enrolled in', async () => {
    await platform.pool.query("insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), 'P', 'P', 'programmes', 'PERSON', 'GHS', '2026-01-01')");
    await platform.pool.query('insert into programmes.participant (subject_id, programme_id) select p.id, g.id from people.person p, programmes.programme g limit 1');
    try {
      expect(await refusal(await backup('participants'))).toBe('RESTORE_WRONG');
    } finally {
      await platform.pool.query('delete from programmes.participant');
    }
  });

  it('where a place in it holds others than those that lie in it', async () => {
    await platform.pool.query('update people.place_subtree set ids = ids + people.ids(people.id_range(kernel.uuid7(), null))');
    try {
      expect(await refusal(await backup('places'))).toBe('RESTORE_WRONG');
    } finally {
      await platform.pool.query('delete from people.place_subtree; select people.settle_subtrees()');
    }
  });

  it('where the ledger in it does not balance, or history does not lead to the present', async () => {
    await platform.pool.query('alter table people.person disable trigger user; alter table transactions.transaction disable trigger user; alter table kernel.history disable trigger user');
    await platform.pool.query(`update people.person set version = version + 7 where version = 2`);
    try {
      expect(await refusal(await backup('history'))).toBe('RESTORE_WRONG');
    } finally {
      await platform.pool.query('update people.person set version = version - 7 where version = 9; alter table people.person enable trigger user; alter table transactions.transaction enable trigger user; alter table kernel.history enable trigger user');
    }
  });
});
