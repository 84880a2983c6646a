import { Property } from '@mikro-orm/decorators/legacy';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, Resource } from '../kernel/schema/resource.js';
import { WebhookDelivery } from './delivery.js';

/** Whether an endpoint is told what happens. */
export enum WebhookEndpointState {
  ACTIVE = 'ACTIVE',
  PAUSED = 'PAUSED',
  ENDED = 'ENDED',
}
registerEnumType(WebhookEndpointState, {
  name: 'WebhookEndpointState',
  description: 'Whether an endpoint is told what happens.',
  valuesConfig: {
    ACTIVE: { description: 'Is told.' },
    PAUSED: { description: 'Is told later: deliveries wait until it is active again.' },
    ENDED: { description: 'Is told nothing any more.' },
  },
});

@Resource({
  description: 'A system that wants to be told what happens, at an address of its own.',
  table: 'webhooks.endpoint',
  prefix: 'endpoint',
  read: 'webhooks.endpoints.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'webhookEndpoint',
  many: 'webhookEndpoints',
})
export class WebhookEndpoint extends Versioned {
  @Field(() => String, { description: 'Its name, for people.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Where it is told.' })
  @Property({ type: 'text' })
  url!: string;

  @Field(() => [String], { description: 'Of which events, of `webhookEvents`.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  events!: string[];

  @Field(() => String, { description: 'What for, one of `purposes`. Of persons whose data may not be used for it, nothing is told.' })
  @Property({ type: 'text' })
  purpose!: string;

  @Field(() => Boolean, { description: 'Whether what an event says besides ids is told too.' })
  @Property({ type: 'boolean' })
  details!: boolean;

  @Field(() => WebhookEndpointState, { description: 'Whether it is told.' })
  @Property({ type: 'text' })
  state!: WebhookEndpointState;

  @Field(() => String, { description: 'Who made it.' })
  @Property({ type: 'text', fieldName: 'made_by' })
  madeBy!: string;

  @Connection(() => WebhookDelivery, { mappedBy: 'endpoint', description: 'What it was told, or is to be told.' })
  deliveries!: unknown;
}
