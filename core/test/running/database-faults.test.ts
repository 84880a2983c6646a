import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mutate } from '../../src/kernel/server/mutate.js';
import { ownDeployment, type OwnDeployment } from './testing/own-deployment.js';

let own: OwnDeployment;
beforeAll(async () => {
  own = await ownDeployment();
  const { platform } = own.started;
  await mutate(platform.context({ actor: platform.system() }), 'mutation { placesRegister(input: { places: [{ code: "A", name: "A", level: "district" }] }) { userErrors { code message path } } }');
});
afterAll(() => own.stop());

const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message } } }';
const READ = '{ persons(first: 1) { totalCount } }';
/** About nobody, so that nothing has to be noted before it is told. */
const PLACES = '{ places(first: 1) { totalCount } }';
const persons = (name: string): object => ({ input: { idempotencyKey: `key of ${name}`, placeCode: 'A', persons: [{ familyName: name, sex: 'FEMALE' }] } });

interface Told {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly data?: unknown;
  readonly code?: string | undefined;
}
async function told(answer: Response): Promise<Told> {
  const { data, errors } = (await answer.json()) as { readonly data?: Record<string, unknown>; readonly errors?: readonly { readonly extensions: { readonly code: string; readonly errorId?: string } }[] };
  const [error] = errors ?? [];
  if (error) expect(error.extensions, JSON.stringify(errors)).toHaveProperty('errorId');
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), data, code: error?.extensions.code };
}
const read = async (query = READ): Promise<Told> => told(await own.ask('registrar', query));
const register = async (name: string): Promise<Told> => told(await own.ask('registrar', REGISTER, persons(name)));
const registered = expect.objectContaining({ status: 200, data: { personsRegister: { persons: [{ id: expect.stringMatching(/^person_/) }], userErrors: [] } } });

/** Looks and meddles as the superuser, on a connection that lives as long as one call. */
async function admin<R extends object>(sql: string): Promise<readonly R[]> {
  const client = new pg.Client({ connectionString: await own.adminUrl() });
  await client.connect();
  try {
    const result = await client.query(sql) as unknown as pg.QueryResult<R> | readonly pg.QueryResult<R>[];
    return (Array.isArray(result) ? result.at(-1) : result).rows;
  } finally {
    await client.end();
  }
}
const named = async (name: string): Promise<number> => (await admin<{ n: number }>(`select count(*)::int as n from people.person where family_name = '${name}'`))[0]?.n ?? -1;
/** Holds a table until it is told to let go. */
async function lock(table: string, mode: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: await own.adminUrl() });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`begin; lock table ${table} in ${mode} mode`);
  return () => client.end().catch(() => undefined);
}
const CUT = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
/** Cuts all connections, so that new ones have the database's new settings; the pool knows of it once it answers again. */
async function cut(): Promise<void> {
  await admin(CUT);
  await until(async () => (await read(PLACES)).status === 200);
}
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(50);
}

it('fails with a clear code while the database is away, and heals by itself; jobs too', async () => {
  await own.stopDatabase();
  expect(await read()).toMatchObject({ status: 503, retryAfter: '2', code: 'DATABASE_UNAVAILABLE' });
  expect(await register('Away')).toMatchObject({ status: 503, retryAfter: '2', code: 'DATABASE_UNAVAILABLE' });
  await own.startDatabase();
  expect(await read()).toMatchObject({ status: 200, data: { persons: { totalCount: 0 } } });
  expect(await register('Away')).toEqual(registered);

  const start = 'mutation { exportStart(input: { query: "{ persons { nodes { familyName } } }", format: CSV }) { export { id job { id } } userErrors { code message } } }';
  const { exportStart } = ((await (await own.ask(['registrar', 'exporter'], start)).json()) as { data: { exportStart: { export: { job: { id: string } } } } }).data;
  const state = async (): Promise<string> =>
    ((await (await own.ask('administrator', `{ job(by: { id: "${exportStart.export.job.id}" }) { state } }`)).json()) as { data: { job: { state: string } } }).data.job.state;
  await until(async () => (await state()) === 'DONE');
});

describe('when its connections are cut', () => {
  it('writes nothing by half, and the same key sent again has its one effect', async () => {
    // The person is there already, uncommitted, when the transaction comes to what it says of it.
    const letGo = await lock('kernel.event', 'exclusive');
    const sent = register('Cut');
    await until(async () => (await admin("select from pg_stat_activity where wait_event_type = 'Lock'")).length > 0);
    await admin(CUT);
    expect(await sent).toMatchObject({ status: 503, retryAfter: '2', code: 'DATABASE_UNAVAILABLE' });
    await letGo();
    expect(await named('Cut')).toBe(0);
    expect(await register('Cut')).toEqual(registered);
    expect(await register('Cut')).toEqual(registered);
    expect(await named('Cut')).toBe(1);
  });

  it('does not claim that nothing was done where a commit got no answer', async () => {
    await admin(`create function public.cut_at_commit() returns trigger language plpgsql security definer as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
      create constraint trigger cut_at_commit after insert on people.person deferrable initially deferred for each row when (new.family_name = 'Unknown') execute function public.cut_at_commit()`);
    expect(await register('Unknown')).toMatchObject({ status: 503, retryAfter: '2', code: 'OUTCOME_UNKNOWN' });
    await admin('drop trigger cut_at_commit on people.person; drop function public.cut_at_commit()');
    expect(await register('Unknown')).toEqual(registered);
    expect(await named('Unknown')).toBe(1);
  });
});

describe('when the database is slow', () => {
  it('says so where a statement takes longer than it may', async () => {
    await admin(`alter database kinga set statement_timeout = '300ms'`);
    await cut();
    const letGo = await lock('people.person', 'access exclusive');
    expect(await read()).toMatchObject({ status: 503, code: 'TIMEOUT' });
    expect(await register('Slow')).toMatchObject({ status: 503, code: 'TIMEOUT' });
    await letGo();
    await admin(`alter database kinga reset statement_timeout`);
    await cut();
    expect(await register('Slow')).toEqual(registered);
  });
});

describe('when the database takes nothing more', () => {
  beforeEach(cut);

  it('still answers queries about nobody where it only reads, and writes again when it may', async () => {
    await admin('alter database kinga set default_transaction_read_only = on');
    await cut();
    expect(await register('Read')).toMatchObject({ status: 503, retryAfter: '30', code: 'DATABASE_READ_ONLY' });
    expect(await read(PLACES)).toMatchObject({ status: 200 });
    // Who reads about persons is noted first, and what can't be noted is not told.
    expect(await read()).toMatchObject({ status: 503, code: 'DATABASE_READ_ONLY' });
    await admin('begin read write; alter database kinga reset default_transaction_read_only; commit');
    await cut();
    expect(await register('Read')).toEqual(registered);
  });

  it('says so where its disk is full, and writes nothing by half', async () => {
    await admin(`create function public.full_disk() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
      create constraint trigger full_disk after insert on people.person deferrable initially deferred for each row execute function public.full_disk()`);
    expect(await register('Full')).toMatchObject({ status: 503, retryAfter: '30', code: 'DATABASE_FULL' });
    await admin('drop trigger full_disk on people.person; drop function public.full_disk()');
    expect(await named('Full')).toBe(0);
    expect(await register('Full')).toEqual(registered);
  });
});
