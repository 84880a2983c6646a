import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../src/kernel/context.js';
import { everything, faults, run, start, type Started } from '../read/testing/platform.js';
import { APP_ROLE, grantToApp } from '../../src/kernel/database/app-account.js';
import { PROOF_TABLES, proofModule } from './testing/proof-module.js';

let started: Started;
beforeAll(async () => {
  started = await start({ modules: [proofModule], poolSize: 30 });
  await started.pool.query(PROOF_TABLES);
  await grantToApp(started.pool, APP_ROLE);
  await started.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'P', 'Place', 'country', 0, 1, 1), (kernel.uuid7(), 'Q', 'Other', 'country', 0, 2, 2)");
});
afterAll(() => started.stop());
beforeEach(async () => {
  await started.pool.query("delete from proof.control; alter sequence proof.attempts restart");
});

interface Told {
  readonly __typename: string;
  readonly code: string;
  readonly path: readonly string[];
  readonly message: string;
  readonly hint: string | null;
}
interface Registered {
  readonly personsRegister: { readonly persons: readonly { readonly id: string; readonly version: number }[] | null; readonly userErrors: readonly Told[] };
}
const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id version familyName } userErrors { __typename code path message } } }';
const clerk = (id = 'clerk'): Context => everything(started.platform, null, id);

async function register(names: readonly string[], more: object = {}, ctx = clerk()): Promise<Registered['personsRegister']> {
  const input = { placeCode: 'P', persons: names.map((familyName) => ({ familyName, sex: 'FEMALE' })), ...more };
  return (await run<Registered>(ctx, REGISTER, { input })).personsRegister;
}

async function count(table: string, where = 'true', values: readonly unknown[] = []): Promise<number> {
  const { rows } = await started.pool.query<{ count: number }>(`select count(*)::int as count from ${table} where ${where}`, [...values]);
  return rows[0]?.count ?? -1;
}
const everythingWritten = async (): Promise<readonly number[]> =>
  Promise.all(['people.person', 'kernel.event', 'pgboss.job', 'kernel.history', 'kernel.idempotency', 'proof.effect'].map((table) => count(table)));

describe('an idempotency key', () => {
  it('has one effect and one answer for 20 calls at once', async () => {
    const before = await count('people.person');
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(['Once'], { idempotencyKey: 'twenty-at-once' })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ persons: [{ version: 1, familyName: 'Once' }], userErrors: [] });
    expect(await count('people.person')).toBe(before + 1);
    expect(await count('kernel.event', "name = 'people.persons-registered' and payload->'ids' ? (select id::text from people.person where family_name = 'Once')")).toBe(1);
  });

  it('takes another input as a mistake, in whatever order the fields are written', async () => {
    const first = await register(['Key'], { idempotencyKey: 'another-input' });
    expect(await register(['Other'], { idempotencyKey: 'another-input' })).toMatchObject({ persons: null, userErrors: [{ __typename: 'InvalidInput', code: 'IDEMPOTENCY_KEY_REUSED', path: ['input', 'idempotencyKey'] }] });
    const reordered = { input: { idempotencyKey: 'another-input', persons: [{ sex: 'FEMALE', familyName: 'Key' }], placeCode: 'P' } };
    expect((await run<Registered>(clerk(), REGISTER, reordered)).personsRegister).toEqual(first);
  });

  it('belongs to a principal and to an operation', async () => {
    const mine = await register(['Mine'], { idempotencyKey: 'of-a-principal' });
    const theirs = await register(['Theirs'], { idempotencyKey: 'of-a-principal' }, clerk('somebody else'));
    expect(theirs.persons?.[0]?.id).not.toBe(mine.persons?.[0]?.id);
    const { placesRegister } = await run<{ placesRegister: { userErrors: readonly Told[] } }>(clerk(), 'mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { places { id } userErrors { code } } }', {
      input: { idempotencyKey: 'of-a-principal', places: [{ code: 'R', name: 'R', level: 'country' }] },
    });
    expect(placesRegister.userErrors).toEqual([]);
  });

  it('does not remember a refusal', async () => {
    expect(await register(['Later'], { placeCode: 'NEW', idempotencyKey: 'refused-first' })).toMatchObject({ persons: null, userErrors: [{ __typename: 'NotFound', code: 'PLACE_NOT_FOUND', path: ['input', 'placeCode'] }] });
    await started.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'NEW', 'New', 'country', 0, 9, 9)");
    expect(await register(['Later'], { placeCode: 'NEW', idempotencyKey: 'refused-first' })).toMatchObject({ persons: [{ familyName: 'Later' }], userErrors: [] });
  });

  it('answers the second time as the first, values of Money included, under any response key', async () => {
    const source = 'mutation ($input: ProofCheckInput!) { proofCheck(input: $input) { amount { currency: amount amount: currency } seen userErrors { code } } }';
    const input = { name: 'Ama', lines: [], idempotencyKey: 'kept-answer' };
    const first = await run(clerk(), source, { input });
    expect(first).toEqual({ proofCheck: { amount: { currency: '12.50', amount: 'GHS' }, seen: [], userErrors: [] } });
    expect(await run(clerk(), source, { input })).toEqual(first);
  });
});

