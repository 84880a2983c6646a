import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { choice, CREATE, en, POVERTY, published, PUBLISH, SURVEYOR } from './testing.js';

let platform: TestPlatform;
let designer: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  designer = platform.as('survey-designer');
});
afterAll(() => platform.stop());

const DRAFT = 'mutation ($input: QuestionnaireVersionDraftInput!) { questionnaireVersionDraft(input: $input) { questionnaireVersion { id version number state } userErrors { code message path hint } } }';
const CHANGE = 'mutation ($input: QuestionnaireDraftChangeInput!) { questionnaireDraftChange(input: $input) { questionnaireVersion { id version questions { nodes { code } } } userErrors { code message path } } }';
const input = (code: string, questions: readonly object[]): { input: object } => ({ input: { code, name: code, target: 'HOUSEHOLD', questions } });

describe('a designer writes a questionnaire', () => {
  it('in languages, with choices and conditions, and publishes it', async () => {
    const { versionId } = await published(designer, { code: 'poverty', name: 'Poverty', target: 'HOUSEHOLD', questions: POVERTY });
    const query = `query ($id: ID!) { questionnaireVersion(by: { id: $id }) { number state publishedOn questionnaire { code target }
      questions(first: 5, orderBy: [{ position: ASC }]) { totalCount nodes { code type text required min max shownIfQuestion shownIfValues choices(orderBy: [{ position: ASC }]) { nodes { code text } } } } } }`;
    const french = platform.as({ role: 'survey-designer', locale: 'fr-CA' });
    const { questionnaireVersion } = await french.run<{ questionnaireVersion: { questions: { nodes: object[] } } }>(query, { id: versionId });
    expect(french.statements()).toBe(1);
    expect(questionnaireVersion).toMatchObject({ number: 1, state: 'PUBLISHED', publishedOn: '2026-03-01', questionnaire: { code: 'poverty', target: 'HOUSEHOLD' }, questions: { totalCount: 8 } });
    expect(questionnaireVersion.questions.nodes.slice(0, 2)).toEqual([
      { code: 'roof', type: 'CHOICE', text: 'De quoi est le toit ?', required: true, min: null, max: null, shownIfQuestion: null, shownIfValues: null, choices: { nodes: [{ code: 'IRON', text: 'IRON' }, { code: 'THATCH', text: 'THATCH' }] } },
      { code: 'rooms', type: 'INTEGER', text: 'How many rooms?', required: true, min: '0', max: '30', shownIfQuestion: null, shownIfValues: null, choices: { nodes: [] } },
    ]);
    expect(questionnaireVersion.questions.nodes[4]).toMatchObject({ code: 'acres', shownIfQuestion: 'land', shownIfValues: ['true'] });
    const texts = await designer.run('query ($id: ID!) { questionnaireVersion(by: { id: $id }) { questions(first: 1) { nodes { text texts { language text } } } } }', { id: versionId });
    expect(texts).toEqual({ questionnaireVersion: { questions: { nodes: [{ text: 'What is the roof made of?', texts: expect.arrayContaining([{ language: 'fr', text: 'De quoi est le toit ?' }]) }] } } });
  });

  it('and is told everything that is wrong with the questions at once', async () => {
    const told = await designer.refuse(CREATE, input('wrong', [
      { code: 'a', type: 'BOOLEAN', texts: [...en('A?'), ...en('Again?')], choices: [choice('YES')] },
      { code: 'a', type: 'CHOICE', texts: en('A?') },
      { code: 'b', type: 'CHOICE', texts: en('B?'), choices: [choice('X'), choice('X')], min: '1', shownIf: { question: 'aa', values: ['true'] } },
      { code: 'c', type: 'INTEGER', texts: en('C?'), min: '3', max: '2', earliest: '2026-01-01', shownIf: { question: 'b', values: ['X', 'Y'] } },
      { code: 'd', type: 'DATE', texts: en('D?'), earliest: '2026-01-02', latest: '2026-01-01', shownIf: { question: 'c', values: ['1'] } },
    ]));
    expect(told.map(({ code, path }) => [code, path?.join('.')])).toEqual([
      ['LANGUAGE_TWICE', 'input.questions.0.texts'], ['CHOICES_NOT_TAKEN', 'input.questions.0.choices'],
      ['QUESTION_CODE_TWICE', 'input.questions.1.code'], ['CHOICES_NEEDED', 'input.questions.1.choices'],
      ['CHOICE_CODE_TWICE', 'input.questions.2.choices'], ['BOUNDS_NOT_TAKEN', 'input.questions.2.min'], ['SHOWN_IF_UNKNOWN', 'input.questions.2.shownIf.question'],
      ['BOUNDS_NOT_TAKEN', 'input.questions.3.earliest'], ['BOUNDS_CROSS', 'input.questions.3.max'], ['SHOWN_IF_VALUE_UNKNOWN', 'input.questions.3.shownIf.values.1'],
      ['BOUNDS_CROSS', 'input.questions.4.latest'], ['SHOWN_IF_UNKNOWN', 'input.questions.4.shownIf.question'],
    ]);
    expect(await designer.refuse(CREATE, input('poverty', [{ code: 'a', type: 'TEXT', texts: en('A?') }]))).toMatchObject([{ code: 'QUESTIONNAIRE_CODE_TAKEN', path: ['input', 'code'] }]);
    expect(await designer.refuse(CREATE, input('No good', [{ code: '1', type: 'TEXT', texts: [{ language: 'English', text: '' }] }]))).toHaveLength(4);
  });
});

