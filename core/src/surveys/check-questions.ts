import { Decimal } from 'decimal.js';
import { nearest } from '../kernel/plan/did-you-mean.js';
import type { Refusal } from '../kernel/write/refusal.js';
import type { QuestionInput } from './question-input.js';
import { boundsCross, boundsNotTaken, choiceCodeTwice, choicesNeeded, choicesNotTaken, languageTwice, questionCodeTwice, shownIfUnknown, shownIfValueUnknown } from './refusals.js';
import { QuestionType } from './types.js';

const CHOOSING: readonly QuestionType[] = [QuestionType.CHOICE, QuestionType.MULTIPLE_CHOICE];
const COUNTED: readonly QuestionType[] = [QuestionType.TEXT, QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.MULTIPLE_CHOICE];

/** Everything that is wrong with the questions of a version. */
export function questionProblems(questions: readonly QuestionInput[], path: string): readonly Refusal[] {
  return questions.flatMap((question, index) => {
    const at = `${path}.${index}`;
    const before = questions.slice(0, index);
    return [
      ...(before.some(({ code }) => code === question.code) ? [questionCodeTwice(`${at}.code`, { code: question.code })] : []),
      ...twice(question.texts.map(({ language }) => language)).map((language) => languageTwice(`${at}.texts`, { language })),
      ...choiceProblems(question, at), ...boundProblems(question, at), ...shownIfProblems(question, before, at),
    ];
  });
}

function choiceProblems({ type, choices }: QuestionInput, at: string): readonly Refusal[] {
  const given = choices ?? [];
  if (!CHOOSING.includes(type)) return given.length > 0 ? [choicesNotTaken(`${at}.choices`, { type })] : [];
  if (given.length === 0) return [choicesNeeded(`${at}.choices`, { type })];
  return [
    ...twice(given.map(({ code }) => code)).map((code) => choiceCodeTwice(`${at}.choices`, { code })),
    ...given.flatMap(({ texts }, index) => twice(texts.map(({ language }) => language)).map((language) => languageTwice(`${at}.choices.${index}.texts`, { language }))),
  ];
}

function boundProblems({ type, min, max, earliest, latest }: QuestionInput, at: string): readonly Refusal[] {
  const given = (name: string, value: unknown, taken: boolean): Refusal[] => (isThere(value) && !taken ? [boundsNotTaken(`${at}.${name}`, { type, bounds: name })] : []);
  const [counted, dated] = [COUNTED.includes(type), type === QuestionType.DATE];
  return [
    ...given('min', min, counted), ...given('max', max, counted), ...given('earliest', earliest, dated), ...given('latest', latest, dated),
    ...(isThere(min) && isThere(max) && new Decimal(min).gt(max) ? [boundsCross(`${at}.max`, { least: min, most: max })] : []),
    ...(isThere(earliest) && isThere(latest) && earliest > latest ? [boundsCross(`${at}.latest`, { least: earliest, most: latest })] : []),
  ];
}

function shownIfProblems({ shownIf }: QuestionInput, before: readonly QuestionInput[], at: string): readonly Refusal[] {
  if (!shownIf) return [];
  const deciding = before.filter(({ type }) => type === QuestionType.BOOLEAN || CHOOSING.includes(type));
  const on = deciding.find(({ code }) => code === shownIf.question);
  if (!on) return [shownIfUnknown(`${at}.shownIf.question`, { code: shownIf.question, hint: meant(shownIf.question, deciding.map(({ code }) => code)) })];
  const known = on.type === QuestionType.BOOLEAN ? ['true', 'false'] : (on.choices ?? []).map(({ code }) => code);
  return shownIf.values.flatMap((value, index) =>
    known.includes(value) ? [] : [shownIfValueUnknown(`${at}.shownIf.values.${index}`, { code: on.code, hint: meant(value, known) })]);
}

/** What was perhaps meant, or what there is. */
export function meant(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near) return `Did you mean "${near}"?`;
  const shown = known.slice(0, 20).join(', ');
  return known.length === 0 ? 'There is none.' : `There are: ${shown}${known.length > 20 ? ' …' : ''}.`;
}

function isThere<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function twice(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
