import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { estimates, schemeByApi, valuesOf } from './some-estimates.js';
import { anybody, rule } from './some-scheme.js';
import { AT_ONCE, parameter, table } from './some-values.js';

let platform: TestPlatform;
let clerk: TestClient;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-06-10', settings: AT_ONCE });
  clerk = anybody(platform, 'clerk');
});
afterAll(() => platform.stop());

describe('a bend-point formula over the best 35 years', () => {
  /** Levels of an index of wages as whole cents, made up: 3 % more each year. */
  const LEVELS = new Map(Array.from({ length: 75 }, (_, at) => [1951 + at, BigInt(Math.round(279_916 * 1.031 ** at))] as const));
  const level = (year: number): bigint => LEVELS.get(year) ?? 0n;
  const cents = (text: bigint): string => `${text / 100n}.${String(text % 100n).padStart(2, '0')}`;
  let programme: string;

  beforeAll(async () => {
    programme = await schemeByApi(platform, 'BEND', 'USD', async (id) => {
      await parameter(platform, id, 'wages', 'NUMBER', Object.fromEntries([...LEVELS].map(([year, value]) => [`${year}-01-01`, cents(value)])));
      // Rates by slice, for whoever becomes 62 in the year.
      await table(platform, id, 'bend_points', 'NUMBER', [{ name: 'earnings', type: 'MONEY', match: 'FROM' }], {
        '1980-01-01': [['0', '0.9'], ['194', '0.32'], ['1171', '0.15']], '2022-01-01': [['0', '0.9'], ['1024', '0.32'], ['6172', '0.15']], '2023-01-01': [['0', '0.9'], ['1115', '0.32'], ['6721', '0.15']],
      });
    }, [
      rule('old_enough', 'ELIGIBILITY', 'person.age >= 62'),
      rule('quarters', 'ELIGIBILITY', 'person.contributions.months >= 120'),
      rule('sixty', 'FORMULA', 'addYears(person.birthDate, 60)'),
      rule('best', 'FORMULA', `person.contributions.years.map(y, y.year < year(rules.sixty) ? round(indexed(y.earnings, "wages", y.first, rules.sixty), money("0.01"), "HALF_UP") : y.earnings).top(35, e, e).sum()`),
      rule('aime', 'FORMULA', 'round(rules.best / 420, money("1"), "DOWN")'),
      rule('pia', 'FORMULA', 'round(progressive("bend_points", rules.aime, addYears(person.birthDate, 62)), money("0.10"), "DOWN")'),
      rule('pension', 'AMOUNT', 'rules.pia'),
    ]);
  });

  /** The same by whole numbers, as one would with a pencil. */
  function byHand(born: number, monthly: ReadonlyMap<number, bigint>, bends: readonly [bigint, bigint]): { aime: bigint; pia: string } {
    const indexed = [...monthly].map(([year, each]) => {
      const earned = each * 12n;
      if (year >= born + 60) return earned;
      return (earned * level(born + 60) * 2n + level(year)) / (level(year) * 2n);
    }).sort((one, other) => (one < other ? 1 : -1)).slice(0, 35).reduce((sum, each) => sum + each, 0n);
    const aime = indexed / 42_000n;
    const [first, second] = bends;
    const slice = (from: bigint, to: bigint): bigint => (aime > from ? (aime < to ? aime : to) - from : 0n);
    const hundredths = slice(0n, first) * 90n + slice(first, second) * 32n + slice(second, 10n ** 9n) * 15n;
    return { aime, pia: cents((hundredths / 10n) * 10n) };
  }

  it('gives what is worked out by hand, floored to a dollar and to a dime', async () => {
    const earnings = (grow: number, start: number): ReadonlyMap<number, bigint> => new Map(Array.from({ length: 42 }, (_, at) => [1983 + at, BigInt(Math.round(start * 100 * grow ** at))] as const));
    const lives = [{ born: 1960, monthly: earnings(1.035, 1_111.11), bends: [1024n, 6172n] as const }, { born: 1960, monthly: earnings(1.01, 3_987.65), bends: [1024n, 6172n] as const }, { born: 1961, monthly: earnings(1.05, 2_500), bends: [1115n, 6721n] as const }];
    const found = await estimates(clerk, programme, lives.map(({ born, monthly }) => ({
      birthDate: `${born}-06-15`, sex: 'FEMALE', claimOn: `${born + 65}-07-01`, history: [...monthly].map(([year, each]) => ({ month: `${year}-01-01`, to: `${year}-12-01`, earnings: cents(each) })).reverse(),
    })));
    lives.forEach(({ born, monthly, bends }, index) => {
      const hand = byHand(born, monthly, bends);
      expect(valuesOf(found[index])).toMatchObject({ aime: String(hand.aime) });
      expect(found[index]).toMatchObject({ outcome: 'ELIGIBLE', monthly: { amount: hand.pia, currency: 'USD' } });
    });
    // The amounts are as different as the lives.
    expect(new Set(found.map(({ monthly }) => monthly?.amount)).size).toBe(3);
  });

  it('says who is not entitled, and counts less than 35 years as zeros', async () => {
    const [young, short] = await estimates(clerk, programme, [
      { birthDate: '1970-01-01', sex: 'MALE', claimOn: '2026-07-01', history: [{ month: '1990-01-01', to: '2026-05-01', earnings: '2000' }] },
      { birthDate: '1960-06-15', sex: 'MALE', claimOn: '2025-07-01', history: [{ month: '2020-01-01', to: '2024-12-01', earnings: '4200' }, { month: '2010-01-01', to: '2014-12-01', earnings: '0' }] },
    ]);
    expect(young).toMatchObject({ outcome: 'NOT_ELIGIBLE', monthly: null, reasons: [{ code: 'old_enough' }] });
    // Five years of 50,400 over 420 months: 600; 90 % of them.
    expect(short).toMatchObject({ outcome: 'ELIGIBLE', monthly: { amount: '540.00' } });
    expect(valuesOf(short)).toMatchObject({ aime: '600', pia: '540' });
  });
});

