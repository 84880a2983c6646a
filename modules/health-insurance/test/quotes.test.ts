import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { published, somePlan } from './some-plan.js';
import { adult, child, household } from './some-household.js';
import { anybody, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let plans = 0;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-03-01' });
  await someRegisters(platform);
});
afterAll(() => platform.stop());

const QUOTE = `query ($input: PolicyQuoteInput!) { policyQuote(input: $input) { problems { code } warnings stage startsOn endsOn payBy members value { amount } lines { code part quantity unitAmount { amount } amount { amount } }
  shares { ruleCode payer amount { amount } } } }`;

interface Quoted {
  readonly problems: readonly { readonly code: string }[];
  readonly warnings: readonly string[];
  readonly startsOn: string;
  readonly endsOn: string;
  readonly payBy: string;
  readonly members: number;
  readonly value: { readonly amount: string };
  readonly lines: readonly { readonly code: string; readonly quantity: number; readonly unitAmount: { readonly amount: string }; readonly amount: { readonly amount: string } }[];
  readonly shares: readonly { readonly ruleCode: string | null; readonly payer: string | null; readonly amount: { readonly amount: string } }[];
}

async function quoted(plan: string, householdId: string, more: object = {}): Promise<Quoted> {
  return (await anybody(platform, 'officer').run<{ policyQuote: Quoted }>(QUOTE, { input: { planId: plan, householdId, ...more } })).policyQuote;
}

/** Lines as `code: quantity x unit = amount`. */
const lines = ({ lines: all }: Quoted): readonly string[] => all.map(({ code, quantity, unitAmount, amount }) => `${code}: ${quantity} x ${Number(unitAmount.amount)} = ${Number(amount.amount)}`);

/** A plan of its own with a version. */
async function plan(terms: object, rules: readonly object[] = [], more: object = {}): Promise<string> {
  const made = await somePlan(platform, `Q-${(plans += 1)}`, rules);
  await published(platform, made.plan, { ...terms, ...more });
  return made.plan;
}

/** A quote by a plan of its own. */
const asked = async (terms: object, householdId: string, more: object = {}): Promise<Quoted> => quoted(await plan(terms), householdId, more);

