import { withoutLimits } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { ACCOUNT_PURPOSE, accountText } from '../../people/persons/accounts/account-number.js';
import { digests } from '../../kernel/secrets/secrets.js';

/** An account of the registry that a bank writes as a number. */
export interface NumberedAccount {
  readonly number: string;
  /** UUID. */
  readonly account: string;
}

type Ask = <R extends object>(text: string, values: readonly unknown[]) => Promise<{ readonly rows: readonly R[] }>;

/**
 * The accounts that have these numbers, whichever their institutions: found by keyed digests, so that no number is opened.
 *
 * @param ask how to read: within a transaction that sees everybody, else by `asked`
 */
export async function accountsByNumber(ctx: Pick<Context, 'platform'>, ask: Ask, numbers: readonly string[]): Promise<readonly NumberedAccount[]> {
  const wanted = [...new Set(numbers)];
  if (wanted.length === 0) return [];
  const { rows: institutions } = await ask<{ institution: string }>('select distinct institution from people.payment_account where digest is not null', []);
  const tried = wanted.flatMap((number) =>
    institutions.flatMap(({ institution }) =>
      digests(ctx, ACCOUNT_PURPOSE, accountText(institution, normal(number))).map((digest) => ({ number, digest: `\\x${digest.toString('hex')}` }))));
  const { rows } = await ask<NumberedAccount>(
    'select distinct d.number, a.id as account from jsonb_to_recordset($1) as d(number text, digest bytea) join people.payment_account a on a.digest = d.digest', [JSON.stringify(tried)],
  );
  return rows;
}

/** Reads beyond the limits of an actor, of those who may see whole statements of banks. */
export const asked = (ctx: Context): Ask => (text, values) => readRows(withoutLimits(ctx), text, [...values]);

function normal(number: string): string {
  return number.normalize('NFKC').toUpperCase().replace(/[\s./-]/g, '');
}
