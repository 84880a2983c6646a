import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRulePlatform, type RulePlatform } from '../testing/rule-platform.js';
import type { VocabularyParts } from '../../../src/programmes/rules/engine.js';

let rules: RulePlatform;
beforeAll(async () => {
  rules = await startRulePlatform('2026-03-01');
});
afterAll(() => rules.test.stop());

const PARTS: VocabularyParts = {
  parameters: [
    { code: 'wage', type: 'money', values: [{ id: 'w1', from: '2024-01-01', value: '100' }, { id: 'w2', from: '2026-01-01', value: '120.50' }, { id: 'w3', from: '2027-01-01', value: '999' }] },
    { code: 'prices', type: 'number', values: [{ id: 'p1', from: '2020-01-01', value: '100' }, { id: 'p2', from: '2021-01-01', value: '107' }, { id: 'p3', from: '2022-01-01', value: '113.5' }] },
    { code: 'raise', type: 'number', values: [{ id: 'r1', from: '2020-01-01', value: '0.05' }, { id: 'r2', from: '2021-01-01', value: '0.1' }, { id: 'r3', from: '2022-01-01', value: '0.01' }] },
    { code: 'later', type: 'number', values: [{ id: 'l', from: '2030-01-01', value: '1' }] },
  ],
  tables: [
    { code: 'deaths', keys: [{ name: 'sex', match: 'EXACT', type: 'text' }, { name: 'age', match: 'EXACT', type: 'number' }], value: 'number', versions: [
      { id: 'd', from: '2020-01-01', rows: [['F', 62, '1'], ['F', 60, '0.2'], ['F', 61, '0.75'], ['M', 60, '0.9']].map(([sex, age, q]) => ({ keys: [String(sex), String(age)], value: String(q) })) }] },
    { code: 'grants', keys: [{ name: 'members', match: 'FROM', type: 'number' }], value: 'money', versions: [
      { id: 'g1', from: '2020-01-01', rows: [{ keys: ['1'], value: '64' }, { keys: ['10'], value: '500' }, { keys: ['2'], value: '76' }] },
      { id: 'g2', from: '2026-01-01', rows: [{ keys: ['1'], value: '128' }, { keys: ['2'], value: '152' }] }] },
    { code: 'zone', keys: [{ name: 'area', match: 'EXACT', type: 'text' }, { name: 'age', match: 'FROM', type: 'number' }], value: 'number', versions: [
      { id: 'z', from: '2020-01-01', rows: [{ keys: ['A', '0'], value: '1' }, { keys: ['A', '60'], value: '2' }, { keys: ["B'\"", '18'], value: '3' }] }] },
    { code: 'tax', keys: [{ name: 'income', match: 'FROM', type: 'money' }], value: 'number', versions: [
      { id: 't', from: '2020-01-01', rows: [{ keys: ['1000'], value: '0.1' }, { keys: ['0'], value: '0' }, { keys: ['3000'], value: '0.25' }] }] },
    { code: 'life', keys: [{ name: 'sex', match: 'EXACT', type: 'text' }, { name: 'age', match: 'EXACT', type: 'number' }], value: 'number', versions: [
      { id: 'f', from: '2020-01-01', rows: [['F', 60, 100], ['F', 61, 80], ['F', 62, 20], ['M', 60, 100], ['M', 61, 10]].map(([sex, age, l]) => ({ keys: [String(sex), String(age)], value: String(l) })) }] },
  ],
};

const household = { attributes: { rent: '12.345', roof: 'IRON' }, members: [{ age: 70, sex: 'FEMALE', attributes: { income: 5 } }, { age: 30, sex: 'MALE', attributes: { income: 20 } }, { age: 3, sex: 'MALE', attributes: { income: 1 } }] };

