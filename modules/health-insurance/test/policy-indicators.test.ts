import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { adult, child, enrolled, household, pay, policy } from './some-household.js';
import { key, published, somePlan } from './some-plan.js';
import { anybody, done, someRegisters } from './some-registers.js';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-03-01' });
  await someRegisters(platform);
  await anybody(platform, 'keeper').run('mutation { placesRegister(input: { places: [{ code: "V2", name: "V2", level: "village", parentCode: "R" }] }) { userErrors { message } } }');
  const { plan, programme } = await somePlan(platform, 'MEASURED');
  await published(platform, plan, { coverMonths: 6, premiumAdult: '10', premiumChild: '5' });
  const officer = anybody(platform, 'officer');
  const sold = async (code: string, from: string, paidOn: string | null, placeCode = 'V'): Promise<string> => {
    const house = await household(platform, code, [adult({ birthDate: '1950-01-01' }), adult({ sex: 'MALE', role: 'SPOUSE' }), child()], { placeCode });
    const taken = await enrolled(platform, plan, house, { enrolledOn: from });
    if (paidOn) await pay(platform, programme, taken, paidOn);
    return taken.id;
  };
  await sold('LAPSES', '2025-07-01', '2025-07-01');
  const renews = await sold('RENEWS', '2025-07-01', '2025-07-10', 'V2');
  const { policy: { id: renewal } } = await done<{ policy: { id: string } }>(officer, 'policyRenew', 'policy { id }', { idempotencyKey: key(), policyId: renews, enrolledOn: '2025-12-20' });
  await pay(platform, programme, await policy(platform, renewal), '2026-01-05');
  await sold('UNPAID', '2026-02-01', null);
  const runs = await sold('RUNS', '2026-02-01', '2026-02-01');
  await done(officer, 'policySuspend', 'policy { id }', { id: runs, version: (await policy(platform, runs)).version, reason: 'REVIEW' });
});
afterAll(() => platform.stop());

/** What an indicator says, as `keys: value`. */
async function said(code: string, by: readonly string[] = [], { from = '2026-01-01', to = '2026-03-01', ...more }: { readonly from?: string; readonly to?: string; readonly placeLevel?: string } = {}, who = anybody(platform, 'monitor')): Promise<readonly string[]> {
  const { indicator } = await who.run<{ indicator: { rows: { keys: (string | null)[]; currency: string | null; value: string | null }[] } }>('query ($input: IndicatorInput!) { indicator(input: $input) { rows { keys currency value } } }', { input: { code: `health-insurance.${code}`, from, to, by, ...more } });
  return indicator.rows.map(({ keys, currency, value }) => `${keys.join(' ')}: ${Number(value)}${currency ? ` ${currency}` : ''}`.trim());
}

describe('What is measured of policies', () => {
  it('tells who is covered on a day, month by month, by sex, age and place', async () => {
    // Two families until the end of the year; from the payment of the fifth the one that renewed; in February another, suspended from the first of March.
    expect(await said('covered', ['MONTH'], { from: '2025-12-01' })).toEqual(['2025-12: 6', '2026-01: 3', '2026-02: 6', '2026-03: 3']);
    expect(await said('covered', ['SEX'], { to: '2026-02-28' })).toEqual(['FEMALE: 4', 'MALE: 2']);
    expect(await said('covered', ['AGE', 'PLACE'], { to: '2026-02-28', placeLevel: 'village' })).toEqual(['0–17 V: 1', '0–17 V2: 1', '18–59 V: 1', '18–59 V2: 1', '60+ V: 1', '60+ V2: 1']);
    expect(await said('policies-in-force', ['MONTH'])).toEqual(['2026-01: 1', '2026-02: 2', '2026-03: 1']);
  });

  it('tells policies that are new, renewed and lapsed, and which part was renewed', async () => {
    expect(await said('policies-new', ['MONTH'], { from: '2025-01-01' })).toEqual(['2025-07: 2', '2026-02: 1']);
    expect(await said('policies-renewed', ['MONTH'], { from: '2025-01-01' })).toEqual(['2026-01: 1']);
    expect(await said('policies-lapsed', ['PLACE'], { from: '2025-12-01', placeLevel: 'village' })).toEqual(['V: 1']);
    expect(await said('renewal-rate', [], { from: '2025-12-01' })).toEqual([': 0.5']);
  });

  it('tells premiums that were due and paid, in their currency', async () => {
    // What was taken out in the past is due when it is demanded.
    expect(await said('premiums-due', ['MONTH'])).toEqual(['2026-03: 125 GHS']);
    expect(await said('premiums-paid', ['PLACE'], { placeLevel: 'village' })).toEqual(['V: 50 GHS', 'V2: 50 GHS']);
  });

  it('tells whoever is limited to a place what is theirs, and asks for the permission of what it is about', async () => {
    const there = anybody(platform, 'there', { places: ['V2'] });
    expect(await said('covered', [], {}, there)).toEqual([': 3']);
    const monitor = platform.as({ role: 'monitoring-officer' });
    expect((await monitor.refuse('query ($input: IndicatorInput!) { indicator(input: $input) { rows { value } } }', { input: { code: 'health-insurance.covered', from: '2026-01-01', to: '2026-03-01' } }))[0]?.code).toBe('BAD_USER_INPUT');
  });
});
