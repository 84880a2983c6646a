import { extensionPoint } from '../../kernel/module/extension-point.js';

export type Direction = 'DEBIT' | 'CREDIT';

/** A statement as it begins: whose it is and what it says of the account. */
export interface StatementHead {
  readonly kind: 'statement';
  /** The bank's name for it, unique for the account. */
  readonly id: string;
  /** Number of the account, without spaces. */
  readonly account: string;
  /** ISO 4217, where it is said. */
  readonly currency: string | null;
}

/** What the account held, by the bank: debits negative. Exact. */
export interface StatementBalance {
  readonly kind: 'balance';
  readonly at: 'OPENING' | 'CLOSING';
  readonly amount: string;
  readonly currency: string;
  readonly on: string;
}

/** Something that the bank booked. Of what it booked as one, one for each transfer that it tells of. */
export interface StatementEntry {
  readonly kind: 'entry';
  /** In the file, from 1. */
  readonly number: number;
  /** Exact, never negative. */
  readonly amount: string;
  readonly currency: string;
  readonly direction: Direction;
  /** `YYYY-MM-DD`. */
  readonly bookedOn: string | null;
  readonly bankReference: string | null;
  readonly endToEndId: string | null;
  /** Key of the batch that it names, where it was booked as one. */
  readonly batchKey: string | null;
  readonly counterparty: string | null;
  readonly counterpartyAccount: string | null;
  readonly description: string | null;
  /** Why money came back. */
  readonly returnReason: string | null;
}

export type StatementPart = StatementHead | StatementBalance | StatementEntry;

/** A form in which banks say what they booked. */
export interface StatementFormat {
  readonly description: string;
  /**
   * Reads a file as its bytes come: of each statement its head, then its balances and entries. Holds one entry at a time.
   *
   * @throws UnreadableAnswer where the file is cut off, of another kind, or contradicts itself
   */
  read(source: AsyncIterable<Buffer>): AsyncIterable<StatementPart>;
}

/** Forms of bank statements. A module adds to them with `statementFormats.contribute('mt940', { … })`. */
export const statementFormats = extensionPoint<StatementFormat>('transactions.statement-formats', 'many', 'Forms in which banks say what they booked');
