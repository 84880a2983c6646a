import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemsIn, vocabularyOf, type Rule, type RuleSetProblem } from '../../../src/programmes/rules/engine.js';
import { HOUSEHOLDS, startRulePlatform, type RulePlatform } from '../testing/rule-platform.js';

let rules: RulePlatform;
beforeAll(async () => {
  rules = await startRulePlatform();
});
afterAll(() => rules.test.stop());

const PARTS = {
  parameters: [{ code: 'cap', type: 'money', values: [] }],
  tables: [{ code: 'grants', keys: [{ name: 'members', match: 'FROM', type: 'number' }], value: 'money', versions: [] }],
} as const;

function problems(given: readonly Rule[], parts = PARTS): readonly RuleSetProblem[] {
  return problemsIn(rules.vocabulary(parts), { ...HOUSEHOLDS, rules: given });
}

const problemsOf = (expression: string, kind = 'FORMULA'): readonly RuleSetProblem[] => problems([{ code: 'x', kind, expression }]);

describe('a rule that cannot be', () => {
  it.each<readonly [string, number, string, string | undefined]>([
    ['household.members.exists(m, m.agee > 3)', 30, 'Person has no fact "agee".', 'Did you mean "age"?'],
    ['houshold.code == "x"', 0, 'There is nothing called "houshold".', 'Did you mean "household"?'],
    ['household.code > 3', 17, 'A text cannot be compared with a number.', undefined],
    ['household.members', 0, 'A rule must give one value; this is a list.', undefined],
    ['household', 0, 'A rule must give one value; this is a Household.', undefined],
    ['household.members.map(m, m.memberships).size()', 0, 'A list of lists cannot be used.', 'Ask for one value of each item.'],
    ['household.head', 0, 'A rule must give one value; this is a Person.', undefined],
    ['household.attributes.roof == "TATCH"', 29, '"TATCH" is no value that this fact can have.', 'Did you mean "THATCH"?'],
    ['household.members.exists(m, m.sex in ["FEMALE", "MAN"])', 48, '"MAN" is no value that this fact can have.', 'Did you mean "MALE"?'],
    ['1 + "a"', 4, 'A number or money belongs here; this is a text.', undefined],
    ['on + 1', 0, 'A number or money belongs here; this is a date.', 'Compute with days by addDays, addMonths, daysBetween and monthsBetween.'],
    ['params.cap + 5', 13, 'A number cannot be added to money.', 'Say that the number is money: money(…), or that only the number of the money counts: number(…).'],
    ['params.cap * params.cap', 0, 'Money cannot be multiplied with money.', 'Money by money is no money; make one of them a number: number(…).'],
    ['5 / params.cap', 4, 'A number cannot be divided by money.', 'Say that the number is money: money(…), or that only the number of the money counts: number(…).'],
    ['params.cap > 5', 13, 'Money cannot be compared with a number.', 'Say that it is money: money(…).'],
    ['1 / 0', 4, 'Nothing can be divided by zero.', undefined],
    ['1 % 0.00', 4, 'Nothing can be divided by zero.', undefined],
    ['params.cab', 7, 'There is no parameter "cab".', 'Did you mean "cap"?'],
    ['rules.y', 6, 'There is no rule "y" in this version.', 'Did you mean "x"?'],
    ['lookup("grant", 1)', 7, 'There is no table "grant".', 'Did you mean "grants"?'],
    ['lookup("grants", "1")', 17, 'A number belongs here; this is a text.', undefined],
    ['lookup("grants")', 0, 'With the table "grants" belong members (number), and a day where the version of another day is meant.', 'Write it as lookup("grants", household.members.size()).'],
    ['progressive("grants", 1)', 12, 'The table "grants" does not hold progressive rates.', 'Such a table has one key, the amount from which each rate applies (FROM), and rates as values (number).'],
    ['date("2026-02-30")', 5, 'date() takes a day in quotes.', 'Write it as date("2026-03-31").'],
    ['roudn(1)', 0, 'There is no function "roudn".', 'Did you mean "round"?'],
    ['round(1, 0)', 9, 'A step is greater than zero.', undefined],
    ['round(1, 1, "HALFUP")', 12, 'A mode of rounding in quotes belongs here.', 'Did you mean "HALF_UP"?'],
    ['household.members.fitler(m, true)', 0, 'A list has no "fitler".', 'Did you mean "filter"?'],
    ['household.members.filter(household, true).size()', 25, '"household" means something else already.', 'Take another name for the items.'],
    ['household.members.filter(m, m.age).size()', 28, 'A boolean belongs here.', 'Write it as household.members.filter(m, m.age < 18).'],
    ['household.members.sum()', 0, '"sum" is asked of rows of Person.', 'Say of what: .map(item, item.…).sum().'],
    ['household.members[0].age', 18, 'A name in quotes belongs here.', 'Items of lists are asked for by filter().'],
    ['null > 3', 0, 'null can only be compared by == and !=.', undefined],
    ['true ? 1 : "a"', 11, 'All of them must be of one type; the first is a number, this a text.', undefined],
    ['{"a": 1}', 0, '"map" cannot be used in a rule.', undefined],
    ['b"abc"', 0, 'Such a value cannot be used in a rule.', undefined],
    ['1 +', 3, 'The rule ends where something is still missing.', undefined],
    ['', 0, 'The rule ends where something is still missing.', undefined],
    ['1 = 1', 2, 'The rule cannot be read here: Unexpected character: =.', undefined],
    ['"abc', 0, 'The rule cannot be read here: Unterminated string.', undefined],
  ])('%s', (expression, at, message, hint) => {
    expect(problemsOf(expression)).toEqual([{ rule: 'x', at, line: 1, column: at + 1, message, ...(hint !== undefined && { hint }) }]);
  });

  it('gives what its kind takes', () => {
    expect(problemsOf('1', 'ELIGIBILITY')).toMatchObject([{ message: 'A boolean is what such a rule must give; this is a number.', hint: 'Compare something: household.members.size() > 3.' }]);
    expect(problemsOf('1', 'AMOUNT')).toMatchObject([{ message: 'Money is what such a rule must give; this is a number.', hint: 'Say that a number is money: money(…).' }]);
    expect(problemsOf('1', 'SURPRISE')).toMatchObject([{ message: 'There is no kind of rule "SURPRISE".' }]);
  });

  it('is told everything that is wrong with it at once, by line and column', () => {
    const expression = 'household.rof == "x"\n  && houshold.code == 3\n  && household.code > 4 // too\n  && 1 / 0 > 2';
    expect(problemsOf(expression).map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      '1:11 Household has no fact "rof".',
      '2:6 There is nothing called "houshold".',
      '3:23 A text cannot be compared with a number.',
      '4:10 Nothing can be divided by zero.',
    ]);
  });

  it('is short and flat enough', () => {
    expect(problemsOf('1'.repeat(1_000_000))).toMatchObject([{ at: 10_000, message: 'The rule has 1000000 characters; at most 10000 are allowed.' }]);
    expect(problemsOf(`${'('.repeat(400)}1${')'.repeat(400)}`)).toMatchObject([{ message: expect.stringContaining('maxDepth') as string }]);
    expect(problemsOf(Array.from({ length: 1_000 }, () => '1').join('+'))).toMatchObject([{ message: 'The rule is nested more than 200 levels deep.' }]);
    expect(problemsOf(`${'!'.repeat(9_000)}true`)).toHaveLength(1);
  });
});

