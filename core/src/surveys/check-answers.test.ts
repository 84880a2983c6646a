import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AnswerInput } from './answer-input.js';
import { answerProblems, type Asked } from './check-answers.js';
import { QuestionType } from './types.js';

const TYPES = Object.values(QuestionType);
const day = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const ordered = <T>(a: T, b: T): [T, T] => (a < b ? [a, b] : [b, a]);

/** A question whose bounds can be met; what it is shown by is settled with the others. */
const question = fc.record({ type: fc.constantFrom(...TYPES), required: fc.boolean(), bounds: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), days: fc.tuple(day, day), bounded: fc.boolean(), choices: fc.integer({ min: 2, max: 5 }) });

const questionnaire: fc.Arbitrary<Asked[]> = fc.array(fc.tuple(question, fc.option(fc.nat(), { freq: 2 }), fc.nat()), { minLength: 1, maxLength: 8 }).map((given) => {
  const asked: Asked[] = [];
  given.forEach(([{ type, required, bounds, days, bounded, choices: n }, on, which], index) => {
    const choosing = type === QuestionType.CHOICE || type === QuestionType.MULTIPLE_CHOICE;
    const [min, max] = ordered(...bounds);
    const [earliest, latest] = ordered(...days);
    const counted = bounded && type !== QuestionType.DATE && type !== QuestionType.BOOLEAN && type !== QuestionType.CHOICE;
    const deciding = asked.filter((earlier) => earlier.type === QuestionType.BOOLEAN || earlier.choices.length > 0);
    const earlier = on === null || deciding.length === 0 ? undefined : deciding[on % deciding.length];
    const values = earlier?.type === QuestionType.BOOLEAN ? ['true', 'false'] : (earlier?.choices ?? []);
    asked.push({
      id: String(index), code: `q${index}`, type, required,
      min: counted ? String(type === QuestionType.MULTIPLE_CHOICE ? Math.min(min, 1) : min) : null, max: counted ? String(max + 1) : null,
      earliest: bounded && type === QuestionType.DATE ? earliest : null, latest: bounded && type === QuestionType.DATE ? latest : null,
      choices: choosing ? Array.from({ length: n }, (_, choice) => `C${choice}`) : [],
      shownIf: earlier ? { question: earlier.code, values: [values[which % values.length] ?? ''] } : null,
    });
  });
  return asked;
});

/** An answer that meets the question; `pick` chooses which. */
function rightAnswer({ code, type, min, max, earliest, latest, choices }: Asked, pick: number): AnswerInput {
  const least = Number(min ?? 0);
  const counted = least + (pick % (Number(max ?? least + 5) - least + 1));
  switch (type) {
    case QuestionType.TEXT: return { question: code, text: '🏔'.repeat(counted) };
    case QuestionType.INTEGER: return { question: code, number: String(counted) };
    case QuestionType.DECIMAL: return { question: code, number: max === String(counted) ? max : `${counted}.25` };
    case QuestionType.BOOLEAN: return { question: code, boolean: pick % 2 === 0 };
    case QuestionType.DATE: return { question: code, date: earliest ?? latest ?? '2000-01-01' };
    case QuestionType.CHOICE: return { question: code, choice: choices[pick % choices.length] ?? '' };
    case QuestionType.MULTIPLE_CHOICE: return { question: code, choices: choices.slice(0, Math.min(counted, choices.length)) };
  }
}

/** Shown questions in order, decided by the plainest reading of the conditions. */
function shownAnd(questions: readonly Asked[], picks: readonly number[]): { readonly answers: AnswerInput[]; readonly shown: ReadonlySet<string> } {
  const answers: AnswerInput[] = [];
  const shown = new Set<string>();
  questions.forEach((each, index) => {
    const on = answers.find((answer) => answer.question === each.shownIf?.question);
    const said = on ? [String(on.boolean), on.choice, ...(on.choices ?? [])] : [];
    if (each.shownIf && !each.shownIf.values.some((value) => said.includes(value))) return;
    shown.add(each.code);
    const pick = picks[index] ?? 0;
    if (each.required || pick % 3 > 0) answers.push(rightAnswer(each, pick));
  });
  return { answers, shown };
}

