import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { DRAFT, officers, programme, PUBLISH, publishedVersion, rule, SUBMIT, versionOf, type Version } from './testing.js';
import { moved, registry, type Standing } from './testing/enrolling.js';

let platform: TestPlatform;
let officer: TestClient;
let judge: TestClient;
let people: Awaited<ReturnType<typeof registry>>;

/** H1 with a child and H2 with somebody of unknown age in D1, H3 and H4 in D2 of one each. */
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  officer = platform.as({ name: 'ama', role: 'programme-officer' });
  judge = platform.as({ name: 'judge', role: 'programme-officer' });
  people = await registry(platform);
});
afterAll(() => platform?.stop());

const EVERYBODY = [rule('everybody', 'ELIGIBILITY', 'true'), rule('first', 'PRIORITY', 'household.members.size()')];
const ALONE = [rule('alone', 'ELIGIBILITY', 'household.members.size() == params.most')];
let codes = 0;
async function programmeWith(rules: readonly object[], more: object = {}, version: object = {}): Promise<string> {
  const id = await programme(officer, `W-${(codes += 1)}`, more);
  await publishedVersion(platform, { programmeId: id, effectiveFrom: '2020-01-01', rules, ...version });
  return id;
}

const START = 'mutation ($input: TargetingStartInput!) { targetingStart(input: $input) { targetingRun { id } userErrors { code message path hint } } }';
interface Run { readonly seen: number; readonly eligible: number; readonly enrolled: number; readonly waiting: number; readonly left: number; readonly where: string | null }
async function run(programmeId: string, mode: string, more: object = {}): Promise<Run> {
  const { targetingStart: { targetingRun: { id } } } = await officer.run<{ targetingStart: { targetingRun: { id: string } } }>(START, { input: { programmeId, mode, ...more } });
  await platform.finishJobs();
  return (await officer.run<{ targetingRun: Run }>('query ($id: ID!) { targetingRun(by: { id: $id }) { seen eligible enrolled waiting left where } }', { id })).targetingRun;
}
type Enrolled = Standing & { readonly reason: string; readonly stateOn: string; readonly household: { readonly code: string } };
async function standing(programmeId: string): Promise<readonly Enrolled[]> {
  const { enrolments } = await officer.run<{ enrolments: { nodes: Enrolled[] } }>('query ($id: ID!) { enrolments(where: { programme: { id: { eq: $id } } }) { nodes { id version state reason stateOn household { code } } } }', { id: programmeId });
  return enrolments.nodes.toSorted((a, b) => a.household.code.localeCompare(b.household.code));
}
const states = async (programmeId: string): Promise<readonly (readonly string[])[]> => (await standing(programmeId)).map(({ household, state, reason }) => [household.code, state, reason]);

