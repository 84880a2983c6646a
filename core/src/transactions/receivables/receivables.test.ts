import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, paying, tell } from '../testing/receivables.js';
import { as, run, startWorld, TODAY, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => { world = await startWorld(); });
afterAll(async () => {
  expect(await differences(world)).toEqual([]);
  await world.stop();
});

const officer = () => as(world, 'collections-officer');
const premium = (amount: string, code = 'PREMIUM') => ({ code, description: 'Premium', amount });
const demand = (programmeId: string, personId: string, reference: string, amount: string, more: object = {}) =>
  tell(officer(), 'demandRaise', { programmeId, personId, reference, purpose: 'PREMIUM', dueOn: '2026-03-31', lines: [premium(amount)], ...more });
let references = 0;
const receipt = (programmeId: string, controlNumber: string, amount: string, more: object = {}) =>
  tell(officer(), 'receiptReceive', { programmeId, controlNumber, amount, method: 'BANK', bankReference: `B${references += 1}`, receivedOn: TODAY, ...more });
const stateOf = async (id: string | undefined): Promise<string> =>
  (await run<{ demand: { state: string; outstanding: { amount: string } } }>(officer(), 'query ($id: ID!) { demand(by: { id: $id }) { state outstanding { amount } } }', { id })).demand.state;

describe('a demand', () => {
  it('is raised, paid in parts, and shown in a statement that the ledger agrees with', async () => {
    const { programme, persons: [person = ''] } = await paying(world);
    const raised = await demand(programme, person, 'P-1', '100.00', { parts: 3 });
    expect(raised).toMatchObject({ userErrors: [], demand: { state: 'ISSUED', outstanding: { amount: '100.00' } } });
    const { controlNumber, id: payer } = raised.demand?.payer ?? { controlNumber: '', id: '' };
    expect(controlNumber).toMatch(/^\d{12}$/);
    expect(await receipt(programme, `${controlNumber.slice(0, 4)} ${controlNumber.slice(4)}`, '40')).toMatchObject({ userErrors: [], receipt: { state: 'RECEIVED', held: '0.00' } });
    const { demand: shown } = await run<{ demand: object }>(officer(), `query ($id: ID!) { demand(by: { id: $id }) {
      state outstanding { amount } paid { amount } lines { nodes { code amount { amount currency } } } instalments(orderBy: [{ number: ASC }]) { nodes { number dueOn outstanding { amount } amount { amount } } } allocations { nodes { amount { amount } } } } }`, { id: raised.demand?.id });
    expect(shown).toMatchObject({
      state: 'PART_PAID', outstanding: { amount: '60.00' }, paid: { amount: '40.00' }, lines: { nodes: [{ code: 'PREMIUM', amount: { amount: '100.00', currency: 'GHS' } }] },
      instalments: { nodes: [
        { number: 1, dueOn: '2026-03-31', amount: { amount: '33.34' }, outstanding: { amount: '0' } }, { number: 2, dueOn: '2026-04-30', amount: { amount: '33.33' }, outstanding: { amount: '26.67' } },
        { number: 3, dueOn: '2026-05-31', amount: { amount: '33.33' }, outstanding: { amount: '33.33' } },
      ] },
    });
    await receipt(programme, controlNumber, '75.50');
    const { payer: told } = await run<{ payer: object }>(officer(), `query ($id: ID!) { payer(by: { id: $id }) { statement { opening { amount } closing { amount } ledger { amount } left lines { on kind reference amount { amount } balance { amount } } }
      before: statement(to: "2026-02-28") { closing { amount } ledger { amount } } receipts { nodes { held } } } }`, { id: payer });
    expect(told).toMatchObject({
      statement: { opening: { amount: '0.00' }, closing: { amount: '-15.50' }, ledger: { amount: '-15.50' }, left: 0, lines: [
        { kind: 'DEMAND', amount: { amount: '100.00' }, balance: { amount: '100.00' } }, { kind: 'RECEIPT', balance: { amount: '60.00' } }, { kind: 'RECEIPT', balance: { amount: '-15.50' } },
      ] },
      before: { closing: { amount: '0.00' }, ledger: { amount: '0.00' } }, receipts: { nodes: expect.arrayContaining([{ held: '15.50' }]) },
    });
    expect(await demand(programme, person, 'P-2', '10')).toMatchObject({ demand: { state: 'SETTLED', outstanding: { amount: '0.00' } } });
  });
});

