import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId, encodeId } from '../../../src/kernel/schema/ids.js';
import { giveAccounts } from '../../../src/transactions/testing/accounts.js';
import { mutated } from '../../../src/transactions/testing/books.js';
import { answer, goOn, uuidOf, type MadeRun, type Said } from '../../../src/transactions/testing/course-of-runs.js';
import { scriptedChannel } from '../../../src/transactions/testing/scripted-channel.js';
import { approveRun, cancelRun, createRun, newKey, proofOf } from '../../../src/transactions/testing/story.js';
import { as, owe, owing, run, startWorld, type World } from '../../../src/transactions/testing/world.js';

const channel = scriptedChannel();
let world: World;
let court: string;
beforeAll(async () => {
  world = await startWorld({ channels: { channel }, settings: { payees: { maxDeductionShare: '1' } } });
  const { rows } = await world.pool.query<{ id: string }>("insert into people.organisation (id, code, name) values (kernel.uuid7(), 'COURT', 'Family court') returning id");
  court = encodeId('organisation', rows[0]!.id);
});
afterAll(() => world.stop());

const officer = () => as(world, 'payment-officer');
const approver = () => as(world, 'payment-approver');

const NOTE = `query ($run: ID!, $payee: ID!) { remittanceNote(runId: $run, payeeId: $payee) { number payeeName receiverName net { amount currency } text
  lines { state payment periodFrom gross { amount } keptBack { amount } net { amount } institution account deductions { kind organisationName amount { amount } } } } }`;

/** A programme that owes amounts to one person. */
async function owed(amounts: readonly string[], currency = 'GHS'): Promise<{ readonly programme: string; readonly payee: string }> {
  const programme = await owing(world, amounts.slice(0, 1), { currency });
  const { rows } = await world.pool.query<{ payee: string; enrolment: string }>('select payee_id as payee, enrolment_id as enrolment from programmes.entitlement where programme_id = $1', [programme]);
  for (const [index, amount] of amounts.slice(1).entries()) {
    await world.pool.query(
      `insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, kind, period_from, period_to, due_on, amount, currency, reason, facts, basis)
       values (kernel.uuid7(), $1, $2, $3, 'ARREARS', $4::date, $4::date + 27, '2026-02-28', $5, $6, 'TEST', '{}', '{}')`, [programme, rows[0]!.enrolment, rows[0]!.payee, `2025-${String(index + 1).padStart(2, '0')}-01`, amount, currency]);
  }
  return { programme, payee: rows[0]!.payee };
}

const propose = (payee: string, input: object) => mutated(officer(), 'withholdingOrderPropose', 'order', {
  personId: encodeId('person', payee), organisationId: court, kind: 'MAINTENANCE', reference: newKey(), reason: 'The court said so', priority: 1, dueFrom: '2020-01-01', idempotencyKey: newKey(), ...input,
}, 'id state deducted');
const decide = (id: string, confirm = true, who = approver()) => mutated(who, 'withholdingOrderDecide', 'order', { id, confirm, idempotencyKey: newKey() }, 'id state');
async function ordered(payee: string, input: object): Promise<string> {
  const { order, userErrors } = await propose(payee, input);
  expect(userErrors).toEqual([]);
  expect(await decide(order!.id)).toMatchObject({ order: { state: 'CONFIRMED' } });
  return order!.id;
}

async function made(programme: string): Promise<MadeRun> {
  const { run: of, userErrors } = await createRun(officer(), programme, { channel: 'channel' });
  expect(userErrors).toEqual([]);
  return { id: of!.id, hash: of!.contentHash };
}

/** Approves a run and sends it. */
async function sent(of: MadeRun): Promise<void> {
  await goOn(world, channel, of, 'never');
  await goOn(world, channel, of, 'never');
}

/** What a run pays and withholds, payment by payment. */
async function paid(of: MadeRun) {
  const { rows } = await world.pool.query<{ amount: string; withheld: string; by: string[] }>(
    `select i.amount::text, i.withheld::text, array(select d.amount::text from transactions.deduction d join transactions.withholding_order o on o.id = d.order_id where d.instruction_id = i.id order by o.priority, o.id) as by
     from transactions.payment_instruction i where i.run_id = $1 order by i.amount + i.withheld desc, i.entitlement_id`, [uuidOf(of)]);
  return rows;
}

const heldFor = async (programme: string): Promise<string> => (await world.pool.query<{ held: string }>(
  "select coalesce(-sum(p.amount), 0)::text as held from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose = 'DEDUCTED'", [programme])).rows[0]!.held;

