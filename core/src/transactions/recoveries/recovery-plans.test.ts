import 'reflect-metadata';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../kernel/schema/ids.js';
import { answer, goOn, uuidOf, type MadeRun, type Said } from '../testing/course-of-runs.js';
import { mutated } from '../testing/books.js';
import { scriptedChannel } from '../testing/scripted-channel.js';
import { cancelRun, createRun, makeRun, newKey, proofOf } from '../testing/story.js';
import { as, run, startWorld, type World } from '../testing/world.js';
import { beginReissue } from '../testing/reissues.js';
import { enrolled, oweMore, overpay, planFor, repay, stopPlan, takeBack, writeOff } from './testing/owing-back.js';

const channel = scriptedChannel();
let world: World;
beforeAll(async () => { world = await startWorld({ channels: { scripted: channel }, settings: { batchSize: 2, maxOffsetShare: '0.9' } }); });
afterAll(() => world.stop());

async function make(programme: string): Promise<MadeRun | undefined> {
  const { run: made } = await createRun(as(world, 'payment-officer'), programme, { channel: 'scripted' });
  return made ? { id: made.id, hash: made.contentHash } : undefined;
}
const kept = async (made: MadeRun | undefined): Promise<readonly string[]> =>
  (await world.pool.query<{ said: string }>('select amount + deducted || \' - \' || deducted || \' = \' || amount as said from transactions.payment_instruction where run_id = $1 order by entitlement_id', [made ? uuidOf(made) : null])).rows.map(({ said }) => said);
const outstanding = async (overpayment: string): Promise<string> =>
  (await run<{ overpayment: { outstanding: string } }>(as(world, 'auditor'), 'query ($id: ID!) { overpayment(by: { id: $id }) { outstanding } }', { id: encodeId('overpayment', overpayment) })).overpayment.outstanding;

