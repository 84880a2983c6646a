import { defineAttributes, defineModule, inTransaction, MemberRole, Person, registerHouseholds, registerPlaces, Sex } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cashTransfers } from '../src/index.js';
import { anybody, cashProgramme, enrol, rule } from './some-cycle.js';

const survey = defineModule(
  { name: 'survey', version: '1.0.0', kinga: { id: 'survey', requires: { people: '*' } } },
  { description: 'Attributes of a test', attributes: [defineAttributes(Person, { counts: { type: 'boolean', description: 'Counts.' } })] },
);

let platform: TestPlatform;
let officer: TestClient;
let programme: string;
let keys = 0;

const OPEN = 'mutation ($input: CycleOpenInput!) { cycleOpen(input: $input) { cycle { id } userErrors { code message path hint } } }';
const DETERMINE = 'mutation ($input: CycleDetermineInput!) { cycleDetermine(input: $input) { job { id } userErrors { code message path } } }';
const TOLD = 'query ($id: ID!) { cycle(by: { id: $id }) { state entitledEnrolments entitledAmount period { number periodFrom } held { nodes { reasons enrolment { household { code } } } } } }';

const asked = (cycleId: string): object => ({ input: { cycleId, idempotencyKey: `determine-${keys += 1}` } });

async function openCycle(number: number, periodFrom: string, periodTo: string): Promise<string> {
  const { cycleOpen } = await officer.run<{ cycleOpen: { cycle: { id: string } } }>(OPEN, { input: { programmeId: programme, number, periodFrom, periodTo } });
  return cycleOpen.cycle.id;
}

async function determine(cycle: string): Promise<string> {
  await officer.run(DETERMINE, asked(cycle) as Record<string, unknown>);
  await platform.finishJobs();
  return cycle;
}

interface Told {
  readonly state: string;
  readonly entitledEnrolments: number;
  readonly entitledAmount: string;
  readonly period: object;
  readonly held: { readonly nodes: readonly { readonly reasons: readonly string[]; readonly enrolment: { readonly household: { readonly code: string } } }[] };
}

/** What a cycle says of itself; whom it holds as `code: reasons`. */
async function told(cycle: string): Promise<object> {
  const { cycle: { held, ...more } } = await officer.run<{ cycle: Told }>(TOLD, { id: cycle });
  return { ...more, held: held.nodes.map(({ reasons, enrolment }) => `${enrolment.household.code}: ${reasons.join()}`).sort() };
}

async function owed(periodFrom: string): Promise<Readonly<Record<string, string>>> {
  const { rows } = await platform.pool.query<{ household: string; amount: string }>(
    `select h.code as household, e.amount::text from programmes.entitlement e
     join programmes.enrolment n on n.id = e.enrolment_id join people.household h on h.id = n.household_id where e.period_from = $1 order by 1`, [periodFrom],
  );
  return Object.fromEntries(rows.map(({ household, amount }) => [household, amount]));
}

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers, survey], today: '2026-01-10' });
  officer = anybody(platform, 'officer');
  const ctx = platform.platform.context({ actor: platform.platform.system() });
  const member = (role: MemberRole, counts: boolean | null) => ({ familyName: 'X', sex: Sex.FEMALE, role, birthDate: '1990-01-01', attributes: counts === null ? {} : { counts } });
  await inTransaction(ctx, async (tx) => {
    await registerPlaces(tx, [{ code: 'V', name: 'V', level: 'village' }]);
    await registerHouseholds(tx, [['ONE', [true]], ['TWO', [true, true]], ['FIVE', [true, true, true, true, true]], ['LATER', [true]]].map(([code, counts]) => ({
      path: '',
      household: { code: code as string, placeCode: 'V', since: '2020-01-01', members: (counts as (boolean | null)[]).map((each, index) => member(index === 0 ? MemberRole.HEAD : MemberRole.CHILD, each)) },
    })));
  });
  programme = await cashProgramme(platform, 'CASH', [
    rule('counted', 'FORMULA', 'household.members.filter(m, firstKnown(m.attributes.counts, false)).size()'),
    rule('somebody_counts', 'ELIGIBILITY', 'rules.counted > 0'),
    rule('grant', 'AMOUNT', 'rules.counted > 1 ? money("15.50") : money("10.00")'),
  ]);
  await enrol(platform, programme, '2025-12-31');
});
afterAll(() => platform.stop());

