import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../kernel/context.js';
import type { JobControl } from '../../../kernel/jobs/define-job.js';
import { decodeId } from '../../../kernel/schema/ids.js';
import { inTransaction } from '../../../kernel/write/transaction.js';
import { differences, paying, tell } from '../../testing/receivables.js';
import { as, run, startWorld, unseen, type World } from '../../testing/world.js';
import { chargePenalties } from './charge-penalties.js';
import { beginDay } from './pages.js';
import { remind } from './reminders.js';
import { beginDays } from './start-daily.js';

let world: World;
beforeAll(async () => { world = await startWorld(); });
afterAll(async () => {
  expect(await differences(world)).toEqual([]);
  await world.stop();
});

const on = (today: string): Context => world.platform.context({ actor: world.platform.system('daily'), today });
const officer = (): Context => as(world, 'collections-officer');
const LATE = `demand.daysOverdue >= 30 ? round(demand.late * 0.36 * demand.daysSinceCharge / 360, 0.01) : money(0)`;

/** A published version with rules, written past the approval that it takes. */
async function withRules(programme: string, rules: readonly (readonly [code: string, kind: string, expression: string])[]): Promise<void> {
  const id = decodeId(programme)?.uuid;
  await world.pool.query(`with v as (insert into programmes.programme_version (id, programme_id, number, state, effective_from, drafted_by, authors) values (kernel.uuid7(), $1, 1, 'DRAFT', '2020-01-01', 'x', '{x}') returning id)
    insert into programmes.rule (id, version_id, position, code, kind, expression) select kernel.uuid7(), v.id, n, r ->> 0, r ->> 1, r ->> 2 from v, jsonb_array_elements($2) with ordinality as t(r, n)`, [id, JSON.stringify(rules)]);
  await world.pool.query("alter table programmes.programme_version disable trigger user; update programmes.programme_version set state = 'PUBLISHED', submitted_by = 'z', submitted_at = now(), published_by = 'y', published_at = now() where state = 'DRAFT'; alter table programmes.programme_version enable trigger user");
}

async function demand(programme: string, personId: string | undefined, reference: string, more: object = {}): Promise<{ readonly id: string; readonly payer: { readonly controlNumber: string } }> {
  const { demand: made } = await tell(officer(), 'demandRaise', { programmeId: programme, personId, reference, purpose: 'PREMIUM', dueOn: '2026-03-31', lines: [{ code: 'PREMIUM', description: 'Premium', amount: '300' }], ...more });
  return made ?? expect.fail(reference);
}

async function work(job: typeof chargePenalties | typeof remind, programme: string, day: string, control: JobControl = unseen): Promise<Record<string, unknown>> {
  const [ctx, programmeId] = [on(day), decodeId(programme)?.uuid ?? ''];
  await inTransaction(ctx, (tx) => beginDay(tx, { name: job === remind ? 'REMINDERS' : 'PENALTIES', programmeId, day }));
  return job.run(ctx, { programmeId, day }, control);
}

const charged = async (id: string): Promise<unknown> => (await run<{ demand: object }>(officer(), `query ($id: ID!) { demand(by: { id: $id }) { outstanding { amount } charged { amount } charges(orderBy: [{ chargedOn: ASC }]) { nodes { ruleCode chargedOn amount { amount } } } } }`, { id })).demand;

