import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

const FIRST_DAY = Date.UTC(2025, 0, 1);
let platform: TestPlatform;
let planner: TestClient;
const PERMISSIONS = ['people.places.read', 'people.places.manage', 'people.households.read', 'people.households.register', 'people.persons.read'];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2024-12-01' });
  planner = platform.as(...PERMISSIONS);
  await planner.run('mutation { placeHierarchyRegister(input: { code: "health", name: "Health" }) { userErrors { code } } }');
  await planner.run('mutation { placesRegister(input: { places: [{ code: "ROOT", name: "Root", level: "x", parents: [{ hierarchyCode: "health" }] }] }) { userErrors { code } } }');
});
afterAll(() => platform.stop());

/** What a planner or a clerk does; numbers choose among the places that are there. */
type Step =
  | { readonly kind: 'register'; readonly parent: number; readonly health: number | null }
  | { readonly kind: 'move'; readonly place: number; readonly parent: number; readonly hierarchyCode: 'administrative' | 'health' }
  | { readonly kind: 'replace'; readonly places: readonly number[]; readonly successors: readonly (number | null)[]; readonly told: number }
  | { readonly kind: 'live'; readonly place: number }
  | { readonly kind: 'recode'; readonly place: number };

const any = fc.nat(1000);
const steps = fc.array(fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('register' as const), parent: any, health: fc.option(any) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), place: any, parent: any, hierarchyCode: fc.constantFrom('administrative' as const, 'health' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('replace' as const), places: fc.array(any, { minLength: 1, maxLength: 3 }), successors: fc.array(fc.option(any), { minLength: 1, maxLength: 3 }), told: any }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('live' as const), place: any }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('recode' as const), place: any }) },
) satisfies fc.Arbitrary<Step>, { minLength: 6, maxLength: 14 });

let made = 0;
let day = 0;
const done: Record<string, number> = {};

async function take(step: Step): Promise<void> {
  const { rows } = await platform.pool.query<{ code: string; version: number; healthy: boolean }>(
    `select p.code, p.version, n.place_id is not null as healthy from people.place p left join people.place_position n on n.place_id = p.id where p.valid_to is null order by p.id`);
  const pick = (from: readonly { code: string }[], index: number): string => from[index % from.length]?.code ?? '';
  const healthy = rows.filter((row) => row.healthy);
  made += 1;
  const fresh = `P${made}`;
  const on = new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10);
  platform.setToday(on);
  const mutation = (field: string, type: string, input: object): Promise<{ data: unknown; errors: readonly { code: string; message: string }[] }> =>
    planner.send(`mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code path } } }`, { input });
  const act = async (): Promise<{ data: unknown; errors: readonly { code: string; message: string }[] }> => {
    switch (step.kind) {
      case 'register':
        return mutation('placesRegister', 'PlacesRegisterInput', { places: [{ code: fresh, name: fresh, level: 'x', parentCode: pick(rows, step.parent),
          ...(step.health !== null && healthy.length > 0 && { parents: [{ hierarchyCode: 'health', parentCode: pick(healthy, step.health) }] }) }] });
      case 'move':
        return mutation('placeMove', 'PlaceMoveInput', { code: pick(rows, step.place), parentCode: pick(step.hierarchyCode === 'health' ? healthy : rows, step.parent), hierarchyCode: step.hierarchyCode, on });
      case 'replace': {
        const ending = [...new Set(step.places.map((place) => pick(rows.slice(1), place)))].filter((code) => code !== '');
        const begin = step.successors.flatMap((existing, index) => (existing === null ? [`${fresh}-${index}`] : []));
        const successorCodes = [...new Set(step.successors.map((existing, index) => (existing === null ? `${fresh}-${index}` : pick(rows, existing))))];
        const told = await platform.pool.query<{ code: string }>('select h.code from people.household h join people.place p on p.id = h.place_id where p.code = any($1) order by h.id', [ending]);
        return mutation('placesReplace', 'PlacesReplaceInput', {
          on, replacements: ending.map((code) => ({ code, successorCodes, restToCode: successorCodes[0] })),
          begin: begin.map((code) => ({ code, name: code, level: 'x', parentCode: 'ROOT' })),
          households: [{ placeCode: successorCodes.at(-1), householdCodes: told.rows.slice(0, step.told % (told.rows.length + 1)).map(({ code }) => code) }],
        });
      }
      case 'live':
        return mutation('householdRegister', 'HouseholdRegisterInput', { code: `H${made}`, placeCode: pick(rows, step.place), since: '2024-06-01', members: [{ familyName: 'X', sex: 'MALE', role: 'HEAD' }, { familyName: 'Y', sex: 'FEMALE', role: 'CHILD' }] });
      case 'recode': {
        const code = pick(rows.slice(1), step.place);
        return mutation('placeUpdate', 'PlaceUpdateInput', { code, version: rows.find((row) => row.code === code)?.version ?? 0, newCode: fresh });
      }
    }
  };
  const { data, errors } = await act();
  expect(errors).toEqual([]);
  const refused = Object.values(data as Record<string, { userErrors: { code: string }[] }>).flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
  const outcome = `${step.kind} ${refused[0] ?? 'done'}`;
  done[outcome] = (done[outcome] ?? 0) + 1;
  day += 1;
}