describe('a filter of work on many', () => {
  it('chooses by the language of the lists, and nobody where it matches nobody', async () => {
    const id = await programmeWith(EVERYBODY);
    expect(await run(id, 'ENROL', { where: { household: { or: [] } } })).toMatchObject({ seen: 0, enrolled: 0 });
    expect(await run(id, 'ENROL', { where: { household: { code: { eq: 'NOBODY' } } } })).toMatchObject({ seen: 0, enrolled: 0 });
    expect(await standing(id)).toEqual([]);
    const children = { household: { members: { some: { birthDate: { gte: '2015-01-01' } } } } };
    expect(await run(id, 'ASSESS', { where: children })).toMatchObject({ seen: 1, where: JSON.stringify(children.household) });
    expect(await run(id, 'ENROL', { where: { household: { id: { in: [people.households['H1'], people.households['H3']] } } }, placeCodes: ['D2'] })).toMatchObject({ seen: 1, enrolled: 1 });
    expect(await states(id)).toEqual([['H3', 'ENROLLED', 'TARGETED']]);
    expect(await run(id, 'REASSESS', { where: { household: { not: { code: { eq: 'H3' } } } } })).toMatchObject({ seen: 0 });
  });

  it('leaves whoever waits and comes first their turn', async () => {
    const id = await programmeWith(EVERYBODY, { places: 2 });
    expect(await run(id, 'ENROL')).toMatchObject({ enrolled: 2, waiting: 2 });
    const [first] = await standing(id);
    await moved(officer, 'enrolmentExit', { id: first?.id, version: first?.version, reason: 'WITHDRAWN' });
    // A place is free, and one of two in D2, whose turn comes before, has it: so nobody who was chosen does.
    const waiting = (await standing(id)).filter(({ state }) => state === 'WAITING').map(({ household }) => household.code);
    expect(waiting).toEqual(['H3', 'H4']);
    expect(await run(id, 'ENROL', { where: { household: { or: [] } } })).toMatchObject({ enrolled: 0 });
    await platform.pool.query(`update programmes.enrolment set priority = case when household_id = (select id from people.household where code = 'H4') then 9 else 8 end where state = 'WAITING' and reason = 'PLACES_FULL'`);
    const { waitingListAdmit } = await officer.run<{ waitingListAdmit: { userErrors: readonly object[] } }>('mutation ($input: WaitingListAdmitInput!) { waitingListAdmit(input: $input) { userErrors { code } } }', { input: { programmeId: id } });
    await platform.finishJobs();
    expect(waitingListAdmit.userErrors).toEqual([]);
    expect((await standing(id)).filter(({ state }) => state === 'ENROLLED').map(({ household }) => household.code)).toEqual(['H2', 'H4']);
    await officer.run('mutation ($input: ProgrammeUpdateInput!) { programmeUpdate(input: $input) { userErrors { code message } } }', { input: { id, version: 1, places: 4 } });
    expect(await run(id, 'ENROL', { former: true, where: { household: { code: { eq: 'H1' } } } })).toMatchObject({ seen: 1, enrolled: 1 });
    expect((await standing(id)).filter(({ state }) => state === 'WAITING').map(({ household }) => household.code)).toEqual(['H3']);
  });

  it('is of whom the programme is for, and of what whoever asks may see', async () => {
    const id = await programmeWith(EVERYBODY);
    const input = { programmeId: id, mode: 'ASSESS' };
    expect(await officer.refuse(START, { input: { ...input, where: { person: { familyName: { eq: 'Child' } } } } })).toMatchObject([{ code: 'WHERE_OF_TARGET', path: ['input', 'where'] }]);
    expect(await officer.refuse(START, { input: { ...input, where: {} } })).toMatchObject([{ code: 'WHERE_OF_TARGET' }]);
    expect(await officer.refuse(START, { input: { ...input, where: { household: { members: { some: { disabilityAssessments: { some: { seeing: { eq: 'CANNOT_DO_AT_ALL' } } } } } } } } })).toMatchObject([{ code: 'WHERE_FORBIDDEN' }]);
    const blind = platform.as({ name: 'blind', permissions: ['programmes.targeting.run', 'programmes.programmes.read', 'programmes.enrolments.read', 'kernel.jobs.read'] });
    expect(await blind.refuse(START, { input: { ...input, where: { household: { code: { eq: 'H1' } } } } })).toMatchObject([{ code: 'WHERE_FORBIDDEN' }]);
    const { errors } = await officer.send(START, { input: { ...input, where: { household: { id: { eq: 'person_1' } } } } });
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });

  it('limits simulations likewise', async () => {
    const { ama } = officers(platform);
    const id = await programmeWith(EVERYBODY);
    const { programme: { versionInForce } } = await ama.run<{ programme: { versionInForce: { id: string } } }>('query ($id: ID!) { programme(by: { id: $id }) { versionInForce { id } } }', { id });
    const planner = platform.as({ name: 'planner', permissions: ['programmes.programmes.read', 'programmes.simulations.read', 'programmes.simulations.run', 'people.persons.read', 'people.households.read', 'kernel.jobs.read'] });
    const SIMULATE = 'mutation ($input: ProgrammeSimulateInput!) { programmeSimulate(input: $input) { report { id } userErrors { code message path } } }';
    const { programmeSimulate: { report } } = await planner.run<{ programmeSimulate: { report: { id: string } } }>(SIMULATE, { input: { versionId: versionInForce.id, where: { household: { code: { in: ['H1', 'H4'] } } } } });
    const { programmeSimulate: { report: nobody } } = await planner.run<{ programmeSimulate: { report: { id: string } } }>(SIMULATE, { input: { versionId: versionInForce.id, where: { household: { or: [] } } } });
    await platform.finishJobs();
    const told = (of: string): Promise<object> => planner.run('query ($id: ID!) { simulationReport(by: { id: $id }) { where rows { nodes { assessed } } } }', { id: of });
    expect(await told(report.id)).toEqual({ simulationReport: { where: '{"code":{"in":["H1","H4"]}}', rows: { nodes: [{ assessed: 2 }] } } });
    expect(await told(nobody.id)).toEqual({ simulationReport: { where: '{"or":[]}', rows: { nodes: [{ assessed: 0 }] } } });
    const analyst = platform.as({ name: 'analyst', role: 'programme-analyst' });
    expect(await analyst.refuse(SIMULATE, { input: { versionId: versionInForce.id, where: { household: { code: { eq: 'H1' } } } } })).toMatchObject([{ code: 'SIMULATION_FILTER_TAKES_PERSONS' }]);
  });
});

