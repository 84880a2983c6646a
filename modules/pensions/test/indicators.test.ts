import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { correct, declare, pay, reverse, schemeWithWorkers, type SomeScheme } from './some-declarations.js';
import { anybody } from './some-scheme.js';

let platform: TestPlatform;
let scheme: SomeScheme;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-02-10' });
  scheme = await schemeWithWorkers(platform, ['Ama', 'Kofi', 'Esi']);
  const january = await declare(platform, scheme, '2026-01', { Ama: '500', Kofi: '1000', Esi: '200' });
  await correct(platform, scheme, '2026-01', january, { Esi: '0' });
  await declare(platform, scheme, '2025-12', { Ama: '500' });
  await reverse(platform, await declare(platform, scheme, '2025-11', { Kofi: '500' }));
  await pay(platform, scheme, '100.00', '2026-02-10');
});
afterAll(() => platform.stop());

const of = async (by: readonly string[], client = anybody(platform), more = ''): Promise<readonly string[]> => {
  const { contributorStatistics } = await client.run<{ contributorStatistics: Record<string, unknown>[] }>(
    `query ($p: ID!, $by: [ContributorsBy!]!) { contributorStatistics(programmeId: $p, from: "2025-11-01", by: $by${more}) { month placeCode sex ageFrom branch contributors earningsCounted { amount } amount { amount } } }`, { p: scheme.scheme, by });
  return contributorStatistics.map(({ month, placeCode, sex, ageFrom, branch, contributors, earningsCounted, amount }) =>
    [month, placeCode, sex, ageFrom, branch, contributors, (earningsCounted as { amount: string }).amount, (amount as { amount: string }).amount].filter((each) => each !== null).join(' '));
};

describe('how many contribute', () => {
  it('is told by month, place, sex, age and branch, net of what was corrected and taken back', async () => {
    expect(await of([])).toEqual(['2 2000.00 373.00']);
    expect(await of(['MONTH'])).toEqual(['2025-12-01 1 500.00 93.50', '2026-01-01 2 1500.00 279.50']);
    expect(await of(['SEX'])).toEqual(['FEMALE 1 1000.00 187.00', 'MALE 1 1000.00 186.00']);
    expect(await of(['AGE', 'PLACE'], anybody(platform), ', placeLevel: "region"')).toEqual(['R 40 2 2000.00 373.00']);
    expect(await of(['BRANCH'])).toEqual(['HEALTH 2 2000.00 50.00', 'OLD_AGE 2 2000.00 323.00']);
  });

  it('is told of persons whom one sees', async () => {
    const elsewhere = platform.as({ name: 'elsewhere', places: ['NOWHERE'], permissions: ['pensions.statistics.read'] } as never);
    expect(await of(['MONTH'], elsewhere)).toEqual([]);
  });
});

describe('what employers declared and paid', () => {
  it('is told month by month', async () => {
    const { contributionCollectionStatistics } = await anybody(platform).run<{ contributionCollectionStatistics: object[] }>(
      `query ($p: ID!) { contributionCollectionStatistics(programmeId: $p, from: "2025-11-01") { month employersDue employersDeclared declaredInTime employersPaid demanded { amount } paid { amount } outstanding { amount } } }`, { p: scheme.scheme });
    const m = (amount: string): object => ({ amount });
    expect(contributionCollectionStatistics).toEqual([
      { month: '2025-11-01', employersDue: 1, employersDeclared: 0, declaredInTime: 0, employersPaid: 0, demanded: m('0.00'), paid: m('0.00'), outstanding: m('0.00') },
      { month: '2025-12-01', employersDue: 1, employersDeclared: 1, declaredInTime: 0, employersPaid: 1, demanded: m('93.43'), paid: m('93.43'), outstanding: m('0.00') },
      { month: '2026-01-01', employersDue: 1, employersDeclared: 1, declaredInTime: 1, employersPaid: 0, demanded: m('277.50'), paid: m('6.57'), outstanding: m('270.93') },
      { month: '2026-02-01', employersDue: 1, employersDeclared: 0, declaredInTime: 0, employersPaid: 0, demanded: m('0.00'), paid: m('0.00'), outstanding: m('0.00') },
    ]);
  });
});
