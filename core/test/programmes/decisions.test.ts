import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../src/kernel/schema/ids.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { officers, programme, publishedVersion, rule } from './testing.js';
import { moved, registry, type Standing } from './testing/enrolling.js';

let platform: TestPlatform;
let officer: TestClient;
let people: Awaited<ReturnType<typeof registry>>;

const POOR = rule('poor', 'ELIGIBILITY', 'household.members.exists(m, m.age < params.child_age)', { texts: [{ language: 'en', text: 'A child lives there' }, { language: 'fr', text: 'Un enfant y vit' }] });
const ABLE = rule('unable', 'EXCLUSION', 'household.members.exists(m, m.disabilityAssessments.exists(d, d.seeing == "CANNOT_DO_AT_ALL"))');
const FIRST = rule('first', 'PRIORITY', 'household.members.size()');
const GRANT = rule('grant', 'AMOUNT', 'money("12.50") * household.members.size()');

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  officer = platform.as({ name: 'ama', role: 'programme-officer' });
  people = await registry(platform);
});
afterAll(() => platform?.stop());

let programmes = 0;
/** A programme with a published version; parameters are those of the programme. */
async function programmeWith(rules: readonly object[], more: object = {}): Promise<string> {
  const programmeId = await programme(officer, `D-${(programmes += 1)}`, more);
  await parameter(programmeId);
  await publishedVersion(platform, { programmeId, effectiveFrom: '2020-01-01', rules });
  return programmeId;
}

/** The age below which somebody is a child. */
async function parameter(programmeId: string): Promise<void> {
  const { ama, kofi } = officers(platform);
  const { parameterDefine } = await ama.run<{ parameterDefine: { parameter: { id: string } } }>(
    'mutation ($input: ParameterDefineInput!) { parameterDefine(input: $input) { parameter { id } userErrors { code message path } } }', { input: { programmeId, code: 'child_age', type: 'NUMBER' } });
  const { parameterValueAdd } = await ama.run<{ parameterValueAdd: { parameterValue: { id: string } } }>(
    'mutation ($input: ParameterValueAddInput!) { parameterValueAdd(input: $input) { parameterValue { id } userErrors { code message path } } }',
    { input: { parameterId: parameterDefine.parameter.id, effectiveFrom: '2020-01-01', value: '18', source: 'Made up' } });
  const { id } = parameterValueAdd.parameterValue;
  await kofi.run('mutation ($input: ParameterValuePublishInput!) { parameterValuePublish(input: $input) { userErrors { code message path } } }', { input: { id } });
}

const DECISION = `query ($id: ID!) { decision(by: { id: $id }) {
  outcome kind on priority amount { amount currency } decidedBy reasons { code text } facts { path value masked } values { rule value masked } basis { on programmeVersion { number } } household { code } enrolment { state }
  explanation { rule kind text parts { depth item expression type value from unknown masked } } } }`;

interface Told {
  readonly outcome: string; readonly priority: string | null; readonly reasons: readonly { readonly code: string; readonly text: string | null }[];
  readonly facts: readonly { readonly path: string; readonly value: string | null; readonly masked: boolean }[];
  readonly values: readonly { readonly rule: string; readonly value: string | null; readonly masked: boolean }[];
  readonly explanation: readonly { readonly rule: string; readonly text: string | null; readonly parts: readonly { readonly depth: number; readonly item: number | null; readonly expression: string; readonly value: string | null; readonly from: string | null; readonly masked: boolean; readonly unknown: string | null }[] }[];
}

async function assessed(programmeId: string, household: string): Promise<{ readonly enrolment: Standing; readonly decision: string }> {
  const applied = await moved(officer, 'enrolmentApply', { programmeId, householdId: people.households[household] });
  const { enrolmentAssess } = await officer.run<{ enrolmentAssess: { enrolment: Standing; decision: { id: string } } }>(
    'mutation ($input: EnrolmentAssessInput!) { enrolmentAssess(input: $input) { enrolment { id version state } decision { id } userErrors { code message path } } }', { input: { id: applied.id, version: applied.version } });
  return { enrolment: enrolmentAssess.enrolment, decision: enrolmentAssess.decision.id };
}

const told = async (id: string, as: TestClient = officer): Promise<Told> => (await as.run<{ decision: Told }>(DECISION, { id })).decision;

