import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backgroundWork } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { carryOut } from '../src/shocks/carry-out.js';
import { cashTransfers } from '../src/index.js';
import { anybody, cashProgramme, enrol, rule } from './some-cycle.js';

let platform: TestPlatform;
let cash: string;
let emergency: string;
let flood: string;

const proposer = (): TestClient => anybody(platform, 'proposer');
const authority = (): TestClient => anybody(platform, 'authority');
const PROPOSE = 'mutation ($input: ShockProposeInput!) { shockPropose(input: $input) { shock { id } userErrors { code path } } }';
const DECIDE = 'mutation ($input: ShockDecideInput!) { shockDecide(input: $input) { shock { state } job { id } userErrors { code path } } }';
const END = 'mutation ($input: ShockEndInput!) { shockEnd(input: $input) { shock { state } userErrors { code path } } }';
const PLAN = 'query ($id: ID!) { shockPlan(shockId: $id) { measure programmeCode kind budget overBudget parts { placeCode enrolments persons withoutPayee amount } } }';

const topUp = (more: object = {}): object => ({ programmeId: cash, kind: 'TOP_UP', topUp: { amount: '50.00', perMember: '10.00', most: '75.00', budget: '200.00', dueOn: '2026-03-15', ...more } });
const shock = (code: string, measures: readonly object[], more: object = {}): object => ({ input: { code, kind: 'FLOOD', name: 'A made-up flood', happenedOn: '2026-03-01', endsOn: '2026-05-31', placeCodes: ['V1'], measures, ...more } });
const decide = (shockId: string, declare: boolean, key: string): object => ({ input: { shockId, declare, idempotencyKey: key } });

async function codes(told: ReturnType<TestClient['refuse']>): Promise<readonly string[]> {
  return (await told).map(({ code, path }) => `${code} at ${path?.join('.')}`);
}

async function enrolled(programme: string): Promise<readonly string[]> {
  const { rows } = await platform.pool.query<{ told: string }>(
    "select h.code || ' ' || e.state || ' ' || e.reason as told from programmes.enrolment e join people.household h on h.id = e.household_id join programmes.programme p on p.id = e.programme_id where p.code = $1 order by 1", [programme]);
  return rows.map(({ told }) => told);
}

async function owed(): Promise<readonly string[]> {
  const { rows } = await platform.pool.query<{ told: string }>(
    "select h.code || ' ' || e.kind || ' ' || e.amount || ' ' || e.due_on as told from programmes.entitlement e join programmes.enrolment n on n.id = e.enrolment_id join people.household h on h.id = n.household_id order by 1");
  return rows.map(({ told }) => told);
}

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers], today: '2026-03-10' });
  await proposer().run(`mutation {
    placesRegister(input: { places: [{ code: "D", name: "D", level: "district" }, { code: "V1", name: "V1", level: "village", parentCode: "D" }, { code: "V2", name: "V2", level: "village", parentCode: "D" }] }) { userErrors { message } }
    one: householdRegister(input: { code: "H-1", placeCode: "V1", since: "2020-01-01", members: [
      { familyName: "One", sex: FEMALE, birthDate: "1950-01-01", role: HEAD }, { familyName: "One", sex: FEMALE, birthDate: "2015-05-01", role: CHILD }, { familyName: "One", sex: MALE, birthDate: "2013-05-01", role: CHILD }] }) { userErrors { message } }
    alone: householdRegister(input: { code: "H-2", placeCode: "V1", since: "2020-01-01", members: [{ familyName: "Two", sex: MALE, birthDate: "1951-01-01", role: HEAD }] }) { userErrors { message } }
    dry: householdRegister(input: { code: "H-3", placeCode: "V2", since: "2020-01-01", members: [{ familyName: "Three", sex: MALE, birthDate: "1952-01-01", role: HEAD }] }) { userErrors { message } }
    young: householdRegister(input: { code: "H-4", placeCode: "V1", since: "2020-01-01", members: [{ familyName: "Four", sex: MALE, birthDate: "1990-01-01", role: HEAD }] }) { userErrors { message } }
  }`);
  cash = await cashProgramme(platform, 'CASH', [rule('old', 'ELIGIBILITY', 'household.members.exists(m, m.age >= 65)'), rule('grant', 'AMOUNT', 'money("10.00")')]);
  emergency = await cashProgramme(platform, 'EMERGENCY', [rule('flooded', 'ELIGIBILITY', 'household.shocks.declared.exists(s, s.kind == "FLOOD")'), rule('grant', 'AMOUNT', 'money("30.00")')]);
  await enrol(platform, cash, '2026-01-01');
});
afterAll(() => platform.stop());

