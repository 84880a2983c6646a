import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { published, somePlan, type Plan } from './some-plan.js';
import { adult, child, enrolled, household, members, pay, policy, type Told } from './some-household.js';
import { anybody, done, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let clerk: TestClient;
let plan: Plan;
let homes = 0;
let house: string;
let taken: Told;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-03-01' });
  await someRegisters(platform);
  clerk = anybody(platform, 'clerk');
  plan = await somePlan(platform, 'LIFE');
  await published(platform, plan.plan, { premiumAdult: '10', maxMembers: 4 });
});
afterAll(() => platform.stop());

beforeEach(async () => {
  platform.setToday('2026-03-01');
  house = await household(platform, `LIFE-${(homes += 1)}`, [adult({ familyName: 'Head' }), adult({ familyName: 'Spouse', role: 'SPOUSE', sex: 'MALE' }), child({ familyName: 'Child' })]);
  taken = await enrolled(platform, plan.plan, house, { enrolledOn: '2026-01-01' });
  await pay(platform, plan.programme, taken, '2026-01-01');
});

/** Who is covered from when to when, and why no longer. */
async function cover(): Promise<Record<string, readonly (string | null)[]>> {
  const { coverage } = await policy(platform, taken.id);
  return Object.fromEntries(coverage.nodes.map(({ person, effectiveOn, endsOn, endedBecause }) => [person.familyName, [effectiveOn, endsOn, endedBecause]]));
}

const WHOLE = ['2026-01-01', '2026-12-31', null];
const who = async (name: string): Promise<string> => (await members(platform, house)).get(name) ?? '';