describe('an application that is judged by rules', () => {
  it('is found eligible, and leaves the decision with its facts, its rules and how it came about', async () => {
    const programmeId = await programmeWith([POOR, FIRST, GRANT]);
    const { enrolment, decision } = await assessed(programmeId, 'H1');
    expect(enrolment.state).toBe('ELIGIBLE');
    const { facts, values, explanation, ...rest } = await told(decision);
    expect(rest).toEqual({
      outcome: 'ELIGIBLE', kind: 'ASSESSMENT', on: '2026-03-01', priority: '2', amount: { amount: '25.00', currency: 'GHS' }, decidedBy: 'ama@example.org', reasons: [], basis: { on: '2026-03-01', programmeVersion: { number: 1 } }, household: { code: 'H1' }, enrolment: { state: 'ELIGIBLE' },
    });
    expect(facts.map(({ path, value }) => [path, value])).toEqual([['household.members.0.age', '46'], ['household.members.1.age', '5']]);
    expect(values).toEqual([{ rule: 'poor', value: 'true', masked: false }, { rule: 'first', value: '2', masked: false }, { rule: 'grant', value: '25', masked: false }].toSorted((a, b) => a.rule.length - b.rule.length));
    const poor = explanation.find(({ rule: code }) => code === 'poor');
    expect(poor?.text).toBe('A child lives there');
    expect(poor?.parts.map(({ depth, item, expression, value, from }) => [depth, item, expression, value, from])).toEqual(expect.arrayContaining([
      [0, null, 'household.members.exists(m, m.age < params.child_age)', 'true', null], [expect.any(Number), null, 'params.child_age', '18', 'PARAMETER'], [expect.any(Number), null, 'm.age', '5', 'FACT'],
    ]));
    const { enrolment: row } = await officer.run<{ enrolment: object }>('query ($id: ID!) { enrolment(by: { id: $id }) { priority decision { outcome } decisions { nodes { kind } } steps { nodes { to reason decision { outcome } } } } }', { id: enrolment.id });
    expect(row).toEqual({ priority: '2', decision: { outcome: 'ELIGIBLE' }, decisions: { nodes: [{ kind: 'ASSESSMENT' }] }, steps: { nodes: [{ to: 'APPLIED', reason: 'APPLICATION', decision: null }, { to: 'ELIGIBLE', reason: 'ASSESSED', decision: { outcome: 'ELIGIBLE' } }] } });
  });

  it('is rejected with the code of the rule, in the words of whoever asks', async () => {
    const { enrolment, decision } = await assessed(await programmeWith([POOR]), 'H3');
    expect(enrolment.state).toBe('REJECTED');
    expect((await told(decision, platform.as({ role: 'programme-officer', locale: 'fr' }))).reasons).toEqual([{ code: 'poor', text: 'Un enfant y vit' }]);
  });

  it('stays where it stands while what is needed is not known', async () => {
    const { enrolment, decision } = await assessed(await programmeWith([POOR, GRANT]), 'H2');
    expect(enrolment.state).toBe('APPLIED');
    const { outcome, reasons, explanation } = await told(decision);
    expect([outcome, reasons]).toEqual(['UNDETERMINED', [{ code: 'poor', text: 'A child lives there' }]]);
    expect(explanation[0]?.parts.some(({ unknown }) => unknown === 'FACT_MISSING')).toBe(true);
  });

  it('is refused where no version is in force', async () => {
    const applied = await moved(officer, 'enrolmentApply', { programmeId: await programme(officer, 'NONE'), householdId: people.households['H1'] });
    expect(await officer.refuse('mutation ($input: EnrolmentAssessInput!) { enrolmentAssess(input: $input) { userErrors { code message path } } }', { input: { id: applied.id, version: applied.version } })).toMatchObject([{ code: 'NO_VERSION', path: ['input', 'id'] }]);
  });
});

