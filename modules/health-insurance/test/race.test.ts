import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adjudicateWaiting } from '../src/adjudication/adjudicate-claims.js';
import { AdjudicateUntil } from '../src/adjudication/adjudicate.js';
import { healthInsurance } from '../src/index.js';
import { adjudicate, outcomeOf, planWith } from './some-adjudication.js';
import { asked, family, line, someFamily, submit } from './some-claims.js';
import { somePolicy } from './some-policy.js';
import { anybody, done, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let people: Readonly<Record<string, string>>;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-06-01' });
  await someRegisters(platform);
  people = await someFamily(platform, 'F', family);
  await somePolicy(platform, await planWith(platform, 'RACE', { limits: [{ kind: 'CEILING', per: 'POLICY', care: 'ANY', amount: '50' }, { kind: 'DEDUCTIBLE', per: 'POLICY', care: 'ANY', amount: '10' }], categoryLimits: [{ category: 'SURGERY', most: 1 }] }, ['CONS', 'SURG', 'CHECK', { serviceCode: 'PARA', mostQuantityAdult: '5' }]), 'F', Object.values(people));
});
afterAll(() => platform.stop());

const officers = [1, 2, 3, 4, 5, 6].map((n) => () => anybody(platform, `officer${n}`));
const sum = async (column: string): Promise<string | undefined> => (await platform.pool.query<{ sum: string }>(`select coalesce(sum(${column}), 0)::numeric(12,2)::text as sum from health_insurance.consumption where superseded_by is null`)).rows[0]?.sum;

