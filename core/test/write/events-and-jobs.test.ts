import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { developmentIssuer } from '../../src/kernel/access/tokens.js';
import { deliveriesGivenUp, retryDeliveries } from '../../src/kernel/jobs/given-up.js';
import { startJob } from '../../src/kernel/jobs/start-job.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { startServer, type RunningServer } from '../../src/kernel/server/http.js';
import { everything, run, start, startOn, type Started } from '../read/testing/platform.js';
import { coreModules } from '../../src/core-modules.js';
import { APP_ROLE, grantToApp } from '../../src/kernel/database/app-account.js';
import { testClient, type TestClient, type TestIdentity } from '../../src/testing/test-client.js';
import { BLOCK, granting, type Given, type Granting } from '../access/testing/granting.js';
import { PROOF_TABLES, proofModule } from './testing/proof-module.js';

let started: Started;
let workers: Awaited<ReturnType<typeof startOn>> | undefined;
beforeAll(async () => {
  started = await start({ modules: [proofModule], poolSize: 20 });
  await started.pool.query(PROOF_TABLES);
  await grantToApp(started.pool, APP_ROLE);
});
afterAll(async () => {
  await workers?.stop();
  await started.stop();
});
beforeEach(async () => {
  await started.pool.query('delete from proof.control; delete from proof.step');
});

interface JobNow {
  readonly state: string;
  readonly done: number;
  readonly total: number;
  readonly message: string | null;
  readonly problem: string | null;
}

async function startSteps(input: object): Promise<string> {
  const { proofSteps } = await run<{ proofSteps: { job: { id: string; state: string } } }>(everything(started.platform), 'mutation ($input: ProofStepsInput!) { proofSteps(input: $input) { job { id state } } }', { input });
  expect(proofSteps.job.state).toBe('QUEUED');
  return proofSteps.job.id;
}

async function jobNow(id: string): Promise<JobNow> {
  return (await run<{ job: JobNow }>(everything(started.platform), 'query ($id: ID!) { job(by: { id: $id }) { state done total message problem } }', { id })).job;
}

/** Waits for a job to be in a state, letting no time pass between the tries of what failed. */
async function jobIn(id: string, states: readonly string[]): Promise<JobNow> {
  for (;;) {
    const job = await jobNow(id);
    if (states.includes(job.state)) return job;
    await hurry();
    await wait(30);
  }
}

/** What waits for its next try is tried now. */
async function hurry(): Promise<void> {
  await started.pool.query("update pgboss.job set start_after = now() where state in ('created', 'retry')");
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await hurry();
    await wait(30);
  }
}

async function rows<R>(text: string, values: readonly unknown[] = []): Promise<readonly R[]> {
  return (await started.pool.query(text, [...values])).rows as readonly R[];
}