describe('a version', () => {
  const question = (code: string, type = 'TEXT') => ({ code, type, texts: en(code) });

  it('is a draft until it is published, one at a time, and whoever read an older draft is told', async () => {
    const { questionnaireCreate } = await designer.run<{ questionnaireCreate: { questionnaire: { id: string; versions: { nodes: { id: string; version: number }[] } } } }>(CREATE, input('drafts', [question('a')]));
    const { id, versions } = questionnaireCreate.questionnaire;
    const draft = versions.nodes[0];
    expect(await designer.refuse(DRAFT, { input: { questionnaireId: id, questions: [question('b')] } })).toMatchObject([{ code: 'QUESTIONNAIRE_DRAFT_EXISTS', message: 'Version 1 of the questionnaire is a draft.' }]);
    const { questionnaireDraftChange } = await designer.run<{ questionnaireDraftChange: { questionnaireVersion: { id: string; version: number } } }>(CHANGE, { input: { ...draft, questions: [question('b'), question('c')] } });
    expect(questionnaireDraftChange.questionnaireVersion).toMatchObject({ version: 2, questions: { nodes: [{ code: 'b' }, { code: 'c' }] } });
    expect(await designer.refuse(PUBLISH, { input: draft })).toMatchObject([{ code: 'CHANGED_MEANWHILE', path: ['input', 'version'] }]);
    await designer.run(PUBLISH, { input: { id: draft?.id, version: 2 } });
    expect(await designer.refuse(PUBLISH, { input: { id: draft?.id, version: 3 } })).toMatchObject([{ code: 'QUESTIONNAIRE_VERSION_PUBLISHED' }]);
    expect(await designer.refuse(CHANGE, { input: { id: draft?.id, version: 3, questions: [question('d')] } })).toMatchObject([{ code: 'QUESTIONNAIRE_VERSION_PUBLISHED' }]);
    expect(await designer.run(DRAFT, { input: { questionnaireId: id, questions: [question('b')] } })).toMatchObject({ questionnaireVersionDraft: { questionnaireVersion: { number: 2, state: 'DRAFT' } } });
  });

  it('keeps the type of a question from one to the next, since rules rely on it', async () => {
    const { id } = await published(designer, { code: 'types', name: 'Types', target: 'PERSON', questions: [question('a'), question('b')] });
    const { questionnaireVersionDraft: { questionnaireVersion } } = await designer.run<{ questionnaireVersionDraft: { questionnaireVersion: { id: string; version: number } } }>(
      DRAFT, { input: { questionnaireId: id, questions: [question('a', 'INTEGER'), question('c')] } },
    );
    expect(await designer.refuse(PUBLISH, { input: { id: questionnaireVersion.id, version: questionnaireVersion.version } })).toMatchObject([
      { code: 'QUESTION_TYPE_CHANGED', message: 'a was a TEXT in version 1 and would be a INTEGER; rules rely on its type.' },
    ]);
  });

  it('that was published never changes, whoever tries', async () => {
    const { rows } = await platform.pool.query<{ id: string }>("select v.id from surveys.questionnaire_version v join surveys.questionnaire q on q.id = v.questionnaire_id where q.code = 'poverty'");
    const id = rows[0]?.id;
    for (const statement of [
      "update surveys.questionnaire_version set state = 'DRAFT', published_on = null where id = $1", 'delete from surveys.questionnaire_version where id = $1',
      "update surveys.question set type = 'TEXT' where version_id = $1", 'delete from surveys.question where version_id = $1',
      "insert into surveys.question (id, version_id, code, position, type, texts, required) values (kernel.uuid7(), $1, 'x', 9, 'TEXT', '{}', false)",
      "update surveys.question_choice set code = 'X' where question_id in (select id from surveys.question where version_id = $1)",
      'delete from surveys.question_choice where question_id in (select id from surveys.question where version_id = $1)',
    ]) await expect(platform.pool.query(statement, [id])).rejects.toMatchObject({ constraint: 'questionnaire_version_is_published' });
  });
});

it('only those who may manage questionnaires write them', async () => {
  const reader = platform.as(...SURVEYOR.filter((permission) => permission !== 'surveys.questionnaires.manage'));
  expect(await reader.refuse(CREATE, input('nobody', []))).toMatchObject([{ code: 'FORBIDDEN' }]);
});
