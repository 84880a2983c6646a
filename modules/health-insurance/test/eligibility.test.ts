import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { adjudicate, outcomeOf } from './some-adjudication.js';
import { asked, line, submit } from './some-claims.js';
import { adult, child, enrolled, household, members, pay, policy, type Told } from './some-household.js';
import { key, published, somePlan, type Plan } from './some-plan.js';
import { anybody, done, refusedFor, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let plan: Plan;
let taken: Told;
let house: string;
let people: ReadonlyMap<string, string>;

const ASK = `query ($input: EligibilityInput!) { eligibility(input: $input) { covered on reasons { code description } unpaid { number plan startsOn endsOn payBy due { amount currency } } policies { number plan effectiveOn endsOn categories { category timesLeft amountLeft { amount } }
  limits { kind per care amount { amount } left { amount } } service { covered reasons { code } waitsUntil quantityLeft unitPrice { amount } planPays { amount } memberPays { amount } } } } }`;

interface Answer {
  readonly covered: boolean;
  readonly reasons: readonly { readonly code: string; readonly description: string }[];
  readonly unpaid: readonly object[];
  readonly policies: readonly {
    readonly number: string;
    readonly categories: readonly object[];
    readonly limits: readonly { readonly kind: string; readonly per: string; readonly left: { readonly amount: string } }[];
    readonly service: { readonly covered: boolean; readonly waitsUntil: string | null; readonly quantityLeft: string | null; readonly planPays: { readonly amount: string } | null; readonly memberPays: { readonly amount: string } | null } | null;
  }[];
}

const officer = () => anybody(platform, 'officer');
const eligibility = async (name: string, more: object = {}): Promise<Answer> => (await officer().run<{ eligibility: Answer }>(ASK, { input: { personId: people.get(name), ...more } })).eligibility;
const service = async (name: string, serviceCode: string, more: object = {}): Promise<Answer['policies'][number]['service']> => (await eligibility(name, { serviceCode, facilityCode: 'H', ...more })).policies[0]?.service ?? null;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-03-01' });
  await someRegisters(platform);
  plan = await somePlan(platform, 'NHI');
  await published(platform, plan.plan, {
    premiumAdult: '10', threshold: 2,
    limits: [{ kind: 'DEDUCTIBLE', per: 'MEMBER', amount: '15' }, { kind: 'CEILING', per: 'POLICY', amount: '500', extraMemberAmount: '100', mostAmount: '650' }],
    categoryLimits: [{ category: 'CONSULTATION', most: 2, amount: '30' }, { category: 'DELIVERY', most: 0 }],
  }, [
    { serviceCode: 'CONS', limits: [{ kind: 'SHARE', adult: '0.8' }, { visit: 'EMERGENCY', kind: 'SHARE', adult: '1' }] }, { serviceCode: 'LAB', mostQuantityAdult: '3' }, { serviceCode: 'SURG', waitingMonthsAdult: 6, limits: [{ kind: 'AMOUNT', adult: '450', child: '480' }] },
    { serviceCode: 'BIRTH' }, { serviceCode: 'BED', priceOrigin: 'RELATIVE' }, { serviceCode: 'SYRUP' },
  ]);
  house = await household(platform, 'ELI', [adult({ familyName: 'Head' }), adult({ familyName: 'Spouse', role: 'SPOUSE', sex: 'MALE' }), child({ familyName: 'Child' }), child({ familyName: 'Other' })]);
  people = await members(platform, house);
  taken = await enrolled(platform, plan.plan, house, { enrolledOn: '2026-01-01' });
});
afterAll(() => platform.stop());

