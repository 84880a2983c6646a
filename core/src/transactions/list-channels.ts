import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { Requires } from '../kernel/schema/permission.js';
import { channelsOf } from './channels/channels-of.js';

@ObjectType({ description: 'A way in which money reaches payees.' })
export class PaymentChannelInfo {
  @Field(() => String, { description: 'What `paymentRunCreate` takes as `channel`.' })
  name!: string;

  @Field(() => String, { description: 'What it does.' })
  description!: string;
}

@Resolver()
export class ListPaymentChannels {
  @Query(() => [PaymentChannelInfo], { description: 'The payment channels of this deployment.' })
  @Requires('transactions.runs.read')
  paymentChannels(@Ctx() ctx: Context): readonly PaymentChannelInfo[] {
    return [...channelsOf(ctx.platform)].map(([name, { description }]) => ({ name, description }));
  }
}