describe('A quote', () => {
  let pair: string;
  let family: string;
  beforeAll(async () => {
    pair = await household(platform, 'PAIR', [adult(), adult({ role: 'SPOUSE' })]);
    // Two adults and four children, a lodger and a lodger's child.
    family = await household(platform, 'FAMILY', [adult(), adult({ role: 'SPOUSE' }), child(), child(), child(), child(), adult({ role: 'NOT_RELATED' }), child({ role: 'NOT_RELATED' })]);
  });

  it('is noted as a read of the household', async () => {
    const home = await household(platform, 'NOTED', [adult()]);
    await quoted(await plan({ premiumAdult: '10' }), home);
    const { rows } = await platform.pool.query<{ fields: string[] }>("select fields from kernel.read_log where $1::uuid = any (subjects) and fields && '{PolicyQuote.lines}'", [home.split('_')[1]]);
    expect(rows).toHaveLength(1);
  });

  it('ENR-3 starts on the day it is taken out, after the months of administration where it is new', async () => {
    expect(await asked({}, pair, { enrolledOn: '2026-02-10' })).toMatchObject({ startsOn: '2026-02-10', problems: [] });
    expect(await asked({ administrationMonths: 2 }, pair, { enrolledOn: '2025-12-31' })).toMatchObject({ startsOn: '2026-02-28' });
  });

  it('ENR-3 starts with the first cycle that is not before, the grace of enrolment taken off; or with the first of the next year', async () => {
    const cycles = ['01-01', '07-16'];
    expect(await asked({ cycles }, pair, { enrolledOn: '2026-01-01' })).toMatchObject({ startsOn: '2026-01-01' });
    expect(await asked({ cycles }, pair, { enrolledOn: '2026-01-02' })).toMatchObject({ startsOn: '2026-07-16' });
    expect(await asked({ cycles, graceEnrolmentMonths: 1 }, pair, { enrolledOn: '2026-02-01' })).toMatchObject({ startsOn: '2026-01-01' });
    expect(await asked({ cycles, graceEnrolmentMonths: 1 }, pair, { enrolledOn: '2026-02-02' })).toMatchObject({ startsOn: '2026-07-16' });
    expect(await asked({ cycles }, pair, { enrolledOn: '2025-07-17' })).toMatchObject({ startsOn: '2026-01-01' });
    expect(await asked({ cycles, administrationMonths: 6 }, pair, { enrolledOn: '2026-02-01' })).toMatchObject({ startsOn: '2027-01-01' });
  });

  it('ENR-4 ends the day before the months of cover are over', async () => {
    expect(await asked({ coverMonths: 12 }, pair, { enrolledOn: '2026-02-10' })).toMatchObject({ endsOn: '2027-02-09' });
    expect(await asked({ coverMonths: 6 }, pair, { enrolledOn: '2025-08-31' })).toMatchObject({ endsOn: '2026-02-27' });
    expect(await asked({ coverMonths: 24 }, pair, { enrolledOn: '2024-02-29' })).toMatchObject({ problems: [], endsOn: '2026-02-27' });
  });

  it('ENR-6 is to be paid within the grace: of the cycle where there are cycles, else of payment', async () => {
    expect(await asked({ gracePaymentMonths: 2 }, pair, { enrolledOn: '2026-02-10' })).toMatchObject({ payBy: '2026-04-09' });
    expect(await asked({ cycles: ['01-01'], graceEnrolmentMonths: 3 }, pair, { enrolledOn: '2026-02-10' })).toMatchObject({ startsOn: '2026-01-01', payBy: '2026-03-31' });
    // Without any grace it is to be paid on the day itself.
    expect(await asked({}, pair, { enrolledOn: '2026-02-10' })).toMatchObject({ payBy: '2026-02-10' });
  });

  it('ENR-7 counts adults and children, those who are not related apart', async () => {
    expect(lines(await asked({ premiumAdult: '10', premiumChild: '4' }, family))).toEqual(['ADULT: 2 x 10 = 20', 'CHILD: 4 x 4 = 16', 'OTHER_ADULT: 1 x 10 = 10', 'OTHER_CHILD: 1 x 4 = 4']);
  });

  it('ENR-7 trims the excess over the most members off adults, children, other children and other adults in this order, and warns', async () => {
    const most = async (maxMembers: number): Promise<Quoted> => asked({ premiumAdult: '10', premiumChild: '4', maxMembers }, family);
    const seven = await most(7);
    expect([lines(seven), seven.warnings, seven.members]).toEqual([['ADULT: 1 x 10 = 10', 'CHILD: 4 x 4 = 16', 'OTHER_ADULT: 1 x 10 = 10', 'OTHER_CHILD: 1 x 4 = 4'], ['MORE_MEMBERS_THAN_COVERED'], 8]);
    expect(lines(await most(5))).toEqual(['CHILD: 3 x 4 = 12', 'OTHER_ADULT: 1 x 10 = 10', 'OTHER_CHILD: 1 x 4 = 4']);
    expect(lines(await most(1))).toEqual(['OTHER_ADULT: 1 x 10 = 10']);
    expect((await most(8)).warnings).toEqual([]);
  });

  it('ENR-7 takes adults first into the threshold of the lump sum', async () => {
    const terms = { lumpSum: '100', premiumAdult: '10', premiumChild: '4' };
    expect(lines(await asked({ ...terms, threshold: 5 }, family))).toEqual(['LUMP_SUM: 1 x 100 = 100', 'EXTRA_CHILD: 1 x 4 = 4', 'OTHER_ADULT: 1 x 10 = 10', 'OTHER_CHILD: 1 x 4 = 4']);
    expect(lines(await asked({ ...terms, threshold: 1 }, family))).toEqual(['LUMP_SUM: 1 x 100 = 100', 'EXTRA_ADULT: 1 x 10 = 10', 'EXTRA_CHILD: 4 x 4 = 16', 'OTHER_ADULT: 1 x 10 = 10', 'OTHER_CHILD: 1 x 4 = 4']);
    // Without a threshold the lump sum is for everybody who is related.
    expect(lines(await asked(terms, pair))).toEqual(['LUMP_SUM: 1 x 100 = 100']);
  });

  it('ENR-8 is contributions, assembly and registration, less what is let off', async () => {
    const both = { premiumAdult: '10', assemblyFee: '0.5', registrationFee: '1', assemblyLumpSum: '3', registrationLumpSum: '7' };
    const whole = await asked(both, pair);
    expect([lines(whole), whole.value.amount]).toEqual([['ADULT: 2 x 10 = 20', 'ASSEMBLY: 1 x 3 = 3', 'REGISTRATION: 1 x 7 = 7'], '30.00']);
    expect(lines(await asked({ premiumAdult: '10', assemblyFee: '0.5', registrationFee: '1' }, pair))).toEqual(['ADULT: 2 x 10 = 20', 'ASSEMBLY: 2 x 0.5 = 1', 'REGISTRATION: 2 x 1 = 2']);
    // Early for the cycle, by the months that the discount asks for.
    const early = { premiumAdult: '9.99', cycles: ['07-01'], enrolmentDiscount: '0.1', enrolmentDiscountMonths: 4 };
    const discounted = await asked(early, pair, { enrolledOn: '2026-03-01' });
    expect([lines(discounted), discounted.value.amount]).toEqual([['ADULT: 2 x 9.99 = 19.98', 'ENROLMENT_DISCOUNT: 1 x -2 = -2'], '17.98']);
    expect((await asked({ ...early, enrolmentDiscountMonths: 5 }, pair, { enrolledOn: '2026-03-01' })).value.amount).toBe('19.98');
    expect((await asked({ ...early, cycles: [] }, pair)).value.amount).toBe('19.98');
  });

  it('A-19 counts adults and children on its first day, not on the day of the question, and charges extra members where there is no lump sum', async () => {
    const turns = await household(platform, 'TURNS', [adult(), child({ birthDate: '2008-04-15' })]);
    const terms = { premiumAdult: '10', premiumChild: '4' };
    expect(lines(await asked(terms, turns))).toEqual(['ADULT: 1 x 10 = 10', 'CHILD: 1 x 4 = 4']);
    expect(lines(await asked({ ...terms, administrationMonths: 2 }, turns))).toEqual(['ADULT: 2 x 10 = 20']);
    expect(lines(await asked({ ...terms, adultFrom: 21, administrationMonths: 2 }, turns))).toEqual(['ADULT: 1 x 10 = 10', 'CHILD: 1 x 4 = 4']);
    expect(lines(await asked({ ...terms, threshold: 1 }, turns))).toEqual(['ADULT: 1 x 10 = 10', 'CHILD: 1 x 4 = 4']);
  });

  it('A-6 a rule of the programme takes the place of the premium, and is told of the household', async () => {
    const ruled = await quoted(await plan({ premiumAdult: '10', registrationFee: '1' }, [{ code: 'per_room', kind: 'PREMIUM', expression: 'money("7.50") * household.members.size() + policy.registration' }]), pair);
    expect([lines(ruled), ruled.value.amount]).toEqual([['per_room: 1 x 17 = 17'], '17.00']);
  });

  it('A-46 a rule that gives 0 gives a premium of 0; one that gives nothing leaves the plan to hold', async () => {
    const rule = (expression: string): readonly object[] => [{ code: 'ruled', kind: 'PREMIUM', expression }];
    const zero = await quoted(await plan({ premiumAdult: '10' }, rule('money("0")')), pair);
    expect([lines(zero), zero.value.amount, zero.shares]).toEqual([['ruled: 1 x 0 = 0'], '0.00', [{ ruleCode: null, payer: null, amount: { amount: '0.00' } }]]);
    const nothing = await quoted(await plan({ premiumAdult: '10' }, rule('household.members.size() > 3 ? money("1") : null')), pair);
    expect(lines(nothing)).toEqual(['ADULT: 2 x 10 = 20']);
    const finer = await quoted(await plan({}, rule('money("0.001")')), pair);
    expect(finer.problems).toEqual([{ code: 'PREMIUM_RULE_NOT_PAYABLE' }]);
  });

  it('says who pays: subsidies by rules over the household, in their order, never more than is left', async () => {
    const { organisation } = await anybody(platform, 'clerk').run<{ organisation: { id: string } }>('{ organisation(by: { code: "H" }) { id } }');
    const rules = [
      { code: 'half', kind: 'SUBSIDY', expression: 'household.members.exists(m, m.age >= 40) ? round(policy.premium / 2, 0.01, "DOWN") : money("0")' },
      { code: 'rest', kind: 'SUBSIDY', expression: 'money("1000")' },
    ];
    const made = await somePlan(platform, 'SUBSIDISED', rules);
    await published(platform, made.plan, { premiumAdult: '10.01', subsidies: [{ ruleCode: 'half', organisationId: organisation.id }, { ruleCode: 'rest', organisationId: organisation.id }] });
    expect((await quoted(made.plan, pair)).shares).toEqual([
      { ruleCode: null, payer: null, amount: { amount: '0.00' } }, { ruleCode: 'half', payer: 'Hospital', amount: { amount: '10.01' } }, { ruleCode: 'rest', payer: 'Hospital', amount: { amount: '10.01' } },
    ]);
    const without = await somePlan(platform, 'NOBODY-PAYS', rules);
    await published(platform, without.plan, { premiumAdult: '10.01' });
    expect((await quoted(without.plan, pair)).problems).toEqual([{ code: 'SUBSIDY_WITHOUT_PAYER' }]);
  });

  it('ENR-2 says why there is none: days to come, no version, a place where it is not offered, a household that is not there', async () => {
    const here = await plan({ effectiveFrom: '2024-01-01' });
    const problem = async (planId: string, householdId: string, more: object = {}): Promise<string | undefined> => (await quoted(planId, householdId, more)).problems[0]?.code;
    expect(await problem(here, pair, { enrolledOn: '2026-03-02' })).toBe('POLICY_IN_FUTURE');
    expect(await problem(here, pair, { enrolledOn: '2023-12-31' })).toBe('POLICY_NO_VERSION');
    expect(await problem(here, pair, { enrolledOn: '2009-12-31' })).toBe('POLICY_PROGRAMME_RUNS');
    const elsewhere = await somePlan(platform, 'ELSEWHERE', [], { plan: { placeCode: 'R' } });
    await anybody(platform, 'clerk').run('mutation { placesRegister(input: { places: [{ code: "FAR", name: "Far", level: "region" }] }) { userErrors { message } } }');
    await published(platform, elsewhere.plan, {});
    expect(await problem(elsewhere.plan, pair)).toBeUndefined();
    const far = await household(platform, 'FAR-1', [adult()], { placeCode: 'FAR' });
    expect(await problem(elsewhere.plan, far)).toBe('POLICY_OUTSIDE');
    const officer = platform.as({ role: 'insurance-officer', places: ['FAR'] });
    const { policyQuote } = await officer.run<{ policyQuote: Quoted }>(QUOTE, { input: { planId: here, householdId: pair } });
    expect(policyQuote.problems).toEqual([{ code: 'HOUSEHOLD_NOT_FOUND' }]);
  });
});