describe('a remittance note', () => {
  it('says what somebody is paid for which period, what goes to whom, and where it is paid to, in the language of who asks', async () => {
    const { programme, payee } = await owed(['100.00', '60.00']);
    await giveAccounts(world, programme, { number: '00123456789', institution: 'GHBANK' });
    await ordered(payee, { programmeId: encodeId('programme', programme), share: '0.25', reference: 'FC/12/2025' });
    const of = await made(programme);
    const ask = async (who = officer(), person = payee) => (await run<{ remittanceNote: { text: string; number: string; net: object; lines: readonly object[] } | null }>(who, NOTE, { run: of.id, payee: encodeId('person', person) })).remittanceNote;
    const note = await ask();
    expect(note).toMatchObject({
      net: { amount: '120.00', currency: 'GHS' }, receiverName: null,
      lines: [
        { state: 'PENDING', periodFrom: '2025-01-01', gross: { amount: '60.00' }, keptBack: { amount: '0.00' }, net: { amount: '45.00' }, deductions: [{ kind: 'MAINTENANCE', organisationName: 'Family court', amount: { amount: '15.00' } }] },
        { state: 'PENDING', periodFrom: '2026-01-01', gross: { amount: '100.00' }, keptBack: { amount: '0.00' }, net: { amount: '75.00' }, institution: 'GHBANK', account: '••••789' },
      ],
    });
    expect(note?.text).toContain('2026-01-01 to 2026-02-28: 100.00 GHS\n  Maintenance, to Family court, FC/12/2025: -25.00 GHS\n  Paid into GHBANK ••••789: 75.00 GHS');
    expect(note?.text).toMatch(/Paid in all: 120\.00 GHS\n$/);
    const french = { ...officer(), locale: 'fr' };
    expect((await ask(french))?.text).toContain('Pension alimentaire, à Family court, FC/12/2025 : -25.00 GHS');
    await sent(of);
    // Both periods come with one payment, which the note names.
    const { rows: [paidAs] } = await world.pool.query<{ payment: string; amount: string }>('select payment, payment_amount::text as amount from transactions.payment_instruction where run_id = $1 and reference = payment', [uuidOf(of)]);
    expect([note?.lines.map((line) => (line as { payment: string }).payment), paidAs?.amount]).toEqual([[paidAs?.payment, paidAs?.payment], '120.00']);
    await answer(world, of, ['RETURNED']);
    expect(await ask()).toMatchObject({ net: { amount: '0.00' }, lines: [{ state: 'RETURNED', net: { amount: '45.00' } }, { state: 'RETURNED', net: { amount: '75.00' } }] });
    expect((await ask())?.text).toContain('Not paid, it came back or was given up: 45.00 GHS');
    expect(await ask(officer(), '018f0000-0000-7000-8000-000000000001')).toBeNull();
    expect(await ask(as(world, 'payment-officer', 'elsewhere', ['NOWHERE']))).toBeNull();
  });
});

