import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { Public } from '../../../kernel/schema/permission.js';
import { Needs } from '../../../kernel/schema/resource.js';
import { bytesOf, digest, open, seal } from '../../../kernel/secrets/secrets.js';
import { masked } from '../masked.js';
import { PaymentAccount } from './payment-account.js';

export const ACCOUNT_PURPOSE = 'people.payment_account';

/** Tells who shares an account, within one institution. */
export function numberDigest(ctx: Pick<Context, 'platform'>, institution: string, number: string): Buffer {
  return digest(ctx, ACCOUNT_PURPOSE, `${institution}\n${number}`);
}

/** An account's number as its table keeps it. */
export function sealedNumber(ctx: Context, id: string, institution: string, number: string | undefined): { readonly digest: string | null; readonly sealed: string | null } {
  if (number === undefined) return { digest: null, sealed: null };
  const bytes = { digest: numberDigest(ctx, institution, number), sealed: seal(ctx, { purpose: ACCOUNT_PURPOSE, row: id }, number) };
  return { digest: `\\x${bytes.digest.toString('hex')}`, sealed: `\\x${bytes.sealed.toString('hex')}` };
}

/** The whole number of an account, for those who pay to it; null where a cash point has none. */
export function openNumber(ctx: Pick<Context, 'platform'>, { id, sealed }: { readonly id: string; readonly sealed: string | Buffer | null }): string | null {
  return sealed === null ? null : open(ctx, { purpose: ACCOUNT_PURPOSE, row: id }, bytesOf(sealed));
}

interface Row {
  readonly id: string;
  readonly sealed: string | Buffer | null;
}

@Resolver(() => PaymentAccount)
export class AccountNumber {
  @FieldResolver(() => String, { nullable: true, description: 'The number as whoever may read accounts sees it: its last three characters; null where a cash point has none.' })
  @Public('shows what reading accounts is permission for')
  @Needs('sealed')
  masked(@Root() row: Row, @Ctx() ctx: Context): string | null {
    const number = openNumber(ctx, row);
    return number === null ? null : masked(number);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The whole number; null while it is masked for you, and where a cash point has none.' })
  @Public('masked for all but those who see or reveal account numbers')
  @Privacy({ sensitivity: 'sensitive', category: 'people.payment-accounts' })
  @Needs('sealed')
  number(@Root() row: Row, @Ctx() ctx: Context): string | null {
    return openNumber(ctx, row);
  }
}
