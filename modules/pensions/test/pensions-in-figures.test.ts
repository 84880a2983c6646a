import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { anybody, done, pensionScheme, rule } from './some-scheme.js';
import { awarded, claim, determine, determineAgain, persons } from './some-pension.js';

let platform: TestPlatform;
let clerk: TestClient;
let scheme: string;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-01-05' });
  clerk = anybody(platform, 'clerk');
  const people = await persons(platform, { Ama: '1960-01-01', Kofi: '1963-06-01', Esi: '1950-03-03', Yaw: '1980-01-01' });
  const person = (name: string): string => people[name] ?? '';
  scheme = await pensionScheme(platform, 'FIGURES', [rule('old_enough', 'ELIGIBILITY', 'person.age >= 60'), rule('pension', 'AMOUNT', 'enrolment.pension.kind == "EARLY" ? money("80.00") : money("100.00")')]);
  const [ama] = [await awarded(platform, scheme, person('Ama'), '2026-01-01'), await awarded(platform, scheme, person('Kofi'), '2026-01-01', 'EARLY')];
  platform.setToday('2026-02-10');
  await awarded(platform, scheme, person('Esi'), '2026-01-01');
  const refused = await claim(clerk, scheme, person('Yaw'), '2026-02-10');
  for (const month of ['2026-01', '2026-02', '2026-03']) await determine(platform, scheme, month);
  platform.setToday('2026-03-20');
  await done(anybody(platform, 'approver'), 'pensionClaimReject', { claimId: refused.id, because: 'Not of age' }, 'claim { id }');
  await done(clerk, 'pensionAwardEnd', { awardId: ama, lastDay: '2026-02-28', because: 'RENOUNCED' }, 'award { id }');
  await determineAgain(platform, scheme);
  const { pensionAwards } = await clerk.run<{ pensionAwards: { nodes: { enrolment: { id: string; version: number } }[] } }>('query ($p: ID!) { pensionAwards(where: { person: { id: { eq: $p } } }) { nodes { enrolment { id version } } } }', { p: person('Kofi') });
  await done(clerk, 'enrolmentSuspend', { ...pensionAwards.nodes[0]?.enrolment, reason: 'UNDER_REVIEW', on: '2026-03-15' }, 'enrolment { id }');
});
afterAll(() => platform.stop());

async function rows(code: string, by: readonly string[] = [], more: object = {}, who = clerk): Promise<Readonly<Record<string, string | null>>> {
  const { indicator } = await who.run<{ indicator: { rows: { keys: (string | null)[]; value: string | null }[] } }>(
    'query ($input: IndicatorInput!) { indicator(input: $input) { rows { keys value count currency } } }', { input: { code, from: '2026-01-01', to: '2026-03-31', programmeId: scheme, by, ...more } });
  return Object.fromEntries(indicator.rows.map(({ keys, value }) => [keys.join(' '), value]));
}

describe('the figures of a scheme', () => {
  it('say how many pensions are new, paid, suspended and ended, what they cost, and how long claims take', async () => {
    expect(await rows('pensions.granted')).toEqual({ '': '3' });
    expect(await rows('pensions.in-payment')).toEqual({ '': '1' });
    expect(await rows('pensions.suspended')).toEqual({ '': '1' });
    expect(await rows('pensions.ended')).toEqual({ '': '1' });
    // Three months of Esi, two of Ama, three of Kofi at 80.
    expect(Number((await rows('pensions.expenditure'))[''])).toBe(740);
    expect(Number((await rows('pensions.monthly-worth'))[''])).toBe(100);
    // Three claims were decided on the day, one after 38.
    expect(Number((await rows('pensions.days-to-decide'))[''])).toBe(0);
  });

  it('month by month, by kind, age, sex and place', async () => {
    expect(await rows('pensions.granted', ['MONTH'])).toMatchObject({ '2026-01': '2', '2026-02': '1' });
    expect(await rows('pensions.in-payment', ['MONTH'])).toMatchObject({ '2026-01': '3', '2026-02': '3', '2026-03': '1' });
    expect(await rows('pensions.granted-early')).toEqual({ '': '1' });
    expect(await rows('pensions.in-payment-early', ['MONTH'])).toMatchObject({ '2026-01': '1', '2026-02': '1' });
    expect(await rows('pensions.in-payment-old-age', ['MONTH'])).toMatchObject({ '2026-01': '2', '2026-02': '2', '2026-03': '1' });
    expect(await rows('pensions.ended', ['AGE'], { ages: [60, 65, 70] })).toMatchObject({ '65–69': '1' });
    expect(await rows('pensions.granted', ['SEX'])).toMatchObject({ FEMALE: '3' });
    expect(await rows('pensions.granted', ['PLACE'], { placeLevel: 'region' })).toMatchObject({ R: '3' });
  });

  it('are of those whom the reader may see', async () => {
    const elsewhere = platform.as({ name: 'elsewhere', permissions: ['indicators.indicators.read', 'pensions.awards.read'], places: [] });
    expect(Object.values(await rows('pensions.granted', [], {}, elsewhere)).filter((value) => value !== '0' && value !== null)).toEqual([]);
    const nobody = platform.as({ name: 'nobody', permissions: ['indicators.indicators.read'] });
    await expect(rows('pensions.granted', [], {}, nobody)).rejects.toThrow();
  });
});
