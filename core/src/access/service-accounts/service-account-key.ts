import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import type { JWK } from 'jose';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { DateTime } from '../../kernel/schema/scalars.js';
import { ServiceAccount } from './service-account.js';

@Resource({
  description: 'A public key by which a service account signs in (`private_key_jwt`, RFC 7523).',
  table: 'access.service_account_key',
  prefix: 'service_account_key',
  read: 'access.service-accounts.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'serviceAccountKey',
  many: 'serviceAccountKeys',
})
export class ServiceAccountKey extends Versioned {
  @Field(() => ServiceAccount, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => ServiceAccount, { fieldName: 'account_id', type: 'uuid' })
  serviceAccount!: Rel<ServiceAccount>;

  @Field(() => String, { description: 'What assertions call it in `kid`: as it was given, or its thumbprint (RFC 7638).' })
  @Property({ type: 'text' })
  kid!: string;

  @Field(() => String, { description: 'The only algorithm by which it is believed.' })
  @Property({ type: 'text' })
  algorithm!: string;

  @Property({ type: 'json', columnType: 'jsonb' })
  jwk!: JWK;

  @Field(() => String, { description: 'Who added it.' })
  @Property({ type: 'text', fieldName: 'added_by' })
  addedBy!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was ended.' })
  @Property({ type: 'timestamptz', fieldName: 'ended_at', nullable: true })
  endedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who ended it.' })
  @Property({ type: 'text', fieldName: 'ended_by', nullable: true })
  endedBy!: string | null;
}