const ASSESS = 'mutation ($input: EnrolmentAssessInput!) { enrolmentAssess(input: $input) { enrolment { id version state } decision { id kind outcome } userErrors { code message path } } }';
const APPLY = 'mutation ($input: EnrolmentApplyInput!) { enrolmentApply(input: $input) { enrolment { id version state } decision { outcome reasons { code text } } userErrors { code message path } } }';

/** A programme for households of one; the number may change. */
async function forThoseAlone(version: object = {}): Promise<{ readonly id: string; become(most: string): Promise<void> }> {
  const { ama, kofi } = officers(platform);
  const id = await programme(officer, `W-${(codes += 1)}`);
  const { parameterDefine } = await ama.run<{ parameterDefine: { parameter: { id: string } } }>('mutation ($input: ParameterDefineInput!) { parameterDefine(input: $input) { parameter { id } userErrors { code } } }', { input: { programmeId: id, code: 'most', type: 'NUMBER' } });
  let replacesId: string | undefined;
  const become = async (value: string): Promise<void> => {
    const { parameterValueAdd } = await ama.run<{ parameterValueAdd: { parameterValue: { id: string } } }>('mutation ($input: ParameterValueAddInput!) { parameterValueAdd(input: $input) { parameterValue { id } userErrors { code } } }',
      { input: { parameterId: parameterDefine.parameter.id, effectiveFrom: '2020-01-01', value, source: 'Made up', replacesId } });
    replacesId = parameterValueAdd.parameterValue.id;
    await kofi.run('mutation ($input: ParameterValuePublishInput!) { parameterValuePublish(input: $input) { userErrors { code } } }', { input: { id: replacesId } });
  };
  await become('1');
  await publishedVersion(platform, { programmeId: id, effectiveFrom: '2020-01-01', rules: ALONE.map((each) => ({ ...each, texts: [{ language: 'en', text: 'They do not live alone.' }, { language: 'fr', text: 'Ils ne vivent pas seuls.' }] })), ...version });
  return { id, become };
}

