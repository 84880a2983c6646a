import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/kernel/context.js';
import { decodeId, encodeId } from '../../src/kernel/schema/ids.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { rulesInForce } from '../../src/programmes/decisions/rules-of.js';
import { storeBasis } from '../../src/programmes/decisions/store-decisions.js';
import { targeting } from '../../src/programmes/targeting/job.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { programme, publishedVersion, rule } from './testing.js';
import { moved, refused, type Standing } from './testing/enrolling.js';

let platform: TestPlatform;
let officer: TestClient;
const HOUSEHOLDS = 24;

/** Households N1 to N24: the nth has n members in the first district, every third lives in the second. */
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01', settings: { programmes: { recertifyEveryMonths: 12, assessApplications: true } } });
  officer = platform.as({ name: 'ama', role: 'programme-officer' });
  await platform.as('people.places.manage').run('mutation { placesRegister(input: { places: [{ code: "D1", name: "One", level: "district" }, { code: "D2", name: "Two", level: "district" }] }) { userErrors { code } } }');
  const clerk = platform.as('people.households.register');
  for (let n = 1; n <= HOUSEHOLDS; n += 1) {
    await clerk.run('mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { userErrors { code } } }', { input: {
      code: `N${n}`, placeCode: n % 3 === 0 ? 'D2' : 'D1', members: Array.from({ length: n }, (_, at) => ({ familyName: `Of N${n}`, sex: 'FEMALE', birthDate: at === 0 ? '1980-01-01' : '2015-01-01', role: at === 0 ? 'HEAD' : 'CHILD' })),
    } });
  }
}, 120_000);
afterAll(() => platform?.stop());

const SIZE = 'household.members.size()';
let codes = 0;
async function programmeWith(rules: readonly object[], more: object = {}, version: object = {}): Promise<string> {
  const id = await programme(officer, `T-${(codes += 1)}`, more);
  await publishedVersion(platform, { programmeId: id, effectiveFrom: '2020-01-01', rules, ...version });
  return id;
}
const BIG = (least: number): readonly object[] => [rule('big', 'ELIGIBILITY', `${SIZE} >= ${least}`), rule('first', 'PRIORITY', SIZE), rule('grant', 'AMOUNT', `money("10") * ${SIZE}`)];

interface Told { readonly phase: string; readonly seen: number; readonly eligible: number; readonly notEligible: number; readonly undetermined: number; readonly enrolled: number; readonly waiting: number; readonly left: number; readonly failed: number; readonly failures: { readonly nodes: readonly { readonly code: string; readonly household: { readonly code: string } }[] } }
async function run(programmeId: string, mode: string, more: object = {}, as = officer): Promise<Told> {
  const { targetingStart } = await as.run<{ targetingStart: { targetingRun: { id: string } } }>('mutation ($input: TargetingStartInput!) { targetingStart(input: $input) { targetingRun { id } job { id } userErrors { code message path } } }', { input: { programmeId, mode, ...more } });
  await platform.finishJobs();
  return told(targetingStart.targetingRun.id);
}
async function told(id: string): Promise<Told> {
  return (await officer.run<{ targetingRun: Told }>('query ($id: ID!) { targetingRun(by: { id: $id }) { phase seen eligible notEligible undetermined enrolled waiting left failed failures { nodes { code household { code } } } } }', { id })).targetingRun;
}
/** A run that no worker takes. */
const runOf = (ctx: Context, programmeId: string): Promise<string> => inTransaction(ctx, async (tx) => {
  const rules = await rulesInForce(tx, decodeId(programmeId)?.uuid ?? '', '2026-03-01');
  const { rows } = await tx.tx.query<{ id: string }>("insert into programmes.targeting_run (programme_id, mode, on_date, basis_id, started_by) values ($1, 'ENROL', '2026-03-01', $2, 'test') returning id", [rules.programmeId, await storeBasis(tx, rules)]);
  return rows[0]?.id ?? '';
});
async function admit(programmeId: string): Promise<Told> {
  const { waitingListAdmit } = await officer.run<{ waitingListAdmit: { targetingRun: { id: string } } }>('mutation ($input: WaitingListAdmitInput!) { waitingListAdmit(input: $input) { targetingRun { id } userErrors { code } } }', { input: { programmeId } });
  await platform.finishJobs();
  return told(waitingListAdmit.targetingRun.id);
}
type Enrolled = Standing & { readonly household: { readonly code: string }; readonly reason: string; readonly recertifyBy: string | null };
async function standing(programmeId: string, state?: string): Promise<readonly Enrolled[]> {
  const { enrolments } = await officer.run<{ enrolments: { nodes: Enrolled[] } }>('query ($id: ID!) { enrolments(first: 100, where: { programme: { id: { eq: $id } } }) { nodes { id version state reason recertifyBy household { code } } } }', { id: programmeId });
  return enrolments.nodes.filter((each) => state === undefined || each.state === state).toSorted((a, b) => Number(a.household.code.slice(1)) - Number(b.household.code.slice(1)));
}
const numbers = (list: readonly Enrolled[]): readonly number[] => list.map(({ household }) => Number(household.code.slice(1)));
const taken = async (): Promise<object> => (await platform.pool.query("select count(*)::int as wrong from programmes.occupancy o where o.taken <> (select count(*) from programmes.enrolment e where e.programme_id = o.programme_id and e.state in ('ENROLLED', 'SUSPENDED')) or o.granted <> (select coalesce(sum(e.amount), 0) from programmes.enrolment e where e.programme_id = o.programme_id and e.state in ('ENROLLED', 'SUSPENDED'))")).rows[0] as object;

