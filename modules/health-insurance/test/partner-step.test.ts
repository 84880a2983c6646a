import { defineModule, sql } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adjudicationSteps, claimReasons, healthInsurance, type AdjudicationStep } from '../src/index.js';
import { adjudicate, claimed, outcomeOf, planWith } from './some-adjudication.js';
import { asked, family, line, someFamily, submit } from './some-claims.js';
import { somePolicy } from './some-policy.js';
import { anybody, someRegisters } from './some-registers.js';

/** A partner's rule: of medicines, no more than five a line are paid, and none that are asked for at more than a coin. */
const antibiotics: AdjudicationStep = {
  description: 'What is paid of medicines', phase: 'VALUE', says: 'Five of {asked} are paid.', sets: ['quantity', 'amount'],
  changes: (lines) => sql`
    select w.line_id, case when w.asked_price > 1 then 'PARTNER_PRICE' end as reason, least(w.quantity, 5) as quantity, round(least(w.quantity, 5) * w.unit_price, w.digits) as amount, jsonb_build_object('asked', w.quantity::text) as facts
    from ${lines} w where w.kind = 'ITEM' and (w.quantity > 5 or w.asked_price > 1)`,
};
const partner = defineModule(
  { name: 'partner', version: '1.0.0', kinga: { id: 'partner', requires: { 'health-insurance': '*' } } },
  { description: 'A step of a partner', contributes: [adjudicationSteps.contribute('partner-medicines', antibiotics, { after: ['price'], before: ['fixed-amount'] }), claimReasons.contribute('PARTNER_PRICE', { description: 'Too dear.', number: null })] },
);

let platform: TestPlatform;
let people: Readonly<Record<string, string>>;
const person = (name: string): string => people[name] ?? '';

async function started(settings: object = {}): Promise<void> {
  platform = await startTestPlatform({ modules: [healthInsurance, partner], today: '2026-06-01', settings: { 'health-insurance': { claims: settings } } });
  await someRegisters(platform);
  people = await someFamily(platform, 'F-1', family);
  await somePolicy(platform, await planWith(platform, 'PLAN', { limits: [{ kind: 'DEDUCTIBLE', per: 'TREATMENT', care: 'ANY', amount: '1' }] }, ['CONS', 'PARA', 'SYRUP', 'CHECK']), 'F-1', Object.values(people));
}

describe('The chain of steps', () => {
  beforeAll(() => started());
  afterAll(() => platform.stop());

  it('holds a step of another module where that puts it, with its own reasons and words', async () => {
    const { claimSteps, claimReasons: reasons } = await anybody(platform, 'x').run<{ claimSteps: { name: string }[]; claimReasons: { code: string }[] }>('{ claimSteps { name } claimReasons { code } }');
    const names = claimSteps.map(({ name }) => name);
    expect(names.slice(names.indexOf('price'), names.indexOf('deductible') + 1)).toEqual(['price', 'partner-medicines', 'fixed-amount', 'deductible']);
    expect(reasons).toContainEqual({ code: 'PARTNER_PRICE' });
    const { id, ...outcome } = await claimed(platform, asked(person('Yaw'), [line('PARA', { quantity: '10' }), line('SYRUP')]));
    expect(outcome).toMatchObject({ approved: { amount: '0.75' }, lines: ['PARA: 0.75/1.75/1/0/0', 'SYRUP: PARTNER_PRICE'] });
    const { claim } = await anybody(platform, 'x').run<{ claim: { lines: { nodes: { steps: { nodes: object[] } }[] } } }>('query ($id: ID!) { claim(by: { id: $id }) { lines(orderBy: [{ number: ASC }]) { nodes { steps { nodes { step quantityAfter told } } } } } }', { id });
    expect(claim.lines.nodes[0]?.steps.nodes).toContainEqual({ step: 'partner-medicines', quantityAfter: '5', told: 'Five of 10 are paid.' });
  });

  it('takes as many statements for many claims as for one', async () => {
    const officer = anybody(platform, 'officer');
    const patients: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const others = await someFamily(platform, `G-${n}`, family.slice(0, 1));
      await somePolicy(platform, await planWith(platform, `G-${n}`, {}, ['CONS']), `G-${n}`, Object.values(others));
      patients.push(Object.values(others)[0] ?? '');
    }
    const cost: number[] = [];
    for (const some of [patients.slice(0, 1), patients]) {
      const ids: string[] = [];
      for (const patient of some) ids.push(await submit(officer, asked(patient, [line('CONS')])));
      await adjudicate(officer, ids);
      cost.push(officer.statements());
    }
    expect(cost[1]).toBe(cost[0]);
  });

  it('takes a claim of 2,000 lines, and lines that are free', async () => {
    const lines = [...Array.from({ length: 1999 }, () => line('PARA')), line('CHECK', { price: '0' })];
    const id = await submit(anybody(platform, 'clerk'), asked(person('Ama'), lines));
    await adjudicate(anybody(platform, 'officer'), [id]);
    const { rows: [sums] } = await platform.pool.query<{ paid: string; deductible: string; lines: number; free: string }>("select sum(paid)::text as paid, sum(deductible)::text as deductible, count(*)::int as lines, min(paid)::text as free from health_insurance.claim_line_result where claim_id = (select id from health_insurance.claim order by id desc limit 1)");
    expect(sums).toEqual({ paid: '698.65', deductible: '1.00', lines: 2000, free: '0.00' });
  });
});

describe('A deployment with checks of its own', () => {
  beforeAll(() => started({ ownChecks: false }));
  afterAll(() => platform.stop());

  it('CLM-27: does without those of the platform; what has no price or policy is still not paid', async () => {
    const clerk = anybody(platform, 'clerk');
    const ids = [await submit(clerk, asked(person('Kofi'), [line('SYRUP', { price: '0.90' }), line('UNLISTED'), line('CHECK')])), await submit(clerk, asked(person('Kofi'), [line('CHECK')]))];
    await adjudicate(anybody(platform, 'officer'), ids);
    // Minors' syrup for a man, and a check-up twice within its days.
    expect((await outcomeOf(clerk, ids[0] ?? '')).lines).toEqual(['SYRUP: 0.9/0/0/0/0', 'UNLISTED: NOT_IN_PRICE_LIST', 'CHECK: 29/0/1/0/0']);
    expect((await outcomeOf(clerk, ids[1] ?? '')).lines).toEqual(['CHECK: 29/0/1/0/0']);
    // What has to be waited for is in no policy that pays.
    const others = await someFamily(platform, 'F-2', family);
    await somePolicy(platform, await planWith(platform, 'WAITS', {}, [{ serviceCode: 'CONS', waitingMonthsAdult: 12 }]), 'F-2', Object.values(others));
    expect((await claimed(platform, asked(others['Kofi'] ?? '', [line('CONS')]))).lines).toEqual(['CONS: NOT_COVERED']);
  });
});
