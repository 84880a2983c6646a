import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { householdsOf, layPlaces, POVERTY, published, SUBMIT, SURVEYOR } from './testing.js';
import { DRAFT, programme, rule } from '../programmes/testing.js';

let platform: TestPlatform;
let surveyor: TestClient;
let versionId: string;
let households: ReadonlyMap<string, { readonly id: string; readonly head: string }>;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  surveyor = platform.as(...SURVEYOR);
  await layPlaces(platform);
  households = await householdsOf(platform, ['H-1', 'H-2', 'H-3', 'H-4']);
  versionId = (await published(surveyor, { code: 'poverty-2024', name: 'Poverty', target: 'HOUSEHOLD', questions: POVERTY })).versionId;
});
afterAll(() => platform.stop());

const home = (code: string): string => households.get(code)?.id ?? '';
const ANSWERS = [{ question: 'roof', choice: 'IRON' }, { question: 'rooms', number: '3' }];
const submit = async (input: object): Promise<{ id: string; version: number }> =>
  (await surveyor.run<{ responseSubmit: { response: { id: string; version: number } } }>(SUBMIT, { input: { versionId, ...input } })).responseSubmit.response;
const CORRECT = 'mutation ($input: ResponseCorrectInput!) { responseCorrect(input: $input) { response { id state answeredOn replaces { id state endedBecause } } userErrors { code path } } }';
const WITHDRAW = 'mutation ($input: ResponseWithdrawInput!) { responseWithdraw(input: $input) { response { state endedBecause } userErrors { code path } } }';