describe('a recovery plan', () => {
  it('keeps back an instalment for each period, at most its share of each payment, and never goes below the floor', async () => {
    const { programme, owed: [ama, kofi, esi] } = await enrolled(world, ['100.00', '100.00', '100.00']);
    if (!ama || !kofi || !esi) throw new Error('nobody');
    const [ofAma, ofKofi, ofEsi] = [await overpay(world, programme, ama, '60.00'), await overpay(world, programme, kofi, '60.00'), await overpay(world, programme, esi, '60.00')];
    await planFor(world, ofAma, { instalment: '25', offsetShare: '0.2' });
    await planFor(world, ofKofi, { instalments: 7, offsetShare: '0.2', floor: '95' });
    // Repaid by hand: nothing is kept back.
    await planFor(world, ofEsi, { instalment: '25' });
    const first = await make(programme);
    expect(await kept(first)).toEqual(['100.00 - 20.00 = 80.00', '100.00 - 5.00 = 95.00', '100.00 - 0.00 = 100.00']);
    // Of the same period no more than is left of the instalment; of the next another.
    await oweMore(world, programme, ama, '70.00');
    await oweMore(world, programme, ama, '70.01', '2026-02-01');
    const second = await make(programme);
    expect(await kept(second)).toEqual(['70.00 - 5.00 = 65.00', '70.01 - 14.00 = 56.01']);
    expect([await outstanding(ofAma), await outstanding(ofKofi), await outstanding(ofEsi)]).toEqual(['21.00', '55.00', '60.00']);
    const read = await run<{ paymentRun: { instructions: { nodes: { gross: string }[] } } }>(as(world, 'auditor'), `query ($id: ID!) { paymentRun(by: { id: $id }) { total { amount } instructions { nodes { gross deducted { amount } amount { amount currency }
      recoveries { nodes { kind givenBack recovered { amount } periodFrom plan { offsetShare floor { amount } instalment { amount } amount { amount } state } overpayment { outstanding } } } } } proof { balanced recovered { instructions { amount } ledger { amount } } } } }`, { id: second?.id });
    read.paymentRun.instructions.nodes.sort((one, other) => one.gross.localeCompare(other.gross));
    const plan = { offsetShare: '0.2', floor: { amount: '0.00' }, instalment: { amount: '25.00' }, amount: { amount: '60.00' }, state: 'ACTIVE' };
    expect(read).toEqual({ paymentRun: { total: { amount: '121.01' }, proof: { balanced: true, recovered: { instructions: { amount: '19.00' }, ledger: { amount: '19.00' } } }, instructions: { nodes: [
      { gross: '70.00', deducted: { amount: '5.00' }, amount: { amount: '65.00', currency: 'GHS' }, recoveries: { nodes: [{ kind: 'OFFSET', givenBack: false, recovered: { amount: '5.00' }, periodFrom: '2026-01-01', plan, overpayment: { outstanding: '21.00' } }] } },
      { gross: '70.01', deducted: { amount: '14.00' }, amount: { amount: '56.01', currency: 'GHS' }, recoveries: { nodes: [{ kind: 'OFFSET', givenBack: false, recovered: { amount: '14.00' }, periodFrom: '2026-02-01', plan, overpayment: { outstanding: '21.00' } }] } },
    ] } } });
    // Given up before it is sent, it is owed again, and owed back again.
    await cancelRun(as(world, 'payment-officer'), second?.id ?? '');
    expect(await outstanding(ofAma)).toBe('40.00');
    expect(await proofOf(as(world, 'auditor'), second?.id ?? '')).toMatchObject({ balanced: true, entitled: '140.01/140.01', recovered: '0.00/0.00', cancelled: '140.01/140.01' });
    for (let step = 0; step < 2; step += 1) await goOn(world, channel, first ?? { id: '', hash: '' }, 'never');
    await answer(world, first ?? { id: '', hash: '' }, ['RETURNED', 'PAID', 'PAID']);
    expect(await proofOf(as(world, 'auditor'), first?.id ?? '')).toMatchObject({ balanced: true, entitled: '300.00/300.00', paid: '195.00/195.00', pending: '0.00/0.00', returned: '100.00/100.00', recovered: '5.00/5.00' });
    expect([await outstanding(ofAma), await outstanding(ofKofi)]).toEqual(['60.00', '55.00']);
    // All of it is paid by the next run, the last of it up to what is outstanding.
    await repay(world, ofAma, '30.00');
    expect(await kept(await make(programme))).toEqual(['100.00 - 20.00 = 80.00', '70.00 - 5.00 = 65.00', '70.01 - 5.00 = 65.01']);
    expect(await outstanding(ofAma)).toBe('0.00');
  });

  it('may bring a run within its budget: readiness blocks only what no plan could', async () => {
    const { programme, owed: [ama] } = await enrolled(world, ['100.00']);
    const { amendment } = await mutated(as(world, 'ledger-keeper'), 'budgetCreate', 'amendment', { code: newKey(), programmeId: encodeId('programme', programme), startsOn: '2026-01-01', endsOn: '2026-12-31', amount: '90', reason: 'The law of finance', idempotencyKey: newKey() }, 'id budget { id }');
    await mutated(as(world, 'budget-holder'), 'budgetAmendmentDecide', 'amendment', { id: amendment?.id, approve: true, idempotencyKey: newKey() });
    const ready = async (): Promise<unknown> => (await run<{ paymentRunReadiness: { ready: boolean; checks: { code: string; severity: string }[] } }>(as(world, 'payment-officer'),
      'query ($p: ID!) { paymentRunReadiness(programmeId: $p, until: "2026-03-01", channel: "scripted") { ready checks { code severity } } }', { p: encodeId('programme', programme) })).paymentRunReadiness;
    expect(await ready()).toMatchObject({ ready: false, checks: [{ code: 'BUDGET_EXCEEDED', severity: 'BLOCKS' }, {}] });
    await planFor(world, await overpay(world, programme, ama!, '9.99'), { instalment: '25', offsetShare: '0.2' });
    expect(await ready()).toMatchObject({ ready: false });
    await planFor(world, await overpay(world, programme, ama!, '0.01'), { instalment: '25', offsetShare: '0.2' });
    expect(await ready()).toMatchObject({ ready: true, checks: [{ code: 'BUDGET_EXCEEDED', severity: 'WARNS' }, {}] });
  });

  it('is refused where it says too little, too much or twice, and takes nothing once it is stopped', async () => {
    const { programme, owed: [ama] } = await enrolled(world, ['1000'], 'UGX');
    if (!ama) throw new Error('nobody');
    const of = await overpay(world, programme, ama, '301');
    const codes = async (plan: object): Promise<unknown> => (await planFor(world, of, plan)).userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);
    expect(await codes({})).toEqual(['RECOVERY_PLAN_INSTALMENTS input.instalment']);
    expect(await codes({ instalment: '5', instalments: 2 })).toEqual(['RECOVERY_PLAN_INSTALMENTS input.instalment']);
    expect(await codes({ instalment: '5.5' })).toEqual(['RECOVERY_AMOUNT input.instalment']);
    expect(await codes({ instalment: '0' })).toEqual(['RECOVERY_AMOUNT input.instalment']);
    expect(await codes({ instalment: '5', floor: '-1' })).toEqual(['RECOVERY_AMOUNT input.floor']);
    expect(await codes({ instalment: '5', offsetShare: '0.91' })).toEqual(['RECOVERY_PLAN_SHARE input.offsetShare']);
    expect(await codes({ instalment: '5', offsetShare: '0' })).toEqual(['RECOVERY_PLAN_SHARE input.offsetShare']);
    const { plan } = await planFor(world, of, { instalments: 3, offsetShare: '0.5' });
    expect(await codes({ instalment: '5' })).toEqual(['RECOVERY_PLAN_THERE input.overpaymentId']);
    // Three of 101 would be 303: the last brings what is left. One benefit period has fallen due.
    expect(await run(as(world, 'auditor'), 'query ($id: ID!) { recoveryPlan(by: { id: $id }) { instalment { amount } expected madeBy } }', { id: plan?.id })).toEqual({ recoveryPlan: { instalment: { amount: '101' }, expected: '101', madeBy: 'payment-officer@example.org' } });
    await stopPlan(world, plan?.id ?? '');
    expect((await stopPlan(world, plan?.id ?? '')).userErrors.map(({ code }) => code)).toEqual(['RECOVERY_PLAN_STOPPED']);
    expect(await kept(await make(programme))).toEqual(['1000 - 0 = 1000']);
    await writeOff(world, of, '301');
    expect(await codes({ instalment: '5' })).toEqual(['NOTHING_OUTSTANDING input.overpaymentId']);
  });

  it('is taken from once by runs that are made at once, and never beyond what is repaid meanwhile', async () => {
    const { programme, owed } = await enrolled(world, ['50.00', '50.00', '50.00']);
    const found = await Promise.all(owed.map((each) => overpay(world, programme, each, '10.00')));
    for (const each of found) await planFor(world, each, { instalment: '10', offsetShare: '0.5' });
    await Promise.all([make(programme), make(programme), ...found.map((each) => repay(world, each, '4.00')), make(programme)]);
    for (const each of found) expect(['0.00', '6.00']).toContain(await outstanding(each));
    await expect(world.pool.query("update transactions.payment_instruction set deducted = 0, recovery_plan_id = null where deducted > 0")).rejects.toThrow('frozen');
  });
});

