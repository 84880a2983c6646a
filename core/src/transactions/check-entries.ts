import { Decimal } from 'decimal.js';
import type { Refusal } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { accountNotFound, notBalanced, tooManyDigits, zeroPosting } from './refusals.js';
import { ask } from '../kernel/write/ask.js';
import { inProgrammesOf } from '../people/scope.js';
import { sql } from '../kernel/read/sql.js';

/** 100 digits: more than an amount may have, so that no sum is rounded. */
const Exact = Decimal.clone({ precision: 100 });

export interface Entry {
  readonly account_id: string;
  readonly amount: string;
  readonly currency: string;
  readonly programme_id: string | null;
  readonly funder_id: string | null;
}

interface AccountRow {
  readonly id: string;
  readonly currency: string;
  readonly programme_id: string | null;
  readonly funder_id: string | null;
  readonly digits: number;
}

/** Postings as they would be booked, and everything that speaks against it. */
export async function checkEntries(
  ctx: TxContext, postings: readonly { readonly accountId: string; readonly amount: string }[],
): Promise<{ readonly entries: readonly Entry[]; readonly refusals: readonly Refusal[] }> {
  const { rows } = await ask<AccountRow>(ctx, sql`
    select a.id, a.currency, a.programme_id, a.funder_id, c.minor_digits as digits from transactions.account a join transactions.currency c on c.code = a.currency
    where a.id = any(${postings.map((posting) => posting.accountId)}::uuid[]) and ${inProgrammesOf(ctx, sql`a.programme_id`)}`);
  const accounts = new Map(rows.map((row) => [row.id, row]));
  const refusals: Refusal[] = [];
  const entries = postings.flatMap(({ accountId, amount }, index): Entry[] => {
    const account = accounts.get(accountId);
    const exact = new Exact(amount);
    if (exact.isZero()) refusals.push(zeroPosting(`postings.${index}.amount`));
    if (!account) {
      refusals.push(accountNotFound(`postings.${index}.accountId`));
      return [];
    }
    const { currency, digits, programme_id, funder_id } = account;
    if (exact.decimalPlaces() > digits) refusals.push(tooManyDigits(`postings.${index}.amount`, { amount, digits, currency }));
    return [{ account_id: accountId, amount: exact.toFixed(Math.max(digits, exact.decimalPlaces())), currency, programme_id, funder_id }];
  });
  for (const [currency, own] of Map.groupBy(entries, (entry) => entry.currency)) {
    const sum = own.reduce((total, entry) => total.plus(entry.amount), new Exact(0));
    if (!sum.isZero() && entries.length === postings.length) refusals.push(notBalanced('postings', { currency, sum: sum.toFixed() }));
  }
  return { entries, refusals };
}
