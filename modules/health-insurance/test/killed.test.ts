import { decodeId } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adjudicateWaiting } from '../src/adjudication/adjudicate-claims.js';
import { AdjudicateUntil } from '../src/adjudication/adjudicate.js';
import { healthInsurance } from '../src/index.js';
import { expirePolicies } from '../src/policies/expire-policies.js';
import { computeRemittances } from '../src/remittance/run-remittances.js';
import { asked, family, line, someFamily, submit } from './some-claims.js';
import { adult, enrolled, household, pay, policy } from './some-household.js';
import { key, published, somePlan, type Plan } from './some-plan.js';
import { somePolicy } from './some-policy.js';
import { anybody, done, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let officer: TestClient;
let people: Readonly<Record<string, string>>;
let plan: Plan;

beforeAll(async () => {
  // Nobody else does what is killed here.
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-06-01', workers: false });
  officer = anybody(platform, 'officer');
  await someRegisters(platform);
  plan = await somePlan(platform, 'PLAN');
  const version = await published(platform, plan.plan, { premiumAdult: '10', limits: [{ kind: 'CEILING', per: 'POLICY', care: 'ANY', amount: '50' }] }, [{ serviceCode: 'CONS' }, { serviceCode: 'LAB' }]);
  people = await someFamily(platform, 'F', family);
  await somePolicy(platform, version, 'F', Object.values(people));
});
afterAll(() => platform.stop());

const control = { progress: () => Promise.resolve() };
const system = () => platform.platform.context({ actor: platform.platform.system() });
const uuid = (id: string): string => decodeId(id)?.uuid ?? '';
const rows = async (text: string, values: readonly unknown[] = []): Promise<readonly unknown[]> => (await platform.pool.query(text, [...values])).rows;

/**
 * Kills some work after its first statement, after its second and so on, until it comes to its end.
 *
 * @param by after how many statements more each time
 * @returns after how many it was left to live, and what `seen` told each time that it was killed
 */
async function killed<T>(work: () => Promise<unknown>, seen: () => Promise<T>, by = 1): Promise<{ readonly times: number; readonly told: readonly T[] }> {
  const told: T[] = [];
  for (let at = 0; ; at += by) {
    const alive = await platform.killedAfter(at, work);
    if (alive) return { times: at, told };
    told.push(await seen());
  }
}

describe('Killed after any statement', () => {
  it('an adjudication decides each claim once, and leaves nothing of what it worked on', async () => {
    const clerk = anybody(platform, 'clerk');
    for (const [name, lines] of [['Ama', [line('CONS'), line('LAB')]], ['Kofi', [line('CONS')]], ['Esi', [line('CONS'), line('LAB')]]] as const) await submit(clerk, asked(people[name] ?? '', lines));
    const halves = async () => (await rows(`select from health_insurance.claim c cross join lateral (select count(*) as results from health_insurance.claim_line_result r where r.claim_id = c.id) d
      where d.results <> case c.state when 'VALUED' then (select count(*) from health_insurance.claim_line l where l.claim_id = c.id) else 0 end`)).length;
    const { times, told } = await killed(() => adjudicateWaiting.run(system(), { until: AdjudicateUntil.VALUED }, control), halves, 4);
    // All of a claim, or nothing of it. What the connection of the one that was killed holds yet comes later.
    expect([times > 20, new Set(told)]).toEqual([true, new Set([0])]);
    expect(await rows(`select c.state, c.adjudications, (select count(*)::int from health_insurance.claim_line_result r where r.claim_id = c.id) as results, (select count(*)::int from health_insurance.claim_line l where l.claim_id = c.id) as lines
      from health_insurance.claim c order by c.id`)).toEqual([[2, 2], [1, 1], [2, 2]].map(([results, lines]) => ({ state: 'VALUED', adjudications: 1, results, lines })));
    expect(await rows('select sum(paid)::text as paid from health_insurance.consumption')).toEqual([{ paid: '50.00' }]);
    expect(await rows('select line_id from health_insurance.adjudication_line union all select line_id from health_insurance.adjudication_cover')).toEqual([]);
  });

  it('a remittance run is worked out once, owed once and paid once', async () => {
    const money = (input: object) => ({ idempotencyKey: key(), ...input });
    const { run: { id } } = await done<{ run: { id: string } }>(officer, 'remittanceRunCreate', 'run { id } job { id }', money({ programmeId: plan.programme }));
    const made = () => rows(`select r.state, r.total::text, (select count(*)::int from health_insurance.remittance m where m.run_id = r.id) as remittances, (select count(*)::int from health_insurance.remittance_claim) as claims from health_insurance.remittance_run r`);
    const computing = await killed(() => computeRemittances.run(system(), { runId: uuid(id) }, control), made);
    for (const each of computing.told.slice(0, -1)) expect(each).toEqual([{ state: 'COMPUTING', total: '0', remittances: 0, claims: 0 }]);
    expect([computing.times > 3, await made()]).toEqual([true, [{ state: 'DRAFT', total: '50.00', remittances: 1, claims: 3 }]]);

    const booked = () => rows(`select a.purpose, sum(p.amount)::numeric(12,2)::text as sum, count(*)::int as postings from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 group by 1 order by 1`, [uuid(plan.programme)]);
    const approval = money({ id });
    const approving = await killed(() => done(anybody(platform, 'approver'), 'remittanceRunApprove', 'run { state }', approval), async () => [await booked(), await rows('select distinct state, remitted > 0 as remitted from health_insurance.claim')]);
    const owed = [{ purpose: 'ORGANISATION_PAYABLE', sum: '-50.00', postings: 1 }, { purpose: 'SERVICES_EXPENSE', sum: '50.00', postings: 1 }];
    for (const each of approving.told) expect([[[], [{ state: 'VALUED', remitted: false }]], [owed, [{ state: 'PAID', remitted: true }]]]).toContainEqual(each);
    expect([approving.times > 10, await booked()]).toEqual([true, owed]);

    const { remittances: { nodes: [remittance] } } = await officer.run<{ remittances: { nodes: { id: string }[] } }>('{ remittances { nodes { id } } }');
    const payment = money({ id: remittance?.id, reference: 'BANK-1' });
    const paying = await killed(() => done(officer, 'remittancePay', 'remittance { id }', payment), booked);
    expect([paying.times > 5, await booked()]).toEqual([true, [{ purpose: 'FUNDS', sum: '-50.00', postings: 1 }, { purpose: 'ORGANISATION_PAYABLE', sum: '0.00', postings: 2 }, owed[1]]]);
  });

  it('a cheque that bounced is taken back with the cover that it paid for, or not at all', async () => {
    const taken = await enrolled(platform, plan.plan, await household(platform, 'BOUNCES', [adult()]));
    const receiptId = await pay(platform, plan.programme, taken, '2026-06-01');
    const input = { idempotencyKey: key(), receiptId, reason: 'The cheque bounced' };
    const stands = async () => [(await policy(platform, taken.id)).state, await rows('select ended_because from health_insurance.coverage where policy_id = $1', [uuid(taken.id)]), await rows('select state, allocated::text from transactions.demand where id = $1', [uuid(taken.shares.nodes[0]?.demand?.id ?? '')])];
    const before = await stands();
    const { times, told } = await killed(() => done(anybody(platform, 'cashier'), 'receiptReverse', 'receipt { id }', input), stands);
    const after = await stands();
    expect([before[0], after[0], after[1]]).toEqual(['ACTIVE', 'SUSPENDED', [{ ended_because: 'SUSPENDED' }]]);
    for (const each of told) expect([before, after]).toContainEqual(each);
    expect(times).toBeGreaterThan(10);
    expect(await rows("select count(*)::int as n from transactions.receipt where state = 'REVERSED'")).toEqual([{ n: 1 }]);
  });

  it('policies expire once, and each is told of once', async () => {
    platform.setToday('2027-07-01');
    const states = async () => rows("select state, count(*)::int as n from health_insurance.policy group by 1 order by 1");
    const before = await states();
    const { times, told } = await killed(() => expirePolicies.run(system(), {}, control), states);
    const after = [{ state: 'EXPIRED', n: 1 }, { state: 'SUSPENDED', n: 1 }];
    for (const each of told) expect([before, after]).toContainEqual(each);
    expect([times > 3, before, await states()]).toEqual([true, [{ state: 'ACTIVE', n: 1 }, { state: 'SUSPENDED', n: 1 }], after]);
  });
});