describe('a registry that is judged as a whole', () => {
  it('leaves a decision on each, and enrols whoever is eligible', async () => {
    const id = await programmeWith(BIG(13));
    expect(await run(id, 'ENROL')).toEqual({ phase: 'DONE', seen: 24, eligible: 12, notEligible: 12, undetermined: 0, enrolled: 12, waiting: 0, left: 0, failed: 0, failures: { nodes: [] } });
    expect(numbers(await standing(id, 'ENROLLED'))).toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    expect((await standing(id))[0]).toMatchObject({ reason: 'TARGETED', recertifyBy: '2027-03-01' });
    expect(await run(id, 'ENROL')).toMatchObject({ seen: 12, eligible: 0, enrolled: 0 });
    expect(await taken()).toEqual({ wrong: 0 });
  });

  it('is judged for its decisions alone, and within places', async () => {
    const id = await programmeWith(BIG(13));
    expect(await run(id, 'ASSESS', { placeCodes: ['D2'] })).toMatchObject({ seen: 8, eligible: 4, enrolled: 0 });
    expect(await standing(id)).toEqual([]);
    expect(await run(id, 'ENROL', {}, platform.as({ name: 'far', role: 'programme-officer', places: ['D2'] }))).toMatchObject({ seen: 8, enrolled: 4 });
  });

  it('gives places by priority, lets the others wait, and takes the next ones in when places are free', async () => {
    const id = await programmeWith(BIG(1), { places: 5 });
    expect(await run(id, 'ENROL')).toMatchObject({ phase: 'DONE', eligible: 24, enrolled: 5, waiting: 19 });
    expect(numbers(await standing(id, 'ENROLLED'))).toEqual([20, 21, 22, 23, 24]);
    expect((await standing(id, 'WAITING'))[0]).toMatchObject({ reason: 'PLACES_FULL' });
    const [last] = await standing(id, 'WAITING');
    expect(await refused(officer, 'enrolmentEnrol', { id: last?.id, version: last?.version })).toMatchObject([{ code: 'PLACES_FULL' }]);
    for (const each of (await standing(id, 'ENROLLED')).slice(0, 2)) await moved(officer, 'enrolmentExit', { id: each.id, version: each.version, reason: 'WITHDRAWN' });
    expect(await admit(id)).toMatchObject({ enrolled: 2, waiting: 0 });
    expect(numbers(await standing(id, 'ENROLLED'))).toEqual([18, 19, 22, 23, 24]);
    expect((await standing(id, 'ENROLLED'))[0]).toMatchObject({ reason: 'NEXT_IN_LINE' });
    expect(await taken()).toEqual({ wrong: 0 });
  });

  it('never grants more than the budget, in the order of priority', async () => {
    const id = await programmeWith(BIG(1), { budget: '700' });
    expect(await run(id, 'ENROL')).toMatchObject({ enrolled: 3, waiting: 21 });
    expect(numbers(await standing(id, 'ENROLLED'))).toEqual([22, 23, 24]);
    expect((await standing(id, 'WAITING'))[0]).toMatchObject({ reason: 'BUDGET_SPENT' });
  });

  it('never gives more places than there are, however many take them at once', async () => {
    const id = await programmeWith(BIG(1), { places: 7 });
    const { targetingStart: one } = await officer.run<{ targetingStart: { job: { id: string } } }>('mutation ($input: TargetingStartInput!) { targetingStart(input: $input) { job { id } userErrors { code } } }', { input: { programmeId: id, mode: 'ENROL' } });
    const { waitingListAdmit: other } = await officer.run<{ waitingListAdmit: { job: { id: string } } }>('mutation ($input: WaitingListAdmitInput!) { waitingListAdmit(input: $input) { job { id } userErrors { code } } }', { input: { programmeId: id } });
    const singles = async (): Promise<void> => {
      for (let round = 0; round < 20; round += 1) {
        const open = (await standing(id)).filter(({ state }) => state === 'ELIGIBLE' || state === 'WAITING').slice(0, 6);
        const told = await Promise.all(open.map(({ id: enrolment, version }) => officer.send('mutation ($input: EnrolmentEnrolInput!) { enrolmentEnrol(input: $input) { userErrors { code } } }', { input: { id: enrolment, version } })));
        expect(told.flatMap(({ errors }) => errors)).toEqual([]);
      }
    };
    await Promise.all([singles(), platform.finishJobs()]);
    await platform.finishJobs();
    expect([one.job.id, other.job.id]).toHaveLength(2);
    expect(await standing(id, 'ENROLLED')).toHaveLength(7);
    expect(await taken()).toEqual({ wrong: 0 });
    await expect(platform.pool.query("update programmes.enrolment set state = 'ENROLLED', enrolled_on = '2026-03-01' where state = 'WAITING'")).rejects.toMatchObject({ code: 'KG001' });
  });

  it('lists whoever could not be judged, and judges the others; simulated and one by one too', async () => {
    // For the largest household alone a number that is squared until it is larger than any.
    const squares = Array.from({ length: 14 }, (_, at) => rule(`f${at + 1}`, 'FORMULA', `rules.f${at} * rules.f${at}`));
    const id = await programmeWith([rule('f0', 'FORMULA', `${SIZE} == 24 ? 1000000000000000000 : 1`), ...squares, rule('finite', 'ELIGIBILITY', 'rules.f14 > 0'), rule('first', 'PRIORITY', SIZE)]);
    const { failures, ...rest } = await run(id, 'ENROL');
    expect(rest).toMatchObject({ phase: 'DONE', seen: 24, eligible: 23, enrolled: 23, failed: 1 });
    expect(failures.nodes).toEqual([{ code: expect.stringMatching(/^DATA_22/) as string, household: { code: 'N24' } }]);
    const { programme: { versionInForce } } = await officer.run<{ programme: { versionInForce: { id: string } } }>('query ($id: ID!) { programme(by: { id: $id }) { versionInForce { id } } }', { id });
    const planner = platform.as({ name: 'planner', permissions: ['programmes.programmes.read', 'programmes.simulations.read', 'programmes.simulations.run', 'people.persons.read', 'kernel.jobs.read'] });
    const { programmeSimulate } = await planner.run<{ programmeSimulate: { report: { id: string } } }>('mutation ($input: ProgrammeSimulateInput!) { programmeSimulate(input: $input) { report { id } userErrors { code message } } }', { input: { versionId: versionInForce.id } });
    await platform.finishJobs();
    expect(await planner.run('query ($id: ID!) { simulationReport(by: { id: $id }) { state rows { nodes { assessed failed unchanged } } } }', { id: programmeSimulate.report.id })).toEqual({ simulationReport: { state: 'DONE', rows: { nodes: [{ assessed: 24, failed: 1, unchanged: 23 }] } } });
    const members = JSON.stringify(Array.from({ length: 24 }, () => ({})));
    const { assessmentPreview } = await officer.run<{ assessmentPreview: object }>('query ($input: AssessmentPreviewInput!) { assessmentPreview(input: $input) { outcome problems { path message hint } } }', { input: { programmeId: id, facts: `{"household": {"members": ${members}}}` } });
    expect(assessmentPreview).toMatchObject({ outcome: null, problems: [{ path: '', message: expect.stringMatching(/^The rules cannot be computed by these facts: /) as string }] });
    const { households: { nodes: [largest] } } = await officer.run<{ households: { nodes: { id: string }[] } }>('{ households(where: { code: { eq: "N24" } }) { nodes { id } } }');
    expect(await officer.refuse('mutation ($input: EnrolmentApplyInput!) { enrolmentApply(input: $input) { userErrors { code message path hint } } }', { input: { programmeId: id, householdId: largest?.id, assess: true } })).toMatchObject([{ code: 'FACTS_FAIL' }]);
  });

  it('goes on where it was, wherever the process that did it is killed', async () => {
    const id = await programmeWith(BIG(1), { places: 10 });
    const ctx = platform.platform.context({ actor: platform.platform.system() });
    const runId = await runOf(ctx, id);
    // At each look at how far it is, and within each write of that, in turn.
    await platform.pool.query("create function programmes.stop_it() returns trigger language plpgsql as $$ begin raise exception 'killed' using errcode = '57P01'; end $$");
    let killed = 0;
    const die = async (): Promise<void> => {
      killed += 1;
      throw new Error('killed');
    };
    for (const tear of [true, false, true, false, true, false, true, false, true]) {
      if (tear) await platform.pool.query('create trigger stop_it before update on programmes.targeting_run for each row execute function programmes.stop_it()');
      await targeting.run(ctx, { runId }, { progress: tear ? async () => undefined : die }).catch(() => undefined);
      if (tear) await platform.pool.query('drop trigger stop_it on programmes.targeting_run');
    }
    expect(killed).toBeGreaterThan(2);
    await targeting.run(ctx, { runId }, { progress: async () => undefined });
    expect(await told(encodeId('targeting_run', runId))).toMatchObject({ phase: 'DONE', seen: 24, eligible: 24, enrolled: 10, waiting: 14 });
    const { rows } = await platform.pool.query('select count(*)::int as n from programmes.decision d where d.run_id = $1', [runId]);
    expect(rows).toEqual([{ n: 24 }]);
    expect(await taken()).toEqual({ wrong: 0 });
  });
});