describe('an order by which something of payments goes to an organisation', () => {
  it('is proposed by one, confirmed by another, taken by priority under caps and floors, and owed to the organisation', async () => {
    const { programme, payee } = await owed(['100.00']);
    const first = await propose(payee, { programmeId: encodeId('programme', programme), share: '0.3', priority: 1 });
    const both = world.platform.context({ actor: world.platform.actorOf({ id: 'payment-officer@example.org', roles: ['payment-approver'], places: null }) });
    expect(await decide(first['order']!.id, true, both)).toMatchObject({ userErrors: [{ code: 'WITHHOLDING_ORDER_SECOND_PERSON' }] });
    await decide(first['order']!.id);
    await ordered(payee, { programmeId: encodeId('programme', programme), amount: '40', priority: 2, capShare: '0.5' });
    await ordered(payee, { currency: 'GHS', amount: '40', priority: 3, floor: '45' });
    await ordered(payee, { currency: 'EUR', amount: '40', priority: 1 });
    const of = await made(programme);
    // 30 of 100; then 20, since no more than half may have gone; then 5, since 45 is left.
    expect(await paid(of)).toEqual([{ amount: '45.00', withheld: '55.00', by: ['30.00', '20.00', '5.00'] }]);
    expect(await heldFor(programme)).toBe('55.00');
    expect(await proofOf(officer(), of.id)).toMatchObject({ balanced: true, entitled: '100.00/100.00', pending: '45.00/45.00', deducted: '55.00/55.00' });
    await sent(of);
    await answer(world, of, ['PAID']);
    expect(await proofOf(officer(), of.id)).toMatchObject({ balanced: true, paid: '45.00/45.00', deducted: '55.00/55.00' });
    const { paymentInstructions } = await run<{ paymentInstructions: { nodes: object[] } }>(officer(), 'query ($run: ID!) { paymentInstructions(where: { run: { id: { eq: $run } } }) { nodes { gross amount { amount } withheld { amount } } } }', { run: of.id });
    expect(paymentInstructions.nodes).toEqual([{ gross: '100.00', amount: { amount: '45.00' }, withheld: { amount: '55.00' } }]);
  });

  it('takes no more in all than its limit, the earliest first, and is given back with what is returned or cancelled', async () => {
    const { programme, payee } = await owed(['100', '50', '30']);
    const order = await ordered(payee, { currency: 'GHS', share: '0.5', totalLimit: '60' });
    const deducted = async (): Promise<unknown> => (await run<{ withholdingOrder: { deducted: string } }>(officer(), 'query ($id: ID!) { withholdingOrder(by: { id: $id }) { deducted } }', { id: order })).withholdingOrder.deducted;
    const of = await made(programme);
    expect(Decimal.sum(...(await paid(of)).map(({ withheld }) => withheld)).toFixed(2)).toBe('60.00');
    expect(await deducted()).toBe('60.00');
    await cancelRun(officer(), of.id);
    expect([await deducted(), await heldFor(programme)]).toEqual(['0', '0.00']);
    expect(await proofOf(officer(), of.id)).toMatchObject({ balanced: true, cancelled: '180.00/180.00', deducted: '0.00/0.00' });
    const again = await made(programme);
    await sent(again);
    await answer(world, again, ['RETURNED']);
    expect([await deducted(), await heldFor(programme)]).toEqual(['0', '0.00']);
    expect(await proofOf(officer(), again.id)).toMatchObject({ balanced: true, returned: '180.00/180.00' });
  });

  it('is drawn from the budget with its payment: a run is held against it with what goes to others, and says so before it is approved', async () => {
    const { programme, payee } = await owed(['100.00']);
    const { amendment } = await mutated(as(world, 'ledger-keeper'), 'budgetCreate', 'amendment', { code: newKey(), programmeId: encodeId('programme', programme), startsOn: '2026-01-01', endsOn: '2026-12-31', amount: '90', reason: 'The law of finance', idempotencyKey: newKey() }, 'id budget { id }');
    await mutated(as(world, 'budget-holder'), 'budgetAmendmentDecide', 'amendment', { id: amendment!.id, approve: true, idempotencyKey: newKey() });
    await ordered(payee, { programmeId: encodeId('programme', programme), share: '0.3' });
    const of = await made(programme);
    // 70 are paid and 30 go to the court: 100 are drawn.
    expect(await approveRun(approver(), of.id, of.hash)).toMatchObject({ userErrors: [{ code: 'BUDGET_EXCEEDED', path: ['input', 'runId'] }] });
  });

  it('is refused where it says nothing that could be withheld', async () => {
    const { programme, payee } = await owed(['100']);
    const refused = async (input: object): Promise<unknown> => (await propose(payee, input)).userErrors.map(({ code }) => code);
    const programmeId = encodeId('programme', programme);
    expect(await refused({ programmeId })).toEqual(['WITHHOLDING_ORDER_HOW_MUCH']);
    expect(await refused({ programmeId, amount: '1', share: '0.1' })).toEqual(['WITHHOLDING_ORDER_HOW_MUCH']);
    expect(await refused({ programmeId, currency: 'GHS', amount: '1' })).toEqual(['WITHHOLDING_ORDER_CURRENCY']);
    expect(await refused({ programmeId, amount: '0.001' })).toEqual(['WITHHOLDING_ORDER_AMOUNT']);
    expect(await refused({ programmeId, share: '1.5' })).toEqual(['WITHHOLDING_ORDER_SHARE']);
    expect(await refused({ programmeId, amount: '1', dueUntil: '2019-01-01' })).toEqual(['WITHHOLDING_ORDER_DAYS']);
    await ordered(payee, { programmeId, amount: '1', reference: 'FILE-1' });
    expect(await refused({ programmeId, amount: '2', reference: 'FILE-1' })).toEqual(['WITHHOLDING_ORDER_THERE']);
  });

  it('is kept by the database: nothing goes that the instruction does not say, nor to whom no order names', async () => {
    const { programme, payee } = await owed(['100']);
    const order = decodeId(await ordered(payee, { currency: 'GHS', amount: '10' }))!.uuid;
    const of = await made(programme);
    const more = world.pool.query(
      `insert into transactions.deduction (id, order_id, instruction_id, amount, currency, transaction_id)
       select kernel.uuid7(), o.id, i.id, 1.00, 'GHS', (select d.transaction_id from transactions.deduction d limit 1) from transactions.payment_instruction i, transactions.withholding_order o where i.run_id = $1 and o.id <> $2 and o.state = 'CONFIRMED' limit 1`, [uuidOf(of), order]);
    await expect(more).rejects.toMatchObject({ constraint: 'deduction_as_instructed' });
    await expect(world.pool.query('update transactions.payment_instruction set withheld = 0, withheld_by = \'[]\' where run_id = $1', [uuidOf(of)])).rejects.toThrow(/frozen/);
    await expect(world.pool.query('delete from transactions.deduction where order_id = $1', [order])).rejects.toThrow(/never changed/);
  });
});