describe('what came in', () => {
  it('comes in once, and where nobody has its number it waits for somebody to say whose it is', async () => {
    const { programme, persons: [person = ''] } = await paying(world);
    const { demand: owed } = await demand(programme, person, 'P-1', '50');
    const number = owed?.payer.controlNumber ?? '';
    const wrong = `${number.slice(0, 10)}${number.endsWith('00') ? '01' : '00'}`;
    const lost = await receipt(programme, wrong, '20', { bankReference: 'TWICE' });
    expect(lost).toMatchObject({ userErrors: [], receipt: { state: 'UNMATCHED', unmatchedBecause: 'CHECK_DIGITS', held: '0' } });
    expect(await receipt(programme, number, '20', { bankReference: 'TWICE' })).toMatchObject({ receipt: null, userErrors: [{ code: 'RECEIPT_TWICE', path: ['input', 'bankReference'] }] });
    expect(await receipt(programme, '999999999995', '1')).toMatchObject({ receipt: { unmatchedBecause: 'CHECK_DIGITS' } });
    expect(await tell(officer(), 'receiptMatch', { receiptId: lost.receipt?.id, payerId: owed?.payer.id })).toMatchObject({ userErrors: [], receipt: { state: 'RECEIVED' } });
    expect(await stateOf(owed?.id)).toBe('PART_PAID');
    const other = await paying(world);
    expect(await receipt(other.programme, number, '1')).toMatchObject({ receipt: { state: 'UNMATCHED', unmatchedBecause: 'OTHER_PROGRAMME' } });
  });

  it('is refused with the reason where it cannot be, and nothing is changed', async () => {
    const { programme, persons: [person = ''] } = await paying(world);
    const { demand: owed } = await demand(programme, person, 'P-1', '50');
    const number = owed?.payer.controlNumber ?? '';
    for (const [more, code, path] of [
      [{ amount: '1.001' }, 'RECEIPT_AMOUNT', 'amount'], [{ amount: '0' }, 'RECEIPT_AMOUNT', 'amount'], [{ amount: '-5' }, 'RECEIPT_AMOUNT', 'amount'],
      [{ currency: 'USD' }, 'RECEIPT_CURRENCY', 'currency'], [{ receivedOn: '2026-03-02' }, 'RECEIPT_IN_FUTURE', 'receivedOn'],
    ] as const) expect(await receipt(programme, number, '5', more)).toMatchObject({ receipt: null, userErrors: [{ code, path: ['input', path] }] });
    expect(await demand(programme, person, 'P-1', '50')).toMatchObject({ userErrors: [{ code: 'DEMAND_TWICE' }] });
    expect(await demand(programme, person, 'P-2', '50.001')).toMatchObject({ userErrors: [{ code: 'TOO_MANY_DIGITS', path: ['input', 'lines', '0', 'amount'] }] });
    expect(await demand(programme, person, 'P-2', '50', { dueOn: '2026-02-01' })).toMatchObject({ userErrors: [{ code: 'DUE_BEFORE_TODAY' }] });
    expect(await demand(programme, person, 'P-2', '50', { instalments: [{ dueOn: '2026-03-31', amount: '20' }, { dueOn: '2026-04-30', amount: '29' }] })).toMatchObject({ userErrors: [{ code: 'INSTALMENTS_DIFFER' }] });
    expect(await demand(programme, person, 'P-2', '50', { householdId: 'household_00000000000000000000000000' })).toMatchObject({ userErrors: [{ code: expect.any(String) }] });
    expect(await stateOf(owed?.id)).toBe('ISSUED');
  });

  it('comes by a file, whose lines that cannot be taken are listed and keep back no other', async () => {
    const { programme, persons: [person = ''] } = await paying(world);
    const { demand: owed } = await demand(programme, person, 'P-1', '50');
    const number = owed?.payer.controlNumber ?? '';
    const file = ['bank_reference,control_number,method,amount,currency,received_on', `F1,${number},BANK,20.00,GHS,${TODAY}`, `F2,${number},BANK,1.234,,${TODAY}`, `F1,${number},BANK,20.00,GHS,${TODAY}`,
      `F3,123,MOBILE_MONEY,5,,2026-02-27`, `F4,${number},BARTER,5,,${TODAY}`, `F5,${number},BANK,five,,${TODAY}`, `F6,${number},BANK,5,,2026-02-30`, '', `F7,${number},CASH,31,GHS,2026-02-28`, ''].join('\r\n');
    const send = async (text: string): Promise<unknown> => (await run<{ receiptsReceive: object }>(officer(), 'mutation ($input: ReceiptsReceiveInput!) { receiptsReceive(input: $input) { received unmatched rejected { line bankReference code } userErrors { code } } }', { input: { programmeId: programme, file: text, idempotencyKey: `file ${references += 1} of a test` } })).receiptsReceive;
    expect(await send(file)).toEqual({ received: 2, unmatched: 1, userErrors: [], rejected: [
      { line: 3, bankReference: 'F2', code: 'RECEIPT_AMOUNT' }, { line: 4, bankReference: 'F1', code: 'RECEIPT_TWICE' }, { line: 6, bankReference: 'F4', code: 'RECEIPT_METHOD' },
      { line: 7, bankReference: 'F5', code: 'RECEIPT_AMOUNT' }, { line: 8, bankReference: 'F6', code: 'RECEIPT_DAY' },
    ] });
    expect(await stateOf(owed?.id)).toBe('SETTLED');
    const FILES = 'query ($programme: ID!) { receiptFiles(where: { programme: { id: { eq: $programme } } }) { nodes { receivedOn receivedBy lines received unmatched rejected rejections { nodes { line bankReference code message } } } } }';
    const { receiptFiles } = await run<{ receiptFiles: { nodes: readonly { rejections: { nodes: readonly object[] } }[] } }>(officer(), FILES, { programme });
    expect(receiptFiles.nodes).toMatchObject([{ receivedOn: TODAY, lines: 8, received: 2, unmatched: 1, rejected: 5 }]);
    expect(receiptFiles.nodes[0]?.rejections.nodes[0]).toEqual({ line: 3, bankReference: 'F2', code: 'RECEIPT_AMOUNT', message: expect.stringMatching(/GHS/) });
    expect(await send(file)).toMatchObject({ received: 0, unmatched: 0, userErrors: [] });
    expect(await send(file.slice(0, -4))).toMatchObject({ received: null, userErrors: [{ code: 'RECEIPT_FILE_CUT' }] });
    expect(await send('a,b\n1,2\n')).toMatchObject({ received: null, userErrors: [{ code: 'RECEIPT_FILE_HEADER' }] });
  });

  it('settles what was due first, or what it is told to', async () => {
    const { programme, persons: [person = ''] } = await paying(world);
    const late = await demand(programme, person, 'LATE', '30', { dueOn: '2026-05-31' });
    const soon = await demand(programme, person, 'SOON', '30', { dueOn: '2026-03-31' });
    const number = soon.demand?.payer.controlNumber ?? '';
    await receipt(programme, number, '10');
    expect([await stateOf(soon.demand?.id), await stateOf(late.demand?.id)]).toEqual(['PART_PAID', 'ISSUED']);
    const told = await receipt(programme, number, '30', { demandIds: [late.demand?.id] });
    expect([await stateOf(soon.demand?.id), await stateOf(late.demand?.id)]).toEqual(['PART_PAID', 'SETTLED']);
    expect(await tell(officer(), 'receiptAllocationTakeBack', { receiptId: told.receipt?.id, demandId: late.demand?.id })).toMatchObject({ userErrors: [], receipt: { held: '30.00' } });
    expect(await tell(officer(), 'receiptAllocate', { receiptId: told.receipt?.id, demandId: soon.demand?.id, amount: '25' })).toMatchObject({ userErrors: [{ code: 'TOO_MUCH_ALLOCATED' }] });
    expect(await tell(officer(), 'receiptAllocate', { receiptId: told.receipt?.id, demandId: soon.demand?.id })).toMatchObject({ userErrors: [], receipt: { held: '10.00' } });
    expect(await stateOf(soon.demand?.id)).toBe('SETTLED');
  });

  it('opens again what it settled when the cheque bounces', async () => {
    const { programme, persons: [person = ''] } = await paying(world);
    const { demand: owed } = await demand(programme, person, 'P-1', '50');
    const cheque = await receipt(programme, owed?.payer.controlNumber ?? '', '50', { method: 'CHEQUE' });
    expect(await stateOf(owed?.id)).toBe('SETTLED');
    expect(await tell(officer(), 'receiptReverse', { receiptId: cheque.receipt?.id, reason: 'The cheque bounced' })).toMatchObject({ userErrors: [], receipt: { state: 'REVERSED' } });
    expect(await stateOf(owed?.id)).toBe('ISSUED');
    expect(await tell(officer(), 'receiptReverse', { receiptId: cheque.receipt?.id, reason: 'The cheque bounced' })).toMatchObject({ userErrors: [{ code: 'RECEIPT_STATE' }] });
  });

  it('is given back where a second person agrees', async () => {
    const { programme, persons: [person = ''] } = await paying(world);
    const { demand: owed } = await demand(programme, person, 'P-1', '50');
    const paid = (await receipt(programme, owed?.payer.controlNumber ?? '', '80')).receipt?.id;
    expect(await tell(officer(), 'receiptRefundRequest', { receiptId: paid, amount: '30.01', reason: 'Paid too much' })).toMatchObject({ userErrors: [{ code: 'REFUND_TOO_MUCH' }] });
    const asked = await tell(officer(), 'receiptRefundRequest', { receiptId: paid, amount: '30', reason: 'Paid too much' });
    expect(asked).toMatchObject({ userErrors: [], refund: { state: 'REQUESTED' } });
    const approver = as(world, 'collections-approver');
    const refundId = asked.refund?.id;
    expect(await demand(programme, person, 'P-2', '30')).toMatchObject({ demand: { state: 'ISSUED' } });
    expect(await tell(as(world, 'collections-approver', 'collections-officer'), 'receiptRefundApprove', { refundId })).toMatchObject({ userErrors: [{ code: 'REFUND_SECOND_PERSON' }] });
    expect(await tell(approver, 'receiptRefundApprove', { refundId })).toMatchObject({ userErrors: [], refund: { state: 'APPROVED' } });
    expect(await tell(officer(), 'receiptReverse', { receiptId: paid, reason: 'Bounced' })).toMatchObject({ userErrors: [{ code: 'RECEIPT_REFUNDED' }] });
    expect(await tell(officer(), 'receiptRefundPay', { refundId, paidOn: TODAY, paidReference: 'OUT-1' })).toMatchObject({ userErrors: [], refund: { state: 'PAID' } });
    expect(await tell(approver, 'receiptRefundReject', { refundId })).toMatchObject({ userErrors: [{ code: 'REFUND_STATE' }] });
  });
});

