import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { guideSteps, withKnown } from '../testing/guide.js';

let platform: TestPlatform;
let author: TestClient;
let publisher: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  const permissions = platform.platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name));
  [author, publisher] = ['author', 'publisher'].map((name) => platform.as({ name, permissions })) as [TestClient, TestClient];
  await author.run('mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { userErrors { code } } }', { input: { places: [{ code: 'GR-1', name: 'Hill District', level: 'district' }] } });
});
afterAll(() => platform.stop());

type Answer = Readonly<Record<string, Readonly<Record<string, { readonly id: string; readonly version: number }>>>>;

/** What later operations of the guide ask for, by where it stands in an answer: its id, and its version with `Version` behind it. */
const LEARNT: Readonly<Record<string, readonly (readonly [name: string, root: string, field: string])[]>> = {
  Programme: [['programme', 'programmeCreate', 'programme']],
  PensionAge: [['age', 'parameterDefine', 'parameter']],
  PensionAgeValue: [['ageValue', 'parameterValueAdd', 'parameterValue']],
  Rates: [['rates', 'ruleTableDefine', 'ruleTable']],
  RatesOf2026: [['ratesVersion', 'ruleTableVersionAdd', 'ruleTableVersion']],
  Draft: [['version', 'programmeVersionDraft', 'programmeVersion']],
  Submit: [['submitted', 'programmeVersionSubmit', 'programmeVersion']],
  Register: [['household', 'householdRegister', 'household']],
  Apply: [['enrolment', 'enrolmentApply', 'enrolment']],
  Open: [['period', 'benefitPeriodOpen', 'period']],
  Assess: [['assessed', 'enrolmentAssess', 'enrolment'], ['decision', 'enrolmentAssess', 'decision']],
};

it('a scheme goes from its law to a decision that can be questioned as the guide says, in its order', async () => {
  const known: Record<string, unknown> = {};
  const answers: Record<string, unknown> = {};
  for (const { name, source, variables } of await guideSteps('programmes.md')) {
    const given = withKnown(variables, known);
    if (name === 'Slip') {
      answers[name] = await author.refuse(source, given);
      continue;
    }
    const answer = await (name.startsWith('Publish') ? publisher : author).run<Answer>(source, given);
    answers[name] = answer;
    if (name === 'Determine') await platform.finishJobs();
    for (const [as, root, field] of LEARNT[name] ?? []) Object.assign(known, { [as]: answer[root]?.[field]?.id, [`${as}Version`]: answer[root]?.[field]?.version });
  }

  expect(answers['Slip']).toMatchObject([{ code: 'RULE_INVALID', path: ['input', 'rules', '0', 'expression'], line: 1, column: 31, hint: 'Did you mean "age"?' }]);
  expect(answers['Vocabulary']).toMatchObject({ ruleKinds: expect.arrayContaining([expect.objectContaining({ name: 'AMOUNT', type: 'MONEY' })]) });
  // Three members: 60, and a tenth of it for each of two of pension age.
  expect(answers['Try']).toMatchObject({ assessmentPreview: { problems: [], outcome: 'ELIGIBLE', reasons: [], amount: { amount: '72.00', currency: 'GHS' }, priority: '3' } });
  expect(answers['Publish']).toMatchObject({ programmeVersionPublish: { programmeVersion: { state: 'PUBLISHED', publishedBy: 'publisher@example.org' } } });
  expect(answers['Assess']).toMatchObject({ enrolmentAssess: { enrolment: { state: 'ELIGIBLE' }, decision: { outcome: 'ELIGIBLE', amount: { amount: '44.00', currency: 'GHS' } } } });
  expect(answers['Enrol']).toMatchObject({ enrolmentEnrol: { enrolment: { state: 'ENROLLED', steps: { nodes: [{ to: 'APPLIED' }, { to: 'ELIGIBLE' }, { to: 'ENROLLED' }] } } } });
  expect(answers['Why']).toMatchObject({
    decision: { outcome: 'ELIGIBLE', facts: expect.arrayContaining([{ path: 'household.members.0.age', value: '67' }]) },
    decisionReplay: { equal: true, differences: [], today: { outcome: 'ELIGIBLE', amount: '44.00' } },
  });
  expect(answers['Owed']).toMatchObject({ enrolment: { determinations: { nodes: [{ state: 'APPLIED', becomes: { amount: '44.00', currency: 'GHS' }, reasons: [], decision: { kind: 'ENTITLEMENT', outcome: 'ELIGIBLE' } }] } } });
  expect(answers['Waiting']).toEqual({ redeterminationsDue: { nodes: [] } });
  const { explanation } = (answers['Why'] as { decision: { explanation: readonly { rule: string; parts: readonly object[] }[] } }).decision;
  expect(explanation.find(({ rule }) => rule === 'grant')?.parts).toEqual(expect.arrayContaining([expect.objectContaining({ expression: 'rules.basic', value: '40', from: 'RULE' })]));
});