describe('a cycle', () => {
  it('owes everybody in the programme by its rules, and holds whom it pays nothing with the reason', async () => {
    await platform.pool.query("update people.person set attributes = '{}' where household_id = (select id from people.household where code = 'LATER')");
    const cycle = await determine(await openCycle(1, '2026-01-01', '2026-02-28'));
    expect(await owed('2026-01-01')).toEqual({ FIVE: '15.50', ONE: '10.00', TWO: '15.50' });
    expect(await told(cycle)).toEqual({ state: 'DETERMINED', entitledEnrolments: 3, entitledAmount: '41.00', period: { number: 1, periodFrom: '2026-01-01' }, held: ['LATER: somebody_counts'] });
    // Determined again through the period: whoever is paid after all is held no longer.
    await platform.pool.query(`update people.person set attributes = '{"counts":true}' where household_id = (select id from people.household where code = 'LATER')`);
    await officer.run('mutation ($input: EntitlementsRedetermineInput!) { entitlementsRedetermine(input: $input) { run { id } userErrors { code message } } }', { input: { programmeId: programme, from: '2026-01-01', reason: 'Surveyed again', idempotencyKey: 'redetermine-1' } });
    await platform.finishJobs();
    const { determinationRuns } = await officer.run<{ determinationRuns: { nodes: { id: string }[] } }>('{ determinationRuns(where: { kind: { eq: AGAIN } }) { nodes { id } } }');
    await anybody(platform, 'approver').run('mutation ($input: DeterminationDecideInput!) { determinationDecide(input: $input) { run { state } userErrors { code message } } }', { input: { id: determinationRuns.nodes[0]?.id, approve: true, idempotencyKey: 'decide-1' } });
    await platform.finishJobs();
    expect(await owed('2026-01-01')).toEqual({ FIVE: '15.50', LATER: '10.00', ONE: '10.00', TWO: '15.50' });
    expect(await told(cycle)).toMatchObject({ entitledEnrolments: 3, held: [] });
  });

  it('is determined once, even when several ask at the same moment, and says so once', async () => {
    const cycle = await openCycle(2, '2026-03-01', '2026-04-30');
    const answers = await Promise.all([1, 2, 3].map(() => officer.send(DETERMINE, asked(cycle) as Record<string, unknown>)));
    expect(answers.map(({ data }) => (data as { cycleDetermine: { userErrors: { code: string }[] } }).cycleDetermine.userErrors[0]?.code ?? 'begun').sort()).toEqual(['BENEFIT_PERIOD_DETERMINED', 'BENEFIT_PERIOD_DETERMINED', 'begun']);
    await platform.finishJobs();
    expect(await owed('2026-03-01')).toEqual({ FIVE: '15.50', LATER: '10.00', ONE: '10.00', TWO: '15.50' });
    const { rows } = await platform.pool.query("select count(*)::int as events from kernel.event where name = 'cash-transfers.cycle-determined'");
    expect(rows).toEqual([{ events: 2 }]);
  });

  it('holds who is suspended and whose payee has died', async () => {
    const { enrolments } = await officer.run<{ enrolments: { nodes: { id: string; version: number }[] } }>('{ enrolments(where: { household: { code: { eq: "ONE" } } }) { nodes { id version } } }');
    await officer.run('mutation ($input: EnrolmentSuspendInput!) { enrolmentSuspend(input: $input) { enrolment { id } userErrors { code message } } }', { input: { ...enrolments.nodes[0], reason: 'UNDER_REVIEW' } });
    await platform.pool.query("update people.person set death_date = '2026-01-05' where id = (select head_id from people.household where code = 'TWO')");
    const cycle = await determine(await openCycle(3, '2026-05-01', '2026-06-30'));
    expect(await owed('2026-05-01')).toEqual({ FIVE: '15.50', LATER: '10.00' });
    expect(await told(cycle)).toMatchObject({ held: ['ONE: SUSPENDED', 'TWO: PAYEE_DIED'] });
    expect(await officer.run('{ cycles(where: { held: { some: { enrolment: { household: { code: { eq: "ONE" } } } } } }) { nodes { number } } }')).toEqual({ cycles: { nodes: [{ number: 3 }] } });
  });

  it('is refused where it overlaps, ends before it begins, or has the number of another, and where its period would', async () => {
    const open = (input: object) => officer.refuse(OPEN, { input: { programmeId: programme, ...input } });
    expect(await open({ number: 9, periodFrom: '2026-06-30', periodTo: '2026-10-31' })).toMatchObject([{ code: 'CYCLE_OVERLAPS', path: ['input', 'periodFrom'] }]);
    expect(await open({ number: 9, periodFrom: '2026-10-31', periodTo: '2026-10-01' })).toMatchObject([{ code: 'BENEFIT_PERIOD_DATES', path: ['input', 'periodTo'] }]);
    expect(await open({ number: 3, periodFrom: '2027-01-01', periodTo: '2027-02-28' })).toMatchObject([{ code: 'CYCLE_NUMBER_TAKEN', path: ['input', 'number'] }]);
    await officer.run('mutation ($input: BenefitPeriodOpenInput!) { benefitPeriodOpen(input: $input) { userErrors { code message } } }', { input: { programmeId: programme, number: 20, periodFrom: '2028-01-01', periodTo: '2028-01-31', dueOn: '2028-01-31' } });
    expect(await open({ number: 10, periodFrom: '2028-01-15', periodTo: '2028-02-28' })).toMatchObject([{ code: 'CYCLE_OVERLAPS' }]);
  });

  it('is determined though a version before opened it without a period', async () => {
    const { rows: [old] } = await platform.pool.query<{ id: string }>(
      "insert into cash_transfers.cycle (id, programme_id, number, period_from, period_to, due_on) select kernel.uuid7(), programme_id, 4, '2026-07-01', '2026-08-31', '2026-08-31' from cash_transfers.cycle where number = 3 returning id");
    const { cycles } = await officer.run<{ cycles: { nodes: { id: string; period: null }[] } }>('{ cycles(where: { number: { eq: 4 } }) { nodes { id period { number } } } }');
    expect([old?.id === undefined, cycles.nodes[0]?.period]).toEqual([false, null]);
    expect(await told(await determine(cycles.nodes[0]?.id ?? ''))).toMatchObject({ state: 'DETERMINED', entitledEnrolments: 2, period: { number: 4 } });
  });

  it('pays persons as well as households', async () => {
    const pension = await cashProgramme(platform, 'PENSION', [rule('grown', 'ELIGIBILITY', 'person.age >= 18'), rule('pension', 'AMOUNT', 'money("7.00")')], { target: 'PERSON' });
    await enrol(platform, pension, '2026-01-01');
    const { cycleOpen } = await officer.run<{ cycleOpen: { cycle: { id: string } } }>(OPEN, { input: { programmeId: pension, number: 1, periodFrom: '2026-01-01', periodTo: '2026-01-31' } });
    await determine(cycleOpen.cycle.id);
    const { rows } = await platform.pool.query("select count(*)::int as n, sum(e.amount)::text as sum from programmes.entitlement e join programmes.enrolment n on n.id = e.enrolment_id where n.person_id is not null");
    expect(rows).toEqual([{ n: 8, sum: '56.00' }]);
  });
});