describe('an enumerator records what a household answered', () => {
  it('each answer in the field of its type, found from the household', async () => {
    await submit({
      householdId: home('H-1'), answeredOn: '2026-02-01', source: 'Visit',
      answers: [
        ...ANSWERS, { question: 'income', number: '120.50' }, { question: 'land', boolean: true }, { question: 'acres', number: '0.5' },
        { question: 'goods', choices: ['RADIO', 'PHONE'] }, { question: 'moved', date: '2001-05-06' }, { question: 'remark', text: 'Ein Hügel 🏔' },
      ],
    });
    const { household } = await surveyor.run<{ household: { responses: unknown } }>(`{ household(by: { code: "H-1" }) { responses { totalCount nodes {
      answeredOn source recordedBy state questionnaire { code } questionnaireVersion { number } household { code } person { id }
      answers(orderBy: [{ questionCode: ASC }]) { nodes { questionCode text number boolean date choice choices } } } } } }`);
    expect(surveyor.statements()).toBe(1);
    const none = { text: null, number: null, boolean: null, date: null, choice: null, choices: null };
    expect(household.responses).toEqual({
      totalCount: 1,
      nodes: [{
        answeredOn: '2026-02-01', source: 'Visit', recordedBy: 'tester@example.org', state: 'COUNTS', questionnaire: { code: 'poverty-2024' },
        questionnaireVersion: { number: 1 }, household: { code: 'H-1' }, person: null,
        answers: { nodes: [
          { ...none, questionCode: 'acres', number: '0.5' }, { ...none, questionCode: 'goods', choices: ['RADIO', 'PHONE'] }, { ...none, questionCode: 'income', number: '120.5' },
          { ...none, questionCode: 'land', boolean: true }, { ...none, questionCode: 'moved', date: '2001-05-06' }, { ...none, questionCode: 'remark', text: 'Ein Hügel 🏔' },
          { ...none, questionCode: 'roof', choice: 'IRON' }, { ...none, questionCode: 'rooms', number: '3' },
        ] },
      }],
    });
  });

  it('and is told of every answer that cannot be, by its path, and nothing is written', async () => {
    const told = await surveyor.refuse(SUBMIT, {
      input: {
        versionId, householdId: home('H-2'), answeredOn: '2026-03-02',
        answers: [
          { question: 'roof', choice: 'IRN' }, { question: 'rom', number: '3' }, { question: 'income', text: 'much' }, { question: 'income', number: '1' }, { question: 'acres', number: '1' },
          { question: 'goods', choices: ['RADIO', 'CAR'] }, { question: 'moved', date: '2026-02-01' }, { question: 'remark', text: 'x'.repeat(21) },
        ],
      },
    });
    expect(told.map(({ code, path, hint }) => [code, path?.slice(2).join('.'), hint])).toEqual([
      ['ANSWERED_IN_FUTURE', 'answeredOn', expect.any(String)],
      ['CHOICE_UNKNOWN', 'answers.0.choice', 'Did you mean "IRON"?'], ['QUESTION_UNKNOWN', 'answers.1.question', 'Did you mean "roof"?'],
      ['ANSWER_WRONG_TYPE', 'answers.2', 'Give just this field.'], ['ANSWERED_TWICE', 'answers.3.question', expect.any(String)],
      ['CHOICE_UNKNOWN', 'answers.5.choices.1', 'There are: RADIO, BICYCLE, PHONE.'], ['ANSWER_OUT_OF_RANGE', 'answers.6.date', expect.any(String)],
      ['ANSWER_OUT_OF_RANGE', 'answers.7.text', expect.any(String)], ['ANSWER_MISSING', 'answers', expect.any(String)], ['ANSWER_NOT_SHOWN', 'answers.4', expect.any(String)],
    ]);
    const more = await surveyor.refuse(SUBMIT, { input: { versionId, householdId: home('H-2'), answers: [...ANSWERS.slice(0, 1), { question: 'rooms', number: '2.5' }, { question: 'land', boolean: true }] } });
    expect(more.map(({ code, message }) => [code, message])).toEqual([['ANSWER_NOT_WHOLE', 'rooms asks for a whole number.'], ['ANSWER_MISSING', 'acres must be answered.']]);
    const { rows } = await platform.pool.query("select 1 from surveys.response r join people.household h on h.id = r.household_id where h.code = 'H-2'");
    expect(rows).toEqual([]);
  });

  it('of the kind that is asked, in places of their own, to what was published', async () => {
    const head = households.get('H-2')?.head;
    expect(await surveyor.refuse(SUBMIT, { input: { versionId, personId: head, answers: ANSWERS } })).toMatchObject([{ code: 'SUBJECT_WRONG', path: ['input', 'response', 'householdId'] }]);
    expect(await surveyor.refuse(SUBMIT, { input: { versionId, personId: head, householdId: home('H-2'), answers: ANSWERS } })).toMatchObject([{ code: 'SUBJECT_WRONG' }]);
    const elsewhere = platform.as({ permissions: SURVEYOR, places: ['D2'] });
    expect(await elsewhere.refuse(SUBMIT, { input: { versionId, householdId: home('H-2'), answers: ANSWERS } })).toMatchObject([{ code: 'HOUSEHOLD_NOT_FOUND', path: ['input', 'response', 'householdId'] }]);
    expect(await elsewhere.run('{ responses { totalCount nodes { answers { totalCount } } } }')).toEqual({ responses: { totalCount: 0, nodes: [] } });
    expect(await platform.as({ permissions: SURVEYOR, places: ['D1'] }).run('{ responses { nodes { answers { totalCount } } } }')).toEqual({ responses: { nodes: [{ answers: { totalCount: 8 } }] } });
  });
});

describe('many responses at once', () => {
  const BULK = 'mutation ($input: ResponsesSubmitInput!) { responsesSubmit(input: $input) { responses { id } userErrors { code path } } }';
  const many = (n: number, more: (index: number) => object = () => ({})) =>
    ({ input: { responses: Array.from({ length: n }, (_, index) => ({ versionId, householdId: home('H-3'), answeredOn: '2026-01-01', answers: ANSWERS, ...more(index) })) } });

  it('are recorded by as many statements as a few, all or none', async () => {
    const { responsesSubmit } = await surveyor.run<{ responsesSubmit: { responses: unknown[] } }>(BULK, many(2));
    expect(responsesSubmit.responses).toHaveLength(2);
    const few = surveyor.statements();
    await surveyor.run(BULK, many(1000));
    expect(surveyor.statements()).toBe(few);
    const told = await surveyor.refuse(BULK, many(1000, (index) => (index === 999 ? { answers: [] } : {})));
    expect(told.map(({ code, path }) => [code, path?.join('.')])).toEqual([['ANSWER_MISSING', 'input.responses.999.answers'], ['ANSWER_MISSING', 'input.responses.999.answers']]);
    expect(await surveyor.refuse(BULK, many(1001))).toMatchObject([{ code: 'INVALID_VALUE', path: ['input', 'responses'] }]);
    const { rows } = await platform.pool.query("select count(*)::int as n from surveys.response r join people.household h on h.id = r.household_id where h.code = 'H-3'");
    expect(rows).toEqual([{ n: 1002 }]);
  });
});