describe('whoever is in the programme', () => {
  it('is judged again: who is no longer eligible exits, with the decision; the others stay', async () => {
    const rules = [rule('young', 'ELIGIBILITY', 'household.members.exists(m, m.age < 12)')];
    const id = await programmeWith(rules, {}, { whenNoLongerEligible: 'SUSPEND' });
    expect(await run(id, 'ENROL')).toMatchObject({ enrolled: 23 });
    platform.setToday('2027-02-01');
    try {
      expect(await run(id, 'REASSESS')).toMatchObject({ seen: 23, notEligible: 23, left: 23 });
      const [first] = await standing(id);
      expect(first).toMatchObject({ state: 'SUSPENDED', reason: 'young' });
      expect(await officer.run('query ($id: ID!) { enrolment(by: { id: $id }) { decisions { nodes { kind outcome } } } }', { id: first?.id })).toEqual({ enrolment: { decisions: { nodes: [{ kind: 'ASSESSMENT', outcome: 'ELIGIBLE' }, { kind: 'EXIT', outcome: 'NOT_ELIGIBLE' }] } } });
      expect(await run(id, 'REASSESS')).toMatchObject({ notEligible: 23, left: 0 });
      const { programme: { versionInForce } } = await officer.run<{ programme: { versionInForce: { id: string } } }>('query ($id: ID!) { programme(by: { id: $id }) { versionInForce { id } } }', { id });
      await publishedVersion(platform, { programmeId: id, effectiveFrom: '2027-02-01', supersedesId: versionInForce.id, rules, whenNoLongerEligible: 'EXIT' });
      expect(await run(id, 'REASSESS', { leadsTo: 'EXIT' })).toMatchObject({ left: 23 });
      expect((await standing(id))[0]).toMatchObject({ state: 'EXITED' });
      expect(await run(id, 'ENROL', { former: true })).toMatchObject({ seen: 24, enrolled: 0 });
      expect((await standing(id))[0]).toMatchObject({ state: 'REJECTED', reason: 'young' });
    } finally {
      platform.setToday('2026-03-01');
    }
  });

  it('leaves when nobody judged it again by the day', async () => {
    const id = await programmeWith(BIG(20), {}, { whenOverdue: 'SUSPEND' });
    await run(id, 'ENROL');
    platform.setToday('2027-03-02');
    try {
      expect(await run(id, 'OVERDUE', { where: { household: { code: { in: ['N1', 'N24'] } } } })).toMatchObject({ phase: 'DONE', left: 1 });
      expect(await run(id, 'OVERDUE', { placeCodes: ['D2'] })).toMatchObject({ phase: 'DONE', left: 1 });
      expect(await run(id, 'OVERDUE')).toMatchObject({ phase: 'DONE', left: 3 });
      expect((await standing(id))[0]).toMatchObject({ state: 'SUSPENDED', reason: 'RECERTIFICATION_OVERDUE' });
    } finally {
      platform.setToday('2026-03-01');
    }
  });
});

