import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { Requires } from '../kernel/schema/permission.js';
import { PaymentAccountKind } from '../people/persons/accounts/payment-account.js';
import { channelsOf } from './channels/channels-of.js';

@ObjectType({ description: 'A way in which money reaches payees.' })
export class PaymentChannelInfo {
  @Field(() => String, { description: 'What `paymentRunCreate` takes as `channel`.' })
  name!: string;

  @Field(() => String, { description: 'What it does.' })
  description!: string;

  @Field(() => [PaymentAccountKind], { nullable: true, description: 'The kinds of payment accounts that it pays into; null where any.' })
  accountKinds!: readonly PaymentAccountKind[] | null;

  @Field(() => Boolean, { description: 'Whether it pays by name whoever has no account.' })
  paysWithoutAccount!: boolean;
}

@Resolver()
export class ListPaymentChannels {
  @Query(() => [PaymentChannelInfo], { description: 'The payment channels of this deployment.' })
  @Requires('transactions.runs.read')
  paymentChannels(@Ctx() ctx: Context): readonly PaymentChannelInfo[] {
    return [...channelsOf(ctx.platform)].map(([name, { description, accountKinds = null, paysWithoutAccount = false }]) => ({ name, description, accountKinds: accountKinds as readonly PaymentAccountKind[] | null, paysWithoutAccount }));
  }
}