const EXACT: readonly (readonly [string, string | null])[] = [
  // Arithmetic.
  ['0.1 + 0.2', '0.3'],
  ['1.10 * 3', '3.3'],
  ['10 / 4', '2.5'],
  ['1 / 3', '0.33333333333333333333'],
  ['-2 / 3', '-0.66666666666666666667'],
  ['2 / 3 * 3', '2.00000000000000000001'],
  ['7 % 3', '1'],
  ['-7 % 3', '-1'],
  ['1 / (household.attributes.rent - 12.345)', null],
  ['12345678901234567890123456789.01 + 0.01', '12345678901234567890123456789.02'],
  ['money("10") / money("4")', '2.5'],
  ['money("10") * 0.05 + money(household.attributes.rent)', '12.845'],
  ['household.attributes.rent > 12 ? 1 : 2', '1'],
  ['household.place.code == "x" ? 1 : 2', null],
  ['min(3, 2, 5)', '2'],
  ['max(date("2026-01-01"), on)', '2026-03-01'],
  // Nothing is money where money is meant.
  ['max(money("-3"), 0)', '0'],
  ['min(0, money(household.attributes.rent))', '0'],
  ['params.wage > 0 && 0 < params.wage', 'true'],
  ['params.wage == 0 ? params.wage : 0', '0'],
  ['max(3, null, 5)', null],
  ['min(3, null)', null],
  ['firstKnown(null, household.attributes.rent, 4)', '12.345'],
  ['abs(-3.5)', '3.5'],
  ['floor(-3.5)', '-4'],
  ['ceil(3.2)', '4'],
  // Rounding.
  ['round(2.5)', '3'],
  ['round(-2.5)', '-3'],
  ['round(2.5, 1, "HALF_EVEN")', '2'],
  ['round(3.5, 1, "HALF_EVEN")', '4'],
  ['round(-3.5, 1, "HALF_EVEN")', '-4'],
  ['round(12.345, 0.01)', '12.35'],
  ['round(12.34, 0.05, "UP")', '12.35'],
  ['round(-12.31, 0.05, "UP")', '-12.35'],
  ['round(-12.34, 0.05, "DOWN")', '-12.3'],
  ['round(money("1249.99"), 1000, "HALF_UP")', '1000'],
  ['round(money("77"), money("0.10"), "DOWN")', '77'],
  ['round(1, household.attributes.rent - 12.345)', null],
  ['power(1.05, 3)', '1.157625'],
  ['power(1.25, -2)', '0.64'],
  ['power(2, 0.5)', '1.4142135623730950488'],
  ['power(1.0000000000000000000001, 2)', '1'],
  ['power(0, 0)', null],
  ['power(-8, 1 / 3)', null],
  ['power(-2, 3)', '-8'],
  ['power(10, 1001)', null],
  ['power(null, 2)', null],
  // Days.
  ['ageAt(date("2000-02-29"), date("2026-02-28"))', '25'],
  ['ageAt(date("2000-02-29"), date("2026-03-01"))', '26'],
  ['ageAt(date("2000-02-29"), date("2024-02-29"))', '24'],
  ['completedYears(date("2026-03-01"), date("2020-03-02"))', '-5'],
  ['monthsBetween(date("2026-01-15"), date("2026-02-15"))', '1'],
  ['monthsBetween(date("2026-01-15"), date("2026-02-14"))', '0'],
  ['monthsBetween(date("2026-01-31"), date("2026-02-28"))', '0'],
  ['monthsBetween(date("2026-01-31"), date("2026-03-01"))', '1'],
  ['monthsBetween(date("2026-02-15"), date("2026-01-15"))', '-1'],
  ['daysBetween(date("2026-02-27"), on)', '2'],
  ['days360(date("2026-01-31"), date("2026-03-31"))', '60'],
  ['days360(date("2026-02-28"), date("2026-03-31"))', '32'],
  ['days360(date("2026-02-28"), date("2026-03-31"), "US")', '30'],
  ['days360(date("2024-02-28"), date("2025-02-28"), "US")', '360'],
  ['addDays(on, -1)', '2026-02-28'],
  ['addMonths(date("2026-01-31"), 1)', '2026-02-28'],
  ['addMonths(on, 1.5)', null],
  ['addYears(date("2024-02-29"), 1)', '2025-02-28'],
  ['startOfMonth(date("2024-02-29"))', '2024-02-01'],
  ['endOfMonth(date("2024-02-02"))', '2024-02-29'],
  ['year(on) * 10000 + month(on) * 100 + day(on)', '20260301'],
  // Texts.
  ['startsWith("GH-NP", "GH")', 'true'],
  ['endsWith("GH-NP", "GH")', 'false'],
  ['contains("a_b", "_")', 'true'],
  ['startsWith("a%", "%")', 'false'],
  // Lists.
  ['[3, 1, 2].max()', '3'],
  ['[3, 1, 2].min() + [1].sum()', '2'],
  ['[1, 2].avg()', '1.5'],
  ['household.members.map(m, m.attributes.income).sum()', '26'],
  ['household.members.map(m, money(m.attributes.income) * 2).max()', '40'],
  ['household.members.filter(m, m.age > 100).map(m, m.age).sum()', '0'],
  ['household.members.filter(m, m.age > 100).map(m, m.age).max()', null],
  ['household.members.map(m, m.sex).distinct().size()', '2'],
  ['household.members.top(2, m, m.age).map(m, m.attributes.income).sum()', '25'],
  ['household.members.bottom(1, m, m.age).map(m, m.sex == "MALE" ? 1 : 0).sum()', '1'],
  ['[1, 5, 2, 4].top(2, x, x).sum()', '9'],
  ['[1, 5, 2, 4].best(2, x, x)', '3.5'],
  ['[1, 5, 2, 4].best(5, x, x)', null],
  ['household.members.exists(m, m.age > household.members.map(n, n.age).avg())', 'true'],
  ['[1, 2].filter(x, [3, 4].exists(y, y == x * 2)).size()', '1'],
  ['"FEMALE" in household.members.map(m, m.sex)', 'true'],
  // Parameters and tables.
  ['params.wage', '120.5'],
  ['params.later', null],
  ['param("wage", date("2025-12-31"))', '100'],
  ['param("wage", date("2019-12-31"))', null],
  ['indexed(200, "prices", date("2020-06-01"), date("2022-01-01"))', '227'],
  ['compounded(money("100"), "raise", date("2020-01-01"), date("2022-01-01"))', '111.1'],
  ['compounded(100, "raise", date("2022-01-01"), date("2020-01-01"))', null],
  ['compounded(100, "raise", on, on)', '100'],
  // 12.34 raised by 10 % and then by 1 %, each rounded: 13.574 to 13.50, then 13.635 to 13.60.
  ['compounded(money("12.34"), "raise", date("2020-01-01"), on, money("0.10"), "DOWN")', '13.6'],
  ['compounded(money("12.34"), "raise", date("2020-01-01"), on, money("0.10"))', '13.7'],
  ['compounded(12.34, "raise", on, on, 0.1, "DOWN")', '12.34'],
  ['compounded(money(household.attributes.rent / (1 - 1)), "raise", date("2020-01-01"), on, money("0.10"), "DOWN")', null],
  ['lookup("grants", 2)', '152'],
  ['lookup("grants", 0.9)', null],
  ['lookup("grants", 11, date("2025-06-01"))', '500'],
  ['lookup("grants", 9, date("2025-06-01"))', '76'],
  ['lookup("zone", "A", 65)', '2'],
  ['lookup("zone", "B\'\\"", 18)', '3'],
  ['lookup("zone", "C", 18)', null],
  ['progressive("tax", money("4000"))', '450'],
  ['progressive("tax", money("-1"))', '0'],
  ['progressive("tax", money(household.attributes.rent) * 100, on)', '23.45'],
  // 1 + 0.8 ÷ 1.25 + 0.2 ÷ 1.25²
  ['annuityFactor("life", "F", 60, 0.25)', '1.768'],
  ['annuityFactor("life", "M", 61, 0.25, on)', '1'],
  ['annuityFactor("life", "F", 59, 0.25)', null],
  ['lifeExpectancy("life", "F", 60)', '1'],
  // Of 100 of 60 years 80 and 20 live on: the same by the probability to die.
  ['annuityFactorByMortality("deaths", "F", 60, 0.25)', '1.768'],
  ['annuityFactorByMortality("deaths", "F", 61, 0.25)', '1.2'],
  ['annuityFactorByMortality("deaths", "M", 60, 0.25)', '1'],
  ['annuityFactorByMortality("deaths", "M", 61, 0.25)', null],
  ['lifeExpectancyByMortality("deaths", "F", 60)', '1'],
  ['lifeExpectancy("life", "F", 62)', '0'],
];

