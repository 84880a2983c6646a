import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../kernel/schema/ids.js';
import { differences, paying, tell } from '../testing/receivables.js';
import { as, startWorld, TODAY, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => { world = await startWorld(); });
afterAll(() => world.stop());

const cents = fc.integer({ min: 1, max: 9_999 }).map((n) => new Decimal(n).div(100).toFixed(2));
const which = fc.nat({ max: 50 });
const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('raise' as const), payer: fc.nat({ max: 1 }), amount: cents, parts: fc.integer({ min: 1, max: 5 }), month: fc.integer({ min: 3, max: 9 }) }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('receive' as const), payer: fc.nat({ max: 1 }), amount: cents }) },
  fc.record({ does: fc.constantFrom('takeBack' as const, 'reverse' as const, 'cancel' as const, 'writeOff' as const, 'approve' as const, 'reject' as const, 'pay' as const), which }),
  fc.record({ does: fc.constant('refund' as const), which, amount: cents }),
  fc.record({ does: fc.constant('allocate' as const), which, other: which }),
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

let numbers = 0;

/** What the programme has by pencil: only what succeeded counts. */
async function play(commands: readonly Command[]): Promise<{ readonly programme: string; readonly funds: string; readonly demanded: string }> {
  const { programme, persons } = await paying(world, { payers: 2 });
  const [officer, approver] = [as(world, 'collections-officer'), as(world, 'collections-approver')];
  const control = new Map<number, string>();
  const demands: { id: string; amount: string }[] = [];
  const receipts: { id: string; amount: string }[] = [];
  const refunds: { id: string; amount: string }[] = [];
  let [funds, demanded] = [new Decimal(0), new Decimal(0)];
  for (const step of commands) {
    const at = <T>(rows: readonly T[], n: number): T | undefined => rows[n % Math.max(1, rows.length)];
    const key = (numbers += 1);
    if (step.does === 'raise') {
      const { demand } = await tell(officer, 'demandRaise', {
        programmeId: programme, personId: persons[step.payer], reference: `D${key}`, purpose: 'PREMIUM', dueOn: `2026-0${step.month}-28`, parts: step.parts, lines: [{ code: 'PREMIUM', description: 'Premium', amount: step.amount }],
      });
      if (demand) {
        demands.push({ id: demand.id, amount: step.amount });
        control.set(step.payer, demand.payer.controlNumber);
        demanded = demanded.plus(step.amount);
      }
    } else if (step.does === 'receive') {
      const { receipt } = await tell(officer, 'receiptReceive', { programmeId: programme, controlNumber: control.get(step.payer) ?? '000000000000', amount: step.amount, method: 'CHEQUE', bankReference: `B${key}`, receivedOn: TODAY });
      if (receipt) {
        receipts.push({ id: receipt.id, amount: step.amount });
        funds = funds.plus(step.amount);
      }
    } else if (step.does === 'cancel' || step.does === 'writeOff') {
      const demand = at(demands, step.which);
      if (!demand) continue;
      const done = await tell(step.does === 'cancel' ? officer : approver, step.does === 'cancel' ? 'demandCancel' : 'demandWriteOff', { demandId: demand.id, reason: 'Made up for a test' });
      if (step.does === 'cancel' && done.demand) demanded = demanded.minus(demand.amount);
    } else if (step.does === 'refund') {
      const receipt = at(receipts, step.which);
      const { refund } = receipt ? await tell(officer, 'receiptRefundRequest', { receiptId: receipt.id, amount: step.amount, reason: 'Too much' }) : {};
      if (refund) refunds.push({ id: refund.id, amount: step.amount });
    } else if (step.does === 'approve' || step.does === 'reject' || step.does === 'pay') {
      const refund = at(refunds, step.which);
      if (!refund) continue;
      if (step.does !== 'pay') await tell(approver, step.does === 'approve' ? 'receiptRefundApprove' : 'receiptRefundReject', { refundId: refund.id });
      else if ((await tell(officer, 'receiptRefundPay', { refundId: refund.id, paidOn: TODAY, paidReference: 'OUT' })).refund) funds = funds.minus(refund.amount);
    } else {
      const receipt = at(receipts, step.which);
      if (!receipt) continue;
      if (step.does === 'allocate') await tell(officer, 'receiptAllocate', { receiptId: receipt.id, demandId: at(demands, step.other)?.id ?? 'demand_00000000000000000000000000' }).catch(() => undefined);
      else if (step.does === 'takeBack') await tell(officer, 'receiptAllocationTakeBack', { receiptId: receipt.id });
      else if ((await tell(officer, 'receiptReverse', { receiptId: receipt.id, reason: 'Bounced' })).receipt) funds = funds.minus(receipt.amount);
    }
  }
  return { programme: decodeId(programme)?.uuid ?? '', funds: funds.toFixed(2), demanded: demanded.toFixed(2) };
}