describe('an annuity from a life table', () => {
  it('turns an account into a pension for life', async () => {
    // Made up: nobody lives beyond 69.
    const LIVES: Readonly<Record<string, readonly number[]>> = { FEMALE: [1000, 980, 950, 900, 800, 600, 350, 150, 50, 10], MALE: [1000, 960, 900, 800, 640, 420, 220, 80, 20, 4] };
    const programme = await schemeByApi(platform, 'ANNUITY', 'EUR', async (id) => {
      await parameter(platform, id, 'technical_interest', 'NUMBER', { '1980-01-01': '0.0175' });
      await table(platform, id, 'survivors', 'NUMBER', [{ name: 'sex', type: 'TEXT', match: 'EXACT' }, { name: 'age', type: 'NUMBER', match: 'EXACT' }], {
        '1980-01-01': Object.entries(LIVES).flatMap(([sex, lives]) => lives.map((alive, at) => [sex, String(60 + at), String(alive)])),
      });
    }, [
      rule('old_enough', 'ELIGIBILITY', 'person.age >= 60'),
      rule('value', 'FORMULA', 'annuityFactor("survivors", person.sex, person.age, params.technical_interest)'),
      rule('pension', 'AMOUNT', 'round(person.contributions.paid / (12 * rules.value), money("0.01"), "HALF_EVEN")'),
    ]);
    const one = (sex: string, birthDate: string): object => ({ sex, birthDate, claimOn: '2026-06-01', history: [{ month: '2000-01-01', to: '2019-12-01', earnings: '2000', paid: '250' }] });
    const found = await estimates(clerk, programme, [one('FEMALE', '1966-01-01'), one('MALE', '1966-01-01'), one('FEMALE', '1962-01-01')]);
    const byHand = (sex: string, age: number): number => {
      const lives = (LIVES[sex] ?? []).slice(age - 60);
      return lives.reduce((sum, alive, years) => sum + alive / (lives[0] ?? 1) / 1.0175 ** years, 0);
    };
    [['FEMALE', 60], ['MALE', 60], ['FEMALE', 64]].forEach(([sex, age], index) => {
      const factor = byHand(String(sex), Number(age));
      expect(Number(valuesOf(found[index])['value'])).toBeCloseTo(factor, 12);
      expect(found[index]?.monthly?.amount).toBe((60_000 / (12 * factor)).toFixed(2));
    });
  });
});

describe('estimates', () => {
  it('are explained where that is asked for, take further facts, and leave nothing', async () => {
    const programme = await schemeByApi(platform, 'FLAT', 'GHS', (id) => parameter(platform, id, 'flat', 'MONEY', { '1980-01-01': '100.00', '2027-01-01': '120.00' }), [
      rule('old_enough', 'ELIGIBILITY', 'person.age >= 60'), rule('pension', 'AMOUNT', 'params.flat + money("10.00") * person.household.members.filter(m, m.age < 18).size()'),
    ]);
    const person = { birthDate: '1960-01-01', sex: 'FEMALE', history: [], facts: '{"person":{"household":{"members":[{"age":3},{"age":40}]}}}' };
    const { pensionEstimates } = await clerk.run<{ pensionEstimates: readonly object[] }>(
      'query ($p: ID!, $people: [PensionEstimateInput!]!) { pensionEstimates(programmeId: $p, people: $people, explain: true) { claimOn monthly { amount } explanation { rule parts { expression value } } } }',
      { p: programme, people: [{ ...person, claimOn: '2026-12-01' }, { ...person, claimOn: '2027-01-01' }] });
    expect(pensionEstimates).toMatchObject([
      { claimOn: '2026-12-01', monthly: { amount: '110.00' }, explanation: [{ rule: 'old_enough' }, { rule: 'pension', parts: expect.arrayContaining([{ expression: 'params.flat', value: '100' }]) }] },
      { claimOn: '2027-01-01', monthly: { amount: '130.00' } },
    ]);
    const { decisions } = await clerk.run<{ decisions: object }>('{ decisions { totalCount } }');
    expect(decisions).toEqual({ totalCount: 0 });
    const wrong = async (people: readonly object[]): Promise<readonly { code: string; message: string }[]> => clerk.refuse('query ($p: ID!, $people: [PensionEstimateInput!]!) { pensionEstimates(programmeId: $p, people: $people) { index } }', { p: programme, people }) as never;
    expect(await wrong([{ ...person, claimOn: '2026-12-01', facts: '{"person":{"agee":3}}' }])).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining('people.0.facts.person.agee') }]);
    expect(await wrong([{ ...person, claimOn: '1979-12-01', facts: null }])).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect(await wrong([])).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect(await wrong([{ ...person, claimOn: '2026-12-01', history: [{ month: '2020-02-01', to: '2020-01-01', earnings: '1' }] }])).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining('history.0') }]);
  });
});
