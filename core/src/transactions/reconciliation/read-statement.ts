import { Decimal } from 'decimal.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { UnreadableAnswer } from '../payment-channel.js';
import { answerUnreadable, statementBalanceOff, statementOtherAccount, statementOtherCurrency, statementTooFine } from '../refusals.js';
import type { StatementBalance, StatementEntry, StatementFormat, StatementPart } from './statement-format.js';

const Exact = Decimal.clone({ precision: 100 });
/** Entries that are written with one statement. */
const PAGE = 1_000;

export interface OwnAccount {
  readonly id: string;
  readonly number: string;
  readonly currency: string;
  /** Minor digits of its currency. */
  readonly digits: number;
}

/** What a file said of an account beside its entries, which are written. */
export interface ReadStatement {
  readonly names: readonly string[];
  readonly opening: string | null;
  readonly closing: StatementBalance | null;
  readonly entries: number;
}

/**
 * Reads a file and writes its entries page by page as they come, so that memory holds one page. That opening balance, entries and closing
 * balance add up is looked at statement by statement.
 *
 * @throws Refused with what makes the file none that can be taken
 */
export async function readStatement(ctx: TxContext, statementId: string, account: OwnAccount, { format, source }: { readonly format: StatementFormat; readonly source: AsyncIterable<Buffer> }): Promise<ReadStatement> {
  const reading = new Reading(account);
  let page: StatementEntry[] = [];
  const flush = async (): Promise<void> => {
    if (page.length > 0) await writeEntries(ctx, { statementId, account, entries: page });
    page = [];
  };
  try {
    for await (const part of format.read(source)) {
      reading.take(part);
      if (part.kind === 'entry') page.push(part);
      if (page.length === PAGE) await flush();
    }
    await flush();
    return reading.end();
  } catch (error) {
    if (error instanceof UnreadableAnswer) refuse(answerUnreadable('fileId', { what: error.message }));
    throw error;
  }
}

/** What is known of a file at a place in it. */
class Reading {
  readonly #names: string[] = [];
  #first: StatementBalance | null = null;
  #opening: StatementBalance | null = null;
  #closing: StatementBalance | null = null;
  #sum = new Exact(0);
  #entries = 0;

  constructor(readonly account: OwnAccount) {}

  take(part: StatementPart): void {
    if (part.kind === 'statement') {
      this.#close();
      if (part.account !== this.account.number) refuse(statementOtherAccount('fileId', { account: part.account || 'not said', wanted: this.account.number }));
      if (part.currency !== null) this.#checkCurrency(part.currency);
      this.#names.push(part.id);
      return;
    }
    this.#checkCurrency(part.currency);
    if (new Exact(part.amount).decimalPlaces() > this.account.digits) refuse(statementTooFine('fileId', { amount: part.amount, currency: part.currency, digits: this.account.digits }));
    if (part.kind === 'entry') {
      this.#entries += 1;
      this.#sum = part.direction === 'CREDIT' ? this.#sum.plus(part.amount) : this.#sum.minus(part.amount);
    } else if (part.at === 'OPENING') this.#opening = part;
    else this.#closing = part;
  }

  end(): ReadStatement {
    const closing = this.#closing;
    this.#close();
    return { names: this.#names, opening: this.#first?.amount ?? null, closing, entries: this.#entries };
  }

  /** Ends a statement: its balances and entries add up, and it goes on where the one before ended. */
  #close(): void {
    const [opening, closing] = [this.#opening, this.#closing];
    if (opening && closing && !new Exact(opening.amount).plus(this.#sum).equals(closing.amount)) {
      refuse(statementBalanceOff('fileId', { opening: opening.amount, moved: this.#sum.toFixed(), closing: closing.amount }));
    }
    this.#first ??= opening;
    this.#opening = closing;
    this.#sum = new Exact(0);
  }

  #checkCurrency(currency: string): void {
    if (currency !== this.account.currency) refuse(statementOtherCurrency('fileId', { currency, wanted: this.account.currency }));
  }
}

async function writeEntries(ctx: TxContext, { statementId, account, entries }: { readonly statementId: string; readonly account: OwnAccount; readonly entries: readonly StatementEntry[] }): Promise<void> {
  const undated = entries.find(({ bookedOn }) => bookedOn === null);
  if (undated) throw new UnreadableAnswer(`Entry ${undated.number} does not say when it was booked.`);
  await ctx.tx.query(
    `insert into transactions.bank_entry (id, statement_id, bank_account_id, number, booked_on, amount, currency, direction, bank_reference, end_to_end_id, batch_key, counterparty, counterparty_account, description, return_reason, problem)
     select kernel.uuid7(), $1, $2, e.number, e."bookedOn", round(e.amount, $4), e.currency, e.direction, e."bankReference", e."endToEndId", e."batchKey", e.counterparty, e."counterpartyAccount", e.description, e."returnReason", 'NOTHING_NAMED'
     from jsonb_to_recordset($3) as e (number int, "bookedOn" date, amount numeric, currency text, direction text, "bankReference" text, "endToEndId" text, "batchKey" text, counterparty text, "counterpartyAccount" text, description text, "returnReason" text)`,
    [statementId, account.id, JSON.stringify(entries), account.digits],
  );
}
