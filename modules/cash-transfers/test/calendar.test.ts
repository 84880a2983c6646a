import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { cashTransfers } from '../src/index.js';
import { payWhatIsDue } from './paying.js';
import { anybody, cashProgramme, enrol, rule } from './some-cycle.js';

let platform: TestPlatform;
let programmeId: string;
let keys = 0;

const officer = (): TestClient => anybody(platform, 'officer');
const PLAN = 'mutation ($input: CyclesPlanInput!) { cyclesPlan(input: $input) { cycles { id number periodFrom periodTo dueOn cutOffOn } userErrors { code path } } }';
const JOIN = 'mutation ($input: CyclesJoinInput!) { cyclesJoin(input: $input) { cycles { number dueOn period { dueOn } } userErrors { code path } } }';
const CYCLES = 'query ($id: ID!) { programme(by: { id: $id }) { cycles(first: 50, orderBy: [{ number: ASC }]) { nodes { id number } } } }';

const plan = (more: object = {}): Record<string, unknown> => ({ input: { programmeId, number: 1, periodFrom: '2026-01-01', months: 2, count: 6, dueAfterDays: 9, cutOffDays: 10, ...more } });

async function codes(told: ReturnType<TestClient['refuse']>): Promise<readonly string[]> {
  return (await told).map(({ code, path }) => `${code} at ${path?.join('.')}`);
}

async function cycles(): Promise<readonly string[]> {
  const { programme } = await officer().run<{ programme: { cycles: { nodes: readonly { id: string }[] } } }>(CYCLES, { id: programmeId });
  return programme.cycles.nodes.map(({ id }) => id);
}

async function determine(number: number): Promise<void> {
  await officer().run('mutation ($input: CycleDetermineInput!) { cycleDetermine(input: $input) { job { id } userErrors { code path } } }', { input: { cycleId: (await cycles())[number - 1], idempotencyKey: `determine-${keys += 1}` } });
  await platform.finishJobs();
}

async function owed(periodFrom: string): Promise<readonly string[]> {
  const { rows } = await platform.pool.query<{ told: string }>(
    `select h.code || ' ' || coalesce((select sum(o.amount)::text || ' on ' || max(o.due_on) from programmes.entitlement o where o.enrolment_id = d.enrolment_id and o.period_from = p.period_from), array_to_string(d.reasons, ',')) as told
     from programmes.determination d join programmes.benefit_period p on p.id = d.period_id join programmes.enrolment e on e.id = d.enrolment_id join people.household h on h.id = e.household_id where p.period_from = $1 order by 1`, [periodFrom]);
  return rows.map(({ told }) => told);
}

async function register(code: string): Promise<void> {
  await officer().run(`mutation { householdRegister(input: { code: "${code}", placeCode: "V", since: "2020-01-01", members: [{ familyName: "${code}", sex: FEMALE, birthDate: "1950-01-01", role: HEAD }] }) { userErrors { message } } }`);
}

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers], today: '2025-12-20' });
  await officer().run('mutation { placesRegister(input: { places: [{ code: "V", name: "V", level: "village" }] }) { userErrors { message } } }');
  await register('H-1');
  programmeId = await cashProgramme(platform, 'CASH', [
    rule('old', 'ELIGIBILITY', 'household.members.exists(m, m.age >= 65)'), rule('grant', 'AMOUNT', 'money("10.00")'),
    rule('lapses', 'CONSEQUENCE', 'enrolment.conditions.unclaimed >= 3 ? "LAPSE" : "NONE"'),
  ]);
  await enrol(platform, programmeId, '2025-12-20');
});
afterAll(() => platform.stop());