describe('a version', () => {
  const UPDATE = 'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { person { version familyName } userErrors { __typename code path message } } }';
  type Updated = { personUpdate: { person: { version: number; familyName: string } | null; userErrors: Told[] } };
  const update = async (input: object): Promise<Updated['personUpdate']> => (await run<Updated>(clerk(), UPDATE, { input })).personUpdate;

  it('lets one of two clerks through', async () => {
    const id = (await register(['Two Clerks'])).persons?.[0]?.id;
    const answers = await Promise.all(['One', 'Two'].map((familyName) => update({ id, version: 1, familyName })));
    const [won, lost] = answers.toSorted((a, b) => a.userErrors.length - b.userErrors.length);
    expect(won).toMatchObject({ person: { version: 2 }, userErrors: [] });
    expect(lost).toMatchObject({ person: null, userErrors: [{ __typename: 'Conflict', code: 'CHANGED_MEANWHILE', path: ['input', 'version'] }] });
    expect(lost?.userErrors[0]?.message).toContain('version 2');
  });

  it('keeps what was before, by whom it was changed and in which request', async () => {
    const id = (await register(['Before'])).persons?.[0]?.id ?? '';
    await update({ id, version: 1, familyName: 'After' });
    const { rows } = await started.pool.query('select version, operation, row_before->>\'family_name\' as name, actor, request is not null as asked from kernel.history where replace(row_id::text, \'-\', \'\') = $1', [id.replace('person_', '')]);
    expect(rows).toEqual([{ version: 1, operation: 'UPDATE', name: 'Before', actor: 'clerk', asked: true }]);
  });

  it('is tried again as a whole where the database could not serialize it, and no more than five times', async () => {
    const id = (await register(['Serial'])).persons?.[0]?.id;
    await started.pool.query("insert into proof.control values ('conflicts', 4)");
    expect(await update({ id, version: 1, familyName: 'Fifth time', idempotencyKey: 'serialized' })).toMatchObject({ person: { version: 2, familyName: 'Fifth time' }, userErrors: [] });
    expect((await started.pool.query<{ last_value: string }>('select last_value from proof.attempts')).rows[0]?.last_value).toBe('5');
    await started.pool.query("update proof.control set value = 1000; alter sequence proof.attempts restart");
    expect(await faults(clerk(), UPDATE, { input: { id, version: 2, familyName: 'Never' } })).toEqual([expect.stringContaining('could not serialize access')]);
    expect((await started.pool.query<{ last_value: string }>('select last_value from proof.attempts')).rows[0]?.last_value).toBe('5');
  });
});

