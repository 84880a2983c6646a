import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { estimates, schemeByApi, valuesOf } from './some-estimates.js';
import { anybody, done, rule } from './some-scheme.js';
import { AT_ONCE, parameter, table } from './some-values.js';

let platform: TestPlatform;
let clerk: TestClient;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-06-10', settings: AT_ONCE });
  clerk = anybody(platform, 'clerk');
});
afterAll(() => platform.stop());

const ALWAYS = '1980-01-01';
const AGE = { name: 'age', type: 'NUMBER', match: 'EXACT' };

/** A questionnaire that is published: what rules then ask as person.answer("code", "question"). */
async function questionnaire(code: string, questions: readonly object[]): Promise<void> {
  const { questionnaire: made } = await done<{ questionnaire: { versions: { nodes: readonly { id: string; version: number }[] } } }>(anybody(platform, 'drafter'), 'questionnaireCreate', { code, name: code, target: 'PERSON', questions }, 'questionnaire { versions { nodes { id version } } }');
  await anybody(platform, 'publisher').run('mutation ($input: QuestionnaireVersionPublishInput!) { questionnaireVersionPublish(input: $input) { userErrors { code message path } } }', { input: made.versions.nodes[0] });
}

describe('United States: retirement at any age from 62 on', () => {
  it('has quarters, a basic amount that is raised each December down to a dime, and a factor for the month of the claim', async () => {
    const programme = await schemeByApi(platform, 'OASDI', 'USD', async (id) => {
      await parameter(platform, id, 'quarter', 'MONEY', { [ALWAYS]: '1510' });
      await parameter(platform, id, 'wages', 'NUMBER', { [ALWAYS]: '1' });
      await parameter(platform, id, 'cola', 'NUMBER', { [ALWAYS]: '0', '2022-12-01': '0.087', '2023-12-01': '0.032', '2024-12-01': '0.025' });
      await table(platform, id, 'bend_points', 'NUMBER', [{ name: 'earnings', type: 'MONEY', match: 'FROM' }], { [ALWAYS]: [['0', '0.9'], ['1024', '0.32'], ['6172', '0.15']] });
      await table(platform, id, 'full_age', 'NUMBER', [{ name: 'born', type: 'NUMBER', match: 'FROM' }], { [ALWAYS]: [['1943', '792'], ['1955', '794'], ['1956', '796'], ['1957', '798'], ['1958', '800'], ['1959', '802'], ['1960', '804']] });
    }, [
      rule('old_enough', 'ELIGIBILITY', 'person.age >= 62'),
      rule('quarters', 'FORMULA', 'person.contributions.years.map(y, min(4, floor(y.earnings / param("quarter", y.first)))).sum()'),
      rule('insured', 'ELIGIBILITY', 'rules.quarters >= 40'),
      rule('sixty', 'FORMULA', 'addYears(person.birthDate, 60)'),
      rule('best', 'FORMULA', 'person.contributions.years.map(y, y.year < year(rules.sixty) ? round(indexed(y.earnings, "wages", y.first, rules.sixty), 0.01) : y.earnings).top(35, e, e).sum()'),
      rule('aime', 'FORMULA', 'round(rules.best / 420, 1, "DOWN")'),
      rule('sixty_two', 'FORMULA', 'addYears(person.birthDate, 62)'),
      rule('pia', 'FORMULA', 'round(progressive("bend_points", rules.aime, rules.sixty_two), money("0.10"), "DOWN")'),
      rule('raised', 'FORMULA', 'compounded(rules.pia, "cola", rules.sixty_two, on, money("0.10"), "DOWN")'),
      rule('full', 'FORMULA', 'lookup("full_age", year(person.birthDate))'),
      rule('months', 'FORMULA', 'min(monthsBetween(person.birthDate, on), 840)'),
      rule('early', 'FORMULA', 'max(rules.full - rules.months, 0)'),
      rule('late', 'FORMULA', 'max(rules.months - rules.full, 0)'),
      rule('factor', 'FORMULA', '1 - min(rules.early, 36) * 5 / 900 - max(rules.early - 36, 0) * 5 / 1200 + rules.late * 2 / 300'),
      rule('pension', 'AMOUNT', 'round(rules.raised * rules.factor, 1, "DOWN")'),
    ]);
    const life = { birthDate: '1960-06-15', sex: 'MALE', history: [{ month: '2015-01-01', to: '2024-12-01', earnings: '4200' }] };
    const found = await estimates(clerk, programme, [{ ...life, claimOn: '2025-07-01' }, { ...life, claimOn: '2030-07-01' }, { ...life, claimOn: '2022-07-01' }]);
    // 10 × 50,400 ÷ 420 = 1,200; 0.9 × 1,024 + 0.32 × 176 = 977.92. Raised: 1,062.97, 1,096.91 and 1,124.32, each down to a dime.
    expect(valuesOf(found[0])).toMatchObject({ quarters: '40', aime: '1200', pia: '977.9', raised: '1124.3', early: '24' });
    // 24 months early, 2 × 6 2/3 %: 974.39; 36 months late, 24 % more: 1,394.13.
    expect(found.map(({ outcome, monthly }) => [outcome, monthly?.amount])).toEqual([['ELIGIBLE', '974.00'], ['ELIGIBLE', '1394.00'], ['NOT_ELIGIBLE', undefined]]);
    expect(valuesOf(found[2])).toMatchObject({ quarters: '32', insured: 'false' });
  });
});

