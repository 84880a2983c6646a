import { cashTransfers } from '@kinga/cash-transfers';
import { healthInsurance } from '@kinga/health-insurance';
import { pensions } from '@kinga/pensions';
import { moduleOfPacks, readPack } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry } from '../src/index.js';
import { tellInsuranceStory } from '../src/insurance-story.js';
import { LEAP } from '../src/leap.js';
import { tellPensionStory } from '../src/pension-story.js';

const quiet = { step: () => undefined };

let platform: TestPlatform;
beforeAll(async () => {
  const attributes = moduleOfPacks([await readPack(LEAP)]);
  platform = await startTestPlatform({ modules: [cashTransfers, healthInsurance, pensions, ...(attributes ? [attributes] : []), demoCountry], seed: ['reference', 'demo'], today: '2026-03-01' });
});
afterAll(() => platform.stop());

/** How many rows a second telling adds. */
async function added(tell: () => Promise<unknown>): Promise<string> {
  const count = async (): Promise<string> => (await platform.pool.query<{ n: string }>(`select (select count(*) from transactions.posting) || ' ' || (select count(*) from health_insurance.claim) || ' ' || (select count(*) from health_insurance.policy) || ' '
    || (select count(*) from pensions.contribution) || ' ' || (select count(*) from programmes.entitlement) as n`)).rows[0]?.n ?? '';
  const before = await count();
  await tell();
  return (await count()) === before ? 'nothing' : 'something';
}

describe('health insurance over the made-up country', () => {
  it('insures, treats, adjudicates and values, and never approves more than was claimed or the ceiling', { timeout: 240_000 }, async () => {
    const rows = await tellInsuranceStory(platform.platform, quiet);
    expect(rows.map((row) => [row['claims'], row['how many']])).toEqual([['PAID', '20']]);
    expect(rows[0]?.['paid to the hospital']).toBe(rows[0]?.['approved']);
    expect(Number(rows[0]?.['approved'])).toBeLessThan(Number(rows[0]?.['claimed']));
    const { rows: over } = await platform.pool.query("select p.household_id from health_insurance.claim c join people.person p on p.id = c.person_id where c.state = 'PAID' group by 1 having sum(c.approved) > 600");
    expect(over).toEqual([]);
    expect(await added(() => tellInsuranceStory(platform.platform, quiet))).toBe('nothing');
  });
});

describe('a pension over the made-up country', () => {
  it('is claimed, granted by a second person and paid; who has too few months is told so', { timeout: 240_000 }, async () => {
    const [row] = await tellPensionStory(platform.platform, quiet);
    expect(row).toMatchObject({ 'claims': '12', 'entitled': '8', 'too few months': '4', 'payments': '8', 'balanced': 'yes', 'run': 'RECONCILED' });
    expect(await added(() => tellPensionStory(platform.platform, quiet))).toBe('nothing');
  });
});
