import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contradictions } from '../../src/people/testing/contradictions.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

const START = '2026-03-01';
const PERMISSIONS = [
  'people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.households.restructure', 'people.places.read', 'people.places.manage',
  'people.life-events.read', 'people.life-events.record', 'people.life-events.void',
];
/** More by hand: `RUNS=100 npx vitest run core/test/people/households-property.test.ts`. */
const RUNS = Number(process.env['RUNS'] ?? 5);
const TABLES = ['people.household', 'people.membership', 'people.residence', 'people.person', 'people.relationship'];

let platform: TestPlatform;
let clerk: TestClient;

beforeAll(async () => {
  platform = await startTestPlatform({ today: START });
  clerk = platform.as(...PERMISSIONS);
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "V1", name: "One", level: "village" }, { code: "V2", name: "Two", level: "village" }] }) { userErrors { code } } }');
});
afterAll(() => platform.stop());

/** One thing that a clerk does: which, how many days ago, and numbers that choose among what is there. */
interface Deed {
  readonly what: 'register' | 'add' | 'remove' | 'role' | 'head' | 'memberMove' | 'split' | 'merge' | 'move' | 'alone' | 'death' | 'void' | 'sleep';
  readonly ago: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom('register', 'add', 'remove', 'role', 'head', 'memberMove', 'split', 'merge', 'move', 'alone', 'death', 'void', 'sleep'),
  ago: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })),
  a: fc.nat(30), b: fc.nat(30), c: fc.nat(30),
});

let codes = 0;

async function ids(text: string): Promise<readonly string[]> {
  const { rows } = await platform.pool.query<{ id: string }>(text);
  return rows.map(({ id }) => id);
}

function earlier(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}

async function send(operation: string, input: object): Promise<void> {
  const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}Input`;
  const { data, errors } = await clerk.send(`mutation ($input: ${type}!) { ${operation}(input: $input) { userErrors { code path } } }`, { input });
  // Refused or done: never a fault.
  expect(errors, `${operation} ${JSON.stringify(input)}`).toEqual([]);
  expect(data).not.toBeNull();
}

async function act({ what, ago, a, b, c }: Deed, today: string): Promise<void> {
  const pick = (list: readonly string[], at: number, prefix: string): string => `${prefix}_${(list[at % Math.max(list.length, 1)] ?? '00000000000000000000000000000000').replaceAll('-', '')}`;
  const [households, persons, events] = [
    await ids("select id from people.household order by id desc limit 4"), await ids('select id from people.person order by id desc limit 12'), await ids('select id from people.life_event order by id desc limit 3'),
  ];
  const [h, other] = [pick(households, a, 'household'), pick(households, b, 'household')];
  const home = (await platform.pool.query<{ id: string }>('select person_id as id from people.membership where household_id = $1 and valid_to is null order by id', [households[a % Math.max(households.length, 1)] ?? null])).rows.map(({ id }) => id);
  const [p, q] = [b % 5 === 0 || home.length === 0 ? pick(persons, b, 'person') : pick(home, b, 'person'), home.length === 0 ? pick(persons, c, 'person') : pick(home, c, 'person')];
  const on = earlier(today, ago);
  const newHeadId = c % 2 === 0 ? q : null;
  codes += 1;
  if (what === 'register') return send('householdRegister', { code: `P-${codes}`, placeCode: 'V1', since: on, members: Array.from({ length: 1 + (a % 4) }, (_, at) => ({ familyName: `P${codes}`, sex: 'MALE', role: at === 0 ? 'HEAD' : 'CHILD' })) });
  if (what === 'add') return send('householdMemberAdd', { householdId: other, personId: p, role: 'CHILD', on });
  if (what === 'remove') return send('householdMemberRemove', { householdId: h, personId: p, on, newHeadId });
  if (what === 'role') return send('householdMemberRoleChange', { householdId: h, personId: p, role: 'PARENT', on });
  if (what === 'head') return send('householdHeadChange', { householdId: h, personId: p, formerHeadBecomes: 'PARENT', on });
  if (what === 'memberMove') return send('householdMemberMove', { householdId: h, personId: p, toHouseholdId: other, role: 'CHILD', on, newHeadId });
  if (what === 'split') return send('householdSplit', { householdId: h, code: `P-${codes}`, placeCode: c % 3 === 0 ? 'V2' : null, on, newHeadId, members: [{ personId: p, role: 'HEAD' }] });
  if (what === 'merge') return send('householdMerge', { fromHouseholdId: h, intoHouseholdId: other, othersBecome: 'OTHER_RELATIVE', on });
  if (what === 'move') return send('householdMove', { householdId: h, placeCode: c % 2 === 0 ? 'V1' : 'V2', on });
  if (what === 'alone') return send('moveRecord', { personId: p, placeCode: c % 2 === 0 ? 'V1' : 'V2', on, newHeadId });
  if (what === 'death') return send('deathRecord', { personId: p, on, newHeadId });
  if (what === 'void') return send('lifeEventVoid', { lifeEventId: pick(events, a, 'lifeevent') });
}

async function rowsOf(): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const all = new Map<string, readonly unknown[]>();
  for (const table of TABLES) all.set(table, (await platform.pool.query<{ row: unknown }>(`select to_jsonb(t) as row from ${table} t order by id`)).rows.map(({ row }) => row));
  return all;
}

/** The rows as they were, from those of now and the history since: each at the first state that was replaced since. */
async function backTo(marks: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const all = new Map<string, readonly unknown[]>();
  for (const table of TABLES) {
    const { rows } = await platform.pool.query<{ row: unknown }>(
      `select row from (
         select distinct on (row ->> 'id') row from (
           select to_jsonb(t) as row from ${table} t union all select row_before from kernel.history where table_name = $1) states
         where ((row ->> 'version')::int) >= ($2::jsonb ->> (row ->> 'id'))::int
         order by row ->> 'id', (row ->> 'version')::int) first order by (row ->> 'id')::uuid`, [table, JSON.stringify(Object.fromEntries(marks))]);
    all.set(table, rows.map(({ row }) => row));
  }
  return all;
}

describe('whatever clerks do to households over days', () => {
  it('every day of everybody stays consistent, and the history gives back what was', async () => {
    let today = START;
    await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 8, maxLength: 25 }), async (deeds) => {
      await act({ what: 'register', ago: 5, a: 3, b: 0, c: 0 }, today);
      await act({ what: 'register', ago: 5, a: 2, b: 0, c: 0 }, today);
      const before = await rowsOf();
      const marks = new Map([...before.values()].flat().map((row) => [(row as { id: string }).id, (row as { version: number }).version]));
      for (const each of deeds) {
        if (each.what === 'sleep') platform.setToday(today = earlier(today, -1));
        else await act(each, today);
        expect(await contradictions(platform.pool, today), JSON.stringify(each)).toEqual([]);
      }
      expect(await backTo(marks)).toEqual(before);
      const { rows: gaps } = await platform.pool.query(
        `select h.table_name, h.row_id from kernel.history h where h.table_name = any($1) and h.operation = 'UPDATE' and h.version > 1
         and not exists (select from kernel.history o where o.table_name = h.table_name and o.row_id = h.row_id and o.version = h.version - 1)`, [TABLES]);
      expect(gaps).toEqual([]);
    }), { numRuns: RUNS, endOnFailure: true });
  });
});