describe('an account that is turned into an annuity', () => {
  it('by the probability to die and an interest, paid monthly', async () => {
    const programme = await schemeByApi(platform, 'ANNUITY-QX', 'CLP', async (id) => {
      await parameter(platform, id, 'interest', 'NUMBER', { [ALWAYS]: '0.05' });
      await table(platform, id, 'deaths', 'NUMBER', [{ name: 'sex', type: 'TEXT', match: 'EXACT' }, AGE], { [ALWAYS]: [['FEMALE', '65', '0.2'], ['FEMALE', '66', '0.5'], ['FEMALE', '67', '1']] });
    }, [
      rule('old_enough', 'ELIGIBILITY', 'person.age >= 65'),
      rule('yearly', 'FORMULA', 'annuityFactorByMortality("deaths", person.sex, person.age, params.interest)'),
      // Paid at the beginning of each month instead of the year: 11/24 less.
      rule('monthly', 'FORMULA', 'rules.yearly - 11 / 24'),
      rule('pension', 'AMOUNT', 'round(person.contributions.paid / (12 * rules.monthly), 1)'),
    ]);
    const [found] = await estimates(clerk, programme, [{ birthDate: '1961-01-01', sex: 'FEMALE', claimOn: '2026-06-01', history: [{ month: '2000-01-01', to: '2019-12-01', earnings: '2000', paid: '250000' }] }]);
    // 1 + 0.8 ÷ 1.05 + 0.4 ÷ 1.1025 = 2.1247165533, less 0.4583333333; 60,000,000 ÷ 12 ÷ 1.6663832200.
    expect(Number(valuesOf(found)['yearly'])).toBeCloseTo(2.1247165533, 9);
    expect(found?.monthly?.amount).toBe(String(Math.round(60_000_000 / 12 / (1 + 0.8 / 1.05 + 0.4 / 1.1025 - 11 / 24))));
  });
});

describe('Canada: by years of residence, with a supplement that income takes away', () => {
  it('a fortieth for each year, more for who waits, and half of the income less', async () => {
    await questionnaire('oas', [{ code: 'years', type: 'INTEGER', texts: [{ language: 'en', text: 'Years in Canada after 18' }] }, { code: 'income', type: 'DECIMAL', texts: [{ language: 'en', text: 'Income in the year before' }] }]);
    const programme = await schemeByApi(platform, 'OAS', 'CAD', async (id) => {
      await parameter(platform, id, 'full', 'MONEY', { [ALWAYS]: '727.67' });
      await parameter(platform, id, 'supplement', 'MONEY', { [ALWAYS]: '1086.88' });
    }, [
      rule('old_enough', 'ELIGIBILITY', 'person.age >= 65'),
      rule('resident', 'ELIGIBILITY', 'person.answer("oas", "years") >= 10'),
      rule('waited', 'FORMULA', 'min(max(monthsBetween(addYears(person.birthDate, 65), on), 0), 60)'),
      rule('basic', 'FORMULA', 'round(params.full * min(person.answer("oas", "years"), 40) / 40 * (1 + rules.waited * 0.006), 0.01)'),
      rule('gis', 'FORMULA', 'max(params.supplement - round(money(person.answer("oas", "income")) / 24, 0.01, "DOWN"), 0)'),
      rule('pension', 'AMOUNT', 'rules.basic + rules.gis'),
    ]);
    const of = (birthDate: string, years: number, income: number): object => ({ birthDate, sex: 'FEMALE', claimOn: '2026-01-01', history: [], facts: JSON.stringify({ person: { answer: { oas: { years, income } } } }) });
    const found = await estimates(clerk, programme, [of('1961-01-01', 25, 6000), of('1959-01-01', 45, 30_000), of('1961-01-01', 9, 0)]);
    // 727.67 × 25/40 = 454.79 and 1,086.88 − 250; 727.67 × 1.144 = 832.45 and nothing beside.
    expect(found.map(({ outcome, monthly }) => [outcome, monthly?.amount])).toEqual([['ELIGIBLE', '1291.67'], ['ELIGIBLE', '832.45'], ['NOT_ELIGIBLE', undefined]]);
  });
});