describe('whoever is no longer eligible', () => {
  const assess = async ({ id, version }: Standing): Promise<{ readonly enrolment: Standing; readonly decision: { readonly kind: string } }> =>
    (await officer.run<{ enrolmentAssess: { enrolment: Standing; decision: { kind: string } } }>(ASSESS, { input: { id, version } })).enrolmentAssess;

  it.each([['KEEP', 'ENROLLED', 'ASSESSMENT', 0], ['SUSPEND', 'SUSPENDED', 'EXIT', 1], ['EXIT', 'EXITED', 'EXIT', 1]])('is treated as the version says, one by one and among many: %s', async (whenNoLongerEligible, state, kind, left) => {
    const { id, become } = await forThoseAlone({ whenNoLongerEligible });
    expect(await run(id, 'ENROL')).toMatchObject({ enrolled: 2 });
    await become('2');
    const [one] = await standing(id);
    expect(await assess(one as Standing)).toMatchObject({ enrolment: { state }, decision: { kind, outcome: 'NOT_ELIGIBLE' } });
    const other = whenNoLongerEligible === 'SUSPEND' ? 'EXIT' : 'SUSPEND';
    expect(await officer.refuse(START, { input: { programmeId: id, mode: 'REASSESS', leadsTo: other } })).toMatchObject([{ code: 'LEADS_TO_OF_VERSION', path: ['input', 'leadsTo'] }]);
    expect(await run(id, 'REASSESS')).toMatchObject({ left });
    expect((await states(id)).map(([, now]) => now)).toEqual([state, state]);
  });

  it('stands in the version, from draft to draft', async () => {
    const { ama } = officers(platform);
    const { id } = await forThoseAlone({ whenNoLongerEligible: 'KEEP', whenOverdue: 'SUSPEND' });
    const VERSION = '{ programmeVersion { id version whenNoLongerEligible whenOverdue } userErrors { code message } }';
    interface Said { readonly id: string; readonly version: number; readonly whenNoLongerEligible: string; readonly whenOverdue: string }
    const { programme: { versions: { nodes: [was] } } } = await ama.run<{ programme: { versions: { nodes: Said[] } } }>('query ($id: ID!) { programme(by: { id: $id }) { versions { nodes { id version whenNoLongerEligible whenOverdue } } } }', { id });
    const { programmeVersionDraft: { programmeVersion: next } } = await ama.run<{ programmeVersionDraft: { programmeVersion: Said } }>(`mutation ($input: ProgrammeVersionDraftInput!) { programmeVersionDraft(input: $input) ${VERSION} }`, { input: { programmeId: id, effectiveFrom: '2027-01-01', supersedesId: was?.id, rules: ALONE } });
    expect(next).toMatchObject({ whenNoLongerEligible: 'KEEP', whenOverdue: 'SUSPEND' });
    const { programmeVersionChange: { programmeVersion: changed } } = await ama.run<{ programmeVersionChange: { programmeVersion: Said } }>(`mutation ($input: ProgrammeVersionChangeInput!) { programmeVersionChange(input: $input) ${VERSION} }`, { input: { id: next.id, version: next.version, whenOverdue: 'EXIT' } });
    expect(changed).toMatchObject({ whenNoLongerEligible: 'KEEP', whenOverdue: 'EXIT' });
    await expect(platform.pool.query("update programmes.programme_version set when_overdue = 'EXIT' where state = 'PUBLISHED' and when_overdue = 'SUSPEND'")).rejects.toMatchObject({ code: 'KG001' });
  });
});