describe('a shock', () => {
  it('is proposed, and what it would cost is known before anything is done', async () => {
    const { shockPropose } = await proposer().run<{ shockPropose: { shock: { id: string } } }>(PROPOSE, shock('FLOOD-1', [topUp(), { programmeId: emergency, kind: 'TEMPORARY_ENROLMENT' }]) as Record<string, unknown>);
    flood = shockPropose.shock.id;
    expect(await proposer().run(PLAN, { id: flood })).toEqual({ shockPlan: [
      { measure: 1, programmeCode: 'CASH', kind: 'TOP_UP', budget: '200.00', overBudget: false, parts: [{ placeCode: 'V1', enrolments: 2, persons: 4, withoutPayee: 0, amount: '135.00' }] },
      { measure: 2, programmeCode: 'EMERGENCY', kind: 'TEMPORARY_ENROLMENT', budget: null, overBudget: false, parts: [{ placeCode: 'V1', enrolments: 3, persons: 5, withoutPayee: 0, amount: '0.00' }] },
    ] });
    expect(await owed()).toEqual([]);
  });

  it('is declared by a second person only, and never beyond what it may spend', async () => {
    expect(await codes(proposer().refuse(DECIDE, decide(flood, true, 'declare-own') as Record<string, unknown>))).toEqual(['OWN_SHOCK at input.shockId']);
    const { shockPropose } = await proposer().run<{ shockPropose: { shock: { id: string } } }>(PROPOSE, shock('FLOOD-2', [topUp({ budget: '134.99' })]) as Record<string, unknown>);
    expect(await codes(authority().refuse(DECIDE, decide(shockPropose.shock.id, true, 'declare-over') as Record<string, unknown>))).toEqual(['OVER_SHOCK_BUDGET at input.shockId']);
    expect(await authority().run(DECIDE, decide(shockPropose.shock.id, false, 'give-up-1') as Record<string, unknown>)).toMatchObject({ shockDecide: { shock: { state: 'GIVEN_UP' }, job: null } });
    expect(await owed()).toEqual([]);
  });

  it('pays whoever is enrolled there once, and takes in who is eligible for its time', async () => {
    await authority().run(DECIDE, decide(flood, true, 'declare-flood') as Record<string, unknown>);
    await platform.finishJobs();
    expect(await owed()).toEqual(['H-1 SHOCK.FLOOD-1.1 75.00 2026-03-15', 'H-2 SHOCK.FLOOD-1.1 60.00 2026-03-15']);
    expect(await enrolled('EMERGENCY')).toEqual(['H-1 ENROLLED TARGETED', 'H-2 ENROLLED TARGETED', 'H-4 ENROLLED TARGETED']);
    expect(await proposer().run('query ($id: ID!) { shock(by: { id: $id }) { state decidedBy measures(orderBy: [{ number: ASC }]) { nodes { number state reached owed } } } }', { id: flood })).toEqual({
      shock: { state: 'DECLARED', decidedBy: 'authority@example.org', measures: { nodes: [{ number: 1, state: 'DONE', reached: 2, owed: '135.00' }, { number: 2, state: 'DONE', reached: 3, owed: '0' }] } },
    });
  });

  it('carried out again, as after a kill, and by several at once, does nothing twice', async () => {
    const { rows: [{ id } = { id: '' }] } = await platform.pool.query<{ id: string }>("select id from cash_transfers.shock where code = 'FLOOD-1'");
    const past = (set: string) => platform.pool.query(`alter table cash_transfers.shock_measure disable trigger user; update cash_transfers.shock_measure set ${set} where shock_id = '${id}'; alter table cash_transfers.shock_measure enable trigger user`);
    const runs = async (): Promise<number> => (await platform.pool.query('select from programmes.targeting_run')).rowCount ?? 0;
    const again = async (): Promise<void> => {
      const ctx = platform.platform.context({ actor: platform.platform.system() });
      await Promise.all([1, 2, 3, 4].map(() => carryOut.run(ctx, { shock: id }, { progress: async () => undefined } as never)));
      await platform.finishJobs();
      expect(await owed()).toHaveLength(2);
      expect(await enrolled('EMERGENCY')).toHaveLength(3);
    };
    const before = await runs();
    await past("state = 'UNDER_WAY'");
    await again();
    expect(await runs()).toBe(before);
    // Before anybody was taken in: by one of them, whoever comes first.
    const { rows: [{ run } = { run: '' }] } = await platform.pool.query<{ run: string }>('select targeting_run_id as run from cash_transfers.shock_measure where shock_id = $1 and targeting_run_id is not null', [id]);
    await past("state = 'PLANNED', targeting_run_id = null");
    await again();
    expect(await runs()).toBe(before + 1);
    await past(`targeting_run_id = case when kind = 'TEMPORARY_ENROLMENT' then '${run}'::uuid end`);
  });

  it('is refused where days, amounts or programmes make no sense, and nothing is kept of it', async () => {
    const refused = (input: object): Promise<readonly string[]> => codes(proposer().refuse(PROPOSE, input as Record<string, unknown>));
    expect(await refused(shock('F-3', [topUp()], { happenedOn: '2026-03-11' }))).toEqual(['SHOCK_DATES at input.happenedOn']);
    expect(await refused(shock('F-3', [topUp()], { endsOn: '2026-02-01' }))).toEqual(['SHOCK_DATES at input.endsOn']);
    expect(await refused(shock('F-3', [topUp({ perMember: '0.001' })]))).toEqual(['MEASURE_DIGITS at input.measures.0.topUp.perMember']);
    expect(await refused(shock('F-3', [topUp({ amount: '-5' })]))).toEqual(['MEASURE_FIELDS at input.measures.0.topUp.amount']);
    expect(await refused(shock('F-3', [{ programmeId: cash, kind: 'TOP_UP' }]))).toEqual(['MEASURE_FIELDS at input.measures.0.topUp']);
    expect(await refused(shock('F-3', [topUp()], { placeCodes: ['NOWHERE'] }))).toEqual(['PLACE_NOT_FOUND at input.placeCodes.0']);
    expect(await refused(shock('FLOOD-1', [topUp()]))).toEqual(['SHOCK_TAKEN at input.code']);
    expect((await platform.pool.query('select from cash_transfers.shock')).rowCount).toBe(2);
  });

  it('ends by itself after its last day: whoever was enrolled for it leaves, and who was enrolled before stays', async () => {
    const look = (): Promise<number> | undefined => platform.platform.extensions(backgroundWork).get('cash-transfers.end-shocks')?.run(platform.platform.context({ actor: platform.platform.system() }));
    platform.setToday('2026-05-31');
    expect(await look()).toBe(0);
    platform.setToday('2026-06-01');
    expect(await look()).toBe(1);
    await platform.finishJobs();
    expect(await enrolled('EMERGENCY')).toEqual(['H-1 EXITED SHOCK_ENDED', 'H-2 EXITED SHOCK_ENDED', 'H-4 EXITED SHOCK_ENDED']);
    expect(await enrolled('CASH')).toEqual(['H-1 ENROLLED TARGETED', 'H-2 ENROLLED TARGETED', 'H-3 ENROLLED TARGETED']);
    expect(await look()).toBe(0);
  });

  it('is ended before, and befalls again: those who left are taken in anew', async () => {
    const { shockPropose } = await proposer().run<{ shockPropose: { shock: { id: string } } }>(PROPOSE, shock('FLOOD-4', [{ programmeId: emergency, kind: 'TEMPORARY_ENROLMENT' }], { happenedOn: '2026-06-01', endsOn: '2026-07-31' }) as Record<string, unknown>);
    await authority().run(DECIDE, decide(shockPropose.shock.id, true, 'declare-again') as Record<string, unknown>);
    await platform.finishJobs();
    expect(await enrolled('EMERGENCY')).toEqual(['H-1 ENROLLED TARGETED', 'H-2 ENROLLED TARGETED', 'H-4 ENROLLED TARGETED']);
    platform.setToday('2026-06-20');
    expect(await codes(authority().refuse(END, { input: { shockId: shockPropose.shock.id, lastDay: '2026-06-21', idempotencyKey: 'end-flood-0' } }))).toEqual(['SHOCK_DATES at input.lastDay']);
    const end = { input: { shockId: shockPropose.shock.id, lastDay: '2026-06-19', idempotencyKey: 'end-flood-1' } };
    const work = (phase: string): Promise<unknown> => platform.pool.query("update programmes.targeting_run set phase = $1 where id = (select m.targeting_run_id from cash_transfers.shock_measure m join cash_transfers.shock s on s.id = m.shock_id where s.code = 'FLOOD-4')", [phase]);
    await work('ALLOCATE');
    expect(await codes(authority().refuse(END, end))).toEqual(['SHOCK_UNDER_WAY at input.shockId']);
    await work('DONE');
    await authority().run(END, end);
    await platform.finishJobs();
    expect(await enrolled('EMERGENCY')).toEqual(['H-1 EXITED SHOCK_ENDED', 'H-2 EXITED SHOCK_ENDED', 'H-4 EXITED SHOCK_ENDED']);
    expect(await codes(authority().refuse(END, { input: { shockId: flood, lastDay: '2026-04-09', idempotencyKey: 'end-flood-2' } }))).toEqual(['SHOCK_STATE at input.shockId']);
  });
});
