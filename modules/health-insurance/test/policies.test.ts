import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { tellEnding } from '../src/policies/tell-ending.js';
import { key, published, somePlan, type Plan } from './some-plan.js';
import { adult, child, enrolled, household, members, pay, policy, type Told } from './some-household.js';
import { anybody, done, refusedFor, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let officer: TestClient;
let supervisor: TestClient;
let plain: Plan;
let forced: Plan;
let approved: Plan;
let homes = 0;

const TERMS = { premiumAdult: '10', premiumChild: '4', gracePaymentMonths: 1, maxInstalments: 4, maxMembers: 4 };
const home = (...members: Parameters<typeof household>[2]): Promise<string> => household(platform, `HOME-${(homes += 1)}`, members.length > 0 ? members : [adult(), adult({ role: 'SPOUSE' })]);
const from = ({ id, version }: Told): object => ({ id, version });
const covered = ({ coverage }: Told): readonly (readonly (string | null)[])[] => coverage.nodes.map(({ effectiveOn, endsOn, endedBecause }) => [effectiveOn, endsOn, endedBecause]);

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-03-01' });
  await someRegisters(platform);
  [officer, supervisor] = [anybody(platform, 'officer'), anybody(platform, 'supervisor')];
  [plain, forced, approved] = [await somePlan(platform, 'PLAIN'), await somePlan(platform, 'FORCED'), await somePlan(platform, 'APPROVED')];
  await published(platform, plain.plan, TERMS);
  await published(platform, forced.plan, { ...TERMS, activation: 'CONTRIBUTION' });
  await published(platform, approved.plan, { ...TERMS, activation: 'READY' });
});
afterAll(() => platform.stop());