describe('what functions of rules give', () => {
  it.each(EXACT)('%s', async (expression, expected) => {
    expect(await rules.value(expression, household, PARTS)).toBe(expected);
  });
});

describe('what is unknown', () => {
  const gaps = { members: [{ age: 70 }, { age: null, sex: 'MALE' }] };
  it.each([
    ['household.members.size()', '2'],
    ['household.members.filter(m, m.age > 3).size()', '1'],
    ['household.members.exists(m, m.age > 3)', 'true'],
    ['household.members.exists(m, m.age > 90)', null],
    ['household.members.all(m, m.age > 3)', null],
    ['household.members.all(m, m.age > 90)', 'false'],
    ['household.members.map(m, m.age).sum()', null],
    ['household.members.map(m, m.age).min()', null],
    ['household.members.map(m, m.age).max()', null],
    ['household.members.map(m, m.age).avg()', null],
    ['household.members.map(m, m.birthDate).max()', null],
    ['household.members.filter(m, m.age != null).map(m, m.age).sum()', '70'],
    ['household.members.top(1, m, m.age).map(m, m.age).sum()', null],
    ['household.members.best(1, m, m.age)', null],
    ['70 in household.members.map(m, m.age)', 'true'],
    ['71 in household.members.map(m, m.age)', null],
    ['household.attributes.rent == null', 'true'],
    ['household.attributes.rent > 3 || true', 'true'],
    ['household.attributes.rent > 3 && false', 'false'],
    ['household.memberships.size()', null],
    ['household.memberships.exists(m, true)', null],
  ])('%s', async (expression, expected) => {
    expect(await rules.value(expression, gaps, PARTS)).toBe(expected);
  });
});