/** What a place lies in: the one that took it over, or else its parent. */
const WITHIN = `select p.id, coalesce((select min(s.successor_id::text)::uuid from people.place_succession s where s.predecessor_id = p.id having count(*) = 1), p.parent_id) as parent_id from people.place p`;

/** Pairs of a place and what is below it: once by walking, once by numbers. Either way round, what only one of them says. */
const DIFFERENCES = (members: string, numbers: string): string => `with recursive member as (${members}), walk as (
    select id as above, id as below from member union select w.above, m.id from walk w join member m on m.parent_id = w.below),
  pairs as (select a.id as above, b.id as below from (${numbers}) a join (${numbers}) b on b.number between a.number and a.last_number)
  (select 'walked', * from (select * from walk except select * from pairs) x) union all (select 'numbered', * from (select * from pairs except select * from walk) y)`;

async function check(): Promise<void> {
  const none = async (what: string, text: string): Promise<void> => expect([what, (await platform.pool.query(text)).rows]).toEqual([what, []]);
  await none('administrative intervals', DIFFERENCES(WITHIN, 'select id, number, last_number from people.place'));
  await none('what is kept of what lies in a place', `with recursive member as (${WITHIN}), walk as (select id as above, id as below from member union select w.above, m.id from walk w join member m on m.parent_id = w.below),
    due as (select code, range_agg(people.id_range(below, below, '[]')) as ids from walk join people.place above on above.id = walk.above group by code)
    (select * from due except select code, ids from people.place_subtree) union all (select code, ids from people.place_subtree except select * from due)`);
  const HEALTH = "l.hierarchy_id = (select id from people.place_hierarchy where code = 'health')";
  await none('health intervals', DIFFERENCES(`select l.place_id as id, l.parent_id from people.place_link l where ${HEALTH} and l.valid_to is null`, 'select place_id as id, number, last_number from people.place_position'));
  await none('numbers without gaps', 'select number from (select number, row_number() over (order by number) as expected from people.place) n where number <> expected');
  await none('homes in places that ended', 'select h.code from people.household h join people.place p on p.id = h.place_id where p.valid_to is not null');
  await none('persons away from home', 'select m.id from people.person m join people.household h on h.id = m.household_id where m.place_id <> h.place_id');
  await none('residences elsewhere', 'select h.code from people.household h left join people.residence r on r.household_id = h.id and r.valid_to is null where r.place_id is distinct from h.place_id');
  await none('residences with gaps', `select household_id from (select household_id, valid_from, lag(valid_to) over (partition by household_id order by valid_from) as before, min(valid_from) over (partition by household_id) as first from people.residence) r
    where first <> '2024-06-01' or (valid_from <> first and before is distinct from valid_from)`);
  await none('links that are not the parents', `select p.code from people.place p left join people.place_link l on l.place_id = p.id and l.hierarchy_id = '00000000-0000-7000-8000-000000000001' and l.valid_to is not distinct from p.valid_to
    where l.id is null or l.parent_id is distinct from p.parent_id`);
  await none('children of what ended', 'select p.code from people.place p join people.place above on above.id = p.parent_id where p.valid_to is null and above.valid_to is not null');
  await none('ends without successor', 'select p.code from people.place p where p.valid_to is not null and not exists (select from people.place_succession s where s.predecessor_id = p.id)');
}

/** What a clerk of a place sees is what a walk down from it finds. */
async function checkScope(place: number): Promise<void> {
  const { rows: places } = await platform.pool.query<{ code: string }>('select code from people.place order by id');
  const code = places[place % places.length]?.code ?? '';
  const { rows } = await platform.pool.query<{ code: string }>(
    `with recursive walk as (select id from people.place where code = $1 union all select p.id from people.place p join walk on p.parent_id = walk.id)
     select h.code from people.household h join walk on walk.id = h.place_id order by 1`, [code]);
  const { households } = await platform.as({ permissions: PERMISSIONS, places: [code] }).run<{ households: { totalCount: number; nodes: { code: string }[] } }>('{ households(first: 100) { totalCount nodes { code } } }');
  expect(households.totalCount).toBe(rows.length);
  expect(rows.map((row) => row.code)).toEqual(expect.arrayContaining(households.nodes.map((node) => node.code)));
}

it('whatever is registered, moved, replaced and given other codes: numbers, links, homes and scope say the same', async () => {
  await fc.assert(fc.asyncProperty(steps, any, async (sequence, place) => {
    for (const step of sequence) await take(step);
    await check();
    await checkScope(place);
  }), { numRuns: 15, endOnFailure: true });
  for (const kind of ['register', 'move', 'replace', 'live', 'recode']) expect(done, JSON.stringify(done)).toHaveProperty(`${kind} done`);
  if (process.env['KINGA_TEST_LOG']) process.stderr.write(`${JSON.stringify(done)}\n`);
}, 60_000);