describe('rules of a set', () => {
  it('may use each other, but none itself', () => {
    const rule = (code: string, expression: string): Rule => ({ code, kind: 'FORMULA', expression });
    expect(problems([rule('a', 'rules.b + 1'), rule('b', 'rules.c * 2'), rule('c', 'rules.a - 1'), rule('d', 'rules.a'), rule('e', 'rules.e')])).toEqual([
      { rule: 'c', at: 6, line: 1, column: 7, message: 'The rule needs itself: a → b → c → a.', hint: 'A rule may use others, but none that uses it.' },
      { rule: 'e', at: 6, line: 1, column: 7, message: 'The rule needs itself: e → e.', hint: 'A rule may use others, but none that uses it.' },
    ]);
  });

  it('have codes of their own, and one amount', () => {
    const amount = (code: string): Rule => ({ code, kind: 'AMOUNT', expression: 'money("1")' });
    expect(problems([amount('a'), amount('b'), { ...amount('a'), kind: 'FORMULA' }]).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'a: Another rule of this version is called "a".',
      'b: There is another rule of the kind AMOUNT in this version; there can be one.',
    ]);
  });

  it('may ask for what is masked where whoever lays them down may', () => {
    const set = { ...HOUSEHOLDS, rules: [{ code: 'x', kind: 'FORMULA', expression: 'household.members.exists(m, m.disabled || m.disabilityAssessments.exists(a, a.seeing == "CANNOT_DO_AT_ALL"))' }] };
    expect(problemsIn(rules.vocabulary(), set)).toEqual([]);
    const found = problemsIn(vocabularyOf({ ...rules.test.platform.model, withoutMasked: 'programmes.rules.use-masked' }, new Map()), set);
    expect(found.map(({ message }) => message)).toEqual([
      'Person.disabled is masked; a rule that asks for it takes the permission programmes.rules.use-masked.',
      'Disability.seeing is masked; a rule that asks for it takes the permission programmes.rules.use-masked.',
    ]);
  });
});