describe('an application, where the deployment has it judged at once', () => {
  it('is judged whoever records it, where there are rules', async () => {
    const APPLY = 'mutation ($input: EnrolmentApplyInput!) { enrolmentApply(input: $input) { enrolment { state } decision { outcome reasons { code } } userErrors { code message path } } }';
    const { households } = await officer.run<{ households: { nodes: { id: string; code: string }[] } }>('{ households(first: 30, where: { code: { in: ["N1", "N9"] } }) { nodes { id code } } }');
    const clerk = platform.as({ name: 'clerk', permissions: ['programmes.enrolments.apply', 'programmes.enrolments.read', 'programmes.decisions.read', 'people.households.read', 'people.persons.read'] });
    const apply = (programmeId: string, code: string): Promise<object> => clerk.run(APPLY, { input: { programmeId, householdId: households.nodes.find((each) => each.code === code)?.id } });
    const id = await programmeWith(BIG(9));
    expect(await apply(id, 'N9')).toEqual({ enrolmentApply: { enrolment: { state: 'ELIGIBLE' }, decision: { outcome: 'ELIGIBLE', reasons: [] }, userErrors: [] } });
    expect(await apply(id, 'N1')).toMatchObject({ enrolmentApply: { enrolment: { state: 'REJECTED' }, decision: { reasons: [{ code: 'big' }] } } });
    expect(await apply(await programme(officer, `T-${(codes += 1)}`), 'N9')).toMatchObject({ enrolmentApply: { enrolment: { state: 'APPLIED' }, decision: null } });
  });
});