const uuid = (id: string): string => id.replace(/^job_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The second platform of the process that takes jobs; the first only asks. */
async function takeJobs(): Promise<void> {
  workers ??= await startOn(started.platform.pool, [...coreModules, proofModule], true);
}

describe('a job whose worker dies', () => {
  const children: ChildProcess[] = [];
  afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

  it('goes on where it was, in another process, and does no step twice', async () => {
    const id = await startSteps({ steps: 5, at: 3, how: 'dies' });
    const child = fork(fileURLToPath(new URL('testing/worker-process.mjs', import.meta.url)), [started.url], { env: { ...process.env, KINGA_TEST_MAY_DIE: 'yes' }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    children.push(child);
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    expect(await jobNow(id)).toMatchObject({ state: 'RUNNING', done: 2, total: 5, message: 'step 2' });
    await takeJobs();
    await missHeartbeats();
    expect(await jobIn(id, ['DONE', 'FAILED'])).toMatchObject({ state: 'DONE', done: 5, total: 5, message: null });
    const taken = await rows<{ step: number; process: number }>('select step, process from proof.step where job = $1 order by step', [uuid(id)]);
    expect(taken.map(({ step, process: by }) => `${step} ${by === child.pid ? 'child' : by === process.pid ? 'here' : by}`)).toEqual(['1 child', '2 child', '3 here', '4 here', '5 here']);
  });

  it('fails with its problem when the last worker that may take it dies, and is not left running for ever', async () => {
    await takeJobs();
    const id = await startSteps({ steps: 2, at: 2, how: 'waits' });
    await until(async () => (await jobNow(id)).done === 1);
    // As if eight had died over it, and the ninth now: nobody comes back to say so.
    await started.pool.query("update pgboss.job set retry_count = retry_limit where name = 'kernel.jobs' and data->>'job' = $1", [uuid(id)]);
    await missHeartbeats();
    expect(await jobIn(id, ['FAILED'])).toMatchObject({ problem: 'Each worker that took it died before its end.' });
    // The worker that was taken for dead comes to its end after all: then it is done, and says so.
    await started.pool.query("insert into proof.control values ('go', 1)");
    await until(async () => (await jobNow(id)).state === 'DONE');
    expect(await rows('select step from proof.step where job = $1', [uuid(id)])).toHaveLength(2);
  });

  /** Time passes, and the queue's keeper looks. */
  async function missHeartbeats(): Promise<void> {
    await started.pool.query("update pgboss.job set heartbeat_on = now() - interval '1 hour', started_on = now() - interval '1 hour' where name = 'kernel.jobs' and state = 'active'");
    await started.pool.query("update pgboss.queue set monitor_on = null, monitor_claim_on = null");
    const keeper = new PgBoss({ schema: 'pgboss', migrate: false, createSchema: false, schedule: false, supervise: false, db: { executeSql: (text, values) => started.pool.query(text, values as unknown[]) } });
    await keeper.start();
    await keeper.supervise('kernel.jobs');
    await keeper.stop({ graceful: false });
  }
});

describe('a job whose process is asked to end', () => {
  it('is handed back where it has told to be, counts as no try, and is finished by another process', async () => {
    await takeJobs();
    const id = await startSteps({ steps: 5, at: 3, how: 'waits' });
    await until(async () => (await jobNow(id)).done === 2);
    const resting = workers?.platform.queue.rest();
    await started.pool.query("insert into proof.control values ('go', 1)");
    await resting;
    expect(await jobNow(id)).toMatchObject({ state: 'QUEUED', done: 3 });
    expect(await rows("select state, retry_count from pgboss.job where name = 'kernel.jobs' and data->>'job' = $1", [uuid(id)])).toEqual([{ state: 'created', retry_count: 0 }]);
    await workers?.stop();
    workers = undefined;
    await takeJobs();
    expect(await jobIn(id, ['DONE', 'FAILED'])).toMatchObject({ state: 'DONE', done: 5 });
    expect(await rows('select attempts from kernel.job where id = $1', [uuid(id)])).toEqual([{ attempts: 1 }]);
  });
});

describe('a job that fails', () => {
  beforeAll(takeJobs);

  it('is tried nine times and then says why it failed', async () => {
    const id = await startSteps({ steps: 3, at: 2, how: 'fails' });
    const { state, problem, done } = await jobIn(id, ['FAILED', 'DONE']);
    expect({ state, done }).toEqual({ state: 'FAILED', done: 1 });
    expect(problem).toBeTruthy();
    expect(await rows('select attempts from kernel.job where id = $1', [uuid(id)])).toEqual([{ attempts: 9 }]);
  });

  it('is tried again when somebody who may asks, and goes on from what it has done, once', async () => {
    const id = await startSteps({ steps: 3, at: 2, how: 'fails' });
    expect((await jobIn(id, ['FAILED', 'DONE'])).state).toBe('FAILED');
    const retry = (key: string): Promise<unknown> => run(everything(started.platform), 'mutation ($input: JobRetryInput!) { jobRetry(input: $input) { job { id state problem } userErrors { code } } }', { input: { id, idempotencyKey: key } });
    // What it tripped over is mended.
    await rows("update kernel.job set input = input - 'how' where id = $1", [uuid(id)]);
    const queued = { jobRetry: { job: { id, state: 'QUEUED', problem: null }, userErrors: [] } };
    expect(await Promise.all([retry('the same key'), retry('the same key')])).toEqual([queued, queued]);
    expect(await jobIn(id, ['FAILED', 'DONE'])).toMatchObject({ state: 'DONE', done: 3, problem: null });
    expect(await rows('select step from proof.step where job = $1', [uuid(id)])).toHaveLength(3);
    expect(await retry('another key')).toEqual({ jobRetry: { job: null, userErrors: [{ code: 'JOB_NOT_FAILED' }] } });
  });

  it('is not tried again where it is refused', async () => {
    const id = await startSteps({ steps: 3, at: 1, how: 'refuses' });
    expect((await jobIn(id, ['FAILED', 'DONE'])).problem).toContain('Nobody may be called that.');
    expect(await rows('select attempts from kernel.job where id = $1', [uuid(id)])).toEqual([{ attempts: 1 }]);
  });

  describe('of somebody', () => {
    let grants: Granting;
    const client = (who: TestIdentity): TestClient => testClient(started.platform, who, { during: async (work) => ({ result: await work(), statements: [] }) }, () => undefined);
    beforeAll(async () => {
      grants = granting({ as: ((who: TestIdentity) => client(who)) as never, platform: started.platform });
      await grants.role('stepper', ['people.persons.read', 'kernel.jobs.read']);
    });
    /** Starts three steps, the second of which waits, and has the first one done. */
    const underWay = async (subject: string): Promise<string> => {
      const { proofSteps } = await client({ user: subject }).run<{ proofSteps: { job: { id: string } } }>('mutation ($input: ProofStepsInput!) { proofSteps(input: $input) { job { id } } }', { input: { steps: 3, at: 2, how: 'waits' } });
      await until(async () => (await jobNow(proofSteps.job.id)).done === 1);
      return proofSteps.job.id;
    };
    const goOn = (): Promise<unknown> => rows("insert into proof.control values ('go', 1)");
    const stopped = expect.objectContaining({ state: 'FAILED', done: 2, problem: expect.stringMatching(/^JOB_STARTER_MAY_NOT .*blocked or may no longer do this/) });
    const stepper = async (subject: string): Promise<{ readonly user: string; readonly grant: Given }> => {
      const user = await grants.user(subject);
      return { user, grant: await grants.give(user, 'stepper') };
    };

    it('who was blocked stops at its next step, and is not gone on with', async () => {
      const { user } = await stepper('blocked-steps');
      const id = await underWay('blocked-steps');
      await grants.admin.run(BLOCK, { input: { id: user, version: 1, reason: 'left us' } });
      await goOn();
      expect(await jobIn(id, ['FAILED', 'DONE'])).toEqual(stopped);
      await run(everything(started.platform), 'mutation ($input: JobRetryInput!) { jobRetry(input: $input) { userErrors { code } } }', { input: { id } });
      expect(await jobIn(id, ['FAILED', 'DONE'])).toEqual(stopped);
      expect(await rows('select step from proof.step where job = $1', [uuid(id)])).toHaveLength(2);
    });

    it('whose grant was ended stops at its next step, and goes on where another grant holds as much', async () => {
      for (const [subject, another, end] of [['ended-steps', false, stopped], ['kept-steps', true, expect.objectContaining({ state: 'DONE', done: 3 })]] as const) {
        const { user, grant } = await stepper(subject);
        const id = await underWay(subject);
        if (another) await grants.give(user, 'stepper');
        await grants.end(grant);
        await goOn();
        expect(await jobIn(id, ['FAILED', 'DONE']), subject).toEqual(end);
        await rows('delete from proof.control');
      }
    });

    it('whose role lost a permission stops at its next step', async () => {
      await stepper('poorer-steps');
      const id = await underWay('poorer-steps');
      await rows("delete from access.role_permission where permission = 'people.persons.read' and role_id = (select id from access.role where name = 'stepper')");
      await goOn();
      expect(await jobIn(id, ['FAILED', 'DONE'])).toEqual(stopped);
    });
  });

  it('is left to others where no module here does it, as while a new version takes over; after an hour it says so', async () => {
    const ctx = started.platform.context({ actor: started.platform.system() });
    const { id } = await inTransaction(ctx, (tx) => startJob(tx, { name: 'proof.new', description: 'of the next version', run: async () => ({}) }, {}));
    const now = async (): Promise<{ state: string; attempts: number; version: number } | undefined> => (await rows<{ state: string; attempts: number; version: number }>('select state, attempts, version from kernel.job where id = $1', [id]))[0];
    await until(async () => ((await now())?.version ?? 0) >= 10);
    await until(async () => (await now())?.state === 'QUEUED');
    expect(await now()).toMatchObject({ state: 'QUEUED', attempts: 0 });
    await rows("update kernel.job set created_at = now() - interval '2 hours' where id = $1", [id]);
    await until(async () => (await now())?.state === 'FAILED');
  });
});

describe('a handler after the commit', () => {
  beforeAll(takeJobs);

  it('that fails is called again until it succeeds, with one effect', async () => {
    await started.pool.query("insert into proof.control values ('failing', 3)");
    await started.pool.query("insert into people.person (id, family_name, sex) values ('018f0000-0000-7000-8000-000000000001', 'Greeted', 'FEMALE')");
    const update = 'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { person { familyName } userErrors { code } } }';
    expect(await run(everything(started.platform), update, { input: { id: 'person_018f0000000070008000000000000001', version: 1, familyName: 'Met' } })).toEqual({ personUpdate: { person: { familyName: 'Met' }, userErrors: [] } });
    await until(async () => (await rows('select from proof.effect')).length === 1);
    const [event] = await rows<{ id: string }>("select id from kernel.event where name = 'people.person-updated'");
    expect(await rows('select event from proof.effect')).toEqual([{ event: event?.id }]);
    expect(await rows('select event from proof.tries')).toHaveLength(4);
  });
});

describe('a delivery that was given up', () => {
  beforeAll(takeJobs);

  it('is a dead letter that is told, and delivered again when it is asked to be', async () => {
    await started.pool.query("insert into proof.control values ('failing', 100); delete from proof.effect; delete from proof.tries");
    await started.pool.query("insert into people.person (id, family_name, sex) values ('018f0000-0000-7000-8000-000000000002', 'Greeted', 'FEMALE')");
    await run(everything(started.platform), 'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { userErrors { code } } }', { input: { id: 'person_018f0000000070008000000000000002', version: 1, familyName: 'Lost' } });
    await until(async () => (await deliveriesGivenUp(started.pool)).length === 1);
    const [letter] = await deliveriesGivenUp(started.pool);
    expect(letter).toMatchObject({ event: 'people.person-updated', handler: 'proof.greets' });
    await started.pool.query("delete from proof.control");
    expect(await retryDeliveries(started.pool, [letter?.id ?? ''])).toBe(1);
    await until(async () => (await rows('select from proof.effect')).length === 1);
    expect(await deliveriesGivenUp(started.pool)).toEqual([]);
  });
});

describe('following a job over server-sent events', () => {
  let server: RunningServer;
  let token: string;
  let folder: string;
  beforeAll(async () => {
    await takeJobs();
    folder = await mkdtemp(join(tmpdir(), 'kinga-test-'));
    const issuer = await developmentIssuer(folder);
    token = await issuer.issue({ id: 'officer', roles: ['administrator'], places: null });
    server = await startServer(started.platform, { port: 0, verify: issuer.verify, development: true });
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const follow = (id: string, signal?: AbortSignal, bearer = token): Promise<Response> =>
    fetch(server.url, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify({ query: 'subscription ($id: ID!) { jobProgress(id: $id) { state done total message } }', variables: { id } }),
      ...(signal && { signal }),
    });
  const events = (text: string): readonly { readonly data?: { readonly jobProgress: JobNow }; readonly errors?: readonly { readonly extensions: { readonly code: string } }[] }[] =>
    [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json ?? '') as never);

  it('tells how far it is, until it has ended', async () => {
    const id = await startSteps({ steps: 4, at: 3, how: 'waits' });
    await until(async () => (await jobNow(id)).done === 2);
    const answer = await follow(id);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const read = async (): Promise<boolean> => {
      const { value, done } = (await reader?.read()) ?? { done: true };
      text += value ?? '';
      return !done;
    };
    while (events(text).length === 0) await read();
    expect(events(text)[0]?.data?.jobProgress).toEqual({ state: 'RUNNING', done: 2, total: 4, message: 'step 2' });
    await started.pool.query("insert into proof.control values ('go', 1)");
    while (await read());
    expect(events(text).at(-1)?.data?.jobProgress).toEqual({ state: 'DONE', done: 4, total: 4, message: null });
    expect(text).toContain('event: complete');
  });

  it('is refused to who may not see jobs, and for what is no job', async () => {
    const id = await startSteps({ steps: 1 });
    const anonymous = await (await follow(id, undefined, '')).text();
    expect(anonymous).toContain('errors');
    expect(anonymous).not.toContain('jobProgress');
    expect(await (await follow('person_018f0000000070008000000000000001')).text()).toContain('BAD_USER_INPUT');
    expect(events(await (await follow('job_018f0000000070008000000000000001')).text())).toEqual([]);
  });

  it('ends when the follower leaves, also where nothing happens any more', async () => {
    const waiting = '018f0000-0000-7000-8000-00000000000a';
    await started.pool.query("insert into kernel.job (id, name, input, actor, today) values ($1, 'nobody.does', '{}', '{}', '2026-03-01')", [waiting]);
    const leaving = new AbortController();
    const answer = await follow(`job_${waiting.replaceAll('-', '')}`, leaving.signal);
    await answer.body?.getReader().read();
    const looks = async (): Promise<boolean> => {
      await started.pool.query('select pg_stat_clear_snapshot()');
      const { rows: found } = await started.pool.query("select from pg_stat_activity where datname = current_database() and query like 'select version, state in%' and state_change > now() - interval '600 milliseconds'");
      return found.length > 0;
    };
    await until(looks);
    leaving.abort();
    await until(async () => !(await looks()));
  });
});
