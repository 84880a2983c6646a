import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase, dropDeadClones, templateDatabase } from './template.js';
import { testServer, type TestServer } from './test-server.js';

let server: TestServer;
const templates: string[] = [];

beforeAll(async () => { server = await testServer(); });
afterAll(async () => {
  for (const name of templates) await run(server.url, `drop database if exists "${name}" with (force)`);
  await server.stop();
});

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const template = async (fingerprint: string, build: (url: string) => Promise<void>): Promise<string> => {
  const name = await templateDatabase(server.url, fingerprint, build);
  templates.push(name);
  return name;
};
const isThere = async (name: string): Promise<boolean> => (await run(server.url, `select from pg_database where datname = '${name}'`)).length === 1;

interface Said { readonly built?: number; readonly template?: string; readonly clone?: string }

async function child(...words: string[]): Promise<{ process: ChildProcess; said: Said }> {
  const started = fork(fileURLToPath(new URL('testing/template-child.mjs', import.meta.url)), [server.url, ...words], {
    execArgv: ['--import', new URL('testing/typescript.mjs', import.meta.url).href], stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [said] = (await once(started, 'message')) as [Said];
  return { process: started, said };
}

async function kill(started: ChildProcess): Promise<void> {
  started.kill('SIGKILL');
  await once(started, 'exit');
}

describe('a template', () => {
  it('is built once, even when the builder leaves connections open, and its clones are apart', async () => {
    const fingerprint = randomUUID();
    const left = { client: undefined as pg.Client | undefined, times: 0 };
    const build = async (url: string): Promise<void> => {
      left.times += 1;
      left.client = new pg.Client({ connectionString: url });
      left.client.on('error', () => undefined);
      await left.client.connect();
      await left.client.query("create table person (name text); insert into person values ('Asha')");
    };
    const names = await Promise.all([1, 2, 3].map(() => template(fingerprint, build)));
    expect(left.times).toBe(1);
    expect(new Set(names).size).toBe(1);
    const [one, two] = await Promise.all([1, 2].map(() => cloneDatabase(server.url, names[0] ?? '')));
    await run(one?.url ?? '', "insert into person values ('Baraka')");
    expect(await run(one?.url ?? '', 'select name from person')).toEqual([{ name: 'Asha' }, { name: 'Baraka' }]);
    expect(await run(two?.url ?? '', 'select name from person')).toEqual([{ name: 'Asha' }]);
    await Promise.all([one?.drop(), one?.drop(), two?.drop()]);
  });

  it('is built by exactly one of several processes', async () => {
    const fingerprint = randomUUID();
    const children = await Promise.all([1, 2, 3].map(() => child(fingerprint)));
    expect(children.map(({ said }) => said.built).sort()).toEqual([0, 0, 1]);
    templates.push(children[0]?.said.template ?? '');
    await Promise.all(children.map((each) => kill(each.process)));
    await dropDeadClones(server.url);
    expect(await Promise.all(children.map(({ said }) => isThere(said.clone ?? '')))).toEqual([false, false, false]);
  });

  it('is built anew when its builder was killed or failed', async () => {
    const fingerprint = randomUUID();
    const builder = await child(fingerprint, 'hang');
    const waiting = template(fingerprint, (url) => run(url, 'create table whole ()').then(() => undefined));
    await kill(builder.process);
    const clone = await cloneDatabase(server.url, await waiting);
    expect(await run(clone.url, 'select * from whole')).toEqual([]);
    await clone.drop();

    const other = randomUUID();
    await expect(template(other, async () => { throw new Error('no seed'); })).rejects.toThrow('no seed');
    expect(await isThere(await template(other, async () => undefined))).toBe(true);
  });

  it('leaves the clones of living processes alone', async () => {
    const clone = await cloneDatabase(server.url, await template(randomUUID(), async () => undefined));
    await dropDeadClones(server.url);
    expect(await run(clone.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await clone.drop();
  });
});

describe('the test server', () => {
  it('is one for all that ask for it', async () => {
    expect((await Promise.all([testServer(), testServer()])).map(({ url }) => url)).toEqual([server.url, server.url]);
  });
});
