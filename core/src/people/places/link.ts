import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { PlaceHierarchy } from './hierarchy.js';
import { Place } from './place.js';

@Resource({
  description: 'That a place lies in another, in one hierarchy, from a day to a day.',
  table: 'people.place_link',
  prefix: 'placelink',
  read: 'people.places.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  many: 'placeLinks',
})
export class PlaceLink extends Versioned {
  @Field(() => PlaceHierarchy, { description: 'In which hierarchy.' })
  @ManyToOne(() => PlaceHierarchy, { fieldName: 'hierarchy_id', type: 'uuid' })
  hierarchy!: Rel<PlaceHierarchy>;

  @Field(() => Place, { description: 'The place below.' })
  @ManyToOne(() => Place, { fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place>;

  @Field(() => Place, { nullable: true, description: 'The place that it is in; null where it is a root of the hierarchy.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'parent_id', type: 'uuid' })
  parent!: Rel<Place> | null;

  @Field(() => LocalDate, { description: 'First day; 0001-01-01 where it was always so.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