describe('the day by which somebody must be judged again', () => {
  it('follows when they are taken in or judged again, and is set one by one with a reason', async () => {
    const SET = 'mutation ($input: EnrolmentRecertificationSetInput!) { enrolmentRecertificationSet(input: $input) { enrolment { id version state recertifyBy recertifyBecause } userErrors { code message path hint } } }';
    const id = await programmeWith(BIG(24));
    await run(id, 'ENROL');
    const [one] = await standing(id);
    const set = (input: object): Promise<{ enrolmentRecertificationSet: { enrolment: Standing } }> => officer.run(SET, { input });
    const { enrolmentRecertificationSet: { enrolment } } = await set({ id: one?.id, version: one?.version, recertifyBy: '2026-06-30', reason: 'The father comes back in June' });
    expect(enrolment).toMatchObject({ recertifyBy: '2026-06-30', recertifyBecause: 'The father comes back in June' });
    expect(await officer.refuse(SET, { input: { id: one?.id, version: enrolment.version, recertifyBy: '2026-02-28', reason: 'Too late' } })).toMatchObject([{ code: 'RECERTIFY_PAST', path: ['input', 'recertifyBy'] }]);
    const { enrolmentAssess } = await officer.run<{ enrolmentAssess: { enrolment: Standing } }>('mutation ($input: EnrolmentAssessInput!) { enrolmentAssess(input: $input) { enrolment { id version state recertifyBy recertifyBecause } userErrors { code } } }', { input: { id: one?.id, version: enrolment.version } });
    expect(enrolmentAssess.enrolment).toMatchObject({ state: 'ENROLLED', recertifyBy: '2027-03-01', recertifyBecause: null });
    const never = await set({ id: one?.id, version: enrolmentAssess.enrolment.version, recertifyBy: null, reason: 'Lasts for life' });
    expect(never.enrolmentRecertificationSet.enrolment).toMatchObject({ recertifyBy: null, recertifyBecause: 'Lasts for life' });
    const gone = await moved(officer, 'enrolmentExit', { id: one?.id, version: never.enrolmentRecertificationSet.enrolment.version, reason: 'WITHDRAWN' });
    expect(await officer.refuse(SET, { input: { id: gone.id, version: gone.version, recertifyBy: '2026-06-30', reason: 'Out' } })).toMatchObject([{ code: 'NOT_IN_PROGRAMME' }]);
  });
});

