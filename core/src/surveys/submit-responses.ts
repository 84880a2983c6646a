import { v7 as uuidv7 } from 'uuid';
import { publish } from '../kernel/events/publish.js';
import { sql } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';
import { refuse, type Refusal } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { householdNotFound } from '../people/households/refusals.js';
import { personNotFound } from '../people/persons/refusals.js';
import { seesHousehold, seesPerson } from '../people/scope.js';
import type { AnswerInput } from './answer-input.js';
import { answerProblems, type Asked } from './check-answers.js';
import { responsesSubmitted } from './events.js';
import { answeredInFuture, subjectWrong, versionNotFound, versionNotPublished } from './refusals.js';
import { QuestionnaireTarget, QuestionnaireVersionState } from './types.js';

/** A response to write, and where it stands in the input, for refusals: empty or ending in a dot. */
export interface ResponseToSubmit {
  readonly versionId: string;
  readonly personId?: string | null;
  readonly householdId?: string | null;
  readonly answeredOn: string;
  readonly source?: string | null;
  readonly answers: readonly AnswerInput[];
  readonly replacesId?: string;
  readonly path: string;
}

interface AskedVersion {
  readonly id: string;
  readonly questionnaire_id: string;
  readonly target: QuestionnaireTarget;
  readonly state: QuestionnaireVersionState;
  readonly questions: readonly Asked[];
}

async function versionsOf(ctx: TxContext, ids: readonly string[]): Promise<ReadonlyMap<string, AskedVersion>> {
  const { rows } = await ctx.tx.query<AskedVersion>(
    `select v.id, v.questionnaire_id, q.target, v.state, (
       select json_agg(json_build_object('id', s.id, 'code', s.code, 'type', s.type, 'required', s.required, 'min', s.min::text, 'max', s.max::text,
         'earliest', s.earliest, 'latest', s.latest, 'choices', (select coalesce(json_agg(c.code), '[]') from surveys.question_choice c where c.question_id = s.id),
         'shownIf', case when s.shown_if_question is not null then json_build_object('question', s.shown_if_question, 'values', s.shown_if_values) end) order by s.position)
       from surveys.question s where s.version_id = v.id) as questions
     from surveys.questionnaire_version v join surveys.questionnaire q on q.id = v.questionnaire_id where v.id = any($1::uuid[])`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((version) => [version.id, version]));
}

/** Those of the persons and households that the actor may act on. */
async function subjectsOf(ctx: TxContext, given: readonly ResponseToSubmit[]): Promise<ReadonlySet<string>> {
  const [persons, households] = [given.flatMap(({ personId }) => personId ?? []), given.flatMap(({ householdId }) => householdId ?? [])];
  const { rows } = await ask<{ id: string }>(ctx, sql`
    select p.id from people.person p where p.id = any(${persons}::uuid[]) and p.erased_on is null and ${seesPerson(ctx, sql`p`)}
    union all
    select h.id from people.household h where h.id = any(${households}::uuid[]) and ${seesHousehold(ctx, sql`h`)}`);
  return new Set(rows.map(({ id }) => id));
}

function problemsOf(ctx: TxContext, response: ResponseToSubmit, version: AskedVersion | undefined, subjects: ReadonlySet<string>): readonly Refusal[] {
  const { path, personId, householdId, answeredOn, answers } = response;
  if (!version) return [versionNotFound(`${path}versionId`)];
  if (version.state !== QuestionnaireVersionState.PUBLISHED) return [versionNotPublished(`${path}versionId`)];
  const asksPersons = version.target === QuestionnaireTarget.PERSON;
  const [field, subject, other] = asksPersons ? ['personId', personId, householdId] as const : ['householdId', householdId, personId] as const;
  const problems: Refusal[] = [];
  if (!subject || other) problems.push(subjectWrong(`${path}${field}`, { target: version.target }));
  else if (!subjects.has(subject)) problems.push(asksPersons ? personNotFound(`${path}personId`) : householdNotFound(`${path}householdId`));
  if (answeredOn > ctx.today) problems.push(answeredInFuture(`${path}answeredOn`, { day: answeredOn, today: ctx.today }));
  return [...problems, ...answerProblems(version.questions, answers, `${path}answers`)];
}

/**
 * Writes responses with their answers, in the same few statements however many they are.
 *
 * @returns their UUIDs, in the order given
 */
export async function submitResponses(ctx: TxContext, given: readonly ResponseToSubmit[]): Promise<readonly string[]> {
  const versions = await versionsOf(ctx, given.map(({ versionId }) => versionId));
  const subjects = await subjectsOf(ctx, given);
  const problems = given.flatMap((response) => problemsOf(ctx, response, versions.get(response.versionId), subjects));
  if (problems.length > 0) refuse(...problems);
  const rows = given.map((response) => ({ ...response, id: uuidv7(), version: versions.get(response.versionId) }));
  await ctx.tx.query(
    `insert into surveys.response (id, questionnaire_id, version_id, person_id, household_id, answered_on, source, recorded_by, replaces_id)
     select id, questionnaire_id, version_id, person_id, household_id, answered_on, source, $2, replaces_id
     from json_to_recordset($1) as t(id uuid, questionnaire_id uuid, version_id uuid, person_id uuid, household_id uuid, answered_on date, source text, replaces_id uuid)`,
    [JSON.stringify(rows.map(({ id, version, versionId, personId, householdId, answeredOn, source, replacesId }) => ({
      id, questionnaire_id: version?.questionnaire_id, version_id: versionId, person_id: personId, household_id: householdId, answered_on: answeredOn, source, replaces_id: replacesId,
    }))), ctx.actor.id],
  );
  await ctx.tx.query(
    `insert into surveys.answer (id, response_id, version_id, question_id, question_code, special, text_value, number_value, boolean_value, date_value, choice, choices)
     select kernel.uuid7(), t.response_id, t.version_id, t.question_id, t.question_code, q.special, text_value, number_value, boolean_value, date_value, choice, choices
     from json_to_recordset($1) as t(response_id uuid, version_id uuid, question_id uuid, question_code text, text_value text, number_value numeric,
       boolean_value boolean, date_value date, choice text, choices text[]) join surveys.question q on q.id = t.question_id`,
    [JSON.stringify(rows.flatMap(({ id, version, versionId, answers }) => answers.map(({ question, text, number, boolean, date, choice, choices }) => ({
      response_id: id, version_id: versionId, question_id: version?.questions.find(({ code }) => code === question)?.id, question_code: question,
      text_value: text, number_value: number, boolean_value: boolean, date_value: date, choice, choices,
    }))))],
  );
  const ids = rows.map(({ id }) => id);
  await publish(ctx, responsesSubmitted, { ids });
  return ids;
}
