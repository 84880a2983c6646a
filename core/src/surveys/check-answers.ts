import { Decimal } from 'decimal.js';
import type { Refusal } from '../kernel/write/refusal.js';
import type { AnswerInput } from './answer-input.js';
import { meant } from './check-questions.js';
import { answeredTwice, answerMissing, answerNotShown, answerNotWhole, answerOutOfRange, answerWrongType, choiceUnknown, questionUnknown } from './refusals.js';
import { QuestionType } from './types.js';

/** A question as answers are held against it, in the order of the questionnaire. */
export interface Asked {
  readonly id: string;
  readonly code: string;
  readonly type: QuestionType;
  readonly required: boolean;
  readonly min: string | null;
  readonly max: string | null;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly choices: readonly string[];
  readonly shownIf: { readonly question: string; readonly values: readonly string[] } | null;
}

type ValueField = 'text' | 'number' | 'boolean' | 'date' | 'choice' | 'choices';

const VALUE_FIELDS: readonly ValueField[] = ['text', 'number', 'boolean', 'date', 'choice', 'choices'];
const FIELD_OF: Readonly<Record<QuestionType, ValueField>> = {
  TEXT: 'text', INTEGER: 'number', DECIMAL: 'number', BOOLEAN: 'boolean', DATE: 'date', CHOICE: 'choice', MULTIPLE_CHOICE: 'choices',
};

/** Everything that is wrong with the answers to the questions of a version. */
export function answerProblems(questions: readonly Asked[], answers: readonly AnswerInput[], path: string): readonly Refusal[] {
  const byCode = new Map(questions.map((question) => [question.code, question]));
  const first = new Map<string, AnswerInput>();
  const faulty = new Set<string>();
  const problems = answers.flatMap((answer, index): readonly Refusal[] => {
    const at = join(path, index);
    const question = byCode.get(answer.question);
    if (!question) return [questionUnknown(`${at}.question`, { code: answer.question, hint: meant(answer.question, [...byCode.keys()]) })];
    if (first.has(question.code)) return [answeredTwice(`${at}.question`, { code: question.code })];
    first.set(question.code, answer);
    const own = valueProblems(question, answer, at);
    if (own.length > 0) faulty.add(question.code);
    return own;
  });
  return [...problems, ...shownProblems(questions, answers, first, faulty, path)];
}

/** Whether each question is shown, and so may or must be answered. What hangs on an answer that is wrong itself is not judged. */
function shownProblems(
  questions: readonly Asked[], answers: readonly AnswerInput[], given: ReadonlyMap<string, AnswerInput>, faulty: ReadonlySet<string>, path: string,
): readonly Refusal[] {
  const shown = new Map<string, boolean | undefined>();
  return questions.flatMap(({ code, required, shownIf }): readonly Refusal[] => {
    const earlier = shownIf ? shown.get(shownIf.question) : true;
    const is = !shownIf || earlier === false ? earlier : earlier === undefined || faulty.has(shownIf.question) ? undefined : matches(given.get(shownIf.question), shownIf.values);
    shown.set(code, is);
    const answer = given.get(code);
    if (is === true && required && !answer) return [answerMissing(path, { code })];
    return is === false && answer ? [answerNotShown(join(path, answers.indexOf(answer)), { code })] : [];
  });
}

function matches(answer: AnswerInput | undefined, values: readonly string[]): boolean {
  if (!answer) return false;
  const said = answer.choices ?? [answer.choice ?? String(answer.boolean)];
  return said.some((value) => values.includes(value));
}

function valueProblems(question: Asked, answer: AnswerInput, at: string): readonly Refusal[] {
  const { code, type, choices } = question;
  const field = FIELD_OF[type];
  const given = VALUE_FIELDS.filter((name) => answer[name] !== undefined && answer[name] !== null);
  if (given.length !== 1 || given[0] !== field) return [answerWrongType(at, { code, field })];
  const path = `${at}.${field}`;
  if (type === QuestionType.INTEGER && !new Decimal(answer.number ?? 0).isInteger()) return [answerNotWhole(path, { code })];
  const chosen = type === QuestionType.CHOICE ? [answer.choice ?? ''] : (answer.choices ?? []);
  const strangers = chosen.flatMap((choice, index) =>
    choices.includes(choice) ? [] : [choiceUnknown(type === QuestionType.CHOICE ? path : `${path}.${index}`, { code, hint: meant(choice, choices) })]);
  if (strangers.length > 0) return strangers;
  return inRange(question, answer) ? [] : [answerOutOfRange(path, { code, range: rangeOf(question) })];
}

function inRange({ type, min, max, earliest, latest }: Asked, { text, number, date, choices }: AnswerInput): boolean {
  if (type === QuestionType.DATE) return (earliest === null || (date ?? '') >= earliest) && (latest === null || (date ?? '') <= latest);
  if (type === QuestionType.BOOLEAN || type === QuestionType.CHOICE) return true;
  const counted = new Decimal(type === QuestionType.TEXT ? [...(text ?? '')].length : type === QuestionType.MULTIPLE_CHOICE ? (choices ?? []).length : (number ?? 0));
  return (min === null || counted.gte(min)) && (max === null || counted.lte(max));
}

function rangeOf({ type, min, max, earliest, latest }: Asked): string {
  const [least, most] = type === QuestionType.DATE ? [earliest, latest] : [min, max];
  const unit = type === QuestionType.TEXT ? ' characters' : type === QuestionType.MULTIPLE_CHOICE ? ' choices' : '';
  if (least !== null && most !== null) return `${least} to ${most}${unit}`;
  return least === null ? `at most ${most}${unit}` : `at least ${least}${unit}`;
}

function join(path: string, index: number): string {
  return `${path}.${index}`;
}
