import { inTransaction, registerHouseholds, registerPlaces, MemberRole, Sex, defineAttributes, defineModule, Person } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cashTransfers } from '../src/index.js';

const survey = defineModule(
  { name: 'survey', version: '1.0.0', kinga: { id: 'survey', requires: { people: '*' } } },
  { description: 'Attributes of a test', attributes: [defineAttributes(Person, { counts: { type: 'boolean', description: 'Counts.' } })] },
);

let platform: TestPlatform;
let officer: TestClient;
let programme: string;

const CREATE = `mutation ($code: String!, $expression: String!) {
  programmeCreate(input: { code: $code, name: "Cash", scheme: "cash-transfers", target: HOUSEHOLD, currency: "GHS", startsOn: "2020-01-01",
    eligibility: { effectiveFrom: "2020-01-01", expression: $expression, source: "a test" } }) { programme { id } userErrors { code message path } }
}`;
const SCHEDULE = 'mutation ($input: BenefitScheduleAddInput!) { benefitScheduleAdd(input: $input) { benefitSchedule { id sequence } userErrors { code message path hint } } }';
const OPEN = 'mutation ($input: CycleOpenInput!) { cycleOpen(input: $input) { cycle { id } userErrors { code message path hint } } }';
const DETERMINE = 'mutation ($cycle: ID!) { cycleDetermine(input: { cycleId: $cycle }) { job { id } userErrors { code message path } } }';

const rates = (...amounts: string[]) => amounts.map((amount, index) => ({ members: index + 1, amount }));
const schedule = (more: object) => ({ input: { programmeId: programme, memberRule: 'member.attributes.counts', source: 'a test', rates: rates('10.00', '15.50'), ...more } });

async function openCycle(number: number, periodFrom: string, periodTo: string): Promise<string> {
  const { cycleOpen } = await officer.run<{ cycleOpen: { cycle: { id: string } } }>(OPEN, { input: { programmeId: programme, number, periodFrom, periodTo } });
  return cycleOpen.cycle.id;
}

async function determine(cycle: string): Promise<void> {
  await officer.run(DETERMINE, { cycle });
  await platform.finishJobs();
}

async function owed(periodFrom: string): Promise<readonly { readonly household: string; readonly amount: string; readonly count: number }[]> {
  const { rows } = await platform.pool.query(
    `select h.code as household, e.amount::text, (e.facts ->> 'count')::int as count from programmes.entitlement e
     join programmes.enrolment n on n.id = e.enrolment_id join people.household h on h.id = n.household_id where e.period_from = $1 order by 1`, [periodFrom],
  );
  return rows;
}

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers, survey], today: '2026-01-10' });
  officer = platform.as({ permissions: platform.platform.plan.modules.flatMap((module) => module.permissions ?? []).map(({ name }) => name) });
  const ctx = platform.platform.context({ actor: platform.platform.system() });
  const member = (role: MemberRole, counts: boolean | null) => ({ familyName: 'X', sex: Sex.FEMALE, role, birthDate: '1990-01-01', attributes: counts === null ? {} : { counts } });
  await inTransaction(ctx, async (tx) => {
    await registerPlaces(tx, [{ code: 'V', name: 'V', level: 'village' }]);
    await registerHouseholds(tx, [['ONE', [true]], ['TWO', [true, true]], ['FIVE', [true, true, true, true, true]], ['NONE', [false, null]]].map(([code, counts]) => ({
      path: '',
      household: { code: code as string, placeCode: 'V', since: '2020-01-01', members: (counts as (boolean | null)[]).map((each, index) => member(index === 0 ? MemberRole.HEAD : MemberRole.CHILD, each)) },
    })));
  });
  programme = (await officer.run<{ programmeCreate: { programme: { id: string } } }>(CREATE, { code: 'CASH', expression: 'household.members.size() > 0' })).programmeCreate.programme.id;
});
afterAll(() => platform.stop());

describe('a benefit schedule', () => {
  it('is refused where it could not be worked out', async () => {
    expect(await officer.refuse(SCHEDULE, schedule({}))).toMatchObject([{ code: 'START_OF_SCHEDULE' }]);
    expect(await officer.refuse(SCHEDULE, schedule({ effectiveFrom: '2020-01-01', fromCycle: 1 }))).toMatchObject([{ code: 'START_OF_SCHEDULE' }]);
    expect(await officer.refuse(SCHEDULE, schedule({ fromCycle: 1, rates: [{ members: 2, amount: '1.00' }] }))).toMatchObject([{ code: 'RATES_INCOMPLETE' }]);
    expect(await officer.refuse(SCHEDULE, schedule({ fromCycle: 1, rates: rates('1.001', '0.00') }))).toMatchObject([
      { code: 'TOO_MANY_DECIMALS', path: ['input', 'rates', '0', 'amount'] }, { code: 'NOT_POSITIVE', path: ['input', 'rates', '1', 'amount'] },
    ]);
    expect(await officer.refuse(SCHEDULE, schedule({ fromCycle: 1, memberRule: 'member.attributes.count' }))).toMatchObject([{ code: 'RULE_INVALID', path: ['input', 'memberRule'], hint: 'Did you mean "counts"?' }]);
    const cycle = await openCycle(1, '2025-01-01', '2025-02-28');
    expect(await officer.refuse(DETERMINE, { cycle })).toMatchObject([{ code: 'NO_SCHEDULE' }]);
  });

  it('is never changed, by any writer', async () => {
    await officer.run(SCHEDULE, schedule({ effectiveFrom: '2025-01-01' }));
    await expect(platform.pool.query("update cash_transfers.benefit_rate set amount = 1000")).rejects.toThrow('never changed');
    await expect(platform.pool.query('delete from cash_transfers.benefit_schedule')).rejects.toThrow('never changed');
  });
});

