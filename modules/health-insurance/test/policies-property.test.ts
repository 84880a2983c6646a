import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { adult, child, household, members, pay, policy, type Member } from './some-household.js';
import { key, published, somePlan, type Plan } from './some-plan.js';
import { anybody, done, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let plan: Plan;
let homes = 0;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-01-01' });
  await someRegisters(platform);
  plan = await somePlan(platform, 'PROPERTY');
  await published(platform, plan.plan, { coverMonths: 2, premiumAdult: '10', premiumChild: '4', lumpSum: '20', threshold: 2, maxMembers: 4, activation: 'CONTRIBUTION' });
});
afterAll(() => platform.stop());

const cents = fc.integer({ min: 0, max: 1_000_000 }).map((n) => (n / 100).toFixed(2));
const maybe = fc.option(cents, { nil: null });
const share = fc.integer({ min: 0, max: 1000 }).map((n) => (n / 1000).toFixed(3));
const count = fc.nat({ max: 12 });

const terms = fc.record({
  lump_sum: maybe, premium_adult: cents, premium_child: cents, threshold: fc.option(count, { nil: null }), registration_lump_sum: maybe, registration_fee: maybe, assembly_lump_sum: maybe, assembly_fee: maybe,
  enrolment_discount: share, enrolment_discount_months: fc.nat({ max: 3 }), renewal_discount: share, renewal_discount_months: fc.nat({ max: 3 }), cycles: fc.constantFrom([], ['01-01', '07-01']),
});
const counts = fc.record({ adults: count, children: count, others: count, otherChildren: count });

describe('Premiums', () => {
  it('sum to the whole by their lines and by who pays, to the minor unit; nobody pays less than nothing', async () => {
    await fc.assert(fc.asyncProperty(terms, counts, fc.constantFrom('NEW', 'RENEWED'), fc.array(cents, { maxLength: 4 }), fc.constantFrom(0, 2, 3), async (of, { adults, children, others, otherChildren }, stage, subsidies, digits) => {
      const { rows } = await platform.pool.query(
        `with lines as (select l.* from health_insurance.premium_lines(jsonb_populate_record(null::health_insurance.plan_version, $1), $2, $3, '2026-01-01', '2026-07-01', '2026-06-30', $4, $5, $6, $7) l),
         whole as (select coalesce(sum(amount), 0) as value, coalesce(bool_and(round(amount, $2) = amount), true) as fine from lines),
         shares as (select s.* from whole cross join lateral health_insurance.shares_of(whole.value, $8) s)
         select whole.fine, whole.value >= 0 as positive, (select sum(amount) from shares) = whole.value as sums, (select min(amount) from shares) >= 0 as least,
           (select coalesce(sum(amount), 0) from shares where rule_code is not null) = least(whole.value, (select coalesce(sum((e ->> 'amount')::numeric), 0) from jsonb_array_elements($8) e)) as given from whole`,
        [JSON.stringify(of), digits, stage, adults, children, others, otherChildren, JSON.stringify(subsidies.map((amount, n) => ({ rule: `r${n}`, organisation: '00000000-0000-7000-8000-000000000000', amount })))]);
      expect(rows).toEqual([{ fine: true, positive: true, sums: true, least: true, given: true }]);
    }), { numRuns: 150 });
  });

  it('do not depend on the order of members, nor does who is covered', async () => {
    const people: readonly (Member & { readonly familyName: string })[] = [
      { ...adult({ role: 'SPOUSE' }), familyName: 'Spouse' }, { ...child({ birthDate: '2015-01-01' }), familyName: 'Elder' }, { ...child({ birthDate: '2019-01-01' }), familyName: 'Younger' },
      { ...adult({ role: 'NOT_RELATED' }), familyName: 'Lodger' }, { ...child({ role: 'NOT_RELATED', birthDate: '2018-01-01' }), familyName: 'Guest' },
    ];
    const outcomes = new Set<string>();
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray([...people], { minLength: people.length }), async (order) => {
      const house = await household(platform, `ORDER-${(homes += 1)}`, [{ ...adult(), familyName: 'Head' }, ...order]);
      const { policy: { id } } = await done<{ policy: { id: string } }>(anybody(platform, 'officer'), 'policyEnrol', 'policy { id }', { idempotencyKey: key(), planId: plan.plan, householdId: house });
      await pay(platform, plan.programme, await policy(platform, id), '2026-01-01');
      const { value, coverage } = await policy(platform, id);
      outcomes.add(JSON.stringify([value.amount, coverage.nodes.map(({ person }) => person.familyName).sort()]));
    }), { numRuns: 6 });
    expect([...outcomes]).toEqual([JSON.stringify(['34.00', ['Elder', 'Head', 'Spouse', 'Younger']])]);
  });
});

