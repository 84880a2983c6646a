import type { QueryResultRow } from 'pg';
import { sql, today, trusted, type Sql } from '../kernel/read/sql.js';
import { readRows } from '../kernel/read/read-rows.js';
import { didYouMean } from '../programmes/rules/did-you-mean.js';
import type { CallFact, RuleFacts, RuleFunction, RuleRow, RuleText } from '../programmes/rules/rule-facts.js';
import { wrong } from '../programmes/rules/types.js';
import type { ValueType } from '../programmes/rules/values.js';
import type { Texts } from '../kernel/schema/local-texts.js';
import { QuestionnaireTarget, QuestionType } from './types.js';

interface KnownQuestion {
  readonly code: string;
  readonly texts: Texts;
  readonly type: QuestionType;
  /** Whether its answers are masked, in any version. */
  readonly special: boolean;
  readonly choices: readonly string[];
}

interface KnownQuestionnaire {
  readonly id: string;
  readonly code: string;
  readonly target: QuestionnaireTarget;
  readonly questions: readonly KnownQuestion[];
}

type Vocabulary = ReadonlyMap<string, KnownQuestionnaire>;

/** What was published of every questionnaire: each question of any version, as the latest has it. */
async function vocabularyOf(ask: (text: string) => Promise<{ readonly rows: readonly KnownQuestionnaire[] }>): Promise<Vocabulary> {
  const { rows } = await ask(
    `select q.id, q.code, q.target, json_agg(json_build_object('code', s.code, 'texts', s.texts, 'type', s.type, 'special', s.special, 'choices', s.choices) order by s.position) as questions
     from surveys.questionnaire q cross join lateral (
       select distinct on (n.code) n.code, n.texts, n.type, n.position, bool_or(n.special) over (partition by n.code) as special,
         (select coalesce(json_agg(distinct c.code), '[]') from surveys.question_choice c join surveys.question o on o.id = c.question_id
          join surveys.questionnaire_version p on p.id = o.version_id where p.questionnaire_id = q.id and p.state = 'PUBLISHED' and o.code = n.code) as choices
       from surveys.question n join surveys.questionnaire_version v on v.id = n.version_id
       where v.questionnaire_id = q.id and v.state = 'PUBLISHED' order by n.code, v.number desc) s
     group by q.id`,
  );
  return new Map(rows.map((questionnaire) => [questionnaire.code, questionnaire]));
}

const ANSWER = 'household.answer("poverty-2024", "roof")';
const CHOSE = 'household.chose("poverty-2024", "goods", "RADIO")';

const COLUMNS: Readonly<Record<Exclude<QuestionType, QuestionType.MULTIPLE_CHOICE>, readonly [ValueType, string]>> = {
  TEXT: ['text', 'text_value'], INTEGER: ['number', 'number_value'], DECIMAL: ['number', 'number_value'], BOOLEAN: ['boolean', 'boolean_value'],
  DATE: ['date', 'date_value'], CHOICE: ['text', 'choice'],
};

interface Found {
  readonly questionnaire: KnownQuestionnaire;
  readonly question: KnownQuestion;
}

function questionAsked(vocabulary: Vocabulary, of: RuleRow, code: RuleText, question: RuleText): Found {
  const questionnaire = vocabulary.get(code.text) ?? wrong(code.at, `No questionnaire "${code.text}" is published.`, vocabulary.size > 0 ? didYouMean(code.text, [...vocabulary.keys()]) : 'There is none.');
  const target = questionnaire.target === QuestionnaireTarget.PERSON ? 'Person' : 'Household';
  if (of.resource.type !== target) wrong(code.at, `The questionnaire "${code.text}" is asked of a ${target}; this is a ${of.resource.type}.`);
  const known = questionnaire.questions.find((candidate) => candidate.code === question.text);
  return { questionnaire, question: known ?? wrong(question.at, `The questionnaire "${code.text}" has no question "${question.text}".`, didYouMean(question.text, questionnaire.questions.map((each) => each.code))) };
}