describe('the end of a demand', () => {
  it('gives what was paid to what else is due when it is taken back, and is final', async () => {
    const { programme, persons: [person = ''] } = await paying(world);
    const { demand: first } = await demand(programme, person, 'P-1', '50');
    const { demand: second } = await demand(programme, person, 'P-2', '40', { dueOn: '2026-06-30' });
    await receipt(programme, first?.payer.controlNumber ?? '', '30');
    expect(await tell(officer(), 'demandCancel', { demandId: first?.id, reason: 'Not insured any more' })).toMatchObject({ userErrors: [], demand: { state: 'CANCELLED', outstanding: { amount: '0' } } });
    expect(await stateOf(second?.id)).toBe('PART_PAID');
    expect(await tell(officer(), 'demandCancel', { demandId: first?.id, reason: 'Again' })).toMatchObject({ userErrors: [{ code: 'DEMAND_STATE' }] });
    expect(await tell(as(world, 'collections-approver'), 'demandWriteOff', { demandId: second?.id, reason: 'Cannot be found any more' })).toMatchObject({ userErrors: [], demand: { state: 'WRITTEN_OFF', outstanding: { amount: '0.00' } } });
  });

  it.each([
    ["update transactions.demand set amount = amount + 1", 'demand_frozen'],
    ["update transactions.demand set allocated = 0, state = 'ISSUED'", 'demand_frozen'],
    ["update transactions.receipt set amount = amount + 1", 'receipt_frozen'],
    ["update transactions.payer set control_number = '100000000108'", 'payer_frozen'],
    ['delete from transactions.demand', null], ['delete from transactions.receipt_allocation', null], ['truncate transactions.receipt cascade', null],
    ["insert into transactions.demand_line (demand_id, payer_id, number, code, description, amount, currency, account_id) select l.demand_id, l.payer_id, 99, 'MORE', 'more', 1, l.currency, l.account_id from transactions.demand_line l limit 1", 'demand_parts'],
  ])('is not feigned by any writer: %s', async (statement, constraint) => {
    await expect(world.pool.query(statement)).rejects.toMatchObject(constraint ? { constraint } : { code: 'KG001' });
  });
});