describe('Claims that race', () => {
  it('for the last of a ceiling and of a deductible never get more than there is, whoever of the household is the patient', async () => {
    const clerk = anybody(platform, 'clerk');
    const ids: string[] = [];
    for (const name of ['Ama', 'Kofi', 'Esi', 'Ama', 'Kofi', 'Esi']) ids.push(await submit(clerk, asked(people[name] ?? '', [line('CONS')])));
    await Promise.all(ids.map((id, at) => adjudicate(officers[at]?.() ?? clerk, [id])));
    // 120 were claimed.
    expect([await sum('deductible'), await sum('paid')]).toEqual(['10.00', '50.00']);
    const outcomes = await Promise.all(ids.map(async (id) => (await outcomeOf(clerk, id)).approved?.amount));
    expect(outcomes.reduce((total, amount) => total + Number(amount), 0)).toBe(50);
  });

  it('for the last of a count, of a quantity and of a frequency: one gets it', async () => {
    const clerk = anybody(platform, 'clerk');
    for (const [given, reason] of [[line('SURG'), 'MOST_SURGERIES'], [line('CHECK'), 'ALL_LINES_REJECTED'], [line('PARA', { quantity: '5' }), 'ALL_LINES_REJECTED']] as const) {
      const ids: string[] = [];
      for (let n = 0; n < 4; n += 1) ids.push(await submit(clerk, asked(people['Ama'] ?? '', [given])));
      await Promise.all(ids.map((id, at) => adjudicate(officers[at]?.() ?? clerk, [id])));
      const outcomes = await Promise.all(ids.map(async (id) => { const { state, reason: why } = await outcomeOf(clerk, id); return why ?? state; }));
      expect(outcomes.sort()).toEqual([reason, reason, reason, 'VALUED'].sort());
    }
  });

  it('in jobs beside each other, each claim once', async () => {
    const clerk = anybody(platform, 'clerk');
    const before = await sum('paid');
    for (let n = 0; n < 12; n += 1) await submit(clerk, asked(people[n % 2 ? 'Ama' : 'Kofi'] ?? '', [line('CONS')]));
    await Promise.all(officers.slice(0, 3).map((who) => done(who(), 'claimsAdjudicate', 'job { id }', {})));
    await platform.finishJobs();
    const { rows } = await platform.pool.query("select state, count(*)::int as claims, max(adjudications) as adjudications from health_insurance.claim group by 1 order by 1");
    expect(rows).toMatchObject([{ state: 'REJECTED' }, { state: 'VALUED', adjudications: 1 }]);
    expect(await sum('paid')).toBe(before);
    expect((await platform.pool.query('select from health_insurance.adjudication_line union all select from health_insurance.adjudication_cover')).rowCount).toBe(0);
  });

  it('goes on where a job was killed: what was decided is decided once', async () => {
    const clerk = anybody(platform, 'clerk');
    const ids = [await submit(clerk, asked(people['Yaw'] ?? '', [line('CHECK')])), await submit(clerk, asked(people['Esi'] ?? '', [line('CHECK')]))];
    const ctx = platform.platform.context({ actor: platform.platform.system() });
    const work = (progress: () => Promise<void>): Promise<unknown> => adjudicateWaiting.run(ctx, { until: AdjudicateUntil.VALUED }, { progress });
    await expect(work(() => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
    expect(await work(() => Promise.resolve())).toEqual({ claims: 0 });
    const { rows } = await platform.pool.query<{ adjudications: number; results: number }>('select c.adjudications, (select count(*)::int from health_insurance.claim_line_result r where r.claim_id = c.id) as results from health_insurance.claim c order by c.id desc limit 2');
    expect([rows, ids.length]).toEqual([[{ adjudications: 1, results: 1 }, { adjudications: 1, results: 1 }], 2]);
  });

  it('are waited for where somebody holds them, such as a process that was killed and whose connection lives on: none is left', async () => {
    const clerk = anybody(platform, 'clerk');
    const ids = [await submit(clerk, asked(people['Yaw'] ?? '', [line('CONS')])), await submit(clerk, asked(people['Esi'] ?? '', [line('CONS')]))];
    const holder = await platform.pool.connect();
    try {
      await holder.query("begin; set local kinga.scope = 'all'");
      await holder.query("select from health_insurance.claim where state = 'SUBMITTED' order by id limit 1 for update");
      const done = adjudicateWaiting.run(platform.platform.context({ actor: platform.platform.system() }), { until: AdjudicateUntil.VALUED }, { progress: () => Promise.resolve() });
      const waiting = async (): Promise<boolean> => ((await platform.pool.query('select from pg_locks where not granted')).rowCount ?? 0) > 0;
      while (!(await waiting())) await new Promise((resolve) => { setTimeout(resolve, 20); });
      await holder.query('rollback');
      expect(await done).toEqual({ claims: ids.length });
    } finally {
      holder.release();
    }
    expect((await platform.pool.query("select from health_insurance.claim where state = 'SUBMITTED'")).rowCount).toBe(0);
  });

  it('of many lines are decided in as many pages as their lines need, one claim at least in each', async () => {
    const clerk = anybody(platform, 'clerk');
    for (let n = 0; n < 4; n += 1) await submit(clerk, asked(people['Ama'] ?? '', [line('CONS'), line('CONS')]));
    const seen: number[] = [];
    const pages = (linesAtOnce: number) => adjudicateWaiting.run(platform.platform.context({ actor: platform.platform.system() }), { until: AdjudicateUntil.CHECKED, linesAtOnce }, { progress: async (done) => void seen.push(done) });
    await pages(3);
    expect(seen).toEqual([2, 4, 4]);
    await submit(clerk, asked(people['Ama'] ?? '', [line('CONS'), line('CONS')]));
    expect(await pages(1)).toEqual({ claims: 1 });
  });

  it('are decided as fast after somebody vacuumed what they are worked out on while it was empty', async () => {
    const statistics = async () => (await platform.pool.query<{ name: string; known: boolean; kept: boolean }>("select relname as name, reltuples >= 0 as known, 'autovacuum_enabled=false' = any(reloptions) as kept from pg_class where oid in ('health_insurance.adjudication_line'::regclass, 'health_insurance.adjudication_cover'::regclass) order by 1")).rows;
    await platform.pool.query('vacuum health_insurance.adjudication_line, health_insurance.adjudication_cover');
    expect((await statistics()).map(({ known }) => known)).toEqual([true, true]);
    await adjudicateWaiting.run(platform.platform.context({ actor: platform.platform.system() }), { until: AdjudicateUntil.VALUED }, { progress: () => Promise.resolve() });
    // Rows are never committed here: whatever a vacuum finds, joins would be planned as if there were none.
    expect(await statistics()).toEqual(['adjudication_cover', 'adjudication_line'].map((name) => ({ name, known: false, kept: true })));
  });
});
