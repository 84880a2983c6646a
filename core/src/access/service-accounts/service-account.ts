import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { DateTime } from '../../kernel/schema/scalars.js';
import { User } from '../users/user.js';

/** Who vouches for service accounts: Kinga itself. */
export const SERVICE_ISSUER = 'urn:kinga:services';

@Resource({
  description: 'A program that signs in by an id and a secret of its own (`POST /auth/token`).',
  table: 'access.service_account',
  prefix: 'service_account',
  read: 'access.service-accounts.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'serviceAccount',
  many: 'serviceAccounts',
  keys: ['code'],
})
export class ServiceAccount extends Versioned {
  @Field(() => String, { description: 'Its client id. What it does is recorded as done by `service:` and this.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'What it is for.' })
  @Property({ type: 'text' })
  description!: string;

  @Field(() => User, { nullable: true, description: 'The user that it is, for granting it something.' })
  @ManyToOne(() => User, { fieldName: 'user_id', type: 'uuid' })
  user!: Rel<User>;

  @Field(() => [String], { nullable: true, description: 'The only permissions that its tokens may have; all that it was granted where null.' })
  @Property({ type: 'text[]', columnType: 'text[]', nullable: true })
  scopes!: string[] | null;

  @Property({ type: 'bytea', columnType: 'bytea', fieldName: 'secret_hash', nullable: true })
  secretHash!: Buffer | null;

  @Field(() => DateTime, { description: 'When it got its secret.' })
  @Property({ type: 'timestamptz', fieldName: 'secret_made_at' })
  secretMadeAt!: string;

  @Field(() => String, { nullable: true, description: 'Who was told its secret; null where it has none, or has had it since before that was kept.' })
  @Property({ type: 'text', fieldName: 'secret_made_by', nullable: true })
  secretMadeBy!: string | null;

  @Property({ type: 'bytea', columnType: 'bytea', fieldName: 'previous_hash', nullable: true })
  previousHash!: Buffer | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when the secret before is good too.' })
  @Property({ type: 'timestamptz', fieldName: 'previous_until', nullable: true })
  previousUntil!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was closed.' })
  @Property({ type: 'timestamptz', fieldName: 'closed_at', nullable: true })
  closedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who closed it.' })
  @Property({ type: 'text', fieldName: 'closed_by', nullable: true })
  closedBy!: string | null;
}