/** A column of the answer in the latest response that counts, on or before the day of the evaluation. */
function latest(of: RuleRow, { questionnaire, question }: Found, value: Sql): Sql {
  const subject = trusted(questionnaire.target === QuestionnaireTarget.PERSON ? 'person_id' : 'household_id');
  return sql`(select ${value} from surveys.answer a where a.question_code = ${question.code}::text and a.response_id = (
    select r.id from surveys.response r where r.${subject} = ${of.alias}.id and r.questionnaire_id = ${questionnaire.id}::uuid and r.state = 'COUNTS' and r.answered_on <= ${today}
    order by r.answered_on desc, r.id desc limit 1))`;
}

function answer(vocabulary: Vocabulary): RuleFunction {
  return {
    name: 'answer',
    example: ANSWER,
    meaning: (of, [code, question, ...more], at) => {
      if (!code || !question || more.length > 0) return wrong(at, '"answer" takes the code of a questionnaire and of a question.', `Write it as ${ANSWER}.`);
      const found = questionAsked(vocabulary, of, code, question);
      if (found.question.type === QuestionType.MULTIPLE_CHOICE) return wrong(question.at, `"${question.text}" has several answers at once.`, `Ask for one: ${CHOSE}.`);
      const [type, column] = COLUMNS[found.question.type];
      return { type, sql: latest(of, found, sql`a.${trusted(column)}`), masked: found.question.special };
    },
  };
}

function chose(vocabulary: Vocabulary): RuleFunction {
  return {
    name: 'chose',
    example: CHOSE,
    meaning: (of, [code, question, choice, ...more], at) => {
      if (!code || !question || !choice || more.length > 0) return wrong(at, '"chose" takes the code of a questionnaire, of a question and of a choice.', `Write it as ${CHOSE}.`);
      const found = questionAsked(vocabulary, of, code, question);
      if (found.question.choices.length === 0) return wrong(question.at, `"${question.text}" has no choices.`, `Compare its answer: ${ANSWER}.`);
      if (!found.question.choices.includes(choice.text)) return wrong(choice.at, `"${question.text}" has no choice "${choice.text}".`, didYouMean(choice.text, found.question.choices));
      return { type: 'boolean', sql: latest(of, found, sql`(${choice.text}::text = any(coalesce(a.choices, array[a.choice])))`), masked: found.question.special };
    },
  };
}

/** How the answer to a question is asked for: of one with several answers, each choice by itself. */
function callsFor({ code, target }: KnownQuestionnaire, { code: question, texts, type, special, choices }: KnownQuestion, locale: string): readonly CallFact[] {
  const told = { on: target === QuestionnaireTarget.PERSON ? 'Person' : 'Household', description: texts[locale] ?? Object.values(texts)[0] ?? question, masked: special };
  const quoted = (...names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');
  if (type === QuestionType.MULTIPLE_CHOICE) return choices.map((choice) => ({ ...told, call: `chose(${quoted(code, question, choice)})`, type: 'boolean' as const, choices: [] }));
  return [{ ...told, call: `answer(${quoted(code, question)})`, type: COLUMNS[type][0], choices }];
}

/** Answers of published questionnaires, for rules. */
export const answerFacts: RuleFacts = {
  async load(ctx, expression) {
    if (!/\b(answer|chose)\s*\(/.test(expression)) return [];
    const vocabulary = await vocabularyOf((text) => ctx.tx.query<KnownQuestionnaire & QueryResultRow>(text));
    return [answer(vocabulary), chose(vocabulary)];
  },
  async list(ctx) {
    const vocabulary = await vocabularyOf((text) => readRows<KnownQuestionnaire & QueryResultRow>(ctx, text));
    return [...vocabulary.values()].flatMap((questionnaire) => questionnaire.questions.flatMap((question) => callsFor(questionnaire, question, ctx.locale)));
  },
};