type Step =
  | { readonly do: 'owe'; readonly who: number; readonly amount: number; readonly month: number }
  | { readonly do: 'overpay'; readonly who: number; readonly amount: number }
  | { readonly do: 'plan'; readonly which: number; readonly instalment: number; readonly share: number; readonly floor: number }
  | { readonly do: 'stop' | 'create' | 'cancel' | 'go-on' | 'reissue' | 'take-back'; readonly which: number }
  | { readonly do: 'repay' | 'write-off'; readonly which: number; readonly amount: number }
  | { readonly do: 'answer' | 'pay'; readonly which: number; readonly said: readonly Said[] };

const which = fc.nat(3);
const amount = fc.integer({ min: 1, max: 20_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('owe' as const), who: fc.nat(1), amount, month: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('overpay' as const), who: fc.nat(1), amount }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('plan' as const), which, instalment: fc.integer({ min: 1, max: 3_000 }), share: fc.integer({ min: 1, max: 90 }), floor: fc.constantFrom(0, 0, 5_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'cancel' as const), which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('create' as const, 'create' as const, 'go-on' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('repay' as const, 'write-off' as const), which, amount: fc.integer({ min: 1, max: 5_000 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('reissue' as const, 'reissue' as const, 'take-back' as const), which }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('answer' as const, 'pay' as const, 'pay' as const), which, said: fc.array(fc.constantFrom<Said>('PAID', 'RETURNED', 'NOTHING'), { minLength: 3, maxLength: 3 }) }) },
);
const money = (cents: number): string => (cents / 100).toFixed(2);