/** What may never be, whatever was done. */
const BROKEN = `
  select 'covered twice' as what from health_insurance.coverage a join health_insurance.coverage b on a.person_id = b.person_id and a.plan_id = b.plan_id and a.id < b.id and a.days && b.days
  union all select 'covered beyond the policy' from health_insurance.coverage c join health_insurance.policy p on p.id = c.policy_id where not isempty(c.days) and not c.days <@ daterange(p.effective_on, p.ends_on, '[]')
  union all select 'covered while ' || p.state from health_insurance.coverage c join health_insurance.policy p on p.id = c.policy_id where p.state in ('IDLE', 'READY', 'SUSPENDED') and c.days @> $1::date or p.state = 'CANCELLED' and not isempty(c.days)
  union all select 'too many covered' from health_insurance.policy p cross join lateral (select count(distinct c.person_id) as n from health_insurance.coverage c where c.policy_id = p.id and c.days @> $1::date) c where c.n > 4
  union all select 'renewed twice' from health_insurance.policy p where p.renewed_from_id is not null and p.state <> 'CANCELLED' group by p.renewed_from_id having count(*) > 1
  union all select 'lines differ' from health_insurance.policy p where p.value <> (select coalesce(sum(l.amount), 0) from health_insurance.policy_line l where l.policy_id = p.id)
  union all select 'shares differ' from health_insurance.policy p where p.value <> (select sum(s.amount) from health_insurance.policy_share s where s.policy_id = p.id)
  union all select 'covered without being paid' from health_insurance.policy p join health_insurance.policy_share s on s.policy_id = p.id left join transactions.demand d on d.id = s.demand_id where p.state = 'ACTIVE' and p.reason = 'PAID' and s.amount > 0 and d.state <> 'SETTLED'`;

const steps = fc.array(fc.oneof(
  fc.record({ step: fc.constantFrom('enrol', 'pay', 'activate', 'renew', 'suspend', 'resume', 'cancel', 'change', 'expire'), home: fc.nat({ max: 1 }) }),
  fc.record({ step: fc.constant('move' as const), home: fc.nat({ max: 1 }) }), fc.record({ step: fc.constant('add' as const), home: fc.nat({ max: 1 }) }), fc.record({ step: fc.constant('days' as const), home: fc.nat({ max: 40 }) })), { minLength: 6, maxLength: 14 });

describe('Whatever is done to policies', () => {
  it('nobody is covered twice by one plan on a day, nor beyond a policy or unpaid; renewing and activating again change nothing', async () => {
    const client = anybody(platform, 'officer');
    const tell = async (name: string, input: object): Promise<unknown> => client.send(`mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { userErrors { code } } }`, { input });
    await fc.assert(fc.asyncProperty(steps, async (all) => {
      platform.setToday('2026-01-01');
      const houses = [await household(platform, `MODEL-${(homes += 1)}`, [adult(), child(), child({ familyName: `Mover${homes}` })]), await household(platform, `MODEL-${(homes += 1)}`, [adult(), adult()])];
      let day = 1;
      let now = '2026-01-01';
      let mover = 0;
      for (const { step, home } of all) {
        const house = houses[home % 2] ?? '';
        const { household: { policies: { nodes: [latest] } } } = await client.run<{ household: { policies: { nodes: { id: string; version: number }[] } } }>('query ($id: ID!) { household(by: { id: $id }) { policies(first: 1, orderBy: [{ startsOn: DESC }, { createdAt: DESC }]) { nodes { id version } } } }', { id: house });
        const of = { id: latest?.id ?? house, version: latest?.version ?? 1 };
        const told = latest && (await policy(platform, latest.id));
        if (step === 'days') {
          now = new Date(Date.UTC(2026, 0, (day += home))).toISOString().slice(0, 10);
          platform.setToday(now);
        }
        else if (step === 'enrol') await tell('policyEnrol', { idempotencyKey: key(), planId: plan.plan, householdId: house });
        else if (step === 'pay' && told?.shares.nodes[0]?.demand) await pay(platform, plan.programme, told, '2026-01-01');
        else if (step === 'activate') await tell('policyActivate', { ...of, reason: 'They will pay' });
        else if (step === 'suspend' || step === 'resume') await tell(step === 'suspend' ? 'policySuspend' : 'policyResume', { ...of, reason: 'SOME_REASON' });
        else if (step === 'cancel') await tell('policyCancel', { idempotencyKey: key(), ...of, reason: 'MISTAKE' });
        else if (step === 'change') await tell('policyChange', { idempotencyKey: key(), ...of });
        else if (step === 'expire') await tell('policiesExpire', {}).then(() => platform.finishJobs());
        else if (step === 'renew' && latest) {
          await tell('policyRenew', { idempotencyKey: key(), policyId: latest.id });
          const count = async (): Promise<unknown> => (await platform.pool.query('select count(*)::int from health_insurance.policy')).rows;
          const before = await count();
          await tell('policyRenew', { idempotencyKey: key(), policyId: latest.id });
          expect(await count()).toEqual(before);
        } else if (step === 'move' || step === 'add') {
          const id = (await members(platform, houses[mover] ?? '')).get(`Mover${homes - 1}`);
          if (step === 'add' && latest) await tell('policyMemberAdd', { policyId: latest.id, personId: id });
          if (step === 'move') {
            await tell('householdMemberMove', { householdId: houses[mover], toHouseholdId: houses[1 - mover], personId: id, role: 'OTHER_RELATIVE' });
            mover = (await members(platform, houses[1 - mover] ?? '')).has(`Mover${homes - 1}`) ? 1 - mover : mover;
          }
        }
        expect((await platform.pool.query(BROKEN, [now])).rows).toEqual([]);
      }
    }), { numRuns: 8 });
  });
});
