import { UnreadableAnswer, type AnswerLine, type BatchLine, type ChannelAnswer, type Outcome, type UnreadableLine } from '../../payment-channel.js';
import { all, elementsOf, textAt, type Element, type Found } from './elements.js';
import { keyOfMessage } from './message-id.js';

const REPORT = 'Document/CstmrPmtStsRpt';
const GROUP = `${REPORT}/OrgnlGrpInfAndSts`;
const INFORMATION = `${REPORT}/OrgnlPmtInfAndSts`;
const TRANSACTION = `${INFORMATION}/TxInfAndSts`;
const PATHS = new Set([`${REPORT}/GrpHdr`, GROUP, ...['OrgnlPmtInfId', 'PmtInfSts', 'StsRsnInf'].map((name) => `${INFORMATION}/${name}`), TRANSACTION]);

/** Statuses that say that a payment is under way, and so nothing: ISO external code list of payment transaction statuses. */
const UNDER_WAY = new Set(['RCVD', 'ACTC', 'ACCP', 'ACSP', 'ACFC', 'ACWC', 'ACWP', 'PDNG', 'PART', 'PATC', 'ACPD', 'ACIS']);
const REFUSED = new Set(['RJCT', 'CANC', 'BLCK']);

interface Reading {
  readonly lines: AnswerLine[];
  readonly batches: BatchLine[];
  readonly unreadable: UnreadableLine[];
}

/**
 * Reads a `CustomerPaymentStatusReport` (`pain.002.001`, versions 03 to 14): the status of single transactions, of a payment
 * information and of the whole group. The nearest to a payment counts. Statuses of payments that are under way say nothing.
 *
 * @param paidBy the statuses by which a payment is paid
 * @throws UnreadableAnswer
 */
export function readPain002(bytes: Buffer, paidBy: readonly string[]): ChannelAnswer {
  const reading: Reading = { lines: [], batches: [], unreadable: [] };
  const group: Found[] = [];
  let information: { key: string | null; status: string | null; reason: string | null } = { key: null, status: null, reason: null };
  let seen = false;
  for (const found of elementsOf(bytes, PATHS)) {
    const { path, element } = found;
    if (path === 'Document') checkKind(element);
    else if (path === `${REPORT}/GrpHdr`) seen = true;
    else if (path === GROUP) group.push(found);
    else if (path === `${INFORMATION}/OrgnlPmtInfId`) information = { key: element.text.trim(), status: null, reason: null };
    else if (path === `${INFORMATION}/PmtInfSts`) {
      information.status = element.text.trim();
      if (information.status !== 'PART') ofBatch(reading, { id: information.key, status: information.status, reason: null, line: found.line }, paidBy);
    } else if (path === `${INFORMATION}/StsRsnInf`) sayWhy(reading, information.key, reasonOf([element]));
    else if (path === TRANSACTION) ofTransaction(reading, found, paidBy);
  }
  if (!seen) throw new UnreadableAnswer('It is no payment status report (pain.002).');
  for (const { element, line } of group) {
    ofBatch(reading, { id: textAt(element, 'OrgnlMsgId'), status: textAt(element, 'GrpSts'), reason: reasonOf(all(element, 'StsRsnInf')), line }, paidBy);
  }
  return reading;
}

function checkKind({ attributes }: Element): void {
  const space = Object.entries(attributes).find(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))?.[1] ?? '';
  const uses = Object.entries(attributes).some(([name, value]) => name.startsWith('xmlns') && /:pain\.002\.001\.\d\d$/.test(value));
  if (!uses) throw new UnreadableAnswer(`It is no payment status report (pain.002) but ${space || 'of no namespace'}.`);
}

function outcomeOf(status: string, paidBy: readonly string[]): Outcome | 'UNDER_WAY' | undefined {
  if (paidBy.includes(status)) return 'PAID';
  if (REFUSED.has(status)) return 'RETURNED';
  return UNDER_WAY.has(status) || status === 'ACSC' || status === 'ACCC' ? 'UNDER_WAY' : undefined;
}

function ofTransaction(reading: Reading, { element, line }: Found, paidBy: readonly string[]): void {
  const reference = textAt(element, 'OrgnlEndToEndId') ?? textAt(element, 'OrgnlInstrId') ?? '';
  const status = textAt(element, 'TxSts');
  if (status === null) return;
  const outcome = outcomeOf(status, paidBy);
  if (outcome === 'UNDER_WAY') return;
  if (!outcome) return void reading.unreadable.push({ line, reference, reason: 'STATUS_UNKNOWN' });
  const amount = textAt(element, 'OrgnlTxRef', 'Amt', 'InstdAmt');
  if (amount !== null && !/^\d{1,18}(\.\d{1,5})?$/.test(amount)) return void reading.unreadable.push({ line, reference, reason: 'AMOUNT_UNREADABLE' });
  reading.lines.push({ line, reference, amount, status: outcome, reason: outcome === 'RETURNED' ? reasonOf(all(element, 'StsRsnInf')) : null });
}

function ofBatch(reading: Reading, { id, status, reason, line }: { readonly id: string | null; readonly status: string | null; readonly reason: string | null; readonly line: number }, paidBy: readonly string[]): void {
  if (id === null || status === null) return;
  const outcome = outcomeOf(status, paidBy);
  if (outcome === 'UNDER_WAY') return;
  const key = keyOfMessage(id);
  if (!outcome || !key) return void reading.unreadable.push({ line, reference: id, reason: outcome ? 'UNKNOWN_BATCH' : 'STATUS_UNKNOWN' });
  if (reading.batches.some((batch) => batch.key === key)) return;
  reading.batches.push({ line, key, status: outcome, reason: outcome === 'RETURNED' ? reason ?? 'NOT_SAID' : null });
}

/** The reason of a payment information stands after its status. */
function sayWhy({ batches }: Reading, id: string | null, reason: string): void {
  const index = batches.findIndex(({ key, status }) => status === 'RETURNED' && id !== null && key === keyOfMessage(id));
  const [batch] = index < 0 ? [] : batches.splice(index, 1);
  if (batch) batches.push({ ...batch, reason });
}

/** The codes of a rejection, and what the bank adds in words. */
function reasonOf(informations: readonly Element[]): string {
  const said = informations.flatMap((information) => [
    textAt(information, 'Rsn', 'Cd') ?? textAt(information, 'Rsn', 'Prtry'), ...all(information, 'AddtlInf').map((info) => info.text.trim()),
  ]);
  return said.filter((part): part is string => Boolean(part)).join(' ').slice(0, 500) || 'NOT_SAID';
}
