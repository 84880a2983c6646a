import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Organisation } from './organisation.js';
import { byOrganisation } from './scope.js';

@Resource({
  description: 'A number that somebody gave to an organisation: a tax number, a licence.',
  table: 'people.organisation_identifier',
  prefix: 'organisationidentifier',
  read: 'people.organisations.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  many: 'organisationIdentifiers',
  scope: byOrganisation('organisation'),
})
export class OrganisationIdentifier extends Versioned {
  @Field(() => Organisation, { nullable: true, description: 'Which organisation.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Field(() => String, { description: 'Its type, one of `organisationIdentifierTypes`.' })
  @Property({ type: 'text' })
  type!: string;

  @Field(() => String, { description: 'The number, written as its type says; one organisation has it at a time.' })
  @Property({ type: 'text' })
  value!: string;

  @Field(() => String, { nullable: true, description: 'Who gave it.' })
  @Property({ type: 'text', nullable: true })
  issuer!: string | null;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
