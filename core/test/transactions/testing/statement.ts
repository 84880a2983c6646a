import { Decimal } from 'decimal.js';

export interface EntryToWrite {
  readonly amount: string;
  readonly direction: 'DEBIT' | 'CREDIT';
  readonly endToEndId?: string;
  readonly counterparty?: string;
  readonly counterpartyAccount?: string;
  readonly returnReason?: string;
  readonly description?: string;
  /** Message id of a batch that is booked as one. */
  readonly batch?: string;
  /** End-to-end ids and amounts of what was booked as one. */
  readonly transfers?: readonly (readonly [string, string])[];
}

export interface StatementToWrite {
  readonly account: string;
  readonly opening: string;
  readonly entries: readonly EntryToWrite[];
  readonly id?: string;
  readonly currency?: string;
  /** What it ends with; what adds up where left out. */
  readonly closing?: string;
  readonly on?: string;
}

const indicator = (negative: boolean): string => `<CdtDbtInd>${negative ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;

/** A statement as a bank would write it, by `camt.053.001.08`. */
export function statementOf({ account, opening, entries, id = 'S1', currency = 'GHS', closing, on = '2026-03-02' }: StatementToWrite): string {
  const end = closing ?? entries.reduce((sum, { amount, direction }) => (direction === 'CREDIT' ? sum.plus(amount) : sum.minus(amount)), new Decimal(opening)).toFixed(2);
  const amount = (value: string): string => `<Amt Ccy="${currency}">${value.replace('-', '')}</Amt>`;
  const balance = (code: string, value: string, day: string): string => `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(value)}${indicator(value.startsWith('-'))}<Dt><Dt>${day}</Dt></Dt></Bal>`;
  const transfer = (entry: EntryToWrite): string => {
    const party = `${entry.counterparty ? `<Cdtr><Pty><Nm>${entry.counterparty}</Nm></Pty></Cdtr>` : ''}${entry.counterpartyAccount ? `<CdtrAcct><Id><Othr><Id>${entry.counterpartyAccount}</Id></Othr></Id></CdtrAcct>` : ''}`;
    return `<TxDtls>${entry.endToEndId ? `<Refs><EndToEndId>${entry.endToEndId}</EndToEndId></Refs>` : ''}${amount(entry.amount)}${indicator(entry.direction === 'DEBIT')}${party && `<RltdPties>${party}</RltdPties>`}`
      + `${entry.description ? `<RmtInf><Ustrd>${entry.description}</Ustrd></RmtInf>` : ''}${entry.returnReason ? `<RtrInf><Rsn><Cd>${entry.returnReason}</Cd></Rsn></RtrInf>` : ''}</TxDtls>`;
  };
  const details = (entry: EntryToWrite): string => {
    if (entry.batch) return `<Btch><PmtInfId>${entry.batch}</PmtInfId></Btch>`;
    return (entry.transfers ?? []).map(([endToEndId, value]) => transfer({ ...entry, endToEndId, amount: value })).join('') || transfer(entry);
  };
  const written = entries.map((entry) => `<Ntry>${amount(entry.amount)}${indicator(entry.direction === 'DEBIT')}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${on}</Dt></BookgDt><BkTxCd/><NtryDtls>${details(entry)}</NtryDtls></Ntry>\n`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M-${id}</MsgId><CreDtTm>${on}T20:00:00</CreDtTm></GrpHdr><Stmt><Id>${id}</Id>`
    + `<Acct><Id><Othr><Id>${account.replaceAll(' ', '')}</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>${balance('OPBD', opening, '2026-03-01')}${balance('CLBD', end, on)}\n${written}</Stmt></BkToCstmrStmt></Document>\n`;
}
