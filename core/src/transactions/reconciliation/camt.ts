import { Decimal } from 'decimal.js';
import { UnreadableAnswer } from '../payment-channel.js';
import { compact } from '../channels/iso20022/account-id.js';
import { all, at, readElements, textAt, type Element } from '../channels/iso20022/elements.js';
import { keyOfMessage } from '../channels/iso20022/message-id.js';
import type { Direction, StatementBalance, StatementEntry, StatementFormat, StatementPart } from './statement-format.js';

const Exact = Decimal.clone({ precision: 100 });

const ROOTS = ['Document/BkToCstmrStmt/Stmt', 'Document/BkToCstmrDbtCdtNtfctn/Ntfctn'];
const PATHS = new Set(ROOTS.flatMap((root) => ['Id', 'Acct', 'Bal', 'TxsSummry', 'Ntry'].map((name) => `${root}/${name}`)).concat(ROOTS.map((root) => `${root.slice(0, root.lastIndexOf('/'))}/GrpHdr`)));

/** Balances by their codes; others, such as those of value days, are passed over. */
const BALANCES: Readonly<Record<string, StatementBalance['at']>> = { OPBD: 'OPENING', PRCD: 'OPENING', CLBD: 'CLOSING' };

/**
 * Statements (`camt.053`) and notifications (`camt.054`) of ISO 20022, versions 02 to 08 and what is alike. Entries that the bank has not
 * booked (`PDNG`, `INFO`, `FUTR`) are passed over.
 */
export const camtFormat: StatementFormat = {
  description: 'camt.053 and camt.054 of ISO 20022',
  read,
};

async function* read(source: AsyncIterable<Buffer>): AsyncGenerator<StatementPart> {
  let number = 0;
  let [kind, header] = [false, false];
  let statement: Statement | undefined;
  for await (const { path, element, line } of readElements(source, PATHS)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name === 'Document') kind = isCamt(element);
    else if (name === 'GrpHdr') header = true;
    else if (name === 'Id') {
      close(statement);
      statement = { id: element.text.trim(), booked: nothing() };
    } else if (!statement) throw new UnreadableAnswer(`A statement has no id (line ${line}).`);
    else if (name === 'Acct') {
      statement.account = accountOf(element) ?? '';
      yield { kind: 'statement', id: statement.id, account: statement.account, currency: textAt(element, 'Ccy') };
    } else if (name === 'Bal') {
      const code = textAt(element, 'Tp', 'CdOrPrtry', 'Cd') ?? '';
      if (code === 'PRCD' && statement.opened) continue;
      statement.opened ||= code === 'OPBD';
      yield* balanceOf(element, code, line);
    } else if (name === 'TxsSummry') statement.told = summaryOf(element);
    else if (statement.account === undefined) throw new UnreadableAnswer(`A statement does not say of which account it is (line ${line}).`);
    else {
      count(statement.booked, element);
      for (const entry of entriesOf(element, line)) yield { ...entry, number: (number += 1) };
    }
  }
  if (!kind || !header) throw new UnreadableAnswer('It is no bank statement or notification of ISO 20022 (camt.053, camt.054).');
  if (!statement) throw new UnreadableAnswer('There is no statement in it.');
  close(statement);
}

function isCamt({ attributes }: Element): boolean {
  return Object.entries(attributes).some(([name, value]) => name.startsWith('xmlns') && /:camt\.05[34]\.001\.\d\d$/.test(value));
}

/** What a statement says of its entries: how many of each direction, and their sum. */
interface Told {
  entries: number | null;
  sums: Record<Direction, Decimal | null>;
}

/** The statement that is being read. */
interface Statement {
  readonly id: string;
  account?: string;
  /** Whether its opening balance was told, of which the closing balance of the day before is a copy. */
  opened?: boolean;
  told?: Told;
  readonly booked: Told;
}

const nothing = (): Told => ({ entries: 0, sums: { DEBIT: new Exact(0), CREDIT: new Exact(0) } });

