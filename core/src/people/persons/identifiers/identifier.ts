import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { Versioned } from '../../../kernel/schema/node.js';
import { Resource } from '../../../kernel/schema/resource.js';
import { DateTime, LocalDate } from '../../../kernel/schema/scalars.js';
import { byPerson } from '../../scope.js';
import { Person } from '../person.js';
import { Verification } from '../verification.js';

@Resource({
  description: 'A number that somebody gave to a person: a national number, a card, a passport.',
  table: 'people.identifier',
  prefix: 'identifier',
  read: 'people.identifiers.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  scope: byPerson('person'),
})
export class Identifier extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => String, { description: 'Its type, one of `identifierTypes`.' })
  @Property({ type: 'text' })
  type!: string;

  /** Of types that are no secret. */
  @Privacy({ sensitivity: 'sensitive' })
  @Property({ type: 'text', fieldName: 'value', nullable: true })
  open!: string | null;

  @Privacy({ sensitivity: 'sensitive', stored: 'digest' })
  @Property({ type: 'bytea', columnType: 'bytea' })
  digest!: Buffer;

  @Privacy({ sensitivity: 'sensitive', stored: 'sealed' })
  @Property({ type: 'bytea', columnType: 'bytea', nullable: true })
  sealed!: Buffer | null;

  @Field(() => String, { nullable: true, description: 'Who gave it.' })
  @Property({ type: 'text', nullable: true })
  issuer!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day on which it is valid.' })
  @Property({ type: 'date', fieldName: 'valid_from', nullable: true })
  validFrom!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it is no longer valid, such as that after its expiry; it stays the person\'s.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;

  @Field(() => Verification, { description: 'Whether it was checked.' })
  @Property({ type: 'text', default: Verification.UNVERIFIED })
  verification!: Verification;

  @Field(() => DateTime, { nullable: true, description: 'When it was checked last.' })
  @Property({ type: 'timestamptz', fieldName: 'verified_at', nullable: true })
  verifiedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who checked it last.' })
  @Property({ type: 'text', fieldName: 'verified_by', nullable: true })
  verifiedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: "Day from which it is no longer the person's, and may be another's; null while it is." })
  @Property({ type: 'date', fieldName: 'ended_on', nullable: true })
  endedOn!: string | null;
}