describe('userErrors', () => {
  const CHECK = 'mutation ($input: ProofCheckInput!) { proofCheck(input: $input) { seen userErrors { __typename code path message hint } } }';
  const check = async (input: object): Promise<{ seen: string[] | null; userErrors: Told[] }> => (await run<{ proofCheck: { seen: string[] | null; userErrors: Told[] } }>(clerk(), CHECK, { input })).proofCheck;
  const person = 'person_018f0000000070008000000000000001';
  const household = 'household_018f0000000070008000000000000002';

  it('tell all problems at once, each where it is', async () => {
    const { seen, userErrors } = await check({
      name: 'A', idempotencyKey: 'short',
      lines: [{ personId: person, householdIds: [household], count: 1 }, { personId: household, householdIds: [household, person, 'x'], count: 0 }, { personId: 'PERSON_1', householdIds: [], count: -1 }],
    });
    expect(seen).toBeNull();
    expect(userErrors.map(({ code, path }) => `${code} ${path.join('.')}`).toSorted()).toEqual([
      'INVALID_VALUE input.idempotencyKey', 'INVALID_VALUE input.lines.1.count', 'INVALID_VALUE input.lines.2.count', 'INVALID_VALUE input.name',
      'WRONG_ID input.lines.1.householdIds.1', 'WRONG_ID input.lines.1.householdIds.2', 'WRONG_ID input.lines.1.personId', 'WRONG_ID input.lines.2.personId',
    ]);
    expect(userErrors.every(({ __typename }) => __typename === 'InvalidInput')).toBe(true);
    expect(userErrors.filter(({ code }) => code === 'INVALID_VALUE').every(({ hint }) => hint === 'The description of the field in the schema says what it takes.')).toBe(true);
    expect(userErrors.filter(({ message }) => message.includes('PERSON_1'))).toEqual([]);
  });

  it('are none where all is right, and ids are UUIDs inside', async () => {
    expect(await check({ name: 'Ama', lines: [{ personId: person, householdIds: [household], count: 1 }] })).toEqual({
      seen: ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'], userErrors: [],
    });
  });

  it('tell of a text that cannot be stored', async () => {
    expect(await register(['a\0b', 'fine', '\0'])).toMatchObject({
      persons: null, userErrors: [{ code: 'INVALID_VALUE', path: ['input', 'persons', '0', 'familyName'] }, { code: 'INVALID_VALUE', path: ['input', 'persons', '2', 'familyName'] }],
    });
  });

  it('tell of what the database refuses, also where MikroORM wrote it', async () => {
    const CREATE = 'mutation ($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id } userErrors { __typename code path } } }';
    const input = { code: 'TWICE', name: 'Twice', scheme: 'kernel', target: 'PERSON', currency: 'GHS', startsOn: '2026-01-01' };
    const create = async (): Promise<unknown> => (await run<{ programmeCreate: unknown }>(clerk(), CREATE, { input })).programmeCreate;
    expect(await create()).toMatchObject({ userErrors: [] });
    expect(await create()).toEqual({ programme: null, userErrors: [{ __typename: 'Conflict', code: 'PROGRAMME_CODE_TAKEN', path: ['input', 'code'] }] });
  });

  it('are told in the language of the caller, or of what it is a variant of', async () => {
    const french = started.platform.context({ actor: clerk().actor, locale: 'fr-CA' });
    const { userErrors } = await register(['x'], { placeCode: 'nowhere' }, french);
    expect(userErrors[0]?.message).not.toBe((await register(['x'], { placeCode: 'nowhere' })).userErrors[0]?.message);
  });
});

describe('one transaction', () => {
  it('holds the rows, the event, what handlers did and the key', async () => {
    const before = await everythingWritten();
    await register(['All', 'Of', 'It'], { idempotencyKey: 'all-of-it' });
    const after = await everythingWritten();
    expect(after.map((now, index) => now - (before[index] ?? 0))).toEqual([3, 1, 0, 0, 1, 3]);
  });

  it('is undone as a whole by a handler that refuses', async () => {
    const before = await everythingWritten();
    expect(await register(['Allowed', 'Forbidden'], { idempotencyKey: 'forbidden' })).toMatchObject({ persons: null, userErrors: [{ __typename: 'RuleViolation', code: 'PROOF_FORBIDDEN_NAME', path: ['input', 'persons'] }] });
    expect(await everythingWritten()).toEqual(before);
  });

  it('is undone as a whole by a refusal in the middle, deliveries to come included', async () => {
    const id = (await register(['Undone'])).persons?.[0]?.id;
    const before = await everythingWritten();
    await started.pool.query("insert into proof.control values ('conflicts', 1000)");
    expect(await faults(clerk(), 'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { userErrors { code } } }', { input: { id, version: 1, familyName: 'x', idempotencyKey: 'undone-1' } })).toHaveLength(1);
    expect(await everythingWritten()).toEqual(before);
  });

  it('leaves no connection behind in a transaction', async () => {
    expect(await count('pg_stat_activity', "datname = current_database() and state like 'idle in transaction%'")).toBe(0);
    expect(started.pool.waitingCount).toBe(0);
    expect(started.pool.totalCount).toBe(started.pool.idleCount);
  });
});