describe('the calendar of a programme', () => {
  it('opens the cycles of a year, each with its days', async () => {
    const { cyclesPlan } = await officer().run<{ cyclesPlan: { cycles: readonly object[] } }>(PLAN, plan());
    expect(cyclesPlan.cycles.map((cycle) => ({ ...cycle, id: '' }))).toEqual([
      { id: '', number: 1, periodFrom: '2026-01-01', periodTo: '2026-02-28', dueOn: '2026-01-10', cutOffOn: '2025-12-22' },
      { id: '', number: 2, periodFrom: '2026-03-01', periodTo: '2026-04-30', dueOn: '2026-03-10', cutOffOn: '2026-02-19' },
      { id: '', number: 3, periodFrom: '2026-05-01', periodTo: '2026-06-30', dueOn: '2026-05-10', cutOffOn: '2026-04-21' },
      { id: '', number: 4, periodFrom: '2026-07-01', periodTo: '2026-08-31', dueOn: '2026-07-10', cutOffOn: '2026-06-21' },
      { id: '', number: 5, periodFrom: '2026-09-01', periodTo: '2026-10-31', dueOn: '2026-09-10', cutOffOn: '2026-08-22' },
      { id: '', number: 6, periodFrom: '2026-11-01', periodTo: '2026-12-31', dueOn: '2026-11-10', cutOffOn: '2026-10-22' },
    ]);
  });

  it('opens all of them or none', async () => {
    expect(await codes(officer().refuse(PLAN, plan({ number: 7, periodFrom: '2026-12-01', months: 1, count: 3 })))).toEqual(['CYCLE_OVERLAPS at input.periodFrom']);
    expect(await codes(officer().refuse(PLAN, plan({ number: 5, periodFrom: '2027-01-01' })))).toEqual(['CYCLE_NUMBER_TAKEN at input.number']);
    expect(await cycles()).toHaveLength(6);
  });

  it('closes lists: whoever is enrolled after the day waits for the next cycle, and is told why', async () => {
    platform.setToday('2025-12-28');
    await register('H-2');
    await enrol(platform, programmeId, '2025-12-28');
    platform.setToday('2026-01-02');
    await determine(1);
    expect(await owed('2026-01-01')).toEqual(['H-1 10.00 on 2026-01-10', 'H-2 AFTER_CUT_OFF']);
    platform.setToday('2026-03-01');
    await determine(2);
    expect(await owed('2026-03-01')).toEqual(['H-1 10.00 on 2026-03-10', 'H-2 10.00 on 2026-03-10']);
  });

  it('looked at again, who was enrolled too late is still not owed the cycle', async () => {
    const { entitlementsRedetermine } = await officer().run<{ entitlementsRedetermine: { run: { id: string } } }>(
      'mutation ($input: EntitlementsRedetermineInput!) { entitlementsRedetermine(input: $input) { run { id } userErrors { code path } } }', { input: { programmeId, from: '2026-01-01', reason: 'looked at again', idempotencyKey: 'again-key-1' } });
    await platform.finishJobs();
    expect(await officer().run('query ($id: ID!) { determinationRun(by: { id: $id }) { determinations(where: { state: { eq: PROPOSED } }) { totalCount } } }', { id: entitlementsRedetermine.run.id })).toEqual({ determinationRun: { determinations: { totalCount: 0 } } });
  });

  it('pays cycles together by one run, and refuses those that are apart, determined, or not over', async () => {
    const [, two = '', three = '', four = '', , six = ''] = await cycles();
    const join = (cycleIds: readonly string[], dueOn: string): Record<string, unknown> => ({ input: { cycleIds, dueOn, reason: 'the budget came late' } });
    expect(await codes(officer().refuse(JOIN, join([three, six], '2026-12-31')))).toEqual(['CYCLES_APART at input.cycleIds']);
    expect(await codes(officer().refuse(JOIN, join([three, four], '2026-08-30')))).toEqual(['JOINED_TOO_EARLY at input.dueOn']);
    expect(await codes(officer().refuse(JOIN, join([two, three], '2026-08-31')))).toEqual(['BENEFIT_PERIOD_DETERMINED at input.cycleIds']);
    expect(await officer().run(JOIN, join([three, four], '2026-09-01'))).toEqual({ cyclesJoin: { cycles: [3, 4].map((number) => ({ number, dueOn: '2026-09-01', period: { dueOn: '2026-09-01' } })), userErrors: [] } });
  });

  it('holds what nobody took for three cycles in a row', async () => {
    platform.setToday('2026-03-10');
    expect(await payWhatIsDue(platform, programmeId, 'RETURNED', '2026-03-10')).toEqual(['H-1 20.00', 'H-2 10.00']);
    platform.setToday('2026-09-01');
    await determine(3);
    await determine(4);
    // Cycles that are paid together, and what came back of those before, are one payment to each household.
    expect(await payWhatIsDue(platform, programmeId, 'RETURNED', '2026-09-01')).toEqual(['H-1 40.00', 'H-2 30.00']);
    await officer().run('mutation ($input: ConsequencesDrawInput!) { consequencesDraw(input: $input) { job { id } userErrors { code path } } }', { input: { programmeId, month: '2026-08-01', idempotencyKey: 'lapse-early' } });
    await platform.finishJobs();
    const states = async (): Promise<readonly string[]> => (await platform.pool.query<{ told: string }>("select h.code || ' ' || e.state || ' ' || e.reason as told from programmes.enrolment e join people.household h on h.id = e.household_id order by 1")).rows.map(({ told }) => told);
    // What was due on the day itself does not count yet.
    expect(await states()).toEqual(['H-1 ENROLLED TARGETED', 'H-2 ENROLLED TARGETED']);
    platform.setToday('2026-10-01');
    await officer().run('mutation ($input: ConsequencesDrawInput!) { consequencesDraw(input: $input) { job { id } userErrors { code path } } }', { input: { programmeId, month: '2026-09-01', idempotencyKey: 'lapse-later' } });
    await platform.finishJobs();
    expect(await states()).toEqual(['H-1 SUSPENDED UNCLAIMED', 'H-2 SUSPENDED UNCLAIMED']);
  });
});

