import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Organisation } from './organisation.js';
import { byOrganisation } from './scope.js';

/** How an organisation can be reached. */
export enum OrganisationContactKind {
  PHONE = 'PHONE',
  EMAIL = 'EMAIL',
  WEBSITE = 'WEBSITE',
  POST = 'POST',
  PERSON = 'PERSON',
}
registerEnumType(OrganisationContactKind, {
  name: 'OrganisationContactKind',
  description: 'How an organisation can be reached.',
  valuesConfig: {
    PHONE: { description: 'A telephone number.' },
    EMAIL: { description: 'An email address.' },
    WEBSITE: { description: 'A web address.' },
    POST: { description: 'A postal address.' },
    PERSON: { description: 'The name of somebody to ask for.' },
  },
});

@Resource({
  description: 'A way to reach an organisation.',
  table: 'people.organisation_contact',
  prefix: 'organisationcontact',
  read: 'people.organisations.read',
  privacy: { sensitivity: 'internal', purpose: 'registry' },
  many: 'organisationContacts',
  scope: byOrganisation('organisation'),
})
export class OrganisationContact extends Versioned {
  @Field(() => Organisation, { nullable: true, description: 'Which organisation.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Field(() => OrganisationContactKind, { description: 'What it is.' })
  @Property({ type: 'text' })
  kind!: OrganisationContactKind;

  @Field(() => String, { description: 'A telephone number as `+` and digits, an email address, a web address, a postal address, or a name.' })
  @Property({ type: 'text' })
  value!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, such as `claims`.' })
  @Property({ type: 'text', nullable: true })
  label!: string | null;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