describe('whatever is ordered, and whatever becomes of payments', () => {
  const someOrder = fc.record({
    how: fc.oneof(fc.record({ amount: fc.integer({ min: 1, max: 9_000 }).map((minor) => new Decimal(minor).div(100).toFixed(2)) }), fc.record({ share: fc.integer({ min: 1, max: 100 }).map((part) => new Decimal(part).div(100).toFixed(2)) })),
    priority: fc.integer({ min: 1, max: 3 }), capShare: fc.integer({ min: 1, max: 10 }).map((part) => new Decimal(part).div(10).toFixed(1)),
    floor: fc.integer({ min: 0, max: 5_000 }).map((minor) => new Decimal(minor).div(100).toFixed(2)), totalLimit: fc.option(fc.integer({ min: 1, max: 15_000 }).map((minor) => new Decimal(minor).div(100).toFixed(2))),
  });
  const course = fc.record({
    amounts: fc.array(fc.integer({ min: 1, max: 10_000 }).map((minor) => new Decimal(minor).div(100).toFixed(2)), { minLength: 1, maxLength: 4 }), orders: fc.array(someOrder, { minLength: 1, maxLength: 4 }),
    said: fc.array(fc.constantFrom<Said>('PAID', 'RETURNED', 'NOTHING'), { minLength: 1, maxLength: 4 }), cancelled: fc.boolean(),
  });

  it('gross is what is paid and withheld, never beyond a cap, a floor or a limit, and the books prove it', { timeout: 600_000 }, async () => {
    await fc.assert(fc.asyncProperty(course, async ({ amounts, orders, said, cancelled }) => {
      const { programme, payee } = await owed(amounts);
      await owe(world, programme, ['7.77']);
      for (const { how, ...rest } of orders) await ordered(payee, { currency: 'GHS', ...how, ...rest });
      for (let round = 0; round < 2; round += 1) {
        const { run: of } = await createRun(officer(), programme, { channel: 'channel' });
        if (!of) break;
        const target: MadeRun = { id: of.id, hash: of.contentHash };
        for (const { withheld, by } of await paid(target)) expect(new Decimal(withheld).toFixed(2)).toBe(Decimal.sum('0', ...by).toFixed(2));
        expect(await proofOf(officer(), of.id)).toMatchObject({ balanced: true });
        if (cancelled && round === 0) await cancelRun(officer(), of.id);
        else {
          await sent(target);
          await answer(world, target, said);
        }
        expect(await proofOf(officer(), of.id)).toMatchObject({ balanced: true });
      }
      const { rows } = await world.pool.query(
        `select i.id from transactions.payment_instruction i join programmes.entitlement e on e.id = i.entitlement_id join transactions.payment_run r on r.id = i.run_id
         where r.programme_id = $1 and (i.amount + i.deducted + i.withheld <> e.amount or i.amount < 0.01)
         union all select o.id from transactions.withholding_order o where o.person_id = $2 and transactions.deducted(o.id) > o.total_limit
         union all select d.id from transactions.deduction d join transactions.withholding_order o on o.id = d.order_id join transactions.payment_instruction i on i.id = d.instruction_id
           where o.person_id = $2 and (d.amount > coalesce(o.amount, (i.amount + i.withheld) * o.share))`, [programme, payee]);
      expect(rows).toEqual([]);
      const { rows: [live] } = await world.pool.query<{ live: string }>(
        `select coalesce(sum(d.amount), 0)::text as live from transactions.deduction d join transactions.payment_instruction i on i.id = d.instruction_id join transactions.payment_run r on r.id = i.run_id
         where r.programme_id = $1 and i.state in ('PENDING', 'SENT', 'PAID')`, [programme]);
      expect(new Decimal(await heldFor(programme)).equals(live!.live)).toBe(true);
    }), { numRuns: 12 });
  });
});
