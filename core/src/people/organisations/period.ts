import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Organisation } from './organisation.js';
import { byOrganisation } from './scope.js';

@Resource({
  description: 'A time in which an organisation was open; closed between two of them.',
  table: 'people.organisation_period',
  prefix: 'organisationperiod',
  read: 'people.organisations.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  many: 'organisationPeriods',
  scope: byOrganisation('organisation'),
})
export class OrganisationPeriod extends Versioned {
  @Field(() => Organisation, { nullable: true, description: 'Which organisation.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Field(() => String, { nullable: true, description: 'Why it closed.' })
  @Property({ type: 'text', fieldName: 'closed_because', nullable: true })
  closedBecause!: string | null;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
