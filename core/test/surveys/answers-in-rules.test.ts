import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { DRAFT, programme, publishedVersion, rule } from '../programmes/testing.js';
import { choice, en, householdsOf, layPlaces, POVERTY, published, SUBMIT, SURVEYOR } from './testing.js';

let platform: TestPlatform;
let surveyor: TestClient;
let officer: TestClient;
let versionId: string;
let households: ReadonlyMap<string, { readonly id: string; readonly head: string }>;

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  surveyor = platform.as(...SURVEYOR);
  officer = platform.as('programme-officer');
  await layPlaces(platform);
  households = await householdsOf(platform, ['IRON', 'THATCH', 'CORRECTED', 'WITHDRAWN', 'LATER', 'REPAIRED', 'SILENT']);
  versionId = (await published(surveyor, { code: 'poverty-2024', name: 'Poverty', target: 'HOUSEHOLD', questions: POVERTY })).versionId;
  const say = async (code: string, roof: string, rooms: number, answeredOn: string, more: readonly object[] = []): Promise<{ id: string; version: number }> =>
    (await surveyor.run<{ responseSubmit: { response: { id: string; version: number } } }>(SUBMIT, {
      input: { versionId, householdId: households.get(code)?.id, answeredOn, answers: [{ question: 'roof', choice: roof }, { question: 'rooms', number: String(rooms) }, ...more] },
    })).responseSubmit.response;
  await say('IRON', 'IRON', 5, '2026-01-01', [{ question: 'goods', choices: ['RADIO'] }, { question: 'land', boolean: false }]);
  await say('THATCH', 'THATCH', 1, '2026-01-01', [{ question: 'goods', choices: ['PHONE'] }, { question: 'moved', date: '1999-01-01' }]);
  const wrong = await say('CORRECTED', 'IRON', 5, '2026-01-01');
  await surveyor.run('mutation ($input: ResponseCorrectInput!) { responseCorrect(input: $input) { userErrors { code path } } }', {
    input: { ...wrong, reason: 'Misheard', answers: [{ question: 'roof', choice: 'THATCH' }, { question: 'rooms', number: '2' }] },
  });
  await say('WITHDRAWN', 'IRON', 5, '2026-01-01');
  const never = await say('WITHDRAWN', 'THATCH', 1, '2026-02-01');
  await surveyor.run('mutation ($input: ResponseWithdrawInput!) { responseWithdraw(input: $input) { userErrors { code path } } }', { input: { ...never, reason: 'Never happened' } });
  await say('REPAIRED', 'IRON', 2, '2026-02-01');
  await say('REPAIRED', 'THATCH', 2, '2025-02-01');
  await say('LATER', 'IRON', 2, '2026-01-01');
  platform.setToday('2026-06-01');
  await say('LATER', 'THATCH', 2, '2026-05-01');
  platform.setToday('2026-03-01');
});
afterAll(() => platform.stop());

let programmes = 0;
/** What is said of a rule that cannot be. */
async function wrong(expression: string): Promise<readonly object[]> {
  const programmeId = await programme(officer, `P-${programmes += 1}`, { startsOn: '2026-01-01' });
  return officer.refuse(DRAFT, { input: { programmeId, effectiveFrom: '2026-01-01', rules: [rule('asked', 'ELIGIBILITY', expression)] } });
}

/** Codes of the households that a programme with this rule enrols, through the API. */
async function enrolled(expression: string, target = 'HOUSEHOLD'): Promise<readonly string[]> {
  const code = `P-${programmes += 1}`;
  const programmeId = await programme(officer, code, { target, startsOn: '2026-01-01' });
  await publishedVersion(platform, { programmeId, effectiveFrom: '2026-01-01', rules: [rule('asked', 'ELIGIBILITY', expression)] });
  await officer.run('mutation ($input: TargetingStartInput!) { targetingStart(input: $input) { job { id } userErrors { code } } }', { input: { programmeId, mode: 'ENROL' } });
  await platform.finishJobs();
  const { enrolments } = await officer.run<{ enrolments: { nodes: { household: { code: string } | null; person: { familyName: string } | null }[] } }>(
    'query ($code: String!) { enrolments(where: { programme: { code: { eq: $code } } }) { nodes { household { code } person { familyName } } } }', { code },
  );
  return enrolments.nodes.map(({ household, person }) => household?.code ?? person?.familyName ?? '').sort();
}

