import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAddress, withDatabase } from './address.js';
import { type Database, openDatabase, type OpenOptions } from './connect.js';
import { explainConnectionError } from './explain.js';
import type { DatabaseProblem } from './problems.js';
import { cloneDatabase, templateDatabase } from './template.js';
import { testServer, type TestServer } from './test-server.js';

const SECRET = 's3cret-Passw0rd';
let server: TestServer;

beforeAll(async () => { server = await testServer(); });
afterAll(() => server.stop());

const open = (url: string, options: Partial<OpenOptions> = {}): Promise<Database> =>
  openDatabase({ url, dataDir: '/nowhere', log: () => undefined, ...options });

async function problemAt(url: string, options: Partial<OpenOptions> = {}): Promise<DatabaseProblem> {
  const problem = await open(url, options).then(() => undefined, (error: unknown) => error as DatabaseProblem);
  expect(problem?.name).toBe('DatabaseProblem');
  expect(`${problem?.message} ${problem?.cure}`).not.toContain(SECRET);
  return problem as DatabaseProblem;
}

function changed(change: (url: URL) => void): string {
  const url = new URL(server.url);
  change(url);
  return url.href;
}

/** Speaks just enough of PostgreSQL's protocol to greet and to answer the first question. */
async function pretend(answer: (socket: Socket) => void): Promise<{ url: string; server: Server }> {
  const fake = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => fake.listen(0, '127.0.0.1', resolve));
  const address = fake.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `postgres://kinga:${SECRET}@127.0.0.1:${port}/kinga`, server: fake };
}

function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

const refusal = (code: string, text: string): Buffer => message('E', Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`));

describe('openDatabase', () => {
  it.each([
    ['another kind of database', `mysql://kinga:${SECRET}@localhost/kinga`, 'DATABASE_URL_MALFORMED'],
    ['no URL at all', 'kinga on localhost', 'DATABASE_URL_MALFORMED'],
    ['a password with a bare #', `postgres://kinga:${SECRET}#1@localhost/kinga`, 'DATABASE_URL_MALFORMED'],
    ['a bare %', `postgres://kinga:${SECRET}%zz@localhost/kinga`, 'DATABASE_URL_MALFORMED'],
    ['no database', 'postgres://localhost', 'DATABASE_URL_MALFORMED'],
    ['an unknown host', `postgres://kinga:${SECRET}@no-such-host.invalid/kinga`, 'DATABASE_HOST_UNKNOWN'],
    ['a port where nothing listens', `postgres://kinga:${SECRET}@127.0.0.1:1/kinga`, 'DATABASE_REFUSED'],
  ])('refuses %s', async (_, url, code) => {
    expect(await problemAt(url)).toMatchObject({ code });
  });

  it('refuses a wrong password', async () => {
    expect(await problemAt(changed((url) => { url.password = SECRET; }))).toMatchObject({ code: 'DATABASE_CREDENTIALS' });
  });

  it('says how to create a database that is missing', async () => {
    expect(await problemAt(withDatabase(server.url, 'no such database'))).toMatchObject({
      code: 'DATABASE_MISSING', message: expect.stringContaining('"no such database"') as string, cure: expect.stringContaining('createdb') as string,
    });
  });

  it.each([
    ['53300', 'sorry, too many clients already', 'DATABASE_TOO_MANY_CONNECTIONS'],
    ['53100', 'could not write: No space left on device', 'DATABASE_DISK_FULL'],
    ['57P03', 'the database system is starting up', 'DATABASE_STARTING_UP'],
    ['28000', `no pg_hba.conf entry for user "kinga" with password ${SECRET}, no encryption`, 'DATABASE_TLS'],
  ])('explains a refusal with %s', async (state, text, code) => {
    const fake = await pretend((socket) => socket.end(refusal(state, text)));
    expect(await problemAt(fake.url, { patienceMs: 0 })).toMatchObject({ code });
    fake.server.close();
  });

  it('refuses what answers but is no PostgreSQL', async () => {
    const fake = await pretend((socket) => socket.destroy());
    expect(await problemAt(fake.url)).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    fake.server.close();
  });

  it('refuses a server older than 15', async () => {
    const fake = await pretend((socket) => {
      socket.write(Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]));
      socket.on('data', () => {
        const columns = [['number', 23], ['version', 25], ['encoding', 25]] as const;
        const fields = columns.map(([name, type]) => {
          const rest = Buffer.alloc(18);
          rest.writeInt32BE(type, 6);
          return Buffer.concat([Buffer.from(`${name}\0`), rest]);
        });
        const values = ['140011', '14.11', 'UTF8'].map((text) => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]));
        socket.write(Buffer.concat([
          message('T', Buffer.concat([Buffer.from([0, 3]), ...fields])), message('D', Buffer.concat([Buffer.from([0, 3]), ...values])),
          message('C', Buffer.from('SELECT 1\0')), message('Z', Buffer.from('I')),
        ]));
      });
    });
    expect(await problemAt(fake.url)).toMatchObject({ code: 'DATABASE_TOO_OLD', message: expect.stringContaining('14.11') as string });
    fake.server.close();
  });

  it('never repeats the password, even where the server does', () => {
    const address = readAddress('postgres://kinga:a%40b-secret@db:5432/kinga');
    const problem = explainConnectionError(new Error('cannot use a@b-secret or a%40b-secret'), address);
    expect(problem.message).toBe('The database at kinga@db:5432/kinga failed: cannot use *** or ***.');
  });

  it('lives on when the server ends its connections, within a transaction too', async () => {
    const template = await templateDatabase(server.url, 'empty', async () => undefined);
    const clone = await cloneDatabase(server.url, template);
    const said: string[] = [];
    const database = await open(clone.url, { log: (text) => said.push(text) });
    expect(database.embedded).toBe(false);
    const client = await database.pool.connect();
    await client.query('begin');
    const ended = new Promise((resolve) => client.once('end', resolve));
    const other = new pg.Client({ connectionString: server.url });
    await other.connect();
    await other.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [new URL(clone.url).pathname.slice(1)]);
    await ended;
    client.release();
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await other.end();
    await database.stop();
    await database.stop();
    await clone.drop();
  });

  it('brings its own server and database when no address is given', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kinga-connect-'));
    // Root's server runs as another account, which must be let in.
    await chmod(dataDir, 0o711);
    const openOwn = (): Promise<Database> => openDatabase({ dataDir: join(dataDir, 'database'), log: () => undefined });
    const [first, second] = await Promise.all([openOwn(), openOwn()]);
    expect(first.embedded).toBe(true);
    expect((await first.pool.query('select current_database() as name, current_user as role')).rows).toEqual([{ name: 'kinga', role: 'kinga_app' }]);
    await first.owner.query('create extension pg_trgm; create extension btree_gist; create extension ltree; create schema people');
    await first.stop();
    expect((await second.pool.query("select from pg_namespace where nspname = 'people'")).rowCount).toBe(1);
    await second.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
});
