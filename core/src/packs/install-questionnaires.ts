import { readRows } from '../kernel/read/read-rows.js';
import { encodeId } from '../kernel/schema/ids.js';
import { mutate } from '../kernel/server/mutate.js';
import type { PackQuestion, PackQuestionnaire } from './format.js';
import type { Installing } from './install-pack.js';
import { localTexts } from './local-texts.js';
import { packProblem, refusePack } from './pack-problems.js';

/** Questions as the API takes them. */
export function questionsFrom(questions: readonly PackQuestion[]): readonly object[] {
  return questions.map(({ texts, choices, ...question }) => ({
    ...question, texts: localTexts(texts), ...(choices && { choices: choices.map((choice) => ({ code: choice.code, texts: localTexts(choice.texts) })) }),
  }));
}

/** Questions in one way of writing, to be compared. */
export function questionsWritten(questions: readonly PackQuestion[]): string {
  const sorted = (texts: Readonly<Record<string, string>>): object => Object.fromEntries(Object.entries(texts).sort());
  return JSON.stringify(questions.map(({ code, type, texts, required, special, min, max, earliest, latest, choices, shownIf }) => [
    code, type, sorted(texts), required, special, min ?? null, max ?? null, earliest ?? null, latest ?? null, (choices ?? []).map((choice) => [choice.code, sorted(choice.texts)]), shownIf ? [shownIf.question, shownIf.values] : null,
  ]));
}

/** The questions of a version, as a pack says them: an expression over a version `v`. */
export const QUESTIONS = `coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('code', q.code, 'type', q.type, 'texts', q.texts, 'required', q.required, 'special', q.special,
    'min', trim_scale(q.min)::text, 'max', trim_scale(q.max)::text, 'earliest', q.earliest, 'latest', q.latest,
    'shownIf', case when q.shown_if_question is not null then jsonb_build_object('question', q.shown_if_question, 'values', q.shown_if_values) end,
    'choices', (select jsonb_agg(jsonb_build_object('code', c.code, 'texts', c.texts) order by c.position) from surveys.question_choice c where c.question_id = q.id))) order by q.position)
  from surveys.question q where q.version_id = v.id), '[]')`;

interface Standing {
  readonly id: string;
  readonly target: string;
  readonly version_id: string;
  readonly version: number;
  readonly state: 'DRAFT' | 'PUBLISHED';
  readonly questions: readonly PackQuestion[];
}

interface Version {
  readonly id: string;
  readonly version: number;
}

const VERSION = '{ questionnaireVersion { id version } userErrors { code message path } }';

/** The last version of a questionnaire, published or not. */
async function standingOf({ drafter }: Installing, code: string): Promise<Standing | undefined> {
  const { rows } = await readRows<Standing>(drafter, `
    select q.id, q.target, v.id as version_id, v.version, v.state, ${QUESTIONS} as questions
    from surveys.questionnaire q join surveys.questionnaire_version v on v.questionnaire_id = q.id where q.code = $1 order by v.number desc limit 1`, [code]);
  return rows[0];
}

/**
 * Creates the questionnaires that are not there, and drafts the next version of those whose questions changed: rules that ask their
 * answers need them published, which takes no second person.
 */
export async function installQuestionnaires(installing: Installing, pack: string, questionnaires: readonly PackQuestionnaire[]): Promise<void> {
  const { drafter, done } = installing;
  for (const { code, name, target, questions } of questionnaires) {
    const known = await standingOf(installing, code);
    if (known && known.target !== target) refusePack([packProblem('PACK_OTHER_QUESTIONNAIRE', `The questionnaire ${code} is there already, for a ${known.target}: the pack ${pack} means another.`, 'Give the questionnaire of the pack another code.')]);
    const same = known && questionsWritten(known.questions) === questionsWritten(questions);
    if (same && known.state === 'PUBLISHED') {
      done({ what: `questionnaire ${code}`, did: 'was there' });
      continue;
    }
    const draft = await drafted(installing, { code, name, target, questions }, known, same === true);
    await mutate(drafter, `mutation ($input: QuestionnaireVersionPublishInput!) { questionnaireVersionPublish(input: $input) ${VERSION} }`, { input: draft });
    done({ what: `questionnaire ${code}`, did: known ? 'published' : 'created' });
  }
}

/** A draft with the questions: the one that there is, with other questions where they differ, or a new one. */
async function drafted({ drafter }: Installing, { code, name, target, questions }: PackQuestionnaire, known: Standing | undefined, same: boolean): Promise<Version> {
  if (!known) {
    const { questionnaireCreate: { questionnaire } } = await mutate<{ questionnaireCreate: { questionnaire: { versions: { nodes: Version[] } } } }>(drafter,
      'mutation ($input: QuestionnaireCreateInput!) { questionnaireCreate(input: $input) { questionnaire { versions { nodes { id version } } } userErrors { code message path } } }', { input: { code, name, target, questions: questionsFrom(questions) } });
    return only(questionnaire.versions.nodes, code);
  }
  const draft = { id: encodeId('questionnaire_version', known.version_id), version: known.version };
  if (same) return draft;
  if (known.state === 'DRAFT') {
    return (await mutate<{ questionnaireDraftChange: { questionnaireVersion: Version } }>(drafter, `mutation ($input: QuestionnaireDraftChangeInput!) { questionnaireDraftChange(input: $input) ${VERSION} }`,
      { input: { ...draft, questions: questionsFrom(questions) } })).questionnaireDraftChange.questionnaireVersion;
  }
  return (await mutate<{ questionnaireVersionDraft: { questionnaireVersion: Version } }>(drafter, `mutation ($input: QuestionnaireVersionDraftInput!) { questionnaireVersionDraft(input: $input) ${VERSION} }`,
    { input: { questionnaireId: encodeId('questionnaire', known.id), questions: questionsFrom(questions) } })).questionnaireVersionDraft.questionnaireVersion;
}

function only([version]: readonly Version[], code: string): Version {
  if (!version) throw new Error(`the questionnaire ${code} has no version`);
  return version;
}