describe('programmes that know each other', () => {
  const RELATE = 'mutation ($input: ProgrammeRelationAddInput!) { programmeRelationAdd(input: $input) { userErrors { code } } }';

  it('exclude each other, one by one and for all', async () => {
    const [first, second] = [await programmeWith(BIG(23)), await programmeWith(BIG(22))];
    await officer.run(RELATE, { input: { programmeId: first, otherId: second, kind: 'EXCLUSIVE' } });
    await run(first, 'ENROL');
    const { failures, ...rest } = await run(second, 'ENROL');
    expect(rest).toMatchObject({ eligible: 3, enrolled: 1, failed: 2 });
    expect(failures.nodes.map(({ code, household }) => [code, household.code]).toSorted()).toEqual([['PROGRAMME_EXCLUSIVE', 'N23'], ['PROGRAMME_EXCLUSIVE', 'N24']]);
    const left = (await standing(second)).find(({ household }) => household.code === 'N24');
    expect(await refused(officer, 'enrolmentEnrol', { id: left?.id, version: left?.version })).toMatchObject([{ code: 'PROGRAMME_EXCLUSIVE' }]);
  });

  it('exclude each other where both take somebody in at the same moment', async () => {
    const [first, second] = [await programmeWith(BIG(23)), await programmeWith(BIG(23))];
    await officer.run(RELATE, { input: { programmeId: first, otherId: second, kind: 'EXCLUSIVE' } });
    for (const each of [first, second]) {
      await platform.pool.query(`insert into programmes.enrolment (id, programme_id, household_id, place_id, state, state_on)
        select kernel.uuid7(), $1, h.id, h.place_id, 'ELIGIBLE', '2026-01-01' from people.household h where h.code in ('N21', 'N22', 'N23', 'N24')`, [decodeId(each)?.uuid]);
    }
    const [one, other] = [await standing(first), await standing(second)];
    const both = one.flatMap((enrolment) => other.filter(({ household }) => household.code === enrolment.household.code).map((rival) => [enrolment, rival] as const));
    expect(both.length).toBeGreaterThan(0);
    for (const pair of both) {
      const answers = await Promise.all(pair.map(({ id, version }) => officer.send('mutation ($input: EnrolmentEnrolInput!) { enrolmentEnrol(input: $input) { enrolment { state } userErrors { code } } }', { input: { id, version } })));
      const told = answers.map(({ data }) => (data as { enrolmentEnrol: { enrolment: object | null; userErrors: readonly object[] } }).enrolmentEnrol);
      expect(told.toSorted((a, b) => a.userErrors.length - b.userErrors.length)).toEqual([{ enrolment: { state: 'ENROLLED' }, userErrors: [] }, { enrolment: null, userErrors: [{ code: 'PROGRAMME_EXCLUSIVE' }] }]);
    }
  });

  it('exclude each other where two jobs target the same at once: each ends in one at most, and nobody is lost', async () => {
    const [first, second] = [await programmeWith(BIG(9)), await programmeWith(BIG(9))];
    await officer.run(RELATE, { input: { programmeId: first, otherId: second, kind: 'EXCLUSIVE' } });
    // Both give places at the same moment: each waits for the other after its guards have looked.
    const ctx = platform.platform.context({ actor: platform.platform.system() });
    const runs = await Promise.all([first, second].map((each) => runOf(ctx, each)));
    await platform.pool.query('create sequence programmes.arrived');
    await platform.pool.query(`create function programmes.dawdle() returns trigger language plpgsql security definer as $$ begin
      if exists (select from now_rows n where n.state = 'ENROLLED') then
        perform nextval('programmes.arrived');
        for round in 1..500 loop exit when (select last_value from programmes.arrived) > 1; perform pg_sleep(0.02); end loop;
      end if; return null; end $$`);
    await platform.pool.query('create trigger a_dawdle after update on programmes.enrolment referencing new table as now_rows for each statement execute function programmes.dawdle()');
    try {
      await Promise.all(runs.map((runId) => targeting.run(ctx, { runId }, { progress: async () => undefined })));
    } finally {
      await platform.pool.query('drop trigger a_dawdle on programmes.enrolment');
    }
    const { rows: [arrived] } = await platform.pool.query<{ n: number }>('select last_value::int as n from programmes.arrived');
    expect(arrived?.n).toBe(2);
    const [one, other] = [await told(encodeId('targeting_run', runs[0] ?? '')), await told(encodeId('targeting_run', runs[1] ?? ''))];
    expect([one.phase, other.phase, one.eligible, other.eligible]).toEqual(['DONE', 'DONE', 16, 16]);
    const [in1, in2] = [numbers(await standing(first, 'ENROLLED')), numbers(await standing(second, 'ENROLLED'))];
    expect(in1.filter((n) => in2.includes(n))).toEqual([]);
    expect([...in1, ...in2].toSorted((a, b) => a - b)).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    for (const [enrolled, { failures }, kept] of [[in2, one, in1], [in1, other, in2]] as const) {
      expect(failures.nodes.map(({ code, household }) => [code, Number(household.code.slice(1))]).toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual(enrolled.map((n) => ['PROGRAMME_EXCLUSIVE', n]));
      expect(kept.length + failures.nodes.length).toBe(16);
    }
    expect(await taken()).toEqual({ wrong: 0 });
  });

  it('complement each other', async () => {
    const [base, top] = [await programmeWith(BIG(24)), await programmeWith(BIG(23))];
    await officer.run(RELATE, { input: { programmeId: top, otherId: base, kind: 'COMPLEMENTS' } });
    await run(base, 'ENROL');
    expect(await run(top, 'ENROL')).toMatchObject({ eligible: 2, enrolled: 1, failed: 1, failures: { nodes: [{ code: 'PROGRAMME_NEEDED', household: { code: 'N23' } }] } });
  });
});
