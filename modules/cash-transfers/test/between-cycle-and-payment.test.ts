import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { cashTransfers } from '../src/index.js';
import { payWhatIsDue } from './paying.js';
import { anybody, cashProgramme, enrol, rule } from './some-cycle.js';

let platform: TestPlatform;
let programmeId: string;
let cycles: readonly string[];
let keys = 0;

const officer = (): TestClient => anybody(platform, 'officer');

async function determine(cycleId: string | undefined): Promise<void> {
  await officer().run('mutation ($input: CycleDetermineInput!) { cycleDetermine(input: $input) { job { id } userErrors { code path } } }', { input: { cycleId, idempotencyKey: `determine-${keys += 1}` } });
  await platform.finishJobs();
}

async function owed(periodFrom: string): Promise<readonly string[]> {
  const { rows } = await platform.pool.query<{ told: string }>(
    `select h.code || ' ' || coalesce((select p.given_name || ' ' || o.amount from programmes.entitlement o join people.person p on p.id = o.payee_id where o.enrolment_id = d.enrolment_id and o.period_from = b.period_from), array_to_string(d.reasons, ',')) as told
     from programmes.determination d join programmes.benefit_period b on b.id = d.period_id join programmes.enrolment e on e.id = d.enrolment_id join people.household h on h.id = e.household_id where b.period_from = $1 order by 1`, [periodFrom]);
  return rows.map(({ told }) => told);
}

const person = async (givenName: string): Promise<string> => (await officer().run<{ persons: { nodes: readonly { id: string }[] } }>('query ($n: String!) { persons(where: { givenName: { eq: $n } }) { nodes { id } } }', { n: givenName })).persons.nodes[0]?.id ?? '';

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers], today: '2026-01-01' });
  const member = (givenName: string, birthDate: string, role: string): string => `{ givenName: "${givenName}", familyName: "Made-Up", sex: FEMALE, birthDate: "${birthDate}", role: ${role} }`;
  await officer().run(`mutation {
    placesRegister(input: { places: [{ code: "V", name: "V", level: "village" }] }) { userErrors { message } }
    one: householdRegister(input: { code: "H-1", placeCode: "V", since: "2020-01-01", members: [${member('Ama', '1950-01-01', 'HEAD')}, ${member('Abena', '1952-01-01', 'OTHER_RELATIVE')}, ${member('Afua', '2015-01-01', 'CHILD')}] }) { userErrors { message } }
    two: householdRegister(input: { code: "H-2", placeCode: "V", since: "2020-01-01", members: [${member('Esi', '1951-01-01', 'HEAD')}] }) { userErrors { message } }
  }`);
  programmeId = await cashProgramme(platform, 'CASH', [rule('old', 'ELIGIBILITY', 'household.members.exists(m, m.age >= 65)'), rule('grant', 'AMOUNT', 'money("10.00") * household.members.size()')]);
  await enrol(platform, programmeId, '2026-01-01');
  const { cyclesPlan } = await officer().run<{ cyclesPlan: { cycles: readonly { id: string }[] } }>('mutation ($input: CyclesPlanInput!) { cyclesPlan(input: $input) { cycles { id } userErrors { code } } }', { input: { programmeId, number: 1, periodFrom: '2026-01-01', months: 1, count: 3, dueAfterDays: 14 } });
  cycles = cyclesPlan.cycles.map(({ id }) => id);
  await determine(cycles[0]);
});
afterAll(() => platform.stop());

describe('between the cycle and its payment', () => {
  it('a household splits: what was determined is paid to its payee, once, and each is judged by itself from the next cycle on', async () => {
    platform.setToday('2026-01-10');
    const { householdSplit } = await officer().run<{ householdSplit: { household: { id: string } } }>(
      'mutation ($input: HouseholdSplitInput!) { householdSplit(input: $input) { household { id } userErrors { code path message } } }',
      { input: { householdId: (await officer().run<{ household: { id: string } }>('{ household(by: { code: "H-1" }) { id } }')).household.id, code: 'H-1b', members: [{ personId: await person('Abena'), role: 'HEAD' }], on: '2026-01-10' } });
    expect(householdSplit.household.id).toMatch(/^household_/);
    platform.setToday('2026-01-15');
    expect(await payWhatIsDue(platform, programmeId, 'PAID', '2026-01-15')).toEqual(['Ama Made-Up 30.00', 'Esi Made-Up 10.00']);
    await enrol(platform, programmeId, '2026-01-15');
    platform.setToday('2026-02-01');
    await determine(cycles[1]);
    expect(await owed('2026-02-01')).toEqual(['H-1 Ama 20.00', 'H-1b Abena 10.00', 'H-2 Esi 10.00']);
  });

  it('a payee dies: nobody is paid for them, what was owed stays due, and the next cycle pays nothing and says why', async () => {
    platform.setToday('2026-02-10');
    await officer().run('mutation ($input: DeathRecordInput!) { deathRecord(input: $input) { userErrors { code path message } } }', { input: { personId: await person('Esi'), on: '2026-02-09' } });
    platform.setToday('2026-02-15');
    expect(await payWhatIsDue(platform, programmeId, 'PAID', '2026-02-15')).toEqual(['Abena Made-Up 10.00', 'Ama Made-Up 20.00']);
    const { rows } = await platform.pool.query<{ due: string }>("select e.amount::text as due from programmes.entitlement e join people.person p on p.id = e.payee_id where p.given_name = 'Esi' and not exists (select from transactions.payment_instruction i where i.entitlement_id = e.id and i.state = 'PAID')");
    expect(rows).toEqual([{ due: '10.00' }]);
    platform.setToday('2026-03-01');
    await determine(cycles[2]);
    expect((await owed('2026-03-01')).find((told) => told.startsWith('H-2'))).toMatch(/^H-2 (SUSPENDED|NOT_ENROLLED)$/);
  });

  it('told again, each is paid once', async () => {
    const { rows } = await platform.pool.query("select entitlement_id from transactions.payment_instruction where state = 'PAID' group by 1 having count(*) > 1");
    expect(rows).toEqual([]);
  });
});