const filled = fc.tuple(questionnaire, fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 })).map(([questions, picks]) => ({ questions, ...shownAnd(questions, picks) }));
const told = (questions: readonly Asked[], answers: readonly AnswerInput[]): string[] => answerProblems(questions, answers, 'answers').map(({ code, path }) => `${code} ${path}`);

it('answers that meet every question that is shown are accepted, in any order', () => {
  fc.assert(fc.property(filled, fc.boolean(), ({ questions, answers }, backwards) => {
    expect(told(questions, backwards ? answers.toReversed() : answers)).toEqual([]);
  }), { numRuns: 500 });
});

it('a required answer that is left out is missed, once for each', () => {
  fc.assert(fc.property(filled, ({ questions, shown }) => {
    const free = questions.filter(({ code, required, shownIf }) => shown.has(code) && required && !shownIf);
    expect(told(questions, []).filter((each) => each.startsWith('ANSWER_MISSING'))).toHaveLength(questions.filter(({ required, shownIf }) => required && !shownIf).length);
    expect(free.length).toBeLessThanOrEqual(questions.length);
  }), { numRuns: 200 });
});

it('an answer to what is not shown is refused at its path', () => {
  fc.assert(fc.property(filled, fc.nat(), ({ questions, answers, shown }, which) => {
    const hidden = questions.filter(({ code }) => !shown.has(code));
    fc.pre(hidden.length > 0);
    const stranger = hidden[which % hidden.length];
    if (!stranger) return;
    const found = told(questions, [...answers, rightAnswer(stranger, 0)]);
    expect(found).toContain(`ANSWER_NOT_SHOWN answers.${answers.length}`);
    expect(found.every((each) => each.startsWith('ANSWER_NOT_SHOWN') || each.startsWith('ANSWER_MISSING'))).toBe(true);
  }), { numRuns: 300 });
});

it('one answer that is spoilt is the one that is told of, and what hangs on it is not judged', () => {
  const spoil = (of: Asked, answer: AnswerInput): readonly [AnswerInput, RegExp][] => [
    [{ ...answer, text: 'x', number: '1' }, /^ANSWER_WRONG_TYPE answers\.\d+$/],
    [{ question: of.code }, /^ANSWER_WRONG_TYPE answers\.\d+$/],
    ...(of.type === QuestionType.INTEGER ? [[{ ...answer, number: '1.5' }, /^ANSWER_NOT_WHOLE answers\.\d+\.number$/] as [AnswerInput, RegExp]] : []),
    ...(of.max !== null && answer.number ? [[{ ...answer, number: '99' }, /^ANSWER_OUT_OF_RANGE answers\.\d+\.number$/] as [AnswerInput, RegExp]] : []),
    ...(of.latest !== null ? [[{ ...answer, date: '2999-01-01' }, /^ANSWER_OUT_OF_RANGE answers\.\d+\.date$/] as [AnswerInput, RegExp]] : []),
    ...(of.type === QuestionType.CHOICE ? [[{ ...answer, choice: 'NONE' }, /^CHOICE_UNKNOWN answers\.\d+\.choice$/] as [AnswerInput, RegExp]] : []),
    ...(of.type === QuestionType.MULTIPLE_CHOICE ? [[{ ...answer, choices: ['NONE'] }, /^CHOICE_UNKNOWN answers\.\d+\.choices\.0$/] as [AnswerInput, RegExp]] : []),
  ];
  fc.assert(fc.property(filled, fc.nat(), fc.nat(), ({ questions, answers }, which, how) => {
    fc.pre(answers.length > 0);
    const index = which % answers.length;
    const answer = answers[index];
    const of = questions.find(({ code }) => code === answer?.question);
    if (!answer || !of) return;
    const ways = spoil(of, answer);
    const [spoilt, expected] = ways[how % ways.length] ?? [answer, /never/];
    const found = told(questions, answers.with(index, spoilt));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
    expect(found[0]?.split(' ')[1]?.split('.')[1]).toBe(String(index));
  }), { numRuns: 500 });
});
