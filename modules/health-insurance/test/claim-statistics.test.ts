import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { adjudicate, planWith } from './some-adjudication.js';
import { asked, family, line, someFamily, submit } from './some-claims.js';
import { somePolicy } from './some-policy.js';
import { anybody, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let reader: TestClient;

const SPAN = { from: '2026-03-01', to: '2026-05-31' };
async function indicator(code: string, by: readonly string[] = []): Promise<readonly unknown[]> {
  const { indicator: report } = await reader.run<{ indicator: { rows: { keys: string[]; value: string; count: number }[] } }>('query ($input: IndicatorInput!) { indicator(input: $input) { rows { keys value count } } }', { input: { code: `health-insurance.${code}`, ...SPAN, by } });
  return report.rows.map(({ keys, value, count }) => [...keys, value, count]);
}

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-04-01' });
  await someRegisters(platform);
  const people = await someFamily(platform, 'F-1', family);
  const policy = await somePolicy(platform, await planWith(platform, 'PLAN', {}, ['CONS', 'LAB']), 'F-1', Object.values(people));
  await platform.pool.query(`alter table health_insurance.policy disable trigger a_guard_policy; update health_insurance.policy set value = 365 where id = '${policy}'; alter table health_insurance.policy enable trigger a_guard_policy`);
  const clerk = anybody(platform, 'clerk');
  const ids = [await submit(clerk, asked(people['Ama'] ?? '', [line('CONS')])), await submit(clerk, asked(people['Kofi'] ?? '', [line('LAB')], { facilityCode: 'D' })), await submit(clerk, asked(people['Kofi'] ?? '', [line('UNLISTED')]))];
  platform.setToday('2026-04-11');
  await submit(clerk, asked(people['Esi'] ?? '', [line('CONS')], { visitFrom: '2026-04-02' }));
  await adjudicate(anybody(platform, 'officer'), ids);
  reader = anybody(platform, 'reader');
});
afterAll(() => platform.stop());

describe('Claims are measured', () => {
  it('by state and reason, and by facility and month, with one statement', async () => {
    const told = async (by: readonly string[], who = reader): Promise<readonly unknown[]> => (await who.run<{ claimStatistics: unknown[] }>(
      'query ($by: [ClaimGrouping!]!) { claimStatistics(from: "2026-03-01", to: "2026-05-31", by: $by) { state reason facilityCode month currency claims claimed approved daysToDecide } }', { by })).claimStatistics;
    const none = { state: null, reason: null, facilityCode: null, month: null, currency: 'GHS' };
    expect(await told(['STATE', 'REASON'])).toEqual([
      { ...none, state: 'REJECTED', reason: 'ALL_LINES_REJECTED', claims: 1, claimed: '9.00', approved: '0', daysToDecide: 10 },
      { ...none, state: 'SUBMITTED', claims: 1, claimed: '20.00', approved: '0', daysToDecide: null }, { ...none, state: 'VALUED', claims: 2, claimed: '27.50', approved: '27.50', daysToDecide: 10 },
    ]);
    expect(await told(['FACILITY', 'MONTH'])).toEqual([
      { ...none, facilityCode: 'D', month: '2026-04-01', claims: 1, claimed: '7.50', approved: '7.50', daysToDecide: 10 }, { ...none, facilityCode: 'H', month: '2026-04-01', claims: 3, claimed: '49.00', approved: '20.00', daysToDecide: 10 },
    ]);
    expect(await told(['FACILITY'], anybody(platform, 'x', { organisations: ['D'] }))).toMatchObject([{ facilityCode: 'D', claims: 1 }]);
  });

  it('as indicators with sex, age, place and period: submitted, accepted, rejected, claimed, approved, days, and the claims ratio', async () => {
    expect(await indicator('claims-submitted')).toEqual([['4', 4]]);
    expect(await indicator('claims-accepted', ['SEX'])).toEqual([['FEMALE', '1', 1], ['MALE', '1', 1]]);
    expect(await indicator('claims-rejected')).toEqual([['1', 1]]);
    expect(await indicator('claimed')).toEqual([['56.50', 4]]);
    expect(await indicator('approved')).toEqual([['27.50', 2]]);
    expect(await indicator('days-to-decide')).toEqual([['10', 3]]);
    expect(await indicator('days-to-pay')).toEqual([]);
    // 92 days of a premium of 365 for a year.
    expect((await indicator('claims-ratio'))[0]).toEqual([expect.stringMatching(/^0\.2989/), expect.any(Number)]);
  });
});
