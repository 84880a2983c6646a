import { v7 as uuidv7 } from 'uuid';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { questionProblems } from './check-questions.js';
import type { QuestionInput } from './question-input.js';
import type { LocalTextInput, Texts } from '../kernel/schema/local-texts.js';

function textsFrom(texts: readonly LocalTextInput[]): Texts {
  return Object.fromEntries(texts.map(({ language, text }) => [language, text]));
}

/** Writes the questions of a draft, in the place of those that it has. */
export async function writeQuestions(ctx: TxContext, versionId: string, questions: readonly QuestionInput[]): Promise<void> {
  const problems = questionProblems(questions, 'questions');
  if (problems.length > 0) refuse(...problems);
  await ctx.tx.query('delete from surveys.question_choice where question_id in (select id from surveys.question where version_id = $1)', [versionId]);
  await ctx.tx.query('delete from surveys.question where version_id = $1', [versionId]);
  const rows = questions.map(({ code, type, texts, required, special, min, max, earliest, latest, choices, shownIf }, position) => ({
    id: uuidv7(), version_id: versionId, code, position, type, texts: textsFrom(texts), required, special, min, max, earliest, latest,
    shown_if_question: shownIf?.question, shown_if_values: shownIf?.values, choices: choices ?? [],
  }));
  await ctx.tx.query(
    `insert into surveys.question (id, version_id, code, position, type, texts, required, special, min, max, earliest, latest, shown_if_question, shown_if_values)
     select id, version_id, code, position, type, texts, required, special, min, max, earliest, latest, shown_if_question, shown_if_values
     from json_to_recordset($1) as t(id uuid, version_id uuid, code text, position integer, type text, texts jsonb, required boolean, special boolean, min numeric, max numeric,
       earliest date, latest date, shown_if_question text, shown_if_values text[])`,
    [JSON.stringify(rows)],
  );
  await ctx.tx.query(
    `insert into surveys.question_choice (id, question_id, code, position, texts)
     select id, question_id, code, position, texts from json_to_recordset($1) as t(id uuid, question_id uuid, code text, position integer, texts jsonb)`,
    [JSON.stringify(rows.flatMap(({ id, choices }) => choices.map(({ code, texts }, position) => ({ id: uuidv7(), question_id: id, code, position, texts: textsFrom(texts) }))))],
  );
}
