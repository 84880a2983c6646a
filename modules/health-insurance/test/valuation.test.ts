import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { adjudicate, claimed, outcomeOf, planWith } from './some-adjudication.js';
import { asked, family, line, someFamily } from './some-claims.js';
import { somePolicy, type PolicyTerms } from './some-policy.js';
import { anybody, done, service, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let families = 0;

const ALL = ['CONS', 'LAB', 'BED', 'SURG', 'BIRTH', 'ANC', 'CHECK', 'PARA', 'SYRUP'];

/** A family that a plan of its own with these terms insures; gives the id of each by name. */
async function insured(terms: object, covers: readonly (object | string)[] = ALL, policy: PolicyTerms = {}): Promise<Readonly<Record<string, string>>> {
  families += 1;
  const people = await someFamily(platform, `F${families}`, family);
  await somePolicy(platform, await planWith(platform, `P${families}`, terms, covers), `F${families}`, Object.values(people), policy);
  return people;
}
const of = (people: Readonly<Record<string, string>>, name: string): string => people[name] ?? '';
/** `paid/rejected/deductible/member/over` of each line. */
const lines = async (person: string, given: readonly object[], more: object = {}): Promise<readonly string[]> => (await claimed(platform, asked(person, given, more))).lines;
const limit = (kind: string, per: string, amount: string, care = 'ANY', more: object = {}): object => ({ kind, per, care, amount, ...more });
const STAY = { visitTo: '2026-03-04' };

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-06-01' });
  await someRegisters(platform);
});
afterAll(() => platform.stop());

