import type pg from 'pg';
import { encodeId } from '../../../src/index.js';
import { startTestPlatform, type TestClient, type TestIdentity, type TestPlatform, type ToldError } from '../../../src/testing/index.js';
import { CLERK, register, twoPlaces } from '../../people/testing/registry.js';

/** 2 March 2026 is a Monday. */
export const TODAY = '2026-03-02';

/** Who works at the desk of a test: users of these names are known. */
const STAFF = ['clerk', 'officer', 'other-officer', 'manager', 'guard', 'boss'];
export const mail = (name: string): string => `${name}@example.org`;

export interface Desk {
  readonly platform: TestPlatform;
  /** A person of the village V1, and one of V2. */
  readonly here: string;
  readonly there: string;
  readonly clerk: TestClient;
  readonly officer: TestClient;
  readonly manager: TestClient;
  readonly guard: TestClient;
  as(role: string, name: string, more?: Partial<TestIdentity>): TestClient;
}

/** An office that hears grievances, working from Monday to Friday but on 6 March. */
export async function openDesk(settings: object = {}, workers = false): Promise<Desk> {
  const platform = await startTestPlatform({ today: TODAY, workers, settings: { grievances: { calendar: 'OFFICE', ...settings } } });
  const registrar = platform.as(...CLERK);
  await twoPlaces(registrar);
  const [here = ''] = await register(registrar, [{ givenName: 'Ama', familyName: 'Here' }], 'V1');
  const [there = ''] = await register(registrar, [{ givenName: 'Yaw', familyName: 'There' }], 'V2');
  const keeper = platform.as('calendar-keeper');
  const { calendarCreate } = await keeper.run<{ calendarCreate: { calendar: { id: string } } }>(
    'mutation ($input: CalendarCreateInput!) { calendarCreate(input: $input) { calendar { id } userErrors { code } } }',
    { input: { code: 'OFFICE', name: 'Office', weekend: { effectiveFrom: '2000-01-01', days: ['SATURDAY', 'SUNDAY'], source: 'house rules' } } },
  );
  await keeper.run('mutation ($input: CalendarDaysSetInput!) { calendarDaysSet(input: $input) { userErrors { code } } }', {
    input: { calendarId: calendarCreate.calendar.id, days: [{ day: '2026-03-06', name: 'a holiday', source: 'a gazette' }] },
  });
  await platform.pool.query('insert into access."user" (id, issuer, subject) select kernel.uuid7(), \'https://issuer.test\', unnest($1::text[])', [STAFF.map(mail)]);
  const as: Desk['as'] = (role, name, more = {}) => platform.as({ role, name, ...more });
  return { platform, here, there, as, clerk: as('grievance-clerk', 'clerk'), officer: as('grievance-officer', 'officer'), manager: as('grievance-manager', 'manager'), guard: as('safeguarding-officer', 'guard') };
}

export interface Received {
  readonly id: string;
  readonly reference: string;
  readonly code: string;
}

const RECEIVE = 'mutation ($input: GrievanceReceiveInput!) { grievanceReceive(input: $input) { grievance { id } reference followUpCode userErrors { code message path } } }';

const wanted = (input: object): object => ({ complainant: 'ANONYMOUS', category: 'service', channel: 'in-person', placeCode: 'V1', statement: { text: 'They were closed at noon.' }, ...input });

/** Records a grievance: an anonymous one about a service, where nothing else is said. Its id is read past the platform, since a clerk need not see it. */
export async function receive(desk: Desk, by: TestClient, input: object = {}): Promise<Received> {
  const { grievanceReceive: { reference, followUpCode } } = await by.run<{ grievanceReceive: { reference: string; followUpCode: string } }>(RECEIVE, { input: wanted(input) });
  const { rows: [row] } = await desk.platform.pool.query<{ id: string }>("select g.id from (select set_config('kinga.scope', 'all', true)) s, lateral (select id from grievances.grievance where reference = $1) g", [reference]);
  return { id: encodeId('grievance', row?.id ?? ''), reference, code: followUpCode };
}

export const refuseReceive = (by: TestClient, input: object = {}): Promise<readonly ToldError[]> => by.refuse(RECEIVE, { input: wanted(input) });

const document = (mutation: string): string =>
  `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { grievance { id state } userErrors { code message path } } }`;

/** Does something with a grievance. @returns where it stands then; null where whoever did it sees it no more */
export async function act(by: TestClient, mutation: string, input: object): Promise<string | null> {
  const answer = await by.run<Record<string, { grievance: { state: string } | null }>>(document(mutation), { input });
  return answer[mutation]?.grievance?.state ?? null;
}

/** @returns the codes of the refusal */
export async function refused(by: TestClient, mutation: string, input: object): Promise<readonly string[]> {
  return (await by.refuse(document(mutation), { input })).map(({ code }) => code);
}

export const answer = { text: 'We looked into it.' };

/** A grievance on its way to a decision. */
export async function inReview(desk: Desk, by: TestClient = desk.officer, input: object = {}): Promise<Received> {
  const received = await receive(desk, desk.clerk, input);
  await act(by, 'grievanceReview', { id: received.id });
  return received;
}

export async function sees(by: TestClient, id: string): Promise<boolean> {
  return (await by.run<{ grievance: object | null }>('query ($id: ID!) { grievance(by: { id: $id }) { id } }', { id })).grievance !== null;
}

/** As the owner, whom policies bind too. */
export async function inScope<R extends pg.QueryResultRow>(pool: pg.Pool, text: string, values: readonly unknown[] = []): Promise<R[]> {
  const client = await pool.connect();
  try {
    await client.query("select set_config('kinga.scope', 'all', false), set_config('kinga.actor', 'planter', false)");
    return (await client.query<R>(text, [...values])).rows;
  } finally {
    await client.query('reset all');
    client.release();
  }
}