/** Pays again what came back of a programme and was not paid since; nothing where nothing did. */
async function payAgain(programme: string, which: number): Promise<readonly MadeRun[]> {
  const { rows } = await world.pool.query<{ id: string }>(`
    select i.id from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id where r.programme_id = $1 and i.state = 'RETURNED'
      and not exists (select from transactions.payment_instruction o where o.entitlement_id = i.entitlement_id and (o.state in ('PENDING', 'SENT', 'PAID') or o.id > i.id)) order by i.reference limit $2`, [programme, 1 + (which % 2)]);
  const again = await makeRun(as(world, 'payment-officer'), await beginReissue(as(world, 'payment-officer'), rows));
  return again.run ? [{ id: again.run.id, hash: again.run.contentHash }] : [];
}

/** A repayment bounces, or a write-off was a mistake. What was taken back already is refused. */
async function takeBackOne(programme: string, which: number): Promise<void> {
  const { rows } = await world.pool.query<{ id: string }>("select r.id from transactions.recovery r join programmes.overpayment o on o.id = r.overpayment_id where o.programme_id = $1 and r.kind in ('REPAID', 'WRITTEN_OFF') order by r.id", [programme]);
  const { id } = rows[which % Math.max(rows.length, 1)] ?? {};
  if (id) await takeBack(world, id);
}

/** What must hold of the whole at any moment; each is null where it does. */
const WRONG = `
  select
    (select min(o.id::text) from programmes.overpayment o where o.programme_id = $1 and o.amount - transactions.recovered(o.id) < 0) as below_nothing,
    (select coalesce(sum(o.amount - transactions.recovered(o.id)), 0) from programmes.overpayment o where o.programme_id = $1)
      - (select coalesce(sum(p.amount), 0) from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose = 'RECEIVABLE') as receivable_off,
    (select coalesce(sum(r.amount), 0) from transactions.recovery r join programmes.overpayment o on o.id = r.overpayment_id where o.programme_id = $1 and r.kind = 'WRITTEN_OFF' and not exists (select from transactions.recovery t where t.takes_back_id = r.id))
      - (select coalesce(sum(p.amount), 0) from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose = 'WRITTEN_OFF') as written_off,
    (select coalesce(sum(p.amount), 0) from transactions.posting p where p.programme_id = $1) as ledger_off,
    -- Entitled = paid + recovered + pending (owed or on its way) + returned, of all that was booked.
    (select coalesce(sum(e.amount), 0) from programmes.entitlement e join transactions.accrual using (entitlement_id) where e.programme_id = $1) - (
      select coalesce(sum(i.amount) filter (where i.state = 'PAID'), 0) + coalesce(sum(i.deducted) filter (where i.state in ('PENDING', 'SENT', 'PAID')), 0) from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id where r.programme_id = $1)
      + (select coalesce(sum(p.amount), 0) from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose in ('PAYABLE', 'IN_TRANSIT', 'RETURNED')) as entitled_off,
    (select min(i.id::text) from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id join transactions.recovery_plan p on p.id = i.recovery_plan_id where r.programme_id = $1
      and (i.deducted > (i.amount + i.deducted) * p.offset_share or i.amount < p.floor)) as beyond_share_or_floor,
    (select min(q.id::text) from (select p.id from transactions.recovery_plan p join programmes.overpayment o on o.id = p.overpayment_id join transactions.recovery r on r.plan_id = p.id join transactions.payment_instruction i on i.id = r.instruction_id
      where o.programme_id = $1 and i.state in ('PENDING', 'SENT', 'PAID') group by p.id, r.period_from having sum(r.amount) > p.instalment) q) as beyond_instalment`.replaceAll('join transactions.accrual using (entitlement_id)', 'join transactions.accrual b on b.entitlement_id = e.id');

