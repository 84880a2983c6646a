import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkMigrated, migrate, type MigrateOptions, type Migration, pendingMigrations, readMigrations } from './migrate.js';
import { type Clone, cloneDatabase, templateDatabase } from './template.js';
import { testServer, type TestServer } from './test-server.js';

const people: Migration = { module: 'people', name: '001-person', sql: 'create schema people; create table people.person (name text);' };
const asha: Migration = { module: 'people', name: '002-asha', sql: "insert into people.person values ('Asha');" };
const pensions: Migration = { module: 'pensions', name: '001-pension', sql: 'create schema pensions; create table pensions.pension (id int);' };
const all = [people, asha, pensions];

let server: TestServer;
let template: string;
let clone: Clone;
let pool: pg.Pool;

beforeAll(async () => {
  server = await testServer();
  template = await templateDatabase(server.url, 'empty', async () => undefined);
});
beforeEach(async () => {
  clone = await cloneDatabase(server.url, template);
  pool = new pg.Pool({ connectionString: clone.url });
});
afterEach(async () => {
  await pool.end();
  await clone.drop();
});
afterAll(() => server.stop());

const apply = (migrations: readonly Migration[], options: Partial<MigrateOptions> = {}, into = pool): Promise<readonly Migration[]> =>
  migrate(into, migrations, { log: () => undefined, ...options });
const ledger = async (): Promise<unknown[]> =>
  (await pool.query("select module || '/' || name as id from kernel.migration order by applied_at")).rows.map((row: { id: string }) => row.id);

describe('migrate', () => {
  it('applies what is missing in the order given, and then nothing', async () => {
    const said: string[] = [];
    expect(await apply([people, pensions])).toEqual([people, pensions]);
    expect(await apply(all, { log: (text) => said.push(text) })).toEqual([asha]);
    expect(await apply(all)).toEqual([]);
    expect(said).toEqual(['Applied people/002-asha.']);
    expect(await ledger()).toEqual(['people/001-person', 'pensions/001-pension', 'people/002-asha']);
  });

  it('applies each migration once when several migrate at the same time', async () => {
    const slow = { ...pensions, name: '002-slow', sql: 'select pg_sleep(0.2); insert into pensions.pension values (1);' };
    const pools = Array.from({ length: 4 }, () => new pg.Pool({ connectionString: clone.url, max: 1 }));
    const applied = await Promise.all(pools.map((each) => apply([...all, slow], { lockTimeout: '10ms' }, each)));
    expect(applied.flat().map(({ name }) => name).sort()).toEqual(['001-pension', '001-person', '002-asha', '002-slow']);
    expect((await pool.query('select from pensions.pension')).rowCount).toBe(1);
    await Promise.all(pools.map((each) => each.end()));
  });

  it('leaves nothing of a migration that fails, keeps those before it, and names the line', async () => {
    const broken = { ...pensions, sql: 'create schema pensions;\ncreate table pensions.pension (id integr);' };
    await expect(apply([people, broken])).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: 'The migration pensions/001-pension failed and left nothing behind: type "integr" does not exist (line 2).',
    });
    expect(await ledger()).toEqual(['people/001-person']);
    expect(await apply(all)).toEqual([asha, pensions]);
  });

  it('refuses an edited migration before it changes anything', async () => {
    await apply([people]);
    await expect(apply([{ ...people, sql: `${people.sql} -- edited` }, asha])).rejects.toMatchObject({
      code: 'MIGRATION_EDITED', message: expect.stringContaining('people/001-person') as string,
    });
    expect(await ledger()).toEqual(['people/001-person']);
  });

  it("does not mind Windows' line ends", async () => {
    await apply([{ ...people, sql: people.sql.replace(' create table', '\ncreate table') }]);
    expect(await apply([{ ...people, sql: people.sql.replace(' create table', '\r\ncreate table') }])).toEqual([]);
  });

  it('refuses a database that is newer than this installation', async () => {
    await apply(all);
    const older = [people, pensions];
    for (const attempt of [apply, (list: Migration[]) => checkMigrated(pool, list), (list: Migration[]) => pendingMigrations(pool, list)]) {
      await expect(attempt(older)).rejects.toMatchObject({ code: 'DATABASE_NEWER', message: expect.stringContaining('people/002-asha') as string });
    }
  });

  it('refuses when a module with data has gone, unless it is retired', async () => {
    await apply(all);
    await expect(apply([people, asha])).rejects.toMatchObject({ code: 'DATABASE_MODULE_MISSING', message: expect.stringContaining('pensions') as string });
    expect(await apply([people, asha], { retired: ['pensions'] })).toEqual([]);
    await checkMigrated(pool, [people, asha], ['pensions']);
  });

  it('tells a database that is behind to run kinga migrate, without touching it', async () => {
    expect(await pendingMigrations(pool, all)).toEqual(all);
    await expect(checkMigrated(pool, all)).rejects.toMatchObject({ code: 'DATABASE_BEHIND', cure: expect.stringContaining('kinga migrate') as string });
    expect((await pool.query("select from pg_namespace where nspname = 'kernel'")).rowCount).toBe(0);
    await apply(all);
    await checkMigrated(pool, all);
  });

  it('gives up on tables that others keep locked, and can be run again', async () => {
    await apply([people]);
    const other = await pool.connect();
    await other.query('begin; lock table people.person');
    await expect(apply(all, { lockTimeout: '20ms' })).rejects.toMatchObject({ code: 'MIGRATION_BUSY' });
    await other.query('rollback');
    other.release();
    expect(await apply(all)).toEqual([asha, pensions]);
  });

  it('refuses migrations that end their own transaction, are listed twice, or meet a replica', async () => {
    await expect(apply([{ ...people, sql: `${people.sql} commit;` }])).rejects.toMatchObject({ code: 'MIGRATION_OWN_TRANSACTION' });
    await expect(apply([people, people])).rejects.toMatchObject({ code: 'MIGRATION_TWICE' });
    const reading = new pg.Pool({ connectionString: `${clone.url}?options=-c%20default_transaction_read_only%3Don` });
    await expect(apply([pensions], {}, reading)).rejects.toMatchObject({ code: 'DATABASE_READ_ONLY' });
    await reading.end();
  });

  it('leaves no setting of a migration behind on a connection', async () => {
    const narrow = new pg.Pool({ connectionString: clone.url, max: 1 });
    await apply([{ ...people, sql: `set search_path = 'nowhere'; ${people.sql}` }], {}, narrow);
    expect((await narrow.query('show search_path')).rows).toEqual([{ search_path: '"$user", public' }]);
    await narrow.end();
  });
});

describe('readMigrations', () => {
  it('reads the SQL files of a folder by name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kinga-migrations-'));
    for (const [name, text] of [['010-b.sql', 'select 2'], ['002-a.sql', 'select 1'], ['README.md', '']] as const) await writeFile(join(folder, name), text);
    expect(await readMigrations('people', pathToFileURL(`${folder}/`))).toEqual([
      { module: 'people', name: '002-a', sql: 'select 1' }, { module: 'people', name: '010-b', sql: 'select 2' },
    ]);
    await rm(folder, { recursive: true });
    await expect(readMigrations('people', pathToFileURL(folder))).rejects.toMatchObject({ code: 'MIGRATIONS_UNREADABLE' });
  });
});