describe('Claims are valued', () => {
  it('CLM-40: by the general deductible first: of the treatment, else of the member, else of the policy', async () => {
    const treatment = await insured({ limits: [limit('DEDUCTIBLE', 'TREATMENT', '5'), limit('DEDUCTIBLE', 'POLICY', '100')] });
    expect([await lines(of(treatment, 'Ama'), [line('CONS')]), await lines(of(treatment, 'Ama'), [line('CONS')])]).toEqual([['CONS: 15/0/5/0/0'], ['CONS: 15/0/5/0/0']]);
    const member = await insured({ limits: [limit('DEDUCTIBLE', 'MEMBER', '30')] });
    expect([await lines(of(member, 'Ama'), [line('CONS')]), await lines(of(member, 'Ama'), [line('CONS')]), await lines(of(member, 'Kofi'), [line('CONS')])]).toEqual([['CONS: 0/0/20/0/0'], ['CONS: 10/0/10/0/0'], ['CONS: 0/0/20/0/0']]);
    const policy = await insured({ limits: [limit('DEDUCTIBLE', 'POLICY', '30')] });
    expect([await lines(of(policy, 'Ama'), [line('CONS')]), await lines(of(policy, 'Kofi'), [line('CONS')]), await lines(of(policy, 'Kofi'), [line('CONS')])]).toEqual([['CONS: 0/0/20/0/0'], ['CONS: 10/0/10/0/0'], ['CONS: 20/0/0/0/0']]);
  });

  it('CLM-40, PRD-4: else by that of in-patients or out-patients, as the plan tells them apart', async () => {
    const stay = await insured({ inPatient: 'STAY', limits: [limit('DEDUCTIBLE', 'MEMBER', '8', 'OUT_PATIENT'), limit('DEDUCTIBLE', 'MEMBER', '30', 'IN_PATIENT')] });
    expect([await lines(of(stay, 'Ama'), [line('CONS')]), await lines(of(stay, 'Ama'), [line('BED')], STAY), await lines(of(stay, 'Ama'), [line('BED')], STAY)]).toEqual([['CONS: 12/0/8/0/0'], ['BED: 10/0/30/0/0'], ['BED: 40/0/0/0/0']]);
    const hospital = await insured({ inPatient: 'HOSPITAL', limits: [limit('DEDUCTIBLE', 'MEMBER', '8', 'OUT_PATIENT'), limit('DEDUCTIBLE', 'MEMBER', '15', 'IN_PATIENT')] });
    expect([await lines(of(hospital, 'Ama'), [line('CONS')]), await lines(of(hospital, 'Ama'), [line('CONS')], { facilityCode: 'D' })]).toEqual([['CONS: 5/0/15/0/0'], ['CONS: 12/0/8/0/0']]);
  });

  it('CLM-41, A-11: ceilings are chosen in the same order, and that of a policy grows with its members above the threshold up to its most; without a threshold it stays', async () => {
    const treatment = await insured({ limits: [limit('CEILING', 'TREATMENT', '12'), limit('CEILING', 'POLICY', '1000')] });
    expect([await lines(of(treatment, 'Ama'), [line('CONS')]), await lines(of(treatment, 'Ama'), [line('CONS')])]).toEqual([['CONS: 12/0/0/0/8'], ['CONS: 12/0/0/0/8']]);
    const grows = limit('CEILING', 'POLICY', '10', 'ANY', { extraMemberAmount: '15', mostAmount: '35' });
    const policy = await insured({ threshold: 3, limits: [grows] }, ALL, { members: 4 });
    expect([await lines(of(policy, 'Ama'), [line('CONS')]), await lines(of(policy, 'Kofi'), [line('CONS')])]).toEqual([['CONS: 20/0/0/0/0'], ['CONS: 5/0/0/0/15']]);
    const many = await insured({ threshold: 3, limits: [grows] }, ALL, { members: 9 });
    expect(await lines(of(many, 'Ama'), [line('CONS'), line('CONS')])).toEqual(['CONS: 20/0/0/0/0', 'CONS: 15/0/0/0/5']);
    const without = await insured({ limits: [grows] }, ALL, { members: 4 });
    expect(await lines(of(without, 'Ama'), [line('CONS')])).toEqual(['CONS: 10/0/0/0/10']);
  });

  it('CLM-42: at what is asked, or what the list says and no more than is asked', async () => {
    const people = await insured({}, [{ serviceCode: 'CONS', priceOrigin: 'CLAIMED' }, 'LAB', 'PARA']);
    expect(await lines(of(people, 'Ama'), [line('CONS', { price: '33.00' }), line('LAB', { price: '9.00' }), line('PARA', { price: '0.20', quantity: '3' })])).toEqual(['CONS: 33/0/0/0/0', 'LAB: 7.5/1.5/0/0/0', 'PARA: 0.6/0/0/0/0']);
  });

  it('CLM-12: a bundle of which other parts were given is worth nothing, a fixed package never more than its own price', async () => {
    const keeper = anybody(platform, 'keeper');
    const parts = [{ code: 'CONS', quantity: '1' }, { code: 'LAB', quantity: '2' }];
    await done(keeper, 'healthServicesRegister', 'added', { services: [service('BUNDLE', '50.00', { package: 'BUNDLE', parts }), service('FIX', '30.00', { package: 'FIXED', parts })] });
    await done(keeper, 'pricesSet', 'added', { listCode: 'NATIONAL', from: '2020-01-01', prices: [{ serviceCode: 'BUNDLE' }, { serviceCode: 'FIX' }] });
    const people = await insured({}, ['BUNDLE', 'FIX']);
    const given = (cons: string, lab: string): object => ({ parts: [{ serviceCode: 'CONS', quantity: cons }, { serviceCode: 'LAB', quantity: lab }] });
    expect(await lines(of(people, 'Ama'), [line('BUNDLE'), line('BUNDLE', given('1', '2.0')), line('BUNDLE', given('1', '3')), line('FIX'), line('FIX', given('1', '1')), line('FIX', given('0.5', '1'))]))
      .toEqual(['BUNDLE: 50/0/0/0/0', 'BUNDLE: 50/0/0/0/0', 'BUNDLE: 0/50/0/0/0', 'FIX: 30/0/0/0/0', 'FIX: 27.5/2.5/0/0/0', 'FIX: 17.5/12.5/0/0/0']);
  });

  it('CLM-43: capped at the fixed amount of each, less the deductible, times the share, less what is above ceilings: in this order', async () => {
    const people = await insured(
      { limits: [limit('DEDUCTIBLE', 'MEMBER', '100'), limit('CEILING', 'MEMBER', '350')], categoryLimits: [{ category: 'SURGERY', amount: '380' }] },
      [{ serviceCode: 'SURG', limits: [{ visit: 'OTHER', kind: 'SHARE', adult: '0.9', child: '1' }] }, { serviceCode: 'BED', limits: [{ visit: 'OTHER', kind: 'AMOUNT', adult: '30', child: '40' }] }],
    );
    // The bed: 30 of 40, all to the deductible. The operation: 500 - 70 = 430, of which 90 % are 387; 380 for surgery, and 350 in all.
    expect((await lines(of(people, 'Ama'), [line('SURG'), line('BED')])).toSorted()).toEqual(['BED: 0/0/30/10/0', 'SURG: 350/0/70/43/37']);
  });

  it('CLM-43: an amount or a share may differ by kind of visit and for children', async () => {
    const people = await insured({}, [{ serviceCode: 'CONS', limits: [{ visit: 'OTHER', kind: 'SHARE', adult: '0.5', child: '0.8' }, { visit: 'EMERGENCY', kind: 'AMOUNT', adult: '18', child: '19' }] }]);
    expect([await lines(of(people, 'Ama'), [line('CONS')]), await lines(of(people, 'Esi'), [line('CONS')]), await lines(of(people, 'Ama'), [line('CONS')], { visit: 'EMERGENCY' }), await lines(of(people, 'Ama'), [line('CONS')], { visit: 'REFERRAL' })])
      .toEqual([['CONS: 10/0/0/10/0'], ['CONS: 16/0/0/4/0'], ['CONS: 18/0/0/2/0'], ['CONS: 10/0/0/10/0']]);
  });

  it('CLM-43: and by the level of the facility: the kind of visit first, then the level, then what holds at any', async () => {
    const people = await insured({}, [{ serviceCode: 'CONS', limits: [{ kind: 'SHARE', adult: '0.9' }, { level: 'HOSPITAL', kind: 'SHARE', adult: '0.5', child: '0.6' }, { visit: 'EMERGENCY', level: 'DISPENSARY', kind: 'SHARE', adult: '1' }] }, { serviceCode: 'LAB', limits: [{ level: 'DISPENSARY', kind: 'SHARE', adult: '0.8' }] }]);
    const at = async (facilityCode: string, name = 'Ama', visit = 'OTHER'): Promise<string> => (await lines(of(people, name), [line('CONS'), line('LAB')], { facilityCode, visit })).join(', ');
    expect([await at('H'), await at('D'), await at('H', 'Esi')]).toEqual(['CONS: 10/0/0/10/0, LAB: 7.5/0/0/0/0', 'CONS: 18/0/0/2/0, LAB: 6/0/0/1.5/0', 'CONS: 12/0/0/8/0, LAB: 7.5/0/0/0/0']);
    expect([await at('D', 'Ama', 'EMERGENCY'), await at('H', 'Ama', 'EMERGENCY')]).toEqual(['CONS: 20/0/0/0/0, LAB: 6/0/0/1.5/0', 'CONS: 10/0/0/10/0, LAB: 7.5/0/0/0/0']);
    // Checked one day and valued another, it comes to the same.
    const { id } = await claimed(platform, asked(of(people, 'Kofi'), [line('CONS')]), 'CHECKED');
    const { claim } = await anybody(platform, 'x').run<{ claim: { memberBears: string | null } }>('query ($id: ID!) { claim(by: { id: $id }) { memberBears } }', { id });
    expect(claim.memberBears).toBeNull();
    await adjudicate(anybody(platform, 'officer'), [id]);
    expect((await outcomeOf(anybody(platform, 'x'), id)).lines).toEqual(['CONS: 10/0/0/10/0']);
    const asks = async (facilityCode?: string): Promise<object> => (await anybody(platform, 'desk').run<{ eligibility: { policies: object[] } }>(
      'query ($input: EligibilityInput!) { eligibility(input: $input) { policies { service { memberPays { amount } } } } }', { input: { personId: of(people, 'Ama'), on: '2026-03-02', serviceCode: 'CONS', ...(facilityCode && { facilityCode }) } })).eligibility.policies;
    expect([await asks('H'), await asks('D'), await asks()]).toEqual(['10.00', '2.00', '2.00'].map((amount) => [{ service: { memberPays: { amount } } }]));
  });

  it('CLM-44: where each part of a line went is kept, step by step, in words', async () => {
    const people = await insured({ limits: [limit('DEDUCTIBLE', 'MEMBER', '5')] }, [{ serviceCode: 'CONS', limits: [{ visit: 'OTHER', kind: 'SHARE', adult: '0.8', child: '0.8' }] }]);
    const { id } = await claimed(platform, asked(of(people, 'Ama'), [line('CONS', { price: '25.00' })]));
    const told = async (locale?: string): Promise<unknown> => {
      const { claim } = await platform.as({ name: 'reader', permissions: ['health-insurance.claims.read', 'health-insurance.care.clear'], ...(locale && { locale }) } as object).run<{ claim: { lines: { nodes: { steps: { nodes: object[] } }[] } } }>(
        'query ($id: ID!) { claim(by: { id: $id }) { lines { nodes { steps(orderBy: [{ position: ASC }]) { nodes { step amountBefore { amount } amountAfter { amount } told } } } } } }', { id });
      return claim.lines.nodes[0]?.steps.nodes;
    };
    expect(await told()).toEqual([
      { step: 'price-list', amountBefore: { amount: '25.00' }, amountAfter: { amount: '25.00' }, told: 'The price list of the facility says 20.00 on 2026-03-02.' },
      { step: 'assign', amountBefore: { amount: '25.00' }, amountAfter: { amount: '25.00' }, told: expect.stringMatching(/^Policy P\d+ of the plan P\d+ pays a share of 0\.8 at a hospital, by the price of the list, and no more than is asked for\.$/) },
      { step: 'price', amountBefore: { amount: '25.00' }, amountAfter: { amount: '20.00' }, told: '1 at 20.00 each, the price of the list, and no more than is asked for: asked for 25.00, by the list 20.00.' },
      { step: 'deductible', amountBefore: { amount: '20.00' }, amountAfter: { amount: '15.00' }, told: 'Of the deductible of 5 for each member (any care), 5 was left: 5.00 of the line went to it.' },
      { step: 'co-insurance', amountBefore: { amount: '15.00' }, amountAfter: { amount: '12.00' }, told: 'The plan pays a share of 0.8; the member bears 3.00.' },
    ]);
    const french = await told('fr');
    expect(french).toMatchObject([
      {}, { told: expect.stringMatching(/^La police P\d+ du plan P\d+ paie une part de 0\.8 dans un hôpital, selon le prix de la liste, et pas plus que demandé\.$/) },
      { told: '1 à 20.00 chacun, le prix de la liste, et pas plus que demandé : demandé 25.00, selon la liste 20.00.' }, { told: 'De la franchise de 5 pour chaque membre (tous les soins), il restait 5 : 5.00 de la ligne y est allé.' }, {},
    ]);
    const { id: unlisted } = await claimed(platform, asked(of(people, 'Ama'), [line('UNLISTED')]));
    const { claim } = await anybody(platform, 'x').run<{ claim: object }>('query ($id: ID!) { claim(by: { id: $id }) { memberBears lines { nodes { steps { nodes { told } } } } } }', { id: unlisted });
    expect(claim).toEqual({ memberBears: '0', lines: { nodes: [{ steps: { nodes: [{ told: 'The price list of the facility did not have it on 2026-03-02.' }] } }] } });
    expect(await outcomeOf(anybody(platform, 'x'), id)).toMatchObject({ approved: { amount: '12.00' }, lines: ['CONS: 12/5/5/3/0'] });
    expect(await anybody(platform, 'x').run('query ($id: ID!) { claim(by: { id: $id }) { memberBears } }', { id })).toEqual({ claim: { memberBears: '8.00' } });
  });

  it('A-1: what the deductible takes whole is paid nothing', async () => {
    const people = await insured({ limits: [limit('DEDUCTIBLE', 'MEMBER', '20')] });
    expect(await claimed(platform, asked(of(people, 'Ama'), [line('CONS')]))).toMatchObject({ state: 'VALUED', approved: { amount: '0.00' }, lines: ['CONS: 0/0/20/0/0'] });
  });

  it('A-2: quantities and prices are exact decimals', async () => {
    const people = await insured({}, ['PARA', { serviceCode: 'SYRUP', limits: [{ visit: 'OTHER', kind: 'SHARE', adult: '0.333', child: '0.333' }] }]);
    expect(await lines(of(people, 'Yaw'), [line('PARA', { quantity: '3' }), line('SYRUP', { quantity: '1.5' })])).toEqual(['PARA: 1.05/0/0/0/0', 'SYRUP: 2.12/0/0/4.26/0']);
  });

  it('A-3: what a category may cost is counted over the period, for each member', async () => {
    const people = await insured({ categoryLimits: [{ category: 'CONSULTATION', amount: '35' }] });
    expect([await lines(of(people, 'Ama'), [line('CONS')]), await lines(of(people, 'Ama'), [line('CONS')]), await lines(of(people, 'Ama'), [line('LAB')]), await lines(of(people, 'Kofi'), [line('CONS')])])
      .toEqual([['CONS: 20/0/0/0/0'], ['CONS: 15/0/0/0/5'], ['LAB: 7.5/0/0/0/0'], ['CONS: 20/0/0/0/0']]);
  });

  it('A-5, A-12: with two policies each line is paid once, and the claim is the sum of its lines', async () => {
    const people = await insured({ limits: [limit('DEDUCTIBLE', 'TREATMENT', '3')] }, ['CONS', 'PARA']);
    await somePolicy(platform, await planWith(platform, `P${families}B`, { limits: [limit('DEDUCTIBLE', 'TREATMENT', '2')] }, ['LAB', 'SYRUP']), `F${families}`, Object.values(people));
    const outcome = await claimed(platform, asked(of(people, 'Yaw'), [line('CONS'), line('PARA', { quantity: '10' }), line('LAB'), line('SYRUP')]));
    expect(outcome.lines.map((each) => each.split(': ')[0])).toEqual(['CONS', 'PARA', 'LAB', 'SYRUP']);
    // 20 + 3.50 - 3, and 7.50 + 4.25 - 2.
    expect(outcome.approved).toEqual({ amount: '30.25' });
  });

  it('A-7: whether a line counts against the ceiling may differ for children, by the age on the day', async () => {
    const people = await insured({ limits: [limit('CEILING', 'MEMBER', '10')] }, [{ serviceCode: 'CONS', ceilingExclusionAdult: 'NONE', ceilingExclusionChild: 'BOTH' }]);
    expect([await lines(of(people, 'Ama'), [line('CONS')]), await lines(of(people, 'Esi'), [line('CONS')])]).toEqual([['CONS: 10/0/0/0/10'], ['CONS: 20/0/0/0/0']]);
  });

  it('A-10: what is excluded from the ceiling is part of the total, and does not count against the ceiling', async () => {
    const people = await insured({ limits: [limit('CEILING', 'MEMBER', '10')] }, [{ serviceCode: 'CONS', ceilingExclusionAdult: 'HOSPITAL' }, 'LAB']);
    expect(await claimed(platform, asked(of(people, 'Ama'), [line('CONS'), line('LAB')]))).toMatchObject({ approved: { amount: '27.50' }, lines: ['CONS: 20/0/0/0/0', 'LAB: 7.5/0/0/0/0'] });
    expect(await lines(of(people, 'Ama'), [line('LAB'), line('CONS')])).toEqual(['LAB: 2.5/0/0/0/5', 'CONS: 20/0/0/0/0']);
  });
});
