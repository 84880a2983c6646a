import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enoughCopies } from '../../src/kernel/database/enough-copies.js';
import { findPostmaster } from '../../src/kernel/database/postmaster.js';
import { readState } from '../../src/kernel/database/server-state.js';
import { mutate } from '../../src/kernel/server/mutate.js';
import { ownDeployment, type OwnDeployment } from './testing/own-deployment.js';
import { streamingReplica, type StreamingReplica } from './testing/replica.js';

let own: OwnDeployment;
let standby: StreamingReplica;
let adminUrl: string;
beforeAll(async () => {
  own = await ownDeployment();
  const { platform } = own.started;
  await mutate(platform.context({ actor: platform.system() }), 'mutation { placesRegister(input: { places: [{ code: "A", name: "A", level: "district" }] }) { userErrors { code message path } } }');
  adminUrl = await own.adminUrl();
  standby = await streamingReplica(own.home, adminUrl);
  await at(adminUrl, "alter system set synchronous_standby_names = 'ANY 1 (*)'");
  await at(adminUrl, 'select pg_reload_conf()');
}, 120_000);
afterAll(async () => {
  await own.stop();
  await standby.remove();
});

async function at<R extends pg.QueryResultRow>(url: string, text: string): Promise<readonly R[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client.query<R>(text).then(({ rows }) => rows).finally(() => client.end());
}
const people = async (url: string): Promise<readonly string[]> => (await at<{ name: string }>(url, 'select family_name as name from people.person')).map(({ name }) => name);

const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { userErrors { code message } } }';
/** Registers somebody of a name, by a key of the same; tells the code of what went wrong. */
async function register(familyName: string): Promise<string | undefined> {
  const answer = await own.ask('registrar', REGISTER, { input: { placeCode: 'A', idempotencyKey: `the key of ${familyName}`, persons: [{ familyName, sex: 'FEMALE' }] } });
  const { errors, data } = (await answer.json()) as { readonly errors?: readonly { readonly extensions: { readonly code: string } }[]; readonly data?: { readonly personsRegister: { readonly userErrors: readonly { readonly code: string }[] } | null } };
  return errors?.[0]?.extensions.code ?? data?.personsRegister?.userErrors[0]?.code;
}

describe('what is acknowledged is on two servers', () => {
  it('and is not acknowledged while the second is away, nor when it is sent again, until it is back', async () => {
    expect(await register('Both')).toBeUndefined();
    expect(await people(standby.adminUrl)).toEqual(['Both']);
    await standby.stop();
    expect(await register('Alone')).toBe('OUTCOME_UNKNOWN');
    expect(await register('Alone')).toBe('OUTCOME_UNKNOWN');
    await standby.start();
    expect(await register('Alone')).toBeUndefined();
    expect([...(await people(standby.adminUrl))].sort()).toEqual(['Alone', 'Both']);
  }, 60_000);

  it('so that nothing is missing when the disk of the first is gone', async () => {
    const acknowledged: string[] = [];
    const writer = async (of: number): Promise<void> => {
      for (let n = 0; ; n += 1) {
        const name = `Writer ${'abcd'[of]}${[...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`;
        const problem = await register(name).catch(() => 'GONE');
        if (problem !== undefined) return;
        acknowledged.push(name);
      }
    };
    const writers = Promise.all([0, 1, 2, 3].map(writer));
    while (acknowledged.length < 40) await wait(20);
    const cluster = join((await readState(own.home))?.home ?? own.home, 'cluster');
    const primary = await findPostmaster(cluster);
    process.kill(primary?.pid ?? 0, 'SIGKILL');
    await rm(join(cluster, 'pg_wal'), { recursive: true });
    await rm(join(cluster, 'base'), { recursive: true });
    await writers;
    await at(standby.adminUrl, 'select pg_promote(true)');
    const there = new Set(await people(standby.adminUrl));
    expect(acknowledged.filter((name) => !there.has(name))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(40);
  }, 60_000);
});

it('a deployment that wants two is not ready where PostgreSQL waits for one', async () => {
  const asked = async (copies: number, committed: string, standbys: string): Promise<string | undefined> =>
    (await enoughCopies({ settings: () => ({ copies }) } as never, { query: async () => ({ rows: [{ committed, standbys }] }) } as never))?.code;
  for (const standbys of ['ANY 1 (*)', 'first 1 (a, b)', '2 (a, b)', 'a', '*']) expect([standbys, await asked(2, 'on', standbys)]).toEqual([standbys, undefined]);
  for (const [committed, standbys] of [['on', ''], ['local', '*'], ['off', '*'], ['remote_write', '*']] as const) expect([committed, standbys, await asked(2, committed, standbys)]).toEqual([committed, standbys, 'COPIES_TOO_FEW']);
  expect([await asked(3, 'on', 'ANY 1 (*)'), await asked(3, 'remote_apply', 'ANY 2 (*)'), await asked(1, 'off', '')]).toEqual(['COPIES_TOO_FEW', undefined, undefined]);
});
