import { fileURLToPath } from 'node:url';
import { installPack, inTransaction, moduleOfPacks, packsBelow, readPack, testPack, type Pack } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { adult, child, enrolled, household, members, pay, policy, type Member } from './some-household.js';
import { anybody, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let packs: readonly Pack[];
let homes = 0;

beforeAll(async () => {
  const all = await Promise.all((await packsBelow(fileURLToPath(new URL('../../../examples/', import.meta.url)))).map(readPack));
  packs = all.filter(({ data }) => data.modules.includes('@kinga/health-insurance'));
  const own = moduleOfPacks(packs);
  platform = await startTestPlatform({ modules: [healthInsurance, ...(own ? [own] : [])], today: '2026-03-01' });
  await someRegisters(platform);
});
afterAll(() => platform.stop());

const system = () => platform.platform.context({ actor: platform.platform.system('a test') });

interface Installed {
  readonly programme: string;
  readonly plan: string;
}

async function installed(programme: string): Promise<Installed> {
  const { insurancePlans: { nodes: [plan] } } = await anybody(platform, 'reader').run<{ insurancePlans: { nodes: { id: string; programme: { id: string } }[] } }>(
    'query ($code: String!) { insurancePlans(where: { programme: { code: { eq: $code } } }) { nodes { id programme { id } } } }', { code: programme });
  return { plan: plan?.id ?? '', programme: plan?.programme.id ?? '' };
}

const home = (people: readonly Member[], attributes: object = {}): Promise<string> => household(platform, `PACK-${(homes += 1)}`, people, { attributes });
const familyOf = (count: number): readonly Member[] => Array.from({ length: count }, (_, index) => (index < 2 ? adult() : child()));

/** The premium, what the household pays of it, and lines as `code: amount`. */
async function quoted(plan: string, householdId: string, enrolledOn: string): Promise<readonly [string, string, readonly string[]]> {
  const { policyQuote } = await anybody(platform, 'officer').run<{ policyQuote: { problems: object[]; value: { amount: string }; lines: { code: string; amount: { amount: string } }[]; shares: { ruleCode: string | null; amount: { amount: string } }[] } }>(
    'query ($input: PolicyQuoteInput!) { policyQuote(input: $input) { problems { code message } value { amount } lines { code amount { amount } } shares { ruleCode amount { amount } } } }', { input: { planId: plan, householdId, enrolledOn } });
  expect(policyQuote.problems).toEqual([]);
  return [policyQuote.value.amount, policyQuote.shares.find(({ ruleCode }) => ruleCode === null)?.amount.amount ?? '', policyQuote.lines.map(({ code, amount }) => `${code}: ${Number(amount.amount)}`)];
}

describe('The packs of health insurance', () => {
  it('name their sources and what was not checked, and come out as was computed by hand', async () => {
    expect(packs.map(({ data }) => data.pack)).toEqual(['nepal-health-insurance', 'philippines-philhealth']);
    for (const pack of packs) {
      expect(pack.data.confidence).toMatch(/not checked/);
      const { problems, cases } = await inTransaction(system(), (tx) => testPack(tx, pack));
      expect(problems).toEqual([]);
      expect(cases.filter(({ differences }) => differences.length > 0)).toEqual([]);
    }
  });

  it('are installed once, with their plans: again everything is there', async () => {
    for (const pack of packs) {
      expect((await installPack(platform.platform, pack, { publish: true })).filter(({ what }) => what.startsWith('insurance plan')).map(({ did }) => did)).toEqual(expect.arrayContaining(['created', 'published']));
      expect([...new Set((await installPack(platform.platform, pack, { publish: true })).map(({ did }) => did))]).toEqual(['was there']);
    }
  });

  it('Nepal: the premium and its subsidy are those of the version of the day', async () => {
    const { plan } = await installed('NP-NHI');
    const [five, seven, poor] = [await home(familyOf(5)), await home(familyOf(7)), await home(familyOf(6), { poverty: 'POOR' })];
    expect(await quoted(plan, five, '2017-06-01')).toEqual(['2500.00', '2500.00', ['LUMP_SUM: 2500']]);
    expect(await quoted(plan, seven, '2017-06-01')).toEqual(['3350.00', '3350.00', ['LUMP_SUM: 2500', 'EXTRA_CHILD: 850']]);
    expect(await quoted(plan, poor, '2017-06-01')).toEqual(['2925.00', '731.25', ['LUMP_SUM: 2500', 'EXTRA_CHILD: 425']]);
    expect(await quoted(plan, five, '2018-01-01')).toEqual(['3500.00', '3500.00', ['LUMP_SUM: 3500']]);
    expect(await quoted(plan, seven, '2026-03-01')).toEqual(['4900.00', '4900.00', ['LUMP_SUM: 3500', 'EXTRA_CHILD: 1400']]);
    const [volunteer, old] = [await home(familyOf(5), { healthVolunteer: true }), await home([adult({ birthDate: '1950-01-01' }), adult({ birthDate: '1960-01-01' })])];
    expect((await quoted(plan, volunteer, '2026-03-01'))[1]).toBe('1750.00');
    expect((await quoted(plan, old, '2026-03-01'))[1]).toBe('0.00');
  });

  it('Nepal: the ultra-poor are covered at once while the government owes the premium, and the ceiling of the family grows with its members up to the most', async () => {
    const { plan, programme } = await installed('NP-NHI');
    const poor = await home(familyOf(4), { poverty: 'ULTRA_POOR' });
    const taken = await enrolled(platform, plan, poor);
    expect(taken).toMatchObject({ state: 'ACTIVE', reason: 'NOTHING_DUE', shares: { nodes: [{ amount: { amount: '0.00' } }, { ruleCode: 'government', amount: { amount: '3500.00' }, demand: { state: 'ISSUED' } }] } });
    const ceiling = async (count: number): Promise<string> => {
      const house = await home(familyOf(count));
      await pay(platform, programme, await enrolled(platform, plan, house), '2026-03-01');
      const [somebody] = (await members(platform, house)).values();
      const { eligibility } = await anybody(platform, 'facility').run<{ eligibility: { policies: { limits: { left: { amount: string } }[] }[] } }>('query ($input: EligibilityInput!) { eligibility(input: $input) { policies { limits { left { amount } } } } }', { input: { personId: somebody } });
      return eligibility.policies[0]?.limits[0]?.left.amount ?? '';
    };
    expect([await ceiling(5), await ceiling(7), await ceiling(12)]).toEqual(['100000.00', '140000.00', '200000.00']);
  });

  it('PhilHealth: the schedules of 2006, 2018 and later, half each, the odd centavo off the personal share; employers are asked for theirs', async () => {
    const { plan, programme } = await installed('PH-PHILHEALTH');
    const employed = await home([adult()], { monthlySalary: '12345.67' });
    expect(await quoted(plan, employed, '2015-07-01')).toEqual(['300.00', '150.00', ['premium: 300']]);
    expect(await quoted(plan, employed, '2018-07-01')).toEqual(['339.51', '169.75', ['premium: 339.51']]);
    expect(await quoted(plan, employed, '2024-07-01')).toEqual(['617.28', '308.64', ['premium: 617.28']]);
    const taken = await enrolled(platform, plan, employed);
    expect(taken).toMatchObject({ startsOn: '2026-03-01', endsOn: '2026-03-31', shares: { nodes: [{ ruleCode: null, amount: { amount: '308.64' } }, { ruleCode: 'employer_share', amount: { amount: '308.64' } }] } });
    await pay(platform, programme, taken, '2026-03-01');
    expect((await policy(platform, taken.id)).state).toBe('ACTIVE');
    expect((await quoted(plan, await home([adult()], { indirectContributor: true }), '2024-07-01'))[1]).toBe('0.00');
  });
});