it('overpaid = recovered + written off + outstanding, and entitled = paid + pending + returned + recovered, whatever happens in whatever order', async () => {
  const done = { taken: 0, takenBack: 0, reissued: 0 };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 16, maxLength: 36 }), async (steps) => {
    const { programme, owed } = await enrolled(world, ['80.00', '0.01']);
    const [made, overpaid, plans]: [MadeRun[], string[], string[]] = [[], [], []];
    const at = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(all.length, 1)];
    for (const next of steps) {
      if (next.do === 'owe') await oweMore(world, programme, owed[next.who] ?? { enrolment: '', payee: '' }, money(next.amount), `2026-0${next.month}-01`);
      else if (next.do === 'overpay') overpaid.push(await overpay(world, programme, owed[next.who] ?? { enrolment: '', payee: '' }, money(next.amount)));
      else if (next.do === 'create') made.push(...[await make(programme)].flatMap((each) => each ?? []));
      else if (next.do === 'take-back') await takeBackOne(programme, next.which);
      else if (next.do === 'stop') await (at(plans, next.which) && stopPlan(world, at(plans, next.which) ?? ''));
      else if (next.do === 'plan' || next.do === 'repay' || next.do === 'write-off') {
        const of = at(overpaid, next.which);
        if (!of) continue;
        if (next.do === 'plan') plans.push(...[(await planFor(world, of, { instalment: money(next.instalment), offsetShare: money(next.share), floor: money(next.floor) })).plan?.id].flatMap((each) => each ?? []));
        else await (next.do === 'repay' ? repay : writeOff)(world, of, money(next.amount));
      } else {
        // What was made last goes on the most often.
        const target = next.do === 'pay' ? made.at(-1 - (next.which % 2)) : at(made, next.which);
        if (!target) continue;
        if (next.do === 'reissue') made.push(...(await payAgain(programme, next.which)));
        else if (next.do === 'pay') {
          for (let goes = 0; goes < 2; goes += 1) await goOn(world, channel, target, 'never');
          await answer(world, target, next.said);
        } else if (next.do === 'cancel') await cancelRun(as(world, 'payment-officer'), target.id);
        else await (next.do === 'answer' ? answer(world, target, next.said) : goOn(world, channel, target, 'never'));
      }
      const { rows: [wrong] } = await world.pool.query<Record<string, string | null>>(WRONG, [programme]);
      expect(Object.entries(wrong ?? {}).filter(([, off]) => off !== null && Number(off) !== 0), JSON.stringify(next)).toEqual([]);
    }
    for (const { id } of made) expect(await proofOf(as(world, 'auditor'), id)).toMatchObject({ balanced: true });
    const { rows: [counted] } = await world.pool.query<Record<keyof typeof done, number>>(`
      select (select count(*)::int from transactions.recovery r join programmes.overpayment o on o.id = r.overpayment_id where o.programme_id = $1 and r.instruction_id is not null) as taken,
        (select count(*)::int from transactions.recovery r join programmes.overpayment o on o.id = r.overpayment_id where o.programme_id = $1 and r.kind = 'TAKEN_BACK') as "takenBack",
        (select count(*)::int from transactions.payment_run r where r.programme_id = $1 and r.kind = 'REISSUE' and r.state = 'RECONCILED') as reissued`, [programme]);
    for (const what of Object.keys(done) as (keyof typeof done)[]) done[what] += counted?.[what] ?? 0;
  }), { numRuns: 10 });
  expect(Object.values(done).every((times) => times > 0), JSON.stringify(done)).toBe(true);
}, 240_000);