describe('a response', () => {
  it('is corrected by another that stands in its place, once', async () => {
    const response = await submit({ householdId: home('H-4'), answeredOn: '2026-02-01', answers: ANSWERS });
    const input = { ...response, reason: 'Misheard', answers: [{ question: 'roof', choice: 'THATCH' }, { question: 'rooms', number: '2' }] };
    expect(await surveyor.run(CORRECT, { input })).toMatchObject({
      responseCorrect: { response: { state: 'COUNTS', answeredOn: '2026-02-01', replaces: { id: response.id, state: 'CORRECTED', endedBecause: 'Misheard' } } },
    });
    expect(await surveyor.refuse(CORRECT, { input })).toMatchObject([{ code: 'RESPONSE_ENDED', path: ['input', 'id'] }]);
  });

  it('is withdrawn with a reason, and nothing of it is ever lost', async () => {
    const response = await submit({ householdId: home('H-4'), answers: ANSWERS });
    expect(await surveyor.refuse(WITHDRAW, { input: { ...response, version: 9, reason: 'Never happened' } })).toMatchObject([{ code: 'CHANGED_MEANWHILE' }]);
    expect(await surveyor.run(WITHDRAW, { input: { ...response, reason: 'Never happened' } })).toMatchObject({ responseWithdraw: { response: { state: 'WITHDRAWN', endedBecause: 'Never happened' } } });
    expect(await platform.as({ permissions: SURVEYOR, places: ['D2'] }).refuse(WITHDRAW, { input: { ...response, reason: 'Not mine' } })).toMatchObject([{ code: 'RESPONSE_NOT_FOUND' }]);
    await expect(platform.pool.query("update surveys.response set answered_on = '2020-01-01'")).rejects.toMatchObject({ constraint: 'response_as_given' });
    await expect(platform.pool.query("update surveys.response set state = 'COUNTS', ended_because = null where state = 'WITHDRAWN'")).rejects.toMatchObject({ constraint: 'response_as_given' });
    const copy = (questionnaire: string, subject: string) => `insert into surveys.response (id, questionnaire_id, version_id, ${subject}, answered_on, recorded_by)
      select kernel.uuid7(), ${questionnaire}, version_id, (select id from people.${subject === 'person_id' ? 'person' : 'household'} limit 1), answered_on, recorded_by from surveys.response limit 1`;
    await expect(platform.pool.query(copy('questionnaire_id', 'person_id'))).rejects.toMatchObject({ constraint: 'response_to_published' });
    await expect(platform.pool.query('delete from surveys.answer')).rejects.toMatchObject({ code: 'KG001' });
  });
});