function summaryOf(element: Element): Told {
  const number = textAt(element, 'TtlNtries', 'NbOfNtries');
  const sum = (name: string): Decimal | null => {
    const text = textAt(element, name, 'Sum');
    return text !== null && /^\d{1,18}(\.\d{1,17})?$/.test(text) ? new Exact(text) : null;
  };
  return { entries: number === null ? null : Number(number), sums: { DEBIT: sum('TtlDbtNtries'), CREDIT: sum('TtlCdtNtries') } };
}

function count({ sums }: Told, element: Element): void {
  const direction = directionOf(element);
  const amount = textAt(element, 'Amt');
  if (direction && amount && /^[\d.]+$/.test(amount)) sums[direction] = sums[direction]?.plus(amount) ?? null;
}

/** Control sums have to be right: what they don't fit was changed, or is not whole. */
function close(statement: Statement | undefined): void {
  if (!statement) return;
  if (statement.account === undefined) throw new UnreadableAnswer(`The statement ${statement.id} does not say of which account it is.`);
  for (const direction of ['DEBIT', 'CREDIT'] as const) {
    const told = statement.told?.sums[direction];
    const found = statement.booked.sums[direction];
    if (told && found && !told.equals(found)) throw new UnreadableAnswer(`The statement ${statement.id} says that its ${direction === 'DEBIT' ? 'debits' : 'credits'} sum to ${told.toFixed()}; they sum to ${found.toFixed()}.`);
  }
}

function accountOf(element: Element): string | null {
  const number = textAt(element, 'Id', 'IBAN') ?? textAt(element, 'Id', 'Othr', 'Id') ?? textAt(element, 'Id', 'PrtryAcct', 'Id');
  return number === null ? null : compact(number);
}

function directionOf(element: Element): Direction | null {
  const code = textAt(element, 'CdtDbtInd');
  return code === 'DBIT' ? 'DEBIT' : code === 'CRDT' ? 'CREDIT' : null;
}

function* balanceOf(element: Element, code: string, line: number): Generator<StatementBalance> {
  const place = BALANCES[code];
  if (!place) return;
  const { amount, currency } = moneyAt(at(element, 'Amt'), line) ?? refused('A balance has no amount', line);
  const on = dayAt(element, 'Dt') ?? refused('A balance has no day', line);
  yield { kind: 'balance', at: place, amount: directionOf(element) === 'DEBIT' && !new Exact(amount).isZero() ? `-${amount}` : amount, currency, on };
}

function refused(what: string, line: number): never {
  throw new UnreadableAnswer(`${what} (line ${line}).`);
}

interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** Zeros behind the last digit say nothing, and banks write more of them than a currency has. */
function moneyAt(element: Element | undefined, line: number): Amount | null {
  if (!element) return null;
  const [text, currency] = [element.text.trim(), element.attributes['Ccy'] ?? ''];
  if (!/^\d{1,18}(\.\d{0,5})?$/.test(text) || !/^[A-Z]{3}$/.test(currency)) return refused(`"${text.slice(0, 40)}" is no amount of a currency`, line);
  return { amount: new Exact(text.replace(/\.$/, '')).toFixed(), currency };
}

function dayAt(element: Element | undefined, name: string): string | null {
  const text = textAt(element, name, 'Dt') ?? textAt(element, name, 'DtTm');
  return text && /^\d{4}-\d\d-\d\d/.test(text) ? text.slice(0, 10) : null;
}

type Unnumbered = Omit<StatementEntry, 'number'>;