describe('interest and penalties', () => {
  it('are charged by a rule for what is late, once for a day, and lose no day on which nothing was worked', async () => {
    const { programme, persons: [person] } = await paying(world);
    await withRules(programme, [['adult', 'ELIGIBILITY', 'person.age >= 18'], ['interest', 'PENALTY', LATE]]);
    const { id, payer } = await demand(programme, person, 'P-1', { parts: 3 });
    expect(await work(chargePenalties, programme, '2026-03-31')).toEqual({ charges: 0 });
    // 100.00 late since the 31st of March: 36 % a year of 360 days, 0.10 a day.
    expect(await work(chargePenalties, programme, '2026-04-30')).toEqual({ charges: 1 });
    expect(await work(chargePenalties, programme, '2026-04-30')).toEqual({ charges: 0 });
    await world.pool.query("update transactions.daily_work set upto = null, done = false");
    expect(await work(chargePenalties, programme, '2026-04-30')).toEqual({ charges: 0 });
    expect(await work(chargePenalties, programme, '2026-04-29')).toEqual({ charges: 0 });
    // Ten days later 200.00 are late.
    expect(await work(chargePenalties, programme, '2026-05-10')).toEqual({ charges: 1 });
    expect(await charged(id)).toMatchObject({ outstanding: { amount: '305.00' }, charged: { amount: '5.00' }, charges: { nodes: [{ ruleCode: 'interest', chargedOn: '2026-04-30', amount: { amount: '3.00' } }, { chargedOn: '2026-05-10', amount: { amount: '2.00' } }] } });
    expect(await tell(officer(), 'receiptReceive', { programmeId: programme, controlNumber: payer.controlNumber, amount: '304', method: 'BANK', bankReference: 'B1', receivedOn: '2026-03-01' })).toMatchObject({ userErrors: [] });
    expect(await charged(id)).toMatchObject({ outstanding: { amount: '1.00' } });
  });

  it('go on where they were killed, and are charged once by two that do the same day', async () => {
    const { programme, persons } = await paying(world, { payers: 12 });
    await withRules(programme, [['fixed', 'PENALTY', 'money(5)']]);
    for (const [n, person] of persons.entries()) await demand(programme, person, `K-${n}`);
    const killed: JobControl = { progress: async () => { throw new Error('killed'); } };
    const both = await Promise.allSettled([work(chargePenalties, programme, '2026-04-01', killed), work(chargePenalties, programme, '2026-04-01', killed)]);
    expect(both.some(({ status }) => status === 'rejected')).toBe(true);
    await work(chargePenalties, programme, '2026-04-01');
    const { rows } = await world.pool.query('select count(*)::int as charges, count(distinct c.demand_id)::int as demands from transactions.demand_charge c join transactions.demand d on d.id = c.demand_id where d.programme_id = $1', [decodeId(programme)?.uuid]);
    expect(rows).toEqual([{ charges: 12, demands: 12 }]);
  });

  it('are begun by themselves, once a day for each programme that has any', async () => {
    const { programme, persons: [person] } = await paying(world);
    await withRules(programme, [['fixed', 'PENALTY', 'money(5)']]);
    await demand(programme, person, 'S-1');
    const begun = async (): Promise<unknown> => (await world.pool.query("select name from transactions.daily_work where programme_id = $1 order by 1", [decodeId(programme)?.uuid])).rows;
    await beginDays(on('2026-03-31'));
    expect(await begun()).toEqual([]);
    await beginDays(on('2026-06-01'));
    expect(await begun()).toEqual([{ name: 'PENALTIES' }, { name: 'REMINDERS' }]);
    expect(await beginDays(on('2026-06-01'))).toBe(0);
  });
});

describe('reminders', () => {
  it('are told once for each level, in the language of the payer', async () => {
    const { programme, persons: [person] } = await paying(world);
    const { payer } = await demand(programme, person, 'R-1');
    for (const [day, reminders] of [['2026-04-06', 0], ['2026-04-07', 1], ['2026-04-08', 0], ['2026-04-30', 1], ['2026-09-01', 1], ['2026-09-02', 0]] as const) expect([day, await work(remind, programme, day)]).toEqual([day, { reminders }]);
    const { rows } = await world.pool.query<{ payload: object }>("select e.payload from kernel.event e where e.name = 'transactions.payer-reminded' and e.payload ->> 'text' like '%R-1%' order by e.id");
    expect(rows.map(({ payload }) => payload)).toMatchObject([{ level: 1, language: 'fr', text: `Le paiement R-1 de 300.00 GHS était dû le 2026-03-31. Veuillez payer sous le numéro ${payer.controlNumber}.` }, { level: 2 }, { level: 3 }]);
  });
});