describe('an application that is judged at once', () => {
  it('answers with the decision and its reasons, and is not recorded where it cannot be judged', async () => {
    const { id } = await forThoseAlone();
    const apply = (household: string, more: object = {}, as = officer): Promise<object> => as.run(APPLY, { input: { programmeId: id, householdId: people.households[household], assess: true, ...more } });
    expect(await apply('H3')).toMatchObject({ enrolmentApply: { enrolment: { state: 'ELIGIBLE' }, decision: { outcome: 'ELIGIBLE', reasons: [] } } });
    expect(await apply('H1')).toMatchObject({ enrolmentApply: { enrolment: { state: 'REJECTED' }, decision: { outcome: 'NOT_ELIGIBLE', reasons: [{ code: 'alone', text: 'They do not live alone.' }] } } });
    expect(await apply('H4', { assess: false })).toMatchObject({ enrolmentApply: { enrolment: { state: 'APPLIED' }, decision: null } });
    const empty = await programme(officer, `W-${(codes += 1)}`);
    expect(await officer.refuse(APPLY, { input: { programmeId: empty, householdId: people.households['H1'], assess: true } })).toMatchObject([{ code: 'NO_VERSION' }]);
    expect(await standing(empty)).toEqual([]);
    const clerk = platform.as({ name: 'clerk', permissions: ['programmes.enrolments.apply', 'programmes.enrolments.read', 'programmes.decisions.read', 'people.households.read', 'people.persons.read'] });
    expect(await clerk.refuse(APPLY, { input: { programmeId: id, householdId: people.households['H2'], assess: true } })).toMatchObject([{ code: 'ASSESS_TAKES', path: ['input', 'assess'] }]);
  });
});

describe('an appeal with success', () => {
  const DECIDE = 'mutation ($input: EnrolmentAppealDecideInput!) { enrolmentAppealDecide(input: $input) { enrolment { id version state } decision { outcome } userErrors { code message path } } }';
  async function appealed(programmeId: string, household: string): Promise<Standing> {
    const { enrolmentApply: { enrolment } } = await officer.run<{ enrolmentApply: { enrolment: Standing } }>(APPLY, { input: { programmeId, householdId: people.households[household], assess: true } });
    expect(enrolment.state).toBe('REJECTED');
    return moved(officer, 'enrolmentAppeal', { id: enrolment.id, version: enrolment.version });
  }

  it('makes them eligible, which no work on many takes back', async () => {
    const { id } = await forThoseAlone();
    const { id: enrolment, version } = await appealed(id, 'H1');
    expect(await judge.run(DECIDE, { input: { id: enrolment, version, upheld: true } })).toMatchObject({ enrolmentAppealDecide: { enrolment: { state: 'ELIGIBLE' }, decision: null } });
    await run(id, 'ENROL');
    const [one] = await standing(id);
    expect(one).toMatchObject({ state: 'ELIGIBLE', reason: 'APPEAL_UPHELD' });
    expect(await moved(officer, 'enrolmentEnrol', { id: one?.id, version: one?.version })).toMatchObject({ state: 'ENROLLED' });
  });

  it('or has them judged again by the facts as they are now', async () => {
    const { id, become } = await forThoseAlone();
    const first = await appealed(id, 'H1');
    expect(await judge.run(DECIDE, { input: { id: first.id, version: first.version, upheld: true, assessAgain: true } })).toMatchObject({ enrolmentAppealDecide: { enrolment: { state: 'REJECTED' }, decision: { outcome: 'NOT_ELIGIBLE' } } });
    const second = await appealed(id, 'H2');
    await become('2');
    expect(await judge.run(DECIDE, { input: { id: second.id, version: second.version, upheld: true, assessAgain: true } })).toMatchObject({ enrolmentAppealDecide: { enrolment: { state: 'ELIGIBLE' }, decision: { outcome: 'ELIGIBLE' } } });
    const { enrolment } = await officer.run<{ enrolment: { appliedOn: string; steps: { nodes: { number: number; to: string; reason: string }[] } } }>('query ($id: ID!) { enrolment(by: { id: $id }) { appliedOn steps { nodes { number to reason } } } }', { id: second.id });
    expect(enrolment.appliedOn).toBe('2026-03-01');
    expect(enrolment.steps.nodes.toSorted((a, b) => a.number - b.number).map(({ to, reason }) => [to, reason])).toEqual([
      ['APPLIED', 'APPLICATION'], ['REJECTED', 'alone'], ['APPEALED', 'CONTESTED'], ['APPLIED', 'APPEAL_UPHELD'], ['ELIGIBLE', 'ASSESSED']]);
  });
});