describe('what payers owe and paid', () => {
  it('adds up after any interleaving: demanded = settled + given up + outstanding, came in = settled + given back + held, as the ledger has it', { timeout: 120_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 16 }), async (commands) => {
      const { programme, funds, demanded } = await play(commands);
      expect(await differences(world)).toEqual([]);
      const { rows: [told] } = await world.pool.query(
        `select coalesce((select sum(p.amount) from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose = 'FUNDS'), 0)::numeric(20, 2)::text as funds,
           coalesce((select sum(d.amount) from transactions.demand d where d.programme_id = $1 and d.cancelled_on is null), 0)::numeric(20, 2)::text as demanded,
           (select coalesce(sum(p.amount), 0) from transactions.posting p where p.programme_id = $1)::float8 as off`, [programme]);
      expect(told).toEqual({ funds, demanded, off: 0 });
    }), { numRuns: 10 });
  });

  it('loses and makes no cent when it is split', async () => {
    const { rows } = await world.pool.query(
      `select total, parts, digits from generate_series(1, 400) n cross join lateral (select trunc((random() * 10 ^ (n % 8))::numeric, digits) as total, 1 + (random() * 40)::int as parts, digits from unnest('{0,2,3}'::int[]) digits) c
       where (select sum(amount) from transactions.equal_parts(total, parts, digits)) <> total
         or (select max(amount) - min(amount) from transactions.equal_parts(total, parts, digits)) > 10::numeric ^ -digits or exists (select from transactions.equal_parts(total, parts, digits) where scale(trim_scale(amount)) > digits)`);
    expect(rows).toEqual([]);
  });

  it('is settled once by receipts of one payer that come at the same moment, and the same receipt comes once', async () => {
    const { programme, persons: [personId] } = await paying(world);
    const officer = as(world, 'collections-officer');
    const raised = await Promise.all([1, 2, 3].map((n) => tell(officer, 'demandRaise', { programmeId: programme, personId, reference: `C${n}`, purpose: 'PREMIUM', dueOn: `2026-0${2 + n}-28`, lines: [{ code: 'PREMIUM', description: 'Premium', amount: '10.01' }] })));
    expect(raised.map(({ demand }) => demand?.state)).toEqual(['ISSUED', 'ISSUED', 'ISSUED']);
    const controlNumber = raised[0]?.demand?.payer.controlNumber;
    expect(new Set(raised.map(({ demand }) => demand?.payer.controlNumber)).size).toBe(1);
    const came = await Promise.all(Array.from({ length: 12 }, (_, n) => tell(officer, 'receiptReceive', { programmeId: programme, controlNumber, amount: '3.33', method: 'BANK', bankReference: `SAME-${n % 10}`, receivedOn: TODAY })));
    expect(came.filter(({ userErrors }) => userErrors[0]?.code === 'RECEIPT_TWICE')).toHaveLength(2);
    const { rows: [told] } = await world.pool.query(
      `select sum(a.amount)::text as allocated, (select string_agg(state, ',' order by reference) from transactions.demand where programme_id = $1) as states from transactions.receipt_allocation a join transactions.receipt r on r.id = a.receipt_id where r.programme_id = $1`, [decodeId(programme)?.uuid]);
    // 33.30 came in, 30.03 was owed.
    expect(told).toEqual({ allocated: '30.03', states: 'SETTLED,SETTLED,SETTLED' });
    expect(await differences(world)).toEqual([]);
  });
});
