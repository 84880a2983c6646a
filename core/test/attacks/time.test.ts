import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { RunningServer } from '../../src/kernel/server/http.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, twoPlaces } from '../people/testing/registry.js';
import { attack } from './testing/attack.js';
import { ask, served } from './testing/over-http.js';

let test: TestPlatform;
let server: RunningServer;
let token: string;
beforeAll(async () => {
  test = await startTestPlatform({ workers: false, limits: { statementMs: 700, requestMs: 1_500 } });
  server = await test.serve();
  token = await test.token({ role: 'registrar' });
  await twoPlaces(test.as(...CLERK));
});
afterAll(() => test?.stop());

const QUERY = '{ places(first: 1) { nodes { code } } }';
const MUTATION = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { userErrors { code } } }';

/** Statements that wait for a lock, as the database sees them. */
async function waiting(): Promise<number> {
  const { rows } = await test.pool.query<{ count: number }>("select count(*)::int from pg_stat_activity where datname = current_database() and state = 'active' and wait_event_type = 'Lock'");
  return rows[0]?.count ?? 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 200) throw new Error('it never came to that');
    await wait(20);
  }
}

/** Does something while nobody can read places. */
async function whileLocked<T>(work: () => Promise<T>): Promise<T> {
  const client = await test.pool.connect();
  await client.query('begin; lock table people.place, people.person in access exclusive mode');
  try {
    return await work();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe('the database works for nobody', () => {
  for (const [what, query, variables] of [['a query', QUERY, {}], ['a mutation', MUTATION, { input: { placeCode: 'V1', persons: [{ familyName: 'Addo', sex: 'FEMALE' }] } }]] as const) {
    attack(`who hangs up while ${what} waits`, {
      blocked: () => whileLocked(async () => {
        const ended = new AbortController();
        const answer = fetch(server.url, { method: 'POST', signal: ended.signal, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query, variables }) }).catch(() => undefined);
        await until(async () => (await waiting()) > 0);
        ended.abort();
        await answer;
        await until(async () => (await waiting()) === 0);
      }),
      twin: async () => served(await ask(server, query, variables, { token })),
    });
    attack(`${what} that takes longer than a statement may`, {
      blocked: () => whileLocked(async () => {
        const answer = await ask(server, query, variables, { token });
        expect(answer).toMatchObject({ status: 503, codes: ['TIMEOUT'] });
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(await waiting()).toBe(0);
      }),
      twin: async () => served(await ask(server, query, variables, { token })),
    });
  }

  attack('many that hang up, to use up the connections', {
    blocked: () => whileLocked(async () => {
      const ended = new AbortController();
      const answers = Array.from({ length: 20 }, () => fetch(server.url, { method: 'POST', signal: ended.signal, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query: QUERY }) }).catch(() => undefined));
      await until(async () => (await waiting()) > 2);
      ended.abort();
      await Promise.all(answers);
      await until(async () => (await waiting()) === 0);
    }),
    twin: async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(server, QUERY, {}, { token })));
      answers.forEach(served);
    },
  });
});