describe('whoever is gone', () => {
  const clerkOf = (): TestClient => platform.as('people.life-events.record', 'people.life-events.void', 'people.life-events.read', 'people.households.restructure', 'people.households.read', 'people.persons.read');
  const told = async (programmeId: string, code: string): Promise<readonly string[]> => (await standing(programmeId)).filter(({ household }) => household.code === code).flatMap(({ state, reason, stateOn }) => [state, reason, stateOn]);

  it('is suspended in a household that is closed by a death, and goes on where the death was recorded by mistake', async () => {
    const households = await programmeWith(EVERYBODY);
    const persons = await programmeWith([rule('everybody', 'ELIGIBILITY', 'true')], { target: 'PERSON' });
    await run(households, 'ENROL');
    await run(persons, 'ENROL', { where: { person: { id: { eq: people.persons['H3'] } } } });
    const ofPerson = async (): Promise<readonly string[]> => (await officer.run<{ enrolments: { nodes: Enrolled[] } }>('query ($id: ID!) { enrolments(where: { programme: { id: { eq: $id } } }) { nodes { state reason stateOn } } }', { id: persons })).enrolments.nodes.flatMap(({ state, reason, stateOn }) => [state, reason, stateOn]);
    expect(await ofPerson()).toEqual(['ENROLLED', 'TARGETED', '2026-03-01']);
    platform.setToday('2026-04-10');
    try {
      const { deathRecord } = await clerkOf().run<{ deathRecord: { lifeEvent: { id: string } } }>('mutation ($input: DeathRecordInput!) { deathRecord(input: $input) { lifeEvent { id } userErrors { code message path } } }', { input: { personId: people.persons['H3'], on: '2026-04-02' } });
      expect(await told(households, 'H3')).toEqual(['SUSPENDED', 'HOUSEHOLD_CLOSED', '2026-04-02']);
      expect(await ofPerson()).toEqual(['SUSPENDED', 'DIED', '2026-04-02']);
      expect(await told(households, 'H4')).toEqual(['ENROLLED', 'TARGETED', '2026-03-01']);
      const [suspended] = (await standing(households)).filter(({ household }) => household.code === 'H3');
      expect(await officer.refuse('mutation ($input: EnrolmentResumeInput!) { enrolmentResume(input: $input) { userErrors { code path } } }', { input: { id: suspended?.id, version: suspended?.version, reason: 'REVIEWED' } })).toMatchObject([{ code: 'HOUSEHOLD_CLOSED' }]);
      await clerkOf().run('mutation ($input: LifeEventVoidInput!) { lifeEventVoid(input: $input) { userErrors { code message path } } }', { input: { lifeEventId: deathRecord.lifeEvent.id } });
      expect(await told(households, 'H3')).toEqual(['ENROLLED', 'HOUSEHOLD_OPEN_AGAIN', '2026-04-02']);
      expect(await ofPerson()).toEqual(['ENROLLED', 'ALIVE', '2026-04-02']);
    } finally {
      platform.setToday('2026-03-01');
    }
  });

  it('is suspended in a household whose members came into another, once', async () => {
    const id = await programmeWith(EVERYBODY);
    await run(id, 'ENROL', { where: { household: { code: { in: ['H3', 'H4'] } } } });
    await clerkOf().run('mutation ($input: HouseholdMergeInput!) { householdMerge(input: $input) { userErrors { code message path } } }', { input: { fromHouseholdId: people.households['H4'], intoHouseholdId: people.households['H3'], othersBecome: 'OTHER_RELATIVE', on: '2026-03-01' } });
    expect(await states(id)).toEqual([['H3', 'ENROLLED', 'TARGETED'], ['H4', 'SUSPENDED', 'HOUSEHOLD_CLOSED']]);
    const { enrolments } = await officer.run<{ enrolments: { nodes: { steps: { nodes: { number: number; to: string; reason: string }[] } }[] } }>('query ($id: ID!) { enrolments(where: { programme: { id: { eq: $id } }, household: { code: { eq: "H4" } } }) { nodes { steps { nodes { number to reason } } } } }', { id });
    expect(enrolments.nodes[0]?.steps.nodes.toSorted((a, b) => a.number - b.number).map(({ to, reason }) => [to, reason])).toEqual([['ELIGIBLE', 'ASSESSED'], ['ENROLLED', 'TARGETED'], ['SUSPENDED', 'HOUSEHOLD_CLOSED']]);
    const { enrolmentReasons } = await officer.run<{ enrolmentReasons: { code: string; text: string; moves: string[] }[] }>('{ enrolmentReasons { code text moves } }');
    expect(enrolmentReasons.find(({ code }) => code === 'HOUSEHOLD_CLOSED')?.moves).toEqual([]);
  });
});

