import { Arg, Ctx, InputType, Mutation, ObjectType, Field, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { WebhookDelivery } from './delivery.js';
import { requireEverywhere } from './endpoint-mutations.js';
import { deliveryNotFound } from './refusals.js';

@InputType({ description: 'A delivery to send again.' })
export class WebhookDeliveryReplayInput extends IdempotentInput {
  @Ref(() => WebhookDelivery, { description: 'Which.' })
  id!: string;
}

@ObjectType({ description: 'Answer of `webhookDeliveryReplay`.' })
export class WebhookDeliveryPayload extends Payload {
  @Field(() => WebhookDelivery, { nullable: true, description: 'The delivery.' })
  webhookDelivery?: { readonly id: string };
}

@Resolver()
export class ReplayDelivery {
  @Mutation(() => WebhookDeliveryPayload, { description: 'Sends a delivery again under the same id, whatever became of it; whether it may be told is looked at anew.' })
  @Requires('webhooks.deliveries.replay')
  webhookDeliveryReplay(@Arg('input', () => WebhookDeliveryReplayInput, { description: 'Which.' }) input: WebhookDeliveryReplayInput, @Ctx() ctx: Context): Promise<WebhookDeliveryPayload> {
    return write<WebhookDeliveryPayload, WebhookDeliveryReplayInput>(ctx, { operation: 'webhookDeliveryReplay', input }, async (tx, { id }) => {
      requireEverywhere(tx);
      const { rowCount } = await tx.tx.query("update webhooks.delivery set state = 'PENDING', attempts = 0, next_at = '-infinity', delivered_at = null, status = null, problem = null where id = $1", [id]);
      if (rowCount === 0) refuse(deliveryNotFound('id'));
      return { webhookDelivery: { id } };
    });
  }
}
