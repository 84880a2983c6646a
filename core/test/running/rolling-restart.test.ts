import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseFolder } from '../../src/deployment/open-deployment.js';
import { deploymentFolder, type DeploymentFolder } from '../../src/deployment/testing/deployment-folder.js';
import { startEmbedded } from '../../src/kernel/database/embedded.js';
import { balancer, type Balancer } from './testing/balancer.js';
import { startKinga, type KingaProcess } from './testing/kinga-process.js';

const CONFIG = "export default { name: 'Test', modules: [], signIns: [{ role: 'registrar', name: 'registrar@example.org' }] };";
/** The next version: a module more, whose migration changes a table that the version before writes, and which acts on what happens. */
const NEXT = CONFIG.replace('modules: []', "modules: ['./next.mjs']");
const CORE = new URL('../../dist/index.js', import.meta.url).href;
const MODULE = `
import { defineModule, inTransaction, personsRegistered } from '${CORE}';
export default defineModule({ name: 'next', version: '1.0.0', kinga: { id: 'next', requires: { people: '^0.1.0' } } }, {
  description: 'What the next version brings',
  tables: { 'next.greeting': { description: 'Who was greeted', sensitivity: 'personal', purpose: 'registry' } },
  on: [personsRegistered.afterCommit('next.greet', (ctx, { ids }) => inTransaction(ctx, (tx) => tx.tx.query('insert into next.greeting (person) select unnest($1::uuid[]) on conflict do nothing', [ids])))],
  migrations: new URL('next/', import.meta.url),
});`;
const MIGRATION = `
create schema next;
create table next.greeting (person uuid primary key);
alter table people.person add column greeted_at timestamptz, add constraint person_greeted_later check (greeted_at >= created_at) not valid;
`;
const CLIENTS = 6;

let folder: DeploymentFolder;
let front: Balancer;
const running: KingaProcess[] = [];
beforeAll(async () => {
  folder = await deploymentFolder(CONFIG);
  front = await balancer();
});
afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()));
  await front.stop();
  await folder.remove();
});

/** The two processes share the embedded database of their folder. */
async function start(config = folder.config): Promise<KingaProcess> {
  const started = await startKinga(config, { KINGA_DATA: `${folder.dir}/.kinga`, KINGA_GRACE_SECONDS: '1' });
  running.push(started);
  front.add(started.origin);
  while (!front.ready(started.origin)) await wait(20);
  return started;
}

it('fails nobody while each of two processes behind one address is replaced under load by the next version, which migrates meanwhile', async () => {
  await folder.write('next.mjs', MODULE);
  await folder.write('next/0001_greetings.sql', MIGRATION);
  const next = await folder.write('next.config.ts', NEXT);
  const [first, second] = [await start(), await start()];
  const server = await startEmbedded({ dataDir: databaseFolder(`${folder.dir}/.kinga`), log: () => undefined });
  const admin = new pg.Client({ connectionString: server.adminUrl.replace(/\/postgres$/, '/kinga') });
  await admin.connect();
  await admin.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'A', 'A', 'country', 0, 1, 1)");
  const failed: string[] = [];
  let answered = 0;
  let over = false;
  let written = 0;
  const ask = async (client: number, turn: number): Promise<void> => {
    const writes = turn % 3 === 0;
    const query = writes
      ? `mutation { personsRegister(input: { idempotencyKey: "client ${client}, turn ${turn}", placeCode: "A", persons: [{ familyName: "Load", sex: FEMALE }] }) { userErrors { code message } } }`
      : '{ persons(first: 5) { totalCount nodes { familyName } } }';
    const response = await fetch(front.url, { method: 'POST', body: JSON.stringify({ query }), headers: { 'content-type': 'application/json', authorization: `Bearer ${first.tokens[0]}` } });
    const text = await response.text();
    answered += 1;
    if (writes) written += 1;
    if (response.status !== 200 || text.includes('"errors"') || text.includes('"message"')) failed.push(`${response.status} ${text}`);
  };
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    for (let turn = 0; !over; turn += 1, await wait(100)) await ask(client, turn).catch((error: unknown) => failed.push(String(error)));
  });
  for (const old of [first, second]) {
    await start(next);
    const before = answered;
    expect(await old.stop()).toBe(0);
    while (answered < before + 50) await wait(20);
  }
  over = true;
  await Promise.all(clients);
  expect(failed).toEqual([]);
  expect(written).toBeGreaterThan(20);
  expect((await admin.query<{ n: number }>('select count(*)::int as n from people.person')).rows).toEqual([{ n: written }]);
  // Whom a process of the version before registered, nobody greets; whoever takes what is to be delivered.
  const greeted = async (): Promise<number> => (await admin.query<{ n: number }>('select count(*)::int as n from next.greeting')).rows[0]?.n ?? 0;
  while ((await greeted()) === 0) await wait(50);
  expect(await greeted()).toBeLessThan(written);
  expect((await admin.query("select count(*)::int as n from kernel.migration where module = 'next'")).rows).toEqual([{ n: 1 }]);
  await admin.end();
  await server.stop();
}, 240_000);
