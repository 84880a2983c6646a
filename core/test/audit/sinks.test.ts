import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

const MARK = 'qanari';
const PHONE = '+233209998877';
const MARKS = [MARK, PHONE, PHONE.slice(1)];
/** Where the inside of the platform speaks of what it does; none of it may speak of anybody. */
const SINKS = ['kernel.event', 'kernel.job', 'kernel.read_log', 'kernel.audit_entry', 'kernel.audit_change', 'pgboss.job'];

let kinga: TestPlatform;
let clerk: TestClient;
const lines: string[] = [];

beforeAll(async () => {
  kinga = await startTestPlatform();
  for (const level of ['debug', 'info', 'warn', 'error', 'fatal'] as const) {
    vi.spyOn(kinga.platform.log, level).mockImplementation(((...said: unknown[]) => void lines.push(inspect(said, { depth: 12 }))) as never);
  }
  clerk = kinga.as({ name: 'asha', role: 'registrar' });
  await kinga.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'V', 'Village', 'village', 0, 1, 1)");
});
afterAll(async () => {
  vi.restoreAllMocks();
  await kinga.stop();
});

const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id familyName } userErrors { code message path } } }';
const CONTACT = 'mutation ($input: PersonContactAddInput!) { personContactAdd(input: $input) { userErrors { code message path } } }';
const input = (familyName: string, more: object = {}): Readonly<Record<string, unknown>> => ({ input: { placeCode: 'V', persons: [{ familyName, sex: 'FEMALE' }], ...more } });
const marked = (texts: readonly string[]): readonly string[] => texts.filter((text) => MARKS.some((mark) => text.toLowerCase().includes(mark)));

it('logs and answers of faults speak of nobody, whether it succeeds, refuses or fails', async () => {
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: { id: string }[] } }>(REGISTER, input(`${MARK} one`));
  await clerk.run(CONTACT, { input: { personId: personsRegister.persons[0]?.id, contact: { kind: 'PHONE', value: PHONE } } });
  await clerk.refuse(REGISTER, input(MARK, { placeCode: `${MARK} nowhere` }));
  await clerk.send(REGISTER, { input: { placeCode: 'V', persons: [{ familyName: MARK, sex: MARK }] } });
  await clerk.send(`query { ${MARK} }`, {});
  // A fault of the database that names the row, and a read whose note fails.
  await kinga.pool.query("alter table people.person add constraint broken check (family_name <> 'qanari broken') not valid");
  const failed = [await clerk.send(REGISTER, input('qanari broken'))];
  await kinga.pool.query('alter table people.person drop constraint broken; alter table kernel.read_log add constraint broken check (false) not valid');
  failed.push(await clerk.send('query ($id: ID!) { person(by: { id: $id }) { familyName contacts { nodes { value } } } }', { id: personsRegister.persons[0]?.id }));
  await kinga.pool.query('alter table kernel.read_log drop constraint broken');
  expect(failed.map(({ errors }) => errors.map(({ code }) => code))).toEqual([['INTERNAL_SERVER_ERROR'], ['INTERNAL_SERVER_ERROR']]);
  expect(marked(failed.map((each) => JSON.stringify(each)))).toEqual([]);
  expect(lines.length).toBeGreaterThan(0);
  expect(marked(lines)).toEqual([]);
});

it('events, jobs, the queue, the audit and the read log hold nothing of anybody', async () => {
  await kinga.finishJobs();
  for (const sink of SINKS) {
    const { rows } = await kinga.pool.query<{ row: string }>(`select s::text as row from ${sink} s`);
    expect(marked(rows.map(({ row }) => row))).toEqual([]);
  }
});