describe('a cycle', () => {
  it('owes each household by its members who count, and holds the others with the reason', async () => {
    await officer.run('mutation ($p: ID!) { programmeEnrolEligible(input: { programmeId: $p }) { job { id } userErrors { message } } }', { p: programme });
    await platform.finishJobs();
    const cycle = await openCycle(2, '2026-01-01', '2026-02-28');
    await determine(cycle);
    expect(await owed('2026-01-01')).toEqual([
      { household: 'FIVE', amount: '15.50', count: 5 }, { household: 'ONE', amount: '10.00', count: 1 }, { household: 'TWO', amount: '15.50', count: 2 },
    ]);
    const answer = await officer.run('query ($id: ID!) { cycle(by: { id: $id }) { state entitledHouseholds entitledAmount held { nodes { reason enrolment { household { code } } } } } }', { id: cycle });
    expect(answer).toEqual({ cycle: {
      state: 'DETERMINED', entitledHouseholds: 3, entitledAmount: '41.00', held: { nodes: [{ reason: 'NO_MEMBER_COUNTS', enrolment: { household: { code: 'NONE' } } }] },
    } });
  });

  it('determined again changes nothing', async () => {
    const { cycles } = await officer.run<{ cycles: { nodes: { id: string }[] } }>('{ cycles(where: { number: { eq: 2 } }) { nodes { id } } }');
    const before = await owed('2026-01-01');
    await determine(cycles.nodes[0]?.id ?? '');
    expect(await owed('2026-01-01')).toEqual(before);
    const { rows } = await platform.pool.query("select count(*)::int as events from kernel.event where name = 'cash-transfers.cycle-determined'");
    expect(rows).toEqual([{ events: 1 }]);
  });

  it('takes the rate in force: the last schedule whose day or cycle number is reached', async () => {
    await officer.run(SCHEDULE, schedule({ fromCycle: 4, rates: rates('20.00', '31.00') }));
    await determine(await openCycle(3, '2026-03-01', '2026-04-30'));
    await determine(await openCycle(4, '2026-05-01', '2026-06-30'));
    expect((await owed('2026-03-01')).map(({ amount }) => amount)).toEqual(['15.50', '10.00', '15.50']);
    expect((await owed('2026-05-01')).map(({ amount }) => amount)).toEqual(['31.00', '20.00', '31.00']);
  });

  it('holds who is suspended and whose head has died', async () => {
    await platform.pool.query(`
      update programmes.enrolment set state = 'SUSPENDED' where household_id = (select id from people.household where code = 'ONE');
      update people.person set death_date = '2026-01-05' where id = (select head_id from people.household where code = 'TWO')`);
    await determine(await openCycle(5, '2026-07-01', '2026-08-31'));
    expect((await owed('2026-07-01')).map(({ household }) => household)).toEqual(['FIVE']);
    const { heldHouseholds } = await officer.run<{ heldHouseholds: unknown }>(
      '{ heldHouseholds(where: { cycle: { number: { eq: 5 } } }, orderBy: [{ reason: ASC }]) { nodes { reason enrolment { household { code } } } } }',
    );
    expect(heldHouseholds).toEqual({ nodes: [
      { reason: 'NO_MEMBER_COUNTS', enrolment: { household: { code: 'NONE' } } }, { reason: 'PAYEE_DIED', enrolment: { household: { code: 'TWO' } } },
      { reason: 'SUSPENDED', enrolment: { household: { code: 'ONE' } } },
    ] });
  });

  it('is refused where it overlaps, ends before it begins, or has the number of another', async () => {
    const open = (input: object) => officer.refuse(OPEN, { input: { programmeId: programme, ...input } });
    expect(await open({ number: 9, periodFrom: '2026-08-31', periodTo: '2026-10-31' })).toMatchObject([{ code: 'CYCLE_OVERLAPS' }]);
    expect(await open({ number: 9, periodFrom: '2026-10-31', periodTo: '2026-10-01' })).toMatchObject([{ code: 'PERIOD_ENDS_BEFORE', path: ['input', 'periodTo'] }]);
    expect(await open({ number: 5, periodFrom: '2027-01-01', periodTo: '2027-02-28' })).toMatchObject([{ code: 'CYCLE_NUMBER_TAKEN' }]);
  });

  it('is not worked out twice for one period, even when two jobs race', async () => {
    const cycle = await openCycle(6, '2026-09-01', '2026-10-31');
    await Promise.all([officer.run(DETERMINE, { cycle }), officer.run(DETERMINE, { cycle }), officer.run(DETERMINE, { cycle })]);
    await platform.finishJobs();
    expect((await owed('2026-09-01')).map(({ household }) => household)).toEqual(['FIVE']);
  });
});