describe('a rule over what a household answered', () => {
  it.each([
    ['household.answer("poverty-2024", "roof") == "THATCH"', ['CORRECTED', 'THATCH']],
    ['household.answer("poverty-2024", "roof") == "IRON"', ['IRON', 'LATER', 'REPAIRED', 'WITHDRAWN']],
    ['household.answer("poverty-2024", "rooms") < 2 || household.answer("poverty-2024", "rooms") * 2 == 10', ['IRON', 'THATCH', 'WITHDRAWN']],
    ['household.answer("poverty-2024", "land") == false', ['IRON']],
    ['household.answer("poverty-2024", "moved") < date("2000-01-01")', ['THATCH']],
    ['household.chose("poverty-2024", "goods", "RADIO")', ['IRON']],
    ['household.chose("poverty-2024", "roof", "THATCH") && household.members.size() == 1', ['CORRECTED', 'THATCH']],
    ['household.answer("poverty-2024", "roof") == null', ['SILENT']],
  ])('%s', async (expression, expected) => expect(await enrolled(expression)).toEqual(expected));

  it('looks at the latest response that counts on the day', async () => {
    platform.setToday('2026-06-01');
    try {
      expect(await enrolled('household.answer("poverty-2024", "roof") == "THATCH"')).toEqual(['CORRECTED', 'LATER', 'THATCH']);
    } finally {
      platform.setToday('2026-03-01');
    }
  });

  it('and over what its members, or a person, answered', async () => {
    const health = await published(surveyor, { code: 'health', name: 'Health', target: 'PERSON', questions: [{ code: 'ill', type: 'BOOLEAN', texts: en('Ill?') }, { code: 'care', type: 'CHOICE', texts: en('Care?'), choices: [choice('SELF')] }] });
    await surveyor.run(SUBMIT, { input: { versionId: health.versionId, personId: households.get('SILENT')?.head, answers: [{ question: 'ill', boolean: true }] } });
    expect(await enrolled('household.members.exists(m, m.answer("health", "ill"))')).toEqual(['SILENT']);
    expect(await enrolled('person.answer("health", "ill") == true && person.age > 18', 'PERSON')).toEqual(['SILENT']);
    expect(await wrong('household.answer("health", "ill")')).toMatchObject([{ code: 'RULE_INVALID', message: expect.stringContaining('is asked of a Person; this is a Household') }]);
  });
});

describe('a rule over an answer that cannot be', () => {
  it.each([
    ['household.answer("poverty-2042", "roof") == "IRON"', 'No questionnaire "poverty-2042" is published', 'Did you mean "poverty-2024"?'],
    ['household.answer("poverty-2024", "rof") == "IRON"', 'The questionnaire "poverty-2024" has no question "rof"', 'Did you mean "roof"?'],
    ['household.answer("poverty-2024", "rooms") == "three"', 'A number cannot be compared with a text', expect.any(String)],
    ['household.answer("poverty-2024", "goods") == "RADIO"', '"goods" has several answers at once', expect.stringContaining('household.chose(')],
    ['household.chose("poverty-2024", "goods", "RADOI")', '"goods" has no choice "RADOI"', 'Did you mean "RADIO"?'],
    ['household.answer("poverty-2024")', '"answer" takes the code of a questionnaire and of a question', expect.stringContaining('Write it as')],
    ['household.answer("poverty-2024", household.code) == "x"', '"answer" takes texts in quotes', expect.stringContaining('Write it as')],
    ['household.answer("draft", "a") == "x"', 'No questionnaire "draft" is published', expect.any(String)],
  ])('%s', async (expression, message, hint) => {
    expect(await wrong(expression)).toMatchObject([{ code: 'RULE_INVALID', path: ['input', 'rules', '0', 'expression'], message: expect.stringContaining(message), hint }]);
  });
});