describe('a decision', () => {
  it('masks what is masked, and what is made of it, for whoever may not see it', async () => {
    await platform.as('people.disability.assess', 'people.disability.read', 'people.persons.read').run(
      'mutation ($input: PersonDisabilityAssessInput!) { personDisabilityAssess(input: $input) { userErrors { code message } } }',
      { input: { personId: people.persons['H4'], on: '2026-01-01', ...Object.fromEntries(['hearing', 'walking', 'remembering', 'selfCare', 'communicating'].map((part) => [part, 'NO_DIFFICULTY'])), seeing: 'CANNOT_DO_AT_ALL' } });
    const { decision, enrolment } = await assessed(await programmeWith([rule('anybody', 'ELIGIBILITY', 'household.members.size() > 0'), ABLE]), 'H4');
    const blindly = platform.as({ permissions: ['programmes.decisions.read', 'programmes.enrolments.read', 'programmes.programmes.read', 'people.households.read', 'people.persons.read'] });
    const blind = await told(decision, blindly);
    const why = [{ code: 'MASKED', text: 'A condition that rests on what is masked.' }];
    expect([blind.outcome, blind.reasons]).toEqual(['NOT_ELIGIBLE', why]);
    expect(await blindly.run('query ($id: ID!) { decisionReplay(id: $id) { equal differences { what } today { reasons { code text } changedFacts } } }', { id: decision })).toEqual({ decisionReplay: { equal: true, differences: [], today: { reasons: why, changedFacts: [] } } });
    expect(await officer.run('query ($id: ID!) { enrolment(by: { id: $id }) { state reason steps(orderBy: [{ createdAt: DESC }], first: 1) { nodes { reason } } } }', { id: enrolment.id })).toEqual({ enrolment: { state: 'REJECTED', reason: 'MASKED', steps: { nodes: [{ reason: 'MASKED' }] } } });
    expect(JSON.stringify(blind)).not.toContain('CANNOT_DO_AT_ALL"}');
    expect(blind.facts).toContainEqual({ path: 'household.members.0.disabilityAssessments.0.seeing', value: null, masked: true });
    expect(blind.values).toContainEqual({ rule: 'unable', value: null, masked: true });
    expect(blind.explanation.find(({ rule: code }) => code === 'unable')?.parts.filter(({ masked, value }) => !masked || value !== null).map(({ expression }) => expression)).not.toContain('d.seeing');
    expect(blind.explanation.find(({ rule: code }) => code === 'anybody')?.parts.every(({ masked }) => !masked)).toBe(true);
    const clear = await told(decision, platform.as({ permissions: ['programmes.decisions.read', 'programmes.enrolments.read', 'programmes.programmes.read', 'people.households.read', 'people.persons.read', 'people.disability.clear'] }));
    expect(clear.facts).toContainEqual({ path: 'household.members.0.disabilityAssessments.0.seeing', value: 'CANNOT_DO_AT_ALL', masked: false });
    expect(clear.reasons).toEqual([{ code: 'unable', text: null }]);
  });

  it('is worked out again to the same, whatever changed since; and what changed is told apart', async () => {
    const programmeId = await programmeWith([POOR, FIRST, GRANT]);
    const { decision } = await assessed(programmeId, 'H1');
    const REPLAY = 'query ($id: ID!) { decisionReplay(id: $id) { equal differences { what stored replayed } changedModules decision { outcome } today { outcome reasons { code } amount changedFacts } } }';
    expect(await officer.run(REPLAY, { id: decision })).toEqual({ decisionReplay: { equal: true, differences: [], changedModules: [], decision: { outcome: 'ELIGIBLE' }, today: { outcome: 'ELIGIBLE', reasons: [], amount: '25.00', changedFacts: [] } } });
    platform.setToday('2039-03-01');
    try {
      expect(await officer.run(REPLAY, { id: decision })).toEqual({ decisionReplay: {
        equal: true, differences: [], changedModules: [], decision: { outcome: 'ELIGIBLE' }, today: { outcome: 'NOT_ELIGIBLE', reasons: [{ code: 'poor' }], amount: null, changedFacts: ['household.members.0.age', 'household.members.1.age'] },
      } });
    } finally {
      platform.setToday('2026-03-01');
    }
    await platform.pool.query("alter table programmes.decision disable trigger user");
    await platform.pool.query("update programmes.decision set outcome = 'NOT_ELIGIBLE' where id = $1", [decodeId(decision)?.uuid]);
    await platform.pool.query('alter table programmes.decision enable trigger user');
    expect(await officer.run(REPLAY, { id: decision })).toMatchObject({ decisionReplay: { equal: false, differences: [{ what: 'outcome', stored: 'NOT_ELIGIBLE', replayed: 'ELIGIBLE' }] } });
  });

  it('is never changed, and seen by whoever sees whom it is about', async () => {
    const { decision } = await assessed(await programmeWith([POOR]), 'H3');
    await expect(platform.pool.query('update programmes.decision set outcome = outcome')).rejects.toMatchObject({ code: 'KG001' });
    const near = platform.as({ role: 'programme-officer', places: ['D1'] });
    expect(await near.run('query ($id: ID!) { decision(by: { id: $id }) { outcome } decisionReplay(id: $id) { equal } }', { id: decision })).toEqual({ decision: null, decisionReplay: null });
    expect(await platform.as({ role: 'programme-officer', places: ['D2'] }).run('query ($id: ID!) { decision(by: { id: $id }) { outcome } decisionReplay(id: $id) { equal } }', { id: decision })).toEqual({ decision: { outcome: 'NOT_ELIGIBLE' }, decisionReplay: { equal: true } });
  });

  it('is listed with its reasons, facts and explanation by as many statements for many as for few', async () => {
    const programmeId = await programmeWith([POOR, FIRST]);
    for (const household of ['H1', 'H2', 'H3', 'H4']) await assessed(programmeId, household);
    const { programme: { code } } = await officer.run<{ programme: { code: string } }>('query ($id: ID!) { programme(by: { id: $id }) { code } }', { id: programmeId });
    const ask = async (first: number): Promise<number> => {
      const { decisions } = await officer.run<{ decisions: { nodes: object[] } }>(
        'query ($code: String!, $first: Int) { decisions(first: $first, where: { programme: { code: { eq: $code } } }) { nodes { outcome reasons { code text } facts { path } values { rule } explanation { rule text parts { expression value } } household { code } } } }', { code, first });
      expect(decisions.nodes).toHaveLength(first);
      return officer.statements();
    };
    expect(await ask(4)).toBe(await ask(1));
  });
});