describe('New Zealand: the same for all who lived there', () => {
  it('by how somebody lives, from 65 on, with ten years since 20 and five since 50', async () => {
    await questionnaire('nzs', [
      { code: 'lives', type: 'CHOICE', texts: [{ language: 'en', text: 'How do they live?' }], choices: ['ALONE', 'SHARING', 'COUPLE'].map((code) => ({ code, texts: [{ language: 'en', text: code }] })) },
      { code: 'since_20', type: 'INTEGER', texts: [{ language: 'en', text: 'Years in the country since 20' }] }, { code: 'since_50', type: 'INTEGER', texts: [{ language: 'en', text: 'Years in the country since 50' }] },
    ]);
    const programme = await schemeByApi(platform, 'NZS', 'NZD', (id) => table(platform, id, 'rates', 'MONEY', [{ name: 'lives', type: 'TEXT', match: 'EXACT' }], {
      [ALWAYS]: [['ALONE', '1000'], ['SHARING', '920'], ['COUPLE', '770']], '2026-04-01': [['ALONE', '1076.84'], ['SHARING', '994.00'], ['COUPLE', '828.34']],
    }), [
      rule('old_enough', 'ELIGIBILITY', 'person.age >= 65'),
      rule('lived_here', 'ELIGIBILITY', 'person.answer("nzs", "since_20") >= 10 && person.answer("nzs", "since_50") >= 5'),
      rule('rate', 'AMOUNT', 'lookup("rates", person.answer("nzs", "lives"))'),
      // What is paid follows the rates of the day.
      rule('paid', 'PENSION_PAYMENT', 'lookup("rates", person.answer("nzs", "lives"), period.from)'),
    ]);
    const of = (claimOn: string, lives: string, since50: number): object => ({ birthDate: '1961-01-01', sex: 'MALE', claimOn, history: [], facts: JSON.stringify({ person: { answer: { nzs: { lives, since_20: 12, since_50: since50 } } } }) });
    const found = await estimates(clerk, programme, [of('2026-03-31', 'ALONE', 9), of('2026-04-01', 'COUPLE', 5), of('2026-04-01', 'SHARING', 4)]);
    expect(found.map(({ outcome, monthly }) => [outcome, monthly?.amount])).toEqual([['ELIGIBLE', '1000.00'], ['ELIGIBLE', '828.34'], ['NOT_ELIGIBLE', undefined]]);
  });
});

