import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Place } from '../places/place.js';
import { Organisation } from './organisation.js';
import { byOrganisation } from './scope.js';

@Resource({
  description: 'That an organisation works in a place beside its seat.',
  table: 'people.organisation_place',
  prefix: 'organisationplace',
  read: 'people.organisations.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  many: 'organisationPlaces',
  scope: byOrganisation('organisation'),
})
export class OrganisationPlace extends Versioned {
  @Field(() => Organisation, { nullable: true, description: 'Which organisation.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Field(() => Place, { description: 'Where.' })
  @ManyToOne(() => Place, { fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place>;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