function entriesOf(entry: Element, line: number): readonly Unnumbered[] {
  const status = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts') ?? 'BOOK';
  if (status !== 'BOOK') return [];
  const money = moneyAt(at(entry, 'Amt'), line) ?? refused('An entry has no amount', line);
  const direction = directionOf(entry) ?? refused('An entry does not say whether it is a debit or a credit', line);
  const bookedOn = dayAt(entry, 'BookgDt') ?? dayAt(entry, 'ValDt');
  const details = all(entry, 'NtryDtls');
  const transfers = details.flatMap((detail) => all(detail, 'TxDtls'));
  const whole: Unnumbered = {
    kind: 'entry', ...money, direction, bookedOn, bankReference: textAt(entry, 'AcctSvcrRef'), endToEndId: null, batchKey: batchOf(details), counterparty: null, counterpartyAccount: null,
    description: textAt(entry, 'AddtlNtryInf'), returnReason: null,
  };
  const split = transfers.map((transfer) => ({ ...whole, ...ofTransfer(transfer, direction), ...(transferMoney(transfer, line) ?? { amount: null, currency: money.currency }), direction: directionOf(transfer) ?? direction }));
  if (split.length === 1 && split[0]) return [{ ...split[0], ...money, direction }];
  const sum = split.reduce((so, each) => (each.amount === null ? so : each.direction === direction ? so.plus(each.amount) : so.minus(each.amount)), new Exact(0));
  const adds = split.length > 0 && split.every((each) => each.amount !== null && each.currency === money.currency) && sum.equals(money.amount);
  // Transfers that do not make up what was booked explain nothing: the entry stays one.
  return adds ? split.map((each) => ({ ...each, amount: each.amount ?? '0' })) : [whole];
}

function batchOf(details: readonly Element[]): string | null {
  for (const detail of details) {
    const key = [textAt(detail, 'Btch', 'PmtInfId'), textAt(detail, 'Btch', 'MsgId')].map((id) => id && keyOfMessage(id)).find(Boolean);
    if (key) return key;
  }
  return null;
}

function transferMoney(transfer: Element, line: number): Amount | null {
  return moneyAt(at(transfer, 'Amt'), line) ?? moneyAt(at(transfer, 'AmtDtls', 'TxAmt', 'Amt'), line) ?? moneyAt(at(transfer, 'AmtDtls', 'InstdAmt', 'Amt'), line);
}

/** Of a debit the other side is the creditor, of a credit the debtor; money that came back names the payee as the creditor still. */
function ofTransfer(transfer: Element, direction: Direction): Partial<Unnumbered> {
  const returned = at(transfer, 'RtrInf');
  const [party, account] = direction === 'DEBIT' || returned ? ['Cdtr', 'CdtrAcct'] : ['Dbtr', 'DbtrAcct'];
  const parties = at(transfer, 'RltdPties');
  const references = at(transfer, 'Refs');
  const id = textAt(references, 'EndToEndId');
  const batch = [textAt(references, 'PmtInfId'), textAt(references, 'MsgId')].map((each) => each && keyOfMessage(each)).find(Boolean);
  const remittance = [...all(at(transfer, 'RmtInf'), 'Ustrd').map(({ text }) => text.trim()), textAt(transfer, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref') ?? ''].filter((text) => text !== '').join(' ');
  const number = textAt(parties, account ?? '', 'Id', 'IBAN') ?? textAt(parties, account ?? '', 'Id', 'Othr', 'Id');
  return {
    endToEndId: id === null || id === 'NOTPROVIDED' ? null : id,
    ...(batch && { batchKey: batch }),
    ...(textAt(references, 'AcctSvcrRef') && { bankReference: textAt(references, 'AcctSvcrRef') }),
    counterparty: textAt(parties, party ?? '', 'Nm') ?? textAt(parties, party ?? '', 'Pty', 'Nm'),
    counterpartyAccount: number === null ? null : compact(number),
    ...(remittance !== '' && { description: remittance.slice(0, 500) }),
    returnReason: returned ? [textAt(returned, 'Rsn', 'Cd') ?? textAt(returned, 'Rsn', 'Prtry'), textAt(returned, 'AddtlInf')].filter(Boolean).join(' ').slice(0, 500) || 'NOT_SAID' : null,
  };
}