describe('what rules name, when a version is submitted and published', () => {
  it('must say something from its first day on', async () => {
    const { ama, kofi } = officers(platform);
    const id = await programme(officer, `W-${(codes += 1)}`);
    const { parameterDefine } = await ama.run<{ parameterDefine: { parameter: { id: string } } }>('mutation ($input: ParameterDefineInput!) { parameterDefine(input: $input) { parameter { id } userErrors { code } } }', { input: { programmeId: id, code: 'most', type: 'NUMBER' } });
    await ama.run('mutation ($input: RuleTableDefineInput!) { ruleTableDefine(input: $input) { userErrors { code message } } }', { input: { programmeId: id, code: 'rates', keys: [{ name: 'members', type: 'NUMBER', match: 'FROM' }], valueType: 'MONEY' } });
    const value = async (effectiveFrom: string): Promise<string> => (await ama.run<{ parameterValueAdd: { parameterValue: { id: string } } }>('mutation ($input: ParameterValueAddInput!) { parameterValueAdd(input: $input) { parameterValue { id } userErrors { code } } }', { input: { parameterId: parameterDefine.parameter.id, effectiveFrom, value: '1', source: 'Made up' } })).parameterValueAdd.parameterValue.id;
    await kofi.run('mutation ($input: ParameterValuePublishInput!) { parameterValuePublish(input: $input) { userErrors { code } } }', { input: { id: await value('2026-06-01') } });
    const draft = async (rules: readonly object[]): Promise<Version> => versionOf(ama, DRAFT, { programmeId: id, effectiveFrom: '2026-01-01', rules });
    const both = await draft([...ALONE, rule('grant', 'AMOUNT', 'lookup("rates", household.members.size())')]);
    expect(await ama.refuse(SUBMIT, { input: { id: both.id, version: both.version } })).toMatchObject([
      { code: 'PARAMETER_SAYS_NOTHING', path: ['input', 'rules', '0', 'expression'], message: 'The rule alone names the parameter most, which has no value on 2026-01-01, the first day of the version.', hint: expect.stringContaining('parameterValueAdd') as string },
      { code: 'TABLE_SAYS_NOTHING', path: ['input', 'rules', '1', 'expression'] },
    ]);
    const alone = await draft(ALONE);
    const proposed = await value('2025-01-01');
    // What waits to be published is decided together with the version; before it.
    const submitted = await versionOf(ama, SUBMIT, { id: alone.id, version: alone.version });
    expect(await kofi.refuse(PUBLISH, { input: { id: alone.id, version: submitted.version } })).toMatchObject([{ code: 'PARAMETER_SAYS_NOTHING' }]);
    await kofi.run('mutation ($input: ParameterValuePublishInput!) { parameterValuePublish(input: $input) { userErrors { code } } }', { input: { id: proposed } });
    expect(await versionOf(kofi, PUBLISH, { id: alone.id, version: submitted.version })).toMatchObject({ state: 'PUBLISHED' });
    const day = await draft([rule('before', 'ELIGIBILITY', 'param("most", date("2020-01-01")) == 1 || indexed(2, "most", on, on) == 2')]);
    expect(await versionOf(ama, SUBMIT, { id: day.id, version: day.version })).toMatchObject({ state: 'IN_REVIEW' });
  });
});
