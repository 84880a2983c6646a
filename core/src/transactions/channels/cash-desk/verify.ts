import { Arg, Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { readRows } from '../../../kernel/read/read-rows.js';
import { Public } from '../../../kernel/schema/permission.js';
import { receiptKeys, type ReceiptKeys } from './keys.js';
import { verifyReceipt } from './receipt.js';
import { cashDeskChannels } from './settings-of.js';

@ObjectType({ description: 'Whether a receipt is what it says.' })
export class CashReceiptVerification {
  @Field(() => Boolean, { description: 'Whether one of the keys signed it, just as it is.' })
  authentic!: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Whether the payment was taken back since; null where it is not authentic.' })
  takenBack!: boolean | null;

  @Field(() => String, { nullable: true, description: 'Number of the receipt.' })
  number!: string | null;

  @Field(() => String, { nullable: true, description: 'Reference of the payment.' })
  reference!: string | null;
}

/** The keys of all channels that are cash desks; none where the environment has none. */
async function allKeys(ctx: Context): Promise<ReceiptKeys['published']> {
  const variables = new Set([...cashDeskChannels(ctx).values()].map(({ keysVariable }) => keysVariable));
  const sets = await Promise.all([...variables].map((variable) => receiptKeys(variable).then(({ published }) => published, () => [])));
  return sets.flat();
}

@Resolver()
export class VerifyCashReceipt {
  @Query(() => String, { description: 'The public keys of receipts of cash desks: a JWK set (RFC 7517) in JSON, by which anybody verifies receipts without a line.' })
  @Public('public keys are for everybody')
  async cashReceiptKeys(@Ctx() ctx: Context): Promise<string> {
    return JSON.stringify({ keys: await allKeys(ctx) });
  }

  @Query(() => CashReceiptVerification, { description: 'Whether a receipt is authentic, for whoever holds it.' })
  @Public('says of a receipt that is held whether it is true, and nothing that it does not say itself but that it was taken back')
  async cashReceiptVerify(@Arg('receipt', () => String, { description: 'The receipt: the last line of what was printed.' }) receipt: string, @Ctx() ctx: Context): Promise<CashReceiptVerification> {
    const content = receipt.length > 4_000 ? undefined : await verifyReceipt({ published: await allKeys(ctx) }, receipt);
    if (!content) return { authentic: false, takenBack: null, number: null, reference: null };
    const system = ctx.platform.context({ actor: ctx.platform.system() });
    const { rows } = await readRows(system, `select from transactions.cash_payout p join transactions.cash_payout b on b.instruction_id = p.instruction_id and b.kind = 'TAKEN_BACK' where p.receipt_number = $1`, [content.jti]);
    return { authentic: true, takenBack: rows.length > 0, number: content.jti, reference: content.reference };
  }
}