describe('somebody hypothetical', () => {
  const PREVIEW = `query ($input: AssessmentPreviewInput!) { assessmentPreview(input: $input) {
    problems { path message hint } outcome reasons { code text } priority amount { amount currency } values { rule value } explanation { rule parts { expression value } } } }`;

  it('is judged by the same rules, and nothing is stored', async () => {
    const programmeId = await programmeWith([POOR, FIRST, GRANT]);
    const { rows: [before] } = await platform.pool.query('select count(*) from programmes.decision');
    const preview = async (facts: object): Promise<object> => (await officer.run<{ assessmentPreview: object }>(PREVIEW, { input: { programmeId, facts: JSON.stringify(facts) } })).assessmentPreview;
    expect(await preview({ household: { members: [{ age: 40 }, { age: 3 }, { age: 1 }] } })).toMatchObject({ problems: [], outcome: 'ELIGIBLE', priority: '3', amount: { amount: '37.50', currency: 'GHS' } });
    expect(await preview({ household: { members: [{ age: 40 }] } })).toMatchObject({ outcome: 'NOT_ELIGIBLE', reasons: [{ code: 'poor', text: 'A child lives there' }], amount: null });
    expect(await preview({ household: { members: [{ agee: 40 }, { age: 'old' }] } })).toMatchObject({ outcome: null, problems: [
      { path: 'household.members.0.agee', message: 'Person has no fact "agee".', hint: 'Did you mean "age"?' }, { path: 'household.members.1.age' },
    ] });
    expect((await platform.pool.query('select count(*) from programmes.decision')).rows).toEqual([before]);
  });

  it('is told of JSON that is none, and of rules that there are not', async () => {
    const programmeId = await programmeWith([POOR]);
    expect(await officer.run(PREVIEW, { input: { programmeId, facts: '{' } })).toMatchObject({ assessmentPreview: { problems: [{ path: '', message: 'This is no JSON.' }] } });
    expect(await officer.run(PREVIEW, { input: { programmeId, on: '2000-01-01', facts: '{}' } })).toMatchObject({ assessmentPreview: { problems: [{ path: '' }] } });
    expect(await officer.run(PREVIEW, { input: { programmeId: 'person_1', facts: '{}' } })).toMatchObject({ assessmentPreview: { problems: [{ path: 'programmeId' }] } });
  });
});
