import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { Public } from '../../../kernel/schema/permission.js';
import { Needs } from '../../../kernel/schema/resource.js';
import { sealWith } from '../../../kernel/secrets/data-keys.js';
import { bytesOf, digest } from '../../../kernel/secrets/secrets.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { keysForPersons, openAll, openOne, type SealedValue } from '../keys/person-keys.js';
import { masked } from '../masked.js';
import { PaymentAccount } from './payment-account.js';

export const ACCOUNT_PURPOSE = 'people.payment_account';

/** Tells who shares an account, within one institution. */
export function numberDigest(ctx: Pick<Context, 'platform'>, institution: string, number: string): Buffer {
  return digest(ctx, ACCOUNT_PURPOSE, accountText(institution, number));
}

/** What of an account is digested. */
export function accountText(institution: string, number: string): string {
  return `${institution}\n${number}`;
}

/** An account's number as its table keeps it. */
export async function sealedNumber(
  ctx: TxContext, { id, personId, institution }: { readonly id: string; readonly personId: string; readonly institution: string }, number: string | undefined,
): Promise<{ readonly digest: string | null; readonly sealed: string | null }> {
  if (number === undefined) return { digest: null, sealed: null };
  const key = (await keysForPersons(ctx, [personId])).get(personId);
  if (!key) throw new Error(`${personId} has no key.`);
  const sealed = sealWith(key, { purpose: ACCOUNT_PURPOSE, row: id }, number);
  return { digest: `\\x${numberDigest(ctx, institution, number).toString('hex')}`, sealed: `\\x${sealed.toString('hex')}` };
}

/** An account's id, and its number as it was sealed: of its row, or kept elsewhere since. */
export interface SealedAccount {
  readonly id: string;
  readonly sealed: string | Buffer | null;
}

function sealedOf({ id, sealed }: SealedAccount): readonly SealedValue[] {
  return sealed === null ? [] : [{ purpose: ACCOUNT_PURPOSE, row: id, sealed: bytesOf(sealed) }];
}

/** The whole number of an account, null where a cash point has none; what a request asks for at the same time is opened together. */
export async function openNumber(ctx: Context, account: SealedAccount): Promise<string | null> {
  const [value] = sealedOf(account);
  return value ? openOne(ctx, value) : null;
}

/**
 * The whole numbers of accounts, for those who pay to them, in the order given; null where a cash point has none. One statement
 * reads the keys of all of them.
 *
 * @throws Error where one was changed, or its person was erased
 */
export async function openNumbers(ctx: Context, accounts: readonly SealedAccount[]): Promise<readonly (string | null)[]> {
  const opened = (await openAll(ctx, accounts.flatMap(sealedOf))).values();
  return accounts.map(({ sealed }) => (sealed === null ? null : (opened.next().value ?? null)));
}

@Resolver(() => PaymentAccount)
export class AccountNumber {
  @FieldResolver(() => String, { nullable: true, description: 'The number as whoever may read accounts sees it: its last three characters; null where a cash point has none.' })
  @Public('shows what reading accounts is permission for')
  @Needs('sealed')
  async masked(@Root() row: SealedAccount, @Ctx() ctx: Context): Promise<string | null> {
    const number = await openNumber(ctx, row);
    return number === null ? null : masked(number);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The whole number; null while it is masked for you, and where a cash point has none.' })
  @Public('masked for all but those who see or reveal account numbers')
  @Privacy({ sensitivity: 'sensitive', category: 'people.payment-accounts' })
  @Needs('sealed')
  number(@Root() row: SealedAccount, @Ctx() ctx: Context): Promise<string | null> {
    return openNumber(ctx, row);
  }
}
