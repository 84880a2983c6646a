import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int, registerEnumType } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Resource } from '../kernel/schema/resource.js';
import { DateTime } from '../kernel/schema/scalars.js';
import { WebhookEndpoint } from './endpoint.js';

/** What became of a delivery. */
export enum WebhookDeliveryState {
  PENDING = 'PENDING',
  DELIVERED = 'DELIVERED',
  DEAD = 'DEAD',
  WITHHELD = 'WITHHELD',
}
registerEnumType(WebhookDeliveryState, {
  name: 'WebhookDeliveryState',
  description: 'What became of a delivery.',
  valuesConfig: {
    PENDING: { description: 'Is to be sent, or to be tried again.' },
    DELIVERED: { description: 'The endpoint took it.' },
    DEAD: { description: 'Was given up; it can be sent again.' },
    WITHHELD: { description: "Was not sent: the person's data may not be used for the endpoint's purpose." },
  },
});

@Resource({
  description: 'That an endpoint is told of an event, at least once.',
  table: 'webhooks.delivery',
  passing: true,
  prefix: 'delivery',
  read: 'webhooks.endpoints.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'webhookDelivery',
  many: 'webhookDeliveries',
})
export class WebhookDelivery extends Versioned {
  @Field(() => WebhookEndpoint, { description: 'Who is told.' })
  @ManyToOne(() => WebhookEndpoint, { fieldName: 'endpoint_id', type: 'uuid' })
  endpoint!: Rel<WebhookEndpoint>;

  @Field(() => String, { description: 'Of what: the name of the event.' })
  @Property({ type: 'text' })
  event!: string;

  @Field(() => WebhookDeliveryState, { description: 'What became of it.' })
  @Property({ type: 'text' })
  state!: WebhookDeliveryState;

  @Field(() => Int, { description: 'How often it was tried.' })
  @Property({ type: 'integer' })
  attempts!: number;

  @Field(() => Int, { nullable: true, description: 'The HTTP status of the last answer.' })
  @Property({ type: 'integer', nullable: true })
  status!: number | null;

  @Field(() => String, { nullable: true, description: 'Why there was no answer, as a code such as `TIMEOUT` or `PRIVATE_ADDRESS`.' })
  @Property({ type: 'text', nullable: true })
  problem!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken.' })
  @Property({ type: 'timestamptz', nullable: true, fieldName: 'delivered_at' })
  deliveredAt!: string | null;
}
