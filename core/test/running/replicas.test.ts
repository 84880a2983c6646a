import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StartedDeployment } from '../../src/deployment/start-deployment.js';
import { mutate } from '../../src/kernel/server/mutate.js';
import { ownDeployment, type OwnDeployment } from './testing/own-deployment.js';
import { streamingReplica, type StreamingReplica } from './testing/replica.js';

let own: OwnDeployment;
let replica: StreamingReplica;
let primary: pg.Client;
/** Two processes that read from the replica however far it is behind, and one that wants it close and was told of a server that is none. */
let one: StartedDeployment;
let two: StartedDeployment;
let strict: StartedDeployment;
beforeAll(async () => {
  own = await ownDeployment();
  const { platform, database } = own.started;
  await mutate(platform.context({ actor: platform.system() }), 'mutation { placesRegister(input: { places: [{ code: "A", name: "A", level: "district" }] }) { userErrors { code message path } } }');
  const adminUrl = await own.adminUrl();
  replica = await streamingReplica(own.home, adminUrl);
  const replicaUrls = [replica.url(database.url)];
  one = await own.another({ replicaUrls, replicaLagMs: 600_000 });
  two = await own.another({ replicaUrls, replicaLagMs: 600_000 });
  strict = await own.another({ replicaUrls: [database.url, ...replicaUrls], replicaLagMs: 1_000 });
  primary = new pg.Client({ connectionString: adminUrl });
  primary.on('error', () => undefined);
  await primary.connect();
});
afterAll(async () => {
  await primary.end();
  await own.stop();
  await replica.remove();
});
beforeEach(async () => {
  await there('select pg_wal_replay_resume()');
  await caughtUp(one, two, strict);
});

/** Does something at the replica. */
async function there(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: replica.adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(text).finally(() => client.end());
}
const reads = async ({ platform }: StartedDeployment, from: string): Promise<number> => {
  const { values } = await platform.telemetry.metrics.reads.get();
  return values.filter(({ labels }) => labels.from === from).reduce((sum, { value }) => sum + value, 0);
};

interface Told<D> {
  readonly data: D | null;
  readonly code: string | undefined;
  readonly seen: string | undefined;
  /** Who answered, as the metrics say. */
  readonly from: 'replica' | 'primary' | undefined;
}
interface How {
  readonly at?: StartedDeployment;
  readonly name?: string;
  readonly seen?: string | undefined;
  readonly roles?: readonly string[];
}
async function ask<D>(query: string, { at = one, name = 'reader', seen, roles = ['registrar', 'security-officer', 'access-administrator'] }: How = {}): Promise<Told<D>> {
  const before = [await reads(at, 'replica'), await reads(at, 'primary')];
  const answer = await own.ask(roles, query, {}, { at, name, ...(seen && { headers: { 'kinga-seen': seen } }) });
  const { data, errors, extensions } = (await answer.json()) as { data?: D; errors?: readonly { readonly extensions: { readonly code: string } }[]; extensions?: { readonly seen?: string } };
  const [fromReplica, fromPrimary] = [await reads(at, 'replica') - (before[0] ?? 0), await reads(at, 'primary') - (before[1] ?? 0)];
  return { data: data ?? null, code: errors?.[0]?.extensions.code, seen: extensions?.seen, from: fromReplica ? 'replica' : fromPrimary ? 'primary' : undefined };
}
const count = (how?: How): Promise<Told<{ persons: { totalCount: number } }>> => ask('{ persons(first: 1) { totalCount } }', how);
let written = 0;
async function register(how?: How): Promise<string | undefined> {
  const { data, seen } = await ask<{ personsRegister: { userErrors: readonly unknown[] } }>('mutation { personsRegister(input: { placeCode: "A", persons: [{ familyName: "Follows", sex: FEMALE }] }) { userErrors { code message } } }', { name: 'writer', ...how });
  expect(data?.personsRegister.userErrors).toEqual([]);
  written += 1;
  return seen;
}
const answers = (from: 'replica' | 'primary', totalCount: number): object => expect.objectContaining({ data: { persons: { totalCount } }, from });
/** Until each process reads from the replica what is written now. */
async function caughtUp(...processes: readonly StartedDeployment[]): Promise<void> {
  const { rows: [now] } = await primary.query<{ at: string }>('select pg_current_wal_lsn()::text as at');
  for (const at of processes) while ((await count({ at, seen: now?.at })).from !== 'replica') await wait(20);
}
const pause = (): Promise<void> => there('select pg_wal_replay_pause()');

