import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Organisation } from './organisation.js';
import { byOrganisation } from './scope.js';

@Resource({
  description: 'What an organisation is to the schemes, from a day to a day.',
  table: 'people.organisation_role',
  prefix: 'organisationrole',
  read: 'people.organisations.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  many: 'organisationRoles',
  scope: byOrganisation('organisation'),
})
export class OrganisationRole extends Versioned {
  @Field(() => Organisation, { nullable: true, description: 'Which organisation.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Field(() => String, { description: 'What it is, one of `organisationRoleTypes`: `employer`, `health-facility` …' })
  @Property({ type: 'text' })
  role!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