describe('The life of members', () => {
  it('ends the cover of who dies on the day of the death, and gives it back where that proves wrong', async () => {
    expect(await cover()).toEqual({ Head: WHOLE, Spouse: WHOLE, Child: WHOLE });
    const { lifeEvent } = await done<{ lifeEvent: { id: string } }>(clerk, 'deathRecord', 'lifeEvent { id }', { personId: await who('Spouse'), on: '2026-02-10', roles: [] });
    expect(await cover()).toEqual({ Head: WHOLE, Spouse: ['2026-01-01', '2026-02-10', 'DIED'], Child: WHOLE });
    await done(clerk, 'lifeEventVoid', 'lifeEvent { id }', { lifeEventId: lifeEvent.id });
    expect(await cover()).toEqual({ Head: WHOLE, Spouse: WHOLE, Child: WHOLE });
  });

  it('covers a child from its birth, also where that is recorded later, as long as there is room', async () => {
    const born = async (familyName: string, on: string): Promise<unknown> => done(clerk, 'birthRecord', 'lifeEvent { id }', { householdId: house, motherId: await who('Head'), on, role: 'CHILD', child: { familyName, sex: 'FEMALE', birthDate: on } });
    await born('Newborn', '2026-02-15');
    expect((await cover())['Newborn']).toEqual(['2026-02-15', '2026-12-31', null]);
    await born('Fifth', '2026-02-20');
    expect(await cover()).not.toHaveProperty('Fifth');
  });

  it('ends the cover of who leaves the day before, and of those who split off; those who stay keep theirs', async () => {
    const other = await household(platform, `LIFE-${(homes += 1)}`, [adult({ familyName: 'Elsewhere' })]);
    await done(clerk, 'householdMemberMove', 'household { id }', { householdId: house, toHouseholdId: other, personId: await who('Child'), role: 'CHILD', on: '2026-02-01' });
    await done(clerk, 'householdSplit', 'household { id }', { householdId: house, code: `LIFE-${(homes += 1)}`, members: [{ personId: await who('Spouse'), role: 'HEAD' }], on: '2026-02-20' });
    expect(await cover()).toEqual({ Head: WHOLE, Spouse: ['2026-01-01', '2026-02-19', 'LEFT'], Child: ['2026-01-01', '2026-01-31', 'LEFT'] });
  });

  it('takes nothing from who died before leaving was noticed, and nothing from a policy of another household', async () => {
    await done(clerk, 'deathRecord', 'lifeEvent { id }', { personId: await who('Child'), on: '2026-02-28', roles: [] });
    const other = await household(platform, `LIFE-${(homes += 1)}`, [adult({ familyName: 'Elsewhere' })]);
    const theirs = await enrolled(platform, plan.plan, other, { enrolledOn: '2026-02-01' });
    await pay(platform, plan.programme, theirs, '2026-02-01');
    await done(clerk, 'householdMemberMove', 'household { id }', { householdId: house, toHouseholdId: other, personId: await who('Spouse'), role: 'OTHER_RELATIVE', on: '2026-02-15' });
    expect((await cover())['Child']).toEqual(['2026-01-01', '2026-02-28', 'DIED']);
    expect((await policy(platform, theirs.id)).coverage.nodes).toHaveLength(1);
    // The policy of the household that somebody came to covers them once that is asked for.
    await done(anybody(platform, 'officer'), 'policyMemberAdd', 'policy { id }', { policyId: theirs.id, personId: (await members(platform, other)).get('Spouse') });
    expect((await policy(platform, theirs.id)).coverage.nodes.map(({ person, effectiveOn }) => [person.familyName, effectiveOn])).toContainEqual(['Spouse', '2026-03-01']);
  });

  it('takes the policy along where a household comes into another, unless that one has a policy of the plan', async () => {
    const into = await household(platform, `LIFE-${(homes += 1)}`, [adult({ familyName: 'Host' })]);
    await done(clerk, 'householdMerge', 'household { id }', { fromHouseholdId: house, intoHouseholdId: into, othersBecome: 'OTHER_RELATIVE', on: '2026-02-10' });
    expect(await cover()).toEqual({ Head: WHOLE, Spouse: WHOLE, Child: WHOLE });
    const { policies } = (await clerk.run<{ household: { policies: object } }>('query ($id: ID!) { household(by: { id: $id }) { policies { nodes { number } } } }', { id: into })).household;
    expect(policies).toEqual({ nodes: [{ number: taken.number }] });
    const insured = await household(platform, `LIFE-${(homes += 1)}`, [adult({ familyName: 'Insured' })]);
    await pay(platform, plan.programme, await enrolled(platform, plan.plan, insured, { enrolledOn: '2026-01-01' }), '2026-01-01');
    await done(clerk, 'householdMerge', 'household { id }', { fromHouseholdId: into, intoHouseholdId: insured, othersBecome: 'OTHER_RELATIVE', on: '2026-02-20' });
    expect(await cover()).toEqual({ Head: ['2026-01-01', '2026-02-19', 'LEFT'], Spouse: ['2026-01-01', '2026-02-19', 'LEFT'], Child: ['2026-01-01', '2026-02-19', 'LEFT'] });
  });

  it('is followed by persons that prove to be one: nobody is covered twice by a plan on a day', async () => {
    const other = await household(platform, `LIFE-${(homes += 1)}`, [adult({ familyName: 'Twin' })]);
    const theirs = await enrolled(platform, plan.plan, other, { enrolledOn: '2026-02-01' });
    await pay(platform, plan.programme, theirs, '2026-02-01');
    const twin = (await members(platform, other)).get('Twin') ?? '';
    const version = async (id: string): Promise<number> => (await clerk.run<{ person: { version: number } }>('query ($id: ID!) { person(by: { id: $id }) { version } }', { id })).person.version;
    await done(clerk, 'personMerge', 'person { id }', { survivorId: await who('Spouse'), survivorVersion: await version(await who('Spouse')), mergedId: twin, mergedVersion: await version(twin), reason: 'Registered twice' });
    const { rows } = await platform.pool.query('select a.person_id from health_insurance.coverage a join health_insurance.coverage b on a.person_id = b.person_id and a.plan_id = b.plan_id and a.id < b.id and a.days && b.days');
    expect(rows).toEqual([]);
  });
});