describe('Whoever asks whether somebody is covered', () => {
  it('is told that the premium is not paid, what is due and by when, until it is', async () => {
    const unpaid = { number: taken.number, plan: 'NHI', startsOn: '2026-01-01', endsOn: '2026-12-31', payBy: '2026-01-01', due: { amount: '20.00', currency: 'GHS' } };
    expect(await eligibility('Head')).toEqual({
      covered: false, on: '2026-03-01', policies: [], unpaid: [unpaid], reasons: [{ code: 'PREMIUM_NOT_PAID', description: `The premium of policy ${taken.number} is not paid: 20.00 GHS are due, to be paid by 2026-01-01.` }],
    });
    await pay(platform, plan.programme, taken, '2026-01-01', '5');
    expect(await eligibility('Child', { serviceCode: 'CONS' })).toMatchObject({ covered: false, reasons: [{ code: 'PREMIUM_NOT_PAID' }], unpaid: [{ due: { amount: '15.00' } }] });
    const { eligibility: french } = await anybody(platform, 'officier', { locale: 'fr' }).run<{ eligibility: Answer }>(ASK, { input: { personId: people.get('Head') } });
    expect(french.reasons[0]?.description).toBe(`La prime de la police ${taken.number} n'est pas payée : 15.00 GHS sont dus, à payer au plus tard le 2026-01-01.`);
    // On a day on which it would cover nobody, whoever paid.
    const none = { covered: false, unpaid: [], reasons: [{ code: 'NO_COVERAGE_ON_DATES', description: 'No cover spans the days of the visit.' }] };
    expect(await eligibility('Head', { on: '2027-01-01' })).toMatchObject(none);
    await pay(platform, plan.programme, taken, '2026-01-01', '15');
    expect(await eligibility('Head')).toMatchObject({ covered: true, unpaid: [] });
    expect(await eligibility('Head', { on: '2027-01-01' })).toMatchObject(none);
  });

  it('is told so of nobody whom the policy would not cover: one above the most members, or another household', async () => {
    const most = await somePlan(platform, 'MOST');
    await published(platform, most.plan, { premiumAdult: '10', maxMembers: 1 });
    const small = await household(platform, 'SMALL', [adult({ familyName: 'First' }), adult({ familyName: 'Second', role: 'SPOUSE' })]);
    await enrolled(platform, most.plan, small);
    people = new Map([...people, ...(await members(platform, small))]);
    expect((await eligibility('First')).reasons).toMatchObject([{ code: 'PREMIUM_NOT_PAID' }]);
    expect((await eligibility('Second')).reasons).toMatchObject([{ code: 'NO_COVERAGE_ON_DATES' }]);
  });

  it('is told by which policy, and what is left of deductibles, ceilings and categories', async () => {
    expect(await eligibility('Head')).toEqual({ covered: true, on: '2026-03-01', reasons: [], unpaid: [], policies: [{
      number: taken.number, plan: 'NHI', effectiveOn: '2026-01-01', endsOn: '2026-12-31', service: null,
      categories: [{ category: 'CONSULTATION', timesLeft: 2, amountLeft: { amount: '30.00' } }, { category: 'DELIVERY', timesLeft: 0, amountLeft: null }],
      // Two members above the threshold, and no more than the most.
      limits: [{ kind: 'CEILING', per: 'POLICY', care: 'ANY', amount: { amount: '650.00' }, left: { amount: '650.00' } }, { kind: 'DEDUCTIBLE', per: 'MEMBER', care: 'ANY', amount: { amount: '15.00' }, left: { amount: '15.00' } }],
    }] });
  });

  it('is told of a service what the member would pay, and why it is not covered: not in the package, not in the list, waiting, none left', async () => {
    // 20 less the deductible of 15; four fifths of 5 are paid.
    expect(await service('Head', 'CONS')).toMatchObject({ covered: true, planPays: { amount: '4.00' }, memberPays: { amount: '16.00' } });
    expect(await service('Head', 'CONS', { visit: 'EMERGENCY' })).toMatchObject({ planPays: { amount: '5.00' } });
    expect(await service('Head', 'LAB', { quantity: '5' })).toMatchObject({ covered: true, quantityLeft: '3', planPays: { amount: '7.50' }, memberPays: { amount: '30.00' } });
    expect(await service('Child', 'LAB', { quantity: '5' })).toMatchObject({ quantityLeft: null, planPays: { amount: '22.50' } });
    expect(await service('Head', 'SURG')).toMatchObject({ covered: false, reasons: [{ code: 'WAITING_PERIOD' }], waitsUntil: '2026-07-01', memberPays: { amount: '500.00' } });
    expect(await service('Head', 'SURG', { on: '2026-07-01' })).toMatchObject({ covered: true, planPays: { amount: '435.00' } });
    expect(await service('Child', 'SURG')).toMatchObject({ covered: true, planPays: { amount: '465.00' } });
    expect(await service('Head', 'BIRTH')).toMatchObject({ reasons: [{ code: 'MOST_DELIVERIES' }] });
    expect(await service('Spouse', 'BIRTH')).toMatchObject({ reasons: [{ code: 'PATIENT_CATEGORY' }] });
    expect(await service('Head', 'CHECK')).toMatchObject({ reasons: [{ code: 'NOT_COVERED' }] });
    expect(await service('Head', 'UNLISTED')).toMatchObject({ reasons: [{ code: 'NOT_IN_PRICE_LIST' }] });
    // What is valued by a run is not known before.
    expect(await service('Head', 'BED')).toMatchObject({ covered: true, planPays: null, memberPays: null });
    expect((await eligibility('Head', { serviceCode: 'CHECK' })).reasons).toEqual([{ code: 'NOT_COVERED', description: 'No policy that covered the patient on the day covers it.' }]);
  });

  it('is told what claims then come to, and what they leave', async () => {
    const before = await service('Head', 'CONS', { on: '2026-03-02' });
    const claim = async (name: string, code: string, quantity = '1'): Promise<readonly string[]> => {
      const id = await submit(anybody(platform, 'facility'), asked(people.get(name) ?? '', [line(code, { quantity })], { visitFrom: '2026-03-02', claimedOn: '2026-03-02' }));
      await adjudicate(officer(), [id]);
      return (await outcomeOf(officer(), id)).lines;
    };
    platform.setToday('2026-03-02');
    // Paid, rejected, deductible, member's share, over the ceiling.
    expect(await claim('Head', 'CONS')).toEqual(['CONS: 4/0/15/1/0']);
    expect([before?.planPays?.amount, before?.memberPays?.amount]).toEqual(['4.00', '16.00']);
    const after = await eligibility('Head');
    expect(after.policies[0]?.categories[0]).toEqual({ category: 'CONSULTATION', timesLeft: 1, amountLeft: { amount: '26.00' } });
    expect(after.policies[0]?.limits.map(({ left }) => left.amount)).toEqual(['646.00', '0.00']);
    // The ceiling is of all members, the deductible of each.
    expect((await eligibility('Child')).policies[0]?.limits.map(({ left }) => left.amount)).toEqual(['646.00', '15.00']);
    for (const [name, code, quantity] of [['Child', 'SURG', '1'], ['Head', 'LAB', '2'], ['Other', 'SURG', '1']] as const) {
      const told = await service(name, code, { quantity });
      const [paid] = (await claim(name, code, quantity)).map((each) => each.split(': ')[1]?.split('/')[0]);
      expect([name, Number(told?.planPays?.amount)]).toEqual([name, Number(paid)]);
    }
    expect(await service('Head', 'LAB', { quantity: '5' })).toMatchObject({ quantityLeft: '1' });
    await claim('Head', 'CONS');
    expect(await service('Head', 'CONS')).toMatchObject({ covered: false, reasons: [{ code: 'MOST_CONSULTATIONS' }] });
  });

  it('A-16, ENR-12 a policy is taken back unless care was claimed by it', async () => {
    expect(await refusedFor(officer(), 'policyCancel', { idempotencyKey: key(), id: taken.id, version: (await policy(platform, taken.id)).version, reason: 'MISTAKE' })).toEqual(['POLICY_USED']);
    const other = await household(platform, 'UNUSED', [adult({ familyName: 'Unused' })]);
    const unused = await enrolled(platform, plan.plan, other);
    await pay(platform, plan.programme, unused, '2026-03-01');
    const { version } = await policy(platform, unused.id);
    await done(officer(), 'policyCancel', 'policy { id }', { idempotencyKey: key(), id: unused.id, version, reason: 'ENTERED_TWICE' });
    expect(await policy(platform, unused.id)).toMatchObject({ state: 'CANCELLED', reason: 'ENTERED_TWICE', shares: { nodes: [{ demand: { state: 'CANCELLED' } }] }, coverage: { nodes: [{ endedBecause: 'CANCELLED' }] } });
    people = new Map([...people, ...(await members(platform, other))]);
    expect((await eligibility('Unused')).covered).toBe(false);
    // What was paid is held, and pays for the next.
    expect(await enrolled(platform, plan.plan, other)).toMatchObject({ state: 'ACTIVE', reason: 'PAID' });
  });

  it('costs the same number of statements for one policy and many, for much that was consumed and none', async () => {
    const input = (name: string): object => ({ input: { personId: people.get(name), serviceCode: 'CONS', facilityCode: 'H' } });
    const client = officer();
    await client.run(ASK, input('Unused') as Record<string, unknown>);
    const few = client.statements();
    for (const code of ['SECOND', 'THIRD', 'FOURTH']) {
      const more = await somePlan(platform, code);
      await published(platform, more.plan, { limits: [{ kind: 'CEILING', per: 'MEMBER', amount: '100' }] }, [{ serviceCode: 'CONS' }]);
      await enrolled(platform, more.plan, house);
    }
    const answer = await client.run<{ eligibility: Answer }>(ASK, input('Head') as Record<string, unknown>);
    expect(answer.eligibility.policies).toHaveLength(4);
    expect(client.statements()).toBe(few);
    // One more statement looks at cover; the others open, note the read and close.
    expect(client.sent().filter((statement) => statement.includes('health_insurance.'))).toHaveLength(1);
  });

  it('is answered also where more ask at once than there are connections', async () => {
    const client = officer();
    const answers = await Promise.all(Array.from({ length: 60 }, () => client.run<{ eligibility: Answer }>(ASK, { input: { personId: people.get('Unused'), serviceCode: 'CONS', facilityCode: 'H' } })));
    expect(new Set(answers.map(({ eligibility: { covered } }) => covered))).toEqual(new Set([true]));
  });

  it('refuses what there is not, and tells of nobody whom the asker does not see', async () => {
    const refused = async (input: object): Promise<string> => (await officer().refuse(ASK, { input: { personId: people.get('Head'), ...input } }))[0]?.message ?? '';
    expect(await refused({ serviceCode: 'NONE' })).toContain('The register has no NONE');
    expect(await refused({ facilityCode: 'NONE' })).toContain('no health facility NONE');
    expect(await refused({ quantity: '0' })).toContain('cannot be given');
    await anybody(platform, 'keeper').run('mutation { placesRegister(input: { places: [{ code: "FAR", name: "Far", level: "region" }] }) { userErrors { message } } }');
    const far = platform.as({ role: 'claim-administrator', places: ['FAR'] });
    expect((await far.refuse(ASK, { input: { personId: people.get('Head') } }))[0]?.message).toContain('There is no such person');
  });
});