describe('cycles that are paid together', () => {
  const STANDING = `query ($id: ID!, $from: LocalDate!) { entitlements(where: { programme: { id: { eq: $id } }, periodFrom: { eq: $from } }) {
    nodes { owed { amount } instructions { nodes { state payment paymentAmount { amount } } } } } }`;

  it('are one transfer to each household, which settles both', async () => {
    platform.setToday('2025-12-28');
    const joint = await cashProgramme(platform, 'JOINT', [rule('old', 'ELIGIBILITY', 'household.members.exists(m, m.age >= 65)'), rule('grant', 'AMOUNT', 'money("10.00")')]);
    await enrol(platform, joint, '2025-12-28');
    const { cyclesPlan } = await officer().run<{ cyclesPlan: { cycles: readonly { id: string }[] } }>(PLAN, { input: { programmeId: joint, number: 1, periodFrom: '2026-01-01', months: 2, count: 2, dueAfterDays: 9 } });
    const cycleIds = cyclesPlan.cycles.map(({ id }) => id);
    await officer().run(JOIN, { input: { cycleIds, dueOn: '2026-05-01', reason: 'the budget came late' } });
    platform.setToday('2026-05-01');
    for (const cycleId of cycleIds) await officer().run('mutation ($input: CycleDetermineInput!) { cycleDetermine(input: $input) { job { id } userErrors { code path } } }', { input: { cycleId, idempotencyKey: `joint-${cycleId}` } });
    await platform.finishJobs();
    // The bank's file has one line for each household, with the sum.
    expect(await payWhatIsDue(platform, joint, 'PAID', '2026-05-01')).toEqual(['H-1 20.00', 'H-2 20.00']);
    const payments: string[] = [];
    for (const from of ['2026-01-01', '2026-03-01']) {
      const { entitlements } = await officer().run<{ entitlements: { nodes: readonly { owed: object; instructions: { nodes: readonly { payment: string }[] } }[] } }>(STANDING, { id: joint, from });
      expect(entitlements.nodes).toHaveLength(2);
      for (const { owed: each, instructions } of entitlements.nodes) {
        expect({ owed: each, nodes: instructions.nodes }).toEqual({ owed: { amount: '10.00' }, nodes: [{ state: 'PAID', payment: expect.any(String) as unknown, paymentAmount: { amount: '20.00' } }] });
        payments.push(...instructions.nodes.map(({ payment }) => payment));
      }
    }
    expect([payments.length, new Set(payments).size]).toEqual([4, 2]);
    const { rows } = await platform.pool.query('select r.state, r.instruction_count as count, r.total::text from transactions.payment_run r join programmes.programme p on p.id = r.programme_id where p.code = $1', ['JOINT']);
    expect(rows).toEqual([{ state: 'RECONCILED', count: 4, total: '40.00' }]);
  });
});