describe('answers to a question that is special', () => {
  const READ = ['surveys.responses.read', 'surveys.questionnaires.read', 'people.persons.read', 'people.households.read'];
  const SHOW = '{ household(by: { code: "H-4" }) { responses(where: { questionnaire: { code: { eq: "safety" } } }) { nodes { answers(orderBy: [{ questionCode: ASC }]) { nodes { questionCode special boolean number maskedFields } } } } } }';
  const answersOf = async (client: TestClient): Promise<readonly unknown[]> =>
    (await client.run<{ household: { responses: { nodes: { answers: { nodes: readonly unknown[] } }[] } } }>(SHOW)).household.responses.nodes.flatMap(({ answers }) => answers.nodes);
  const fields = ['text', 'number', 'boolean', 'date', 'choice', 'choices'];
  const plain = { questionCode: 'rooms', special: false, boolean: null, number: '3', maskedFields: [] };
  const clear = { questionCode: 'hit', special: true, boolean: true, number: null, maskedFields: [] };
  const masked = { ...clear, boolean: null, maskedFields: fields };
  const where = (answer: string): string => `{ households(where: { responses: { some: { answers: { some: ${answer} } } } }) { nodes { code } } }`;
  beforeAll(async () => {
    const questions = [{ code: 'hit', type: 'BOOLEAN', special: true, texts: [{ language: 'en', text: 'Does anybody hit you?' }] }, { code: 'rooms', type: 'INTEGER', texts: [{ language: 'en', text: 'How many rooms?' }] }];
    const safety = await published(surveyor, { code: 'safety', name: 'Safety', target: 'HOUSEHOLD', questions });
    await surveyor.run(SUBMIT, { input: { versionId: safety.versionId, householdId: home('H-4'), answeredOn: '2026-02-01', answers: [{ question: 'hit', boolean: true }, { question: 'rooms', number: '3' }] } });
  });

  it('are masked, and those to the others are not', async () => {
    expect(await answersOf(platform.as(...READ))).toEqual([masked, plain]);
    expect(await answersOf(surveyor)).toEqual([masked, plain]);
    expect(await answersOf(platform.as(...READ, 'surveys.special-answers.clear'))).toEqual([clear, plain]);
  });

  it('are opened for one household by opening one of its persons, with a reason', async () => {
    const counsellor = platform.as({ name: 'counsellor', permissions: [...READ, 'people.persons.reveal', 'surveys.special-answers.reveal'] });
    expect(await answersOf(counsellor)).toEqual([masked, plain]);
    await counsellor.run('mutation ($input: PersonRevealInput!) { personReveal(input: $input) { until userErrors { code message } } }', { input: { personId: households.get('H-4')?.head, categories: ['surveys.special-answers'], reason: 'She asked for shelter, case 7', purpose: 'assessment' } });
    expect(await answersOf(counsellor)).toEqual([clear, plain]);
    const { rows } = await platform.pool.query("select categories, reason from people.reveal where revealed_by = 'counsellor@example.org'");
    expect(rows).toEqual([{ categories: ['surveys.special-answers'], reason: 'She asked for shelter, case 7' }]);
  });

  it('choose no rows for whoever may not see them, and those to the others do', async () => {
    const [reader, seer] = [platform.as(...READ), platform.as(...READ, 'surveys.special-answers.clear')];
    const home4 = { households: { nodes: [{ code: 'H-4' }] } };
    expect(await reader.run(where('{ questionCode: { eq: "hit" }, boolean: { eq: true } }'))).toEqual({ households: { nodes: [] } });
    expect(await reader.run(where('{ questionCode: { eq: "hit" }, boolean: { isNull: false } }'))).toEqual({ households: { nodes: [] } });
    expect(await seer.run(where('{ questionCode: { eq: "hit" }, boolean: { eq: true } }'))).toEqual(home4);
    expect(await reader.run('{ households(where: { responses: { some: { questionnaire: { code: { eq: "safety" } }, answers: { some: { number: { eq: "3" } } } } } }) { nodes { code } } }')).toEqual(home4);
  });

  it('are facts of rules of those alone who may use what is masked', async () => {
    const programmeId = await programme(platform.as('programmes.programmes.read', 'programmes.programmes.manage', 'calendars.calendars.read'), 'SHELTER');
    const lay = (expression: string): Readonly<Record<string, unknown>> => ({ input: { programmeId, effectiveFrom: '2026-01-01', rules: [rule('chosen', 'ELIGIBILITY', expression)] } });
    const planner = platform.as('programmes.programmes.read', 'programmes.programmes.manage');
    expect(await planner.refuse(DRAFT, lay('household.answer("safety", "hit")'))).toMatchObject([{ message: expect.stringContaining('programmes.rules.use-masked') as string }]);
    await planner.run(DRAFT, lay('household.answer("safety", "rooms") > 2'));
    await platform.as('programmes.programmes.read', 'programmes.programmes.manage', 'programmes.rules.use-masked').run(DRAFT, lay('household.answer("safety", "hit")'));
  });
});