describe('Italy: a notional account and coefficients of transformation', () => {
  it('33 % are written to the account up to a ceiling of the year, raised by what the country earns, and multiplied by the coefficient of the age in years and months', async () => {
    const programme = await schemeByApi(platform, 'INPS', 'EUR', async (id) => {
      await parameter(platform, id, 'growth', 'NUMBER', { [ALWAYS]: '0', '2022-12-31': '0.01', '2023-12-31': '0.02', '2024-12-31': '0.03' });
      await parameter(platform, id, 'ceiling', 'MONEY', { [ALWAYS]: '100000', '2024-01-01': '119650' });
      await table(platform, id, 'coefficients', 'NUMBER', [AGE], { [ALWAYS]: [['67', '0.05723'], ['68', '0.05931'], ['69', '0.06154']] });
      await done(anybody(platform), 'contributionPartsDefine', { programmeId: id, parts: [{ code: 'account', branch: 'OLD_AGE', paidBy: 'EMPLOYER' }] }, 'parts { id }');
    }, [
      rule('counted', 'CONTRIBUTION_EARNINGS', 'max(min(contribution.earnings, params.ceiling - contribution.countedInYear), 0)'),
      rule('account', 'CONTRIBUTION', 'round(rules.counted * 0.33, 0.01)'),
      rule('old_enough', 'ELIGIBILITY', 'person.age >= 67'),
      rule('saved', 'FORMULA', 'round(person.contributions.years.map(y, compounded(y.paid, "growth", addDays(addYears(y.first, 1), -1), on)).sum(), 0.01)'),
      rule('months', 'FORMULA', 'monthsBetween(person.birthDate, on) - 12 * person.age'),
      rule('at_age', 'FORMULA', 'lookup("coefficients", person.age)'),
      rule('coefficient', 'FORMULA', 'rules.at_age + (lookup("coefficients", person.age + 1) - rules.at_age) * rules.months / 12'),
      rule('pension', 'AMOUNT', 'round(rules.saved * rules.coefficient / 13, 0.01)'),
    ]);
    const life = { birthDate: '1958-01-01', sex: 'FEMALE', claimOn: '2025-07-01' };
    const [modest, rich] = await estimates(clerk, programme, [{ ...life, history: [{ month: '2022-01-01', to: '2024-12-01', earnings: '2000' }] }, { ...life, history: [{ month: '2023-01-01', to: '2024-12-01', earnings: '10000' }] }]);
    // 7,920 a year: × 1.02 × 1.03, × 1.03 and as it is; 24,398.35 × (0.05723 + 0.00208 × 6/12) ÷ 13.
    expect(valuesOf(modest)).toMatchObject({ saved: '24398.35', coefficient: '0.05827' });
    expect(modest?.monthly?.amount).toBe('109.36');
    // Of 120,000 count 100,000 in 2023 and 119,650 in 2024: 33,000 × 1.03 + 39,484.50.
    expect(valuesOf(rich)).toMatchObject({ saved: '73474.5' });
  });
});

describe('Kenya: the highest of what was saved', () => {
  let programme: string;
  beforeAll(async () => {
    programme = await schemeByApi(platform, 'PROVIDENT', 'KES', async (id) => {
      await parameter(platform, id, 'interest', 'NUMBER', { [ALWAYS]: '0.10' });
      await parameter(platform, id, 'lower', 'MONEY', { [ALWAYS]: '6000', '2024-01-01': '7000' });
      await done(anybody(platform), 'contributionPartsDefine', { programmeId: id, parts: [{ code: 'worker', branch: 'OLD_AGE', paidBy: 'WORKER' }, { code: 'employer', branch: 'OLD_AGE', paidBy: 'EMPLOYER' }, { code: 'extra', branch: 'OLD_AGE', tier: 2, paidBy: 'WORKER' }] }, 'parts { id }');
    }, [
      rule('worker', 'CONTRIBUTION', 'round(min(contribution.earnings, params.lower) * 0.06, 0.01)'),
      rule('employer', 'CONTRIBUTION', 'contribution.category == "SELF_EMPLOYED" ? money(0) : round(min(contribution.earnings, params.lower) * 0.06, 0.01)'),
      rule('extra', 'CONTRIBUTION', 'contribution.contractedOut ? money(0) : round(max(contribution.earnings - params.lower, 0) * 0.02, 0.01)'),
      rule('old_enough', 'ELIGIBILITY', 'person.age >= 60'),
      rule('first', 'FORMULA', 'person.contributions.parts.filter(p, p.tier == 1).map(p, p.paid).sum()'),
      rule('second', 'FORMULA', 'person.contributions.parts.filter(p, p.tier == 2).map(p, p.paid).sum()'),
      rule('by_own', 'FORMULA', 'person.contributions.history.map(h, h.worker).sum() * 3'),
      rule('balance', 'AMOUNT', 'max(rules.first + rules.second, rules.by_own, money("1000"))'),
    ]);
  });
  const life = { birthDate: '1965-01-01', sex: 'FEMALE', claimOn: '2026-01-01' };

  it('the parts of an estimate are computed by the rules of each month', async () => {
    const found = await estimates(clerk, programme, [
      { ...life, history: [{ month: '2023-11-15', to: '2024-02-15', earnings: '10000' }] }, { ...life, history: [{ month: '2024-01-01', earnings: '10000' }], facts: '{"contribution":{"contractedOut":true,"category":"SELF_EMPLOYED"}}' },
      { ...life, history: [] }, { ...life, history: [{ month: '2024-01-01', to: '2024-12-31', earnings: '10000', credited: true }] },
    ]);
    // Two months of 360 + 360 + 80 and two of 420 + 420 + 60; the worker's own 1,560 + 280 thrice are 5,520.
    expect(valuesOf(found[0])).toMatchObject({ first: '3120', second: '280', by_own: '5520' });
    expect(valuesOf(found[1])).toMatchObject({ first: '420', second: '0', by_own: '1260' });
    expect(found.map(({ monthly }) => monthly?.amount)).toEqual(['5520.00', '1260.00', '1000.00', '1000.00']);
  });

  it('what cannot be computed is refused with what to do', async () => {
    const wrong = async (person: object): Promise<unknown> => clerk.refuse('query ($p: ID!, $people: [PensionEstimateInput!]!) { pensionEstimates(programmeId: $p, people: $people) { index } }', { p: programme, people: [{ ...life, history: [], ...person }] });
    const message = (part: string): unknown => [expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining(part) })];
    expect(await wrong({ history: [{ month: '2024-01-01', earnings: '10000', paid: '5' }] })).toEqual(message('people.0.history.0.paid'));
    expect(await wrong({ history: [{ month: '1964-12-01', earnings: '10000' }] })).toEqual(message('history.0.month: It lies before the birth'));
    expect(await wrong({ history: [{ month: '2024-12-01', earnings: '-1' }] })).toEqual(message('people.0.history.0'));
    expect(await wrong({ claimOn: '9999-01-01' })).toEqual(message('people.0.claimOn'));
    expect(await wrong({ facts: '{"contribution":{"categry":"X"}}' })).toEqual(message('people.0.facts.contribution.categry'));
    expect(await wrong({ facts: 'a\0b' })).toEqual(message('facts: The text holds the character U+0000'));
    expect(await wrong({ claimOn: '2025-01-01', history: Array.from({ length: 1000 }, () => ({ month: '1966-01-01', to: '2024-12-01', earnings: '1' })) })).toEqual(message('200000 are most at once'));
  });
});