describe('A policy', () => {
  it('ENR-1 is of one household, one plan and one period, idle and new; another for the same days is refused', async () => {
    const house = await home();
    const taken = await enrolled(platform, plain.plan, house);
    expect(taken).toMatchObject({ state: 'IDLE', stage: 'NEW', startsOn: '2026-03-01', endsOn: '2027-02-28', payBy: '2026-03-31', effectiveOn: null, value: { amount: '20.00' }, coverage: { nodes: [] } });
    expect(taken.shares.nodes).toMatchObject([{ ruleCode: null, amount: { amount: '20.00' }, demand: { state: 'ISSUED' } }]);
    expect(await refusedFor(officer, 'policyEnrol', { idempotencyKey: key(), planId: plain.plan, householdId: house })).toEqual(['POLICY_EXISTS']);
    // Another plan is another policy.
    expect(await enrolled(platform, forced.plan, house)).toMatchObject({ state: 'IDLE' });
  });

  it('ENR-2 is not taken out in the future, and is changed while it is idle alone', async () => {
    const house = await home();
    expect(await refusedFor(officer, 'policyEnrol', { idempotencyKey: key(), planId: plain.plan, householdId: house, enrolledOn: '2026-03-02' })).toEqual(['POLICY_IN_FUTURE']);
    const taken = await enrolled(platform, plain.plan, house);
    await pay(platform, plain.programme, taken, '2026-03-01', '5');
    await done(officer, 'policyChange', 'policy { id }', { idempotencyKey: key(), ...from(taken), enrolledOn: '2026-02-15', instalments: 3 });
    const changed = await policy(platform, taken.id);
    expect(changed).toMatchObject({ state: 'IDLE', startsOn: '2026-02-15', endsOn: '2027-02-14', payBy: '2026-03-14' });
    // What was paid settles the new demand, and the old one is taken back.
    expect(changed.shares.nodes[0]?.demand?.state).toBe('PART_PAID');
    expect(changed.shares.nodes[0]?.demand?.id).not.toBe(taken.shares.nodes[0]?.demand?.id);
    await pay(platform, plain.programme, changed, '2026-03-01', '15');
    const active = await policy(platform, taken.id);
    expect(active.state).toBe('ACTIVE');
    expect(await refusedFor(officer, 'policyChange', { idempotencyKey: key(), ...from(active), enrolledOn: '2026-02-20' })).toEqual(['POLICY_STATE']);
    await expect(platform.pool.query("update health_insurance.policy set value = 0 where state = 'ACTIVE'")).rejects.toMatchObject({ constraint: 'policy_as_sold' });
    await expect(platform.pool.query("delete from health_insurance.policy")).rejects.toMatchObject({ code: 'KG001' });
  });

  it('ENR-5 covers from the later of the day of the payment and its first day, whatever was paid', async () => {
    const late = await enrolled(platform, plain.plan, await home(), { enrolledOn: '2026-02-01' });
    await pay(platform, plain.programme, late, '2026-02-20');
    expect(await policy(platform, late.id)).toMatchObject({ state: 'ACTIVE', reason: 'PAID', startsOn: '2026-02-01', effectiveOn: '2026-02-20', endsOn: '2027-01-31' });
    const cycles = await somePlan(platform, 'CYCLES');
    await published(platform, cycles.plan, { ...TERMS, cycles: ['04-01'] });
    const early = await enrolled(platform, cycles.plan, await home());
    await pay(platform, cycles.programme, early, '2026-03-01', '100');
    expect(await policy(platform, early.id)).toMatchObject({ startsOn: '2026-04-01', effectiveOn: '2026-04-01', coverage: { nodes: [{ effectiveOn: '2026-04-01', endsOn: '2027-03-31' }, { waitsFrom: '2026-04-01' }] } });
  });

  it('ENR-9 is activated by payment, by a contribution that somebody lets count, or once a second person said that it is ready', async () => {
    const byPayment = await enrolled(platform, plain.plan, await home());
    expect(await refusedFor(supervisor, 'policyActivate', { ...from(byPayment), reason: 'They will pay' })).toEqual(['POLICY_NOT_FORCED']);
    await pay(platform, plain.programme, byPayment, '2026-03-01');
    expect((await policy(platform, byPayment.id)).state).toBe('ACTIVE');

    const byContribution = await enrolled(platform, forced.plan, await home());
    await pay(platform, forced.programme, byContribution, '2026-03-01', '1');
    await done(supervisor, 'policyActivate', 'policy { id }', { ...from(byContribution), reason: 'They will pay' });
    expect(await policy(platform, byContribution.id)).toMatchObject({ state: 'ACTIVE', reason: 'BEFORE_PAID', effectiveOn: '2026-03-01', shares: { nodes: [{ demand: { state: 'PART_PAID' } }] } });

    const house = await home();
    const byReady = await enrolled(platform, approved.plan, house);
    await pay(platform, approved.programme, byReady, '2026-03-01');
    const waiting = await policy(platform, byReady.id);
    expect([waiting.state, waiting.shares.nodes[0]?.demand?.state]).toEqual(['IDLE', 'SETTLED']);
    expect(await refusedFor(officer, 'policyReady', from(waiting))).toEqual(['POLICY_SECOND_PERSON']);
    await done(supervisor, 'policyReady', 'policy { id }', from(waiting));
    expect(await policy(platform, byReady.id)).toMatchObject({ state: 'ACTIVE', effectiveOn: '2026-03-01' });
  });

  it('A-21 a renewal that is idle, or ready, is activated by its payment', async () => {
    for (const plan of [plain, approved]) {
      const first = await enrolled(platform, plan.plan, await home(), { enrolledOn: '2025-03-01' });
      if (plan === approved) await done(supervisor, 'policyReady', 'policy { id }', from(first));
      await pay(platform, plan.programme, first, '2025-03-05');
      const { policy: { id } } = await done<{ policy: { id: string } }>(officer, 'policyRenew', 'policy { id }', { idempotencyKey: key(), policyId: first.id });
      if (plan === approved) await done(supervisor, 'policyReady', 'policy { id }', from(await policy(platform, id)));
      expect((await policy(platform, id)).state).toBe(plan === approved ? 'READY' : 'IDLE');
      await pay(platform, plan.programme, await policy(platform, id), '2026-03-01');
      expect(await policy(platform, id)).toMatchObject({ state: 'ACTIVE', stage: 'RENEWED', startsOn: '2026-03-01', effectiveOn: '2026-03-01' });
    }
  });

  it('ENR-10 what is paid less leaves it to wait, or to be suspended; what is paid more is held on account; other demands do not count', async () => {
    const less = await enrolled(platform, plain.plan, await home());
    await pay(platform, plain.programme, less, '2026-03-01', '19.99');
    expect(await policy(platform, less.id)).toMatchObject({ state: 'IDLE', shares: { nodes: [{ demand: { state: 'PART_PAID' } }] } });
    await done(supervisor, 'policySuspend', 'policy { id }', { ...from(await policy(platform, less.id)), reason: 'NOT_PAID_WHOLE' });
    expect(await policy(platform, less.id)).toMatchObject({ state: 'SUSPENDED', reason: 'NOT_PAID_WHOLE', coverage: { nodes: [] } });
    await done(supervisor, 'policyResume', 'policy { id }', { ...from(await policy(platform, less.id)), reason: 'PAYS_NOW' });
    expect((await policy(platform, less.id)).state).toBe('IDLE');

    const house = await home();
    await done(anybody(platform, 'cashier'), 'demandRaise', 'demand { id }', { idempotencyKey: key(), programmeId: plain.programme, householdId: house, reference: 'CARDS', purpose: 'CARD_FEE', dueOn: '2026-12-31', lines: [{ code: 'CARD', description: 'Photo', amount: '3' }] });
    const more = await enrolled(platform, plain.plan, house);
    const receipt = await pay(platform, plain.programme, more, '2026-03-01', '25');
    expect((await policy(platform, more.id)).state).toBe('ACTIVE');
    expect(await officer.run('query ($id: ID!) { receipt(by: { id: $id }) { held } }', { id: receipt })).toEqual({ receipt: { held: '2.00' } });
  });

  it('is paid in instalments, as many as the plan takes, and is active once the last is paid', async () => {
    const house = await home(adult(), child(), child());
    expect(await refusedFor(officer, 'policyEnrol', { idempotencyKey: key(), planId: plain.plan, householdId: house, instalments: 5 })).toEqual(['POLICY_INSTALMENTS']);
    const taken = await enrolled(platform, plain.plan, house, { instalments: 4 });
    const { demand } = await officer.run<{ demand: object }>('query ($id: ID!) { demand(by: { id: $id }) { instalments(orderBy: [{ number: ASC }]) { nodes { dueOn amount { amount } } } } }', { id: taken.shares.nodes[0]?.demand?.id });
    expect(demand).toEqual({ instalments: { nodes: ['2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'].map((dueOn) => ({ dueOn, amount: { amount: '4.50' } })) } });
    for (const part of [1, 2, 3]) {
      await pay(platform, plain.programme, taken, '2026-03-01', '4.50');
      expect([part, (await policy(platform, taken.id)).state]).toEqual([part, 'IDLE']);
    }
    await pay(platform, plain.programme, taken, '2026-03-01', '4.50');
    expect((await policy(platform, taken.id)).state).toBe('ACTIVE');
  });

  it('a payment that did not come in after all suspends it until it is paid again', async () => {
    const taken = await enrolled(platform, plain.plan, await home(), { enrolledOn: '2026-02-01' });
    const receipt = await pay(platform, plain.programme, taken, '2026-02-10');
    await done(anybody(platform, 'cashier'), 'receiptReverse', 'receipt { id }', { idempotencyKey: key(), receiptId: receipt, reason: 'The cheque bounced' });
    expect(await policy(platform, taken.id)).toMatchObject({ state: 'SUSPENDED', reason: 'PAYMENT_REVERSED' });
    expect(covered(await policy(platform, taken.id))).toEqual([['2026-02-10', '2026-02-28', 'SUSPENDED'], ['2026-02-10', '2026-02-28', 'SUSPENDED']]);
    await pay(platform, plain.programme, taken, '2026-03-01');
    expect(await policy(platform, taken.id)).toMatchObject({ state: 'ACTIVE', reason: 'PAID' });
  });

  it('ENR-11 covers its members from its activation to its end, and another member while there is room', async () => {
    const house = await home(adult(), child(), child());
    const taken = await enrolled(platform, plain.plan, house);
    await pay(platform, plain.programme, taken, '2026-03-01');
    expect(covered(await policy(platform, taken.id))).toEqual([1, 2, 3].map(() => ['2026-03-01', '2027-02-28', null]));
    platform.setToday('2026-03-10');
    const elsewhere = await household(platform, `HOME-${(homes += 1)}`, [adult(), adult({ familyName: 'One' }), adult({ familyName: 'Two' })]);
    const people = await members(platform, elsewhere);
    const [one, two] = ['One', 'Two'].map((name) => people.get(name));
    const add = { policyId: taken.id, personId: one };
    expect(await refusedFor(officer, 'policyMemberAdd', add)).toEqual(['POLICY_MEMBER_NOT_THERE']);
    for (const personId of [one, two]) await done(officer, 'householdMemberMove', 'household { id }', { householdId: elsewhere, toHouseholdId: house, personId, role: 'OTHER_RELATIVE' });
    await done(officer, 'policyMemberAdd', 'policy { id }', add);
    const after = await policy(platform, taken.id);
    expect(covered(after).at(-1)).toEqual(['2026-03-10', '2027-02-28', null]);
    // Again it changes nothing, and nobody comes in above the most.
    await done(officer, 'policyMemberAdd', 'policy { id }', add);
    expect(covered(await policy(platform, taken.id))).toHaveLength(4);
    expect(await refusedFor(officer, 'policyMemberAdd', { policyId: taken.id, personId: two })).toEqual(['POLICY_FULL']);
    platform.setToday('2026-03-01');
  });

  it('covers no more members than the plan allows: the head first, then those who are related, the older before the younger', async () => {
    const house = await home(adult({ familyName: 'Head' }), child({ familyName: 'Young', birthDate: '2020-01-01' }), adult({ familyName: 'Lodger', role: 'NOT_RELATED' }), child({ familyName: 'Older', birthDate: '2010-01-01' }), adult({ familyName: 'Spouse', role: 'SPOUSE' }));
    const taken = await enrolled(platform, plain.plan, house);
    await pay(platform, plain.programme, taken, '2026-03-01');
    expect((await policy(platform, taken.id)).coverage.nodes.map(({ person }) => person.familyName).sort()).toEqual(['Head', 'Older', 'Spouse', 'Young']);
  });

  it('ENR-12 suspended it covers nobody from today, and resumed it covers again; what was waited counts', async () => {
    const taken = await enrolled(platform, plain.plan, await home(adult()));
    await pay(platform, plain.programme, taken, '2026-03-01');
    platform.setToday('2026-04-01');
    await done(supervisor, 'policySuspend', 'policy { id }', { ...from(await policy(platform, taken.id)), reason: 'UNDER_REVIEW', note: 'Papers are missing' });
    expect(covered(await policy(platform, taken.id))).toEqual([['2026-03-01', '2026-03-31', 'SUSPENDED']]);
    platform.setToday('2026-05-01');
    await done(supervisor, 'policyResume', 'policy { id }', { ...from(await policy(platform, taken.id)), reason: 'PAPERS_CAME' });
    const again = await policy(platform, taken.id);
    expect([again.state, covered(again), again.coverage.nodes.at(-1)?.waitsFrom]).toEqual(['ACTIVE', [['2026-03-01', '2026-03-31', 'SUSPENDED'], ['2026-05-01', '2027-02-28', null]], '2026-03-01']);
    platform.setToday('2026-03-01');
  });

  it('A-18 expires where it is active, and only there', async () => {
    const states: Record<string, string> = {};
    const old = async (plan: Plan): Promise<Told> => enrolled(platform, plan.plan, await home(), { enrolledOn: '2025-01-10' });
    const [idle, active, suspended, ready] = [await old(plain), await old(plain), await old(plain), await old(approved)];
    for (const one of [active, suspended]) await pay(platform, plain.programme, one, '2025-01-20');
    await platform.pool.query("update health_insurance.policy set state = 'SUSPENDED' where number = $1", [suspended.number]);
    await done(supervisor, 'policyReady', 'policy { id }', from(ready));
    await done(supervisor, 'policiesExpire', 'job { id }', {});
    await platform.finishJobs();
    for (const [name, one] of Object.entries({ idle, active, suspended, ready })) states[name] = (await policy(platform, one.id)).state;
    expect(states).toEqual({ idle: 'IDLE', active: 'EXPIRED', suspended: 'SUSPENDED', ready: 'READY' });
    expect(await policy(platform, active.id)).toMatchObject({ state: 'EXPIRED', endsOn: '2026-01-09' });
    expect(await refusedFor(supervisor, 'policyResume', { ...from(await policy(platform, suspended.id)), reason: 'LATE' })).toEqual(['POLICY_ENDED']);
  });

  it('ENR-21 tells of an active policy once that it ends within fourteen days, unless another follows', async () => {
    const old = async (plan: Plan, enrolledOn: string, paidOn: string | null): Promise<Told> => {
      const taken = await enrolled(platform, plan.plan, await home(), { enrolledOn });
      if (paidOn) await pay(platform, plan.programme, taken, paidOn);
      return taken;
    };
    const [ends, later, unpaid, renewed] = [await old(plain, '2025-03-16', '2025-03-16'), await old(plain, '2025-03-17', '2025-03-17'), await old(plain, '2025-03-16', null), await old(plain, '2025-03-10', '2025-03-10')];
    await done(officer, 'policyRenew', 'policy { id }', { idempotencyKey: key(), policyId: renewed.id });
    const told = async () => {
      const { policies: { nodes } } = await officer.run<{ policies: { nodes: object[] } }>('query ($ids: [ID!]!) { policies(where: { id: { in: $ids }, endingToldOn: { isNull: false } }, orderBy: [{ endsOn: ASC }]) { nodes { id endingToldOn } } }', { ids: [ends, later, unpaid, renewed].map(({ id }) => id) });
      const { rows } = await platform.pool.query("select 1 from kernel.event e where e.name = 'health-insurance.policies-ending' and exists (select from health_insurance.policy p where p.number = any($1) and e.payload -> 'ids' ? p.id::text)", [[ends, later, unpaid, renewed].map(({ number }) => number)]);
      return [nodes, rows.length];
    };
    const tell = () => tellEnding(platform.platform.context({ actor: platform.platform.system() }));
    await tell();
    expect(await tell()).toBe(0);
    expect(await told()).toEqual([[{ id: ends.id, endingToldOn: '2026-03-01' }], 1]);
    platform.setToday('2026-03-02');
    await tell();
    expect(await told()).toEqual([[{ id: ends.id, endingToldOn: '2026-03-01' }, { id: later.id, endingToldOn: '2026-03-02' }], 2]);
    expect((await policy(platform, later.id)).endsOn).toBe('2026-03-16');
    expect((await policy(platform, unpaid.id)).state).toBe('IDLE');
    platform.setToday('2026-03-01');
  });

  it('A-20 activated, paid and asked for again it has the cover that it had', async () => {
    const taken = await enrolled(platform, plain.plan, await home(adult(), child()));
    await pay(platform, plain.programme, taken, '2026-03-01');
    const once = covered(await policy(platform, taken.id));
    await pay(platform, plain.programme, taken, '2026-03-01', '20');
    expect(covered(await policy(platform, taken.id))).toEqual(once);
    const input = { idempotencyKey: key(), planId: plain.plan, householdId: await home() };
    const [first, second] = [await done<{ policy: { id: string } }>(officer, 'policyEnrol', 'policy { id }', input), await done<{ policy: { id: string } }>(officer, 'policyEnrol', 'policy { id }', input)];
    expect(second).toEqual(first);
  });

  it('asked for by several at the same moment it is taken out once, renewed once and covers once', async () => {
    const house = await home();
    const enrol = (): Promise<{ data: unknown }> => officer.send('mutation ($input: PolicyEnrolInput!) { policyEnrol(input: $input) { policy { id } userErrors { code } } }', { input: { idempotencyKey: key(), planId: plain.plan, householdId: house, enrolledOn: '2025-03-01' } });
    const answers = (await Promise.all([enrol(), enrol(), enrol()])).map(({ data }) => (data as { policyEnrol: { policy: { id: string } | null; userErrors: { code: string }[] } }).policyEnrol);
    expect(answers.map(({ userErrors: [error] }) => error?.code ?? 'taken out').sort()).toEqual(['POLICY_EXISTS', 'POLICY_EXISTS', 'taken out']);
    const taken = await policy(platform, answers.find((answer) => answer.policy)?.policy?.id ?? '');
    await Promise.all([pay(platform, plain.programme, taken, '2025-03-01'), pay(platform, plain.programme, taken, '2025-03-01')]);
    expect(covered(await policy(platform, taken.id))).toHaveLength(2);
    const renew = (): Promise<{ policy: { id: string } }> => done(officer, 'policyRenew', 'policy { id }', { idempotencyKey: key(), policyId: taken.id });
    expect(new Set((await Promise.all([renew(), renew(), renew()])).map(({ policy: { id } }) => id)).size).toBe(1);
  });

  it('is renewed in the next version, following the one before; again it answers with the same', async () => {
    const versions = await somePlan(platform, 'VERSIONS');
    await published(platform, versions.plan, { ...TERMS, effectiveFrom: '2020-01-01', registrationFee: '1' });
    await published(platform, versions.plan, { ...TERMS, effectiveFrom: '2026-01-01', premiumAdult: '12', registrationFee: '1', renewalDiscount: '0.5', renewalDiscountMonths: 1 });
    const first = await enrolled(platform, versions.plan, await home(), { enrolledOn: '2025-05-01' });
    expect(first.value.amount).toBe('22.00');
    expect(await refusedFor(officer, 'policyRenew', { idempotencyKey: key(), policyId: first.id })).toEqual(['POLICY_RENEW_EARLY']);
    await pay(platform, versions.programme, first, '2025-05-02');
    const renew = async (): Promise<Told> => policy(platform, (await done<{ policy: { id: string } }>(officer, 'policyRenew', 'policy { id }', { idempotencyKey: key(), policyId: first.id })).policy.id);
    const renewed = await renew();
    // No registration, half off since it is early.
    expect(renewed).toMatchObject({ stage: 'RENEWED', startsOn: '2026-05-01', endsOn: '2027-04-30', payBy: '2026-05-31', value: { amount: '12.00' } });
    expect((await renew()).id).toBe(renewed.id);
    await pay(platform, versions.programme, renewed, '2026-03-01');
    expect(covered(await policy(platform, renewed.id))).toEqual([['2026-05-01', '2027-04-30', null], ['2026-05-01', '2027-04-30', null]]);
    const lapsed = await enrolled(platform, versions.plan, await home(), { enrolledOn: '2024-05-01' });
    await pay(platform, versions.programme, lapsed, '2024-05-02');
    const late = await done<{ policy: { id: string } }>(officer, 'policyRenew', 'policy { id }', { idempotencyKey: key(), policyId: lapsed.id });
    expect(await policy(platform, late.policy.id)).toMatchObject({ startsOn: '2026-03-01' });
  });

  it('A-17 is renewed into the plan that its own is converted into, and only into a plan that runs then', async () => {
    const [old, next] = [await somePlan(platform, 'OLD', [], { programme: { endsOn: '2026-02-01' } }), await somePlan(platform, 'NEXT')];
    for (const { plan } of [old, next]) await published(platform, plan, TERMS);
    const first = await enrolled(platform, old.plan, await home(), { enrolledOn: '2025-05-01' });
    await pay(platform, old.programme, first, '2025-05-02');
    expect(await refusedFor(officer, 'policyRenew', { idempotencyKey: key(), policyId: first.id })).toEqual(['POLICY_PROGRAMME_RUNS']);
    await done(anybody(platform, 'drafter'), 'insurancePlanUpdate', 'insurancePlan { id }', { id: old.plan, convertsToId: next.plan });
    const { policy: { id } } = await done<{ policy: { id: string } }>(officer, 'policyRenew', 'policy { id }', { idempotencyKey: key(), policyId: first.id });
    expect(await officer.run('query ($id: ID!) { policy(by: { id: $id }) { stage plan { code } startsOn renewedFrom { plan { code } } } }', { id })).toEqual({ policy: { stage: 'RENEWED', plan: { code: 'NEXT' }, startsOn: '2026-05-01', renewedFrom: { plan: { code: 'OLD' } } } });
  });

  it('nothing is due where others pay it all: it is active at once, and they are asked for it', async () => {
    const { organisation } = await officer.run<{ organisation: { id: string } }>('{ organisation(by: { code: "H" }) { id } }');
    const free = await somePlan(platform, 'FREE', [{ code: 'government', kind: 'SUBSIDY', expression: 'policy.premium' }]);
    await published(platform, free.plan, { ...TERMS, subsidies: [{ ruleCode: 'government', organisationId: organisation.id }] });
    const taken = await enrolled(platform, free.plan, await home());
    expect(taken).toMatchObject({ state: 'ACTIVE', reason: 'NOTHING_DUE', effectiveOn: '2026-03-01', shares: { nodes: [{ ruleCode: null, amount: { amount: '0.00' }, demand: null }, { ruleCode: 'government', amount: { amount: '20.00' }, demand: { state: 'ISSUED' } }] } });
    expect(covered(taken)).toHaveLength(2);
  });

  it('is refused to a household that the rules of the programme do not find eligible', async () => {
    const poor = await somePlan(platform, 'POOR', [{ code: 'large', kind: 'ELIGIBILITY', expression: 'household.members.size() >= 3' }]);
    await published(platform, poor.plan, TERMS);
    expect(await refusedFor(officer, 'policyEnrol', { idempotencyKey: key(), planId: poor.plan, householdId: await home() })).toEqual(['POLICY_NOT_ELIGIBLE']);
    expect(await enrolled(platform, poor.plan, await home(adult(), child(), child()))).toMatchObject({ state: 'IDLE' });
  });
});