describe('while a replica is behind', () => {
  it('who wrote sees it, in every process, and others what the replica has', async () => {
    const before = written;
    await pause();
    expect(await count()).toEqual(answers('replica', before));
    const seen = await register();
    expect(seen).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
    expect(await count({ name: 'writer' })).toEqual(answers('primary', before + 1));
    expect(await count({ name: 'writer', at: two })).toEqual(answers('primary', before + 1));
    expect(await count({ name: 'reader' })).toEqual(answers('replica', before));
    await there('select pg_wal_replay_resume()');
    while ((await count({ name: 'writer' })).from !== 'replica') await wait(20);
    expect(await count({ name: 'writer' })).toEqual(answers('replica', before + 1));
  });

  it('whoever was told by the writer sees it too, and never sees less than before', async () => {
    const before = written;
    await pause();
    const seen = await register();
    const told = await count({ seen });
    expect(told).toEqual(answers('primary', before + 1));
    expect(await count({ seen: told.seen })).toEqual(answers('primary', before + 1));
    expect(await count({ seen: 'nonsense' })).toEqual(answers('replica', before));
    expect(await count({ seen: 'FFFFFFFF/0' })).toEqual(answers('replica', before));
  });

  it('it is not read where it is further behind than it may', async () => {
    const before = written;
    await pause();
    await register();
    while ((await count({ at: strict })).from === 'replica') await wait(20);
    expect(await count({ at: strict })).toEqual(answers('primary', before + 1));
    expect(await count({ at: one })).toEqual(answers('replica', before));
    expect(await strict.platform.telemetry.metrics.registry.metrics()).toMatch(/kinga_replica_lag_seconds\{replica="0"\} \+Inf\nkinga_replica_lag_seconds\{replica="1"\} [1-9]/);
  });

  it('who is signed out, and whose user is blocked, is refused at once', async () => {
    const issuer = 'urn:kinga:development';
    const added = await ask<{ userAdd: { user: { id: string } } }>(`mutation { userAdd(input: { issuer: "${issuer}", subject: "blocked@example.org" }) { user { id } userErrors { code message } } }`, { name: 'officer' });
    await caughtUp(one);
    await pause();
    for (const name of ['leaver', 'blocked']) expect((await count({ name })).from).toBe('replica');
    const ended = await ask<{ userSessionsEnd: object }>(`mutation { userSessionsEnd(input: { subject: "leaver@example.org" }) { userErrors { code message } } }`, { name: 'officer' });
    const blocked = await ask<{ userBlock: object }>(`mutation { userBlock(input: { id: "${added.data?.userAdd.user.id}", version: 1, reason: "left" }) { userErrors { code message } } }`, { name: 'officer' });
    expect([added, ended, blocked].map(({ code }) => code)).toEqual([undefined, undefined, undefined]);
    expect([ended.data?.userSessionsEnd, blocked.data?.userBlock]).toEqual([{ userErrors: [] }, { userErrors: [] }]);
    expect((await count({ name: 'leaver' })).code).toBe('UNAUTHENTICATED');
    expect((await count({ name: 'blocked' })).code).toBe('FORBIDDEN');
    expect((await count({ name: 'reader' })).from).toBe('replica');
  });
});

describe('a replica', () => {
  it('answers as the primary would, within what the actor may see, and what it tells of persons is noted', async () => {
    await primary.query('select set_config(\'kinga.scope\', \'all\', false)');
    const noted = async (): Promise<number> => (await primary.query<{ n: number }>("select count(*)::int as n from kernel.read_log where actor = 'noted@example.org'")).rows[0]?.n ?? -1;
    const NAMES = '{ persons(first: 100) { nodes { familyName } } }';
    const [from, before] = [await ask(NAMES, { name: 'noted' }), await noted()];
    expect(from.from).toBe('replica');
    expect(from.data).toEqual((await ask(NAMES, { at: own.started })).data);
    await ask(NAMES, { name: 'noted' });
    expect(await noted()).toBe(before + 1);
    expect((await ask('{ recordedReads(first: 1) { totalCount } }')).code).toBe('FORBIDDEN');
  });

  it('answers no mutation, and no query with a field that JavaScript works out', async () => {
    expect((await ask('mutation { personsRegister(input: { placeCode: "A", persons: [{ familyName: "Follows", sex: FEMALE }] }) { persons { familyName } userErrors { code } } }')).from).toBeUndefined();
    written += 1;
    expect((await ask('{ modules { id } persons(first: 1) { totalCount } }')).from).toBeUndefined();
  });

  it('that breaks a read is passed over', async () => {
    const before = written;
    await there("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kinga_app'");
    const all = await Promise.all(Array.from({ length: 10 }, () => count()));
    expect(all.map(({ data }) => data?.persons.totalCount)).toEqual(Array.from({ length: 10 }, () => before));
  });

  it('that is stopped is missed by nobody, and is read again when it is back', async () => {
    const before = written;
    let over = false;
    const told: Told<{ persons: { totalCount: number } }>[] = [];
    const clients = Array.from({ length: 4 }, async (_, index) => { while (!over) told.push(await count({ name: `client${index}` })); });
    while (told.length < 20) await wait(10);
    await replica.stop();
    const [from, at] = [told.length, told.length + 40];
    while (told.length < at) await wait(10);
    over = true;
    await Promise.all(clients);
    expect(told.filter(({ code, data }) => code !== undefined || data?.persons.totalCount !== before)).toEqual([]);
    expect(from).toBeGreaterThan(0);
    await register();
    expect(await count()).toEqual(answers('primary', before + 1));
    await replica.start();
    await caughtUp(one);
    expect(await count()).toEqual(answers('replica', before + 1));
  });
});