describe('Brazil: 60 % of the mean of all earnings and 2 % for each further year', () => {
  it('is raised by prices, not below the least wage and not above the ceiling', async () => {
    const programme = await schemeByApi(platform, 'RGPS', 'BRL', async (id) => {
      await parameter(platform, id, 'prices', 'NUMBER', { [ALWAYS]: '1', '2013-01-01': '2' });
      await parameter(platform, id, 'least', 'MONEY', { [ALWAYS]: '1518' });
      await parameter(platform, id, 'ceiling', 'MONEY', { [ALWAYS]: '8157.41' });
    }, [
      rule('old_enough', 'ELIGIBILITY', 'person.age >= (person.sex == "MALE" ? 65 : 62)'),
      rule('fifteen_years', 'ELIGIBILITY', 'person.contributions.months >= 180'),
      rule('mean', 'FORMULA', 'person.contributions.history.filter(h, h.month >= date("1994-07-01")).map(h, min(indexed(h.earnings, "prices", h.month, on), params.ceiling)).avg()'),
      rule('years', 'FORMULA', 'floor(person.contributions.months / 12)'),
      rule('share', 'FORMULA', '0.6 + 0.02 * max(rules.years - (person.sex == "MALE" ? 20 : 15), 0)'),
      rule('pension', 'AMOUNT', 'round(min(max(rules.mean * rules.share, params.least), params.ceiling), 0.01)'),
    ]);
    const of = (sex: string, from: string, earnings: string): object => ({ birthDate: '1960-01-01', sex, claimOn: '2025-01-01', history: [{ month: from, to: '2024-12-01', earnings }] });
    const found = await estimates(clerk, programme, [of('FEMALE', '2000-01-01', '3000'), of('MALE', '2000-01-01', '3000'), of('FEMALE', '2005-01-01', '1000'), of('MALE', '2012-01-01', '3000'), of('FEMALE', '1974-01-01', '9000')]);
    // 156 months at 6,000 and 144 at 3,000: 4,560, of which 80 % for a woman and 70 % for a man of 25 years; the least; too short; 60 % + 2 % of 36 further years.
    expect(found.map(({ outcome, monthly }) => [outcome, monthly?.amount])).toEqual([['ELIGIBLE', '3648.00'], ['ELIGIBLE', '3192.00'], ['ELIGIBLE', '1518.00'], ['NOT_ELIGIBLE', undefined], ['ELIGIBLE', '8157.41']]);
  });
});
