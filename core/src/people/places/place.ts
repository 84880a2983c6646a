import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { Household } from '../households/household.js';

@Resource({
  description: 'A place in the administrative tree: a country, region, district, village, of any depth.',
  table: 'people.place',
  prefix: 'place',
  read: 'people.places.read',
  one: 'place',
  many: 'places',
  keys: ['code'],
})
export class Place extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment, such as a P-code.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'What kind of place it is, in the words of the country: region, district …' })
  @Property({ type: 'text' })
  level!: string;

  @Field(() => Int, { description: 'How deep it is in the tree; 0 is the root.' })
  @Property({ type: 'integer' })
  depth!: number;

  @Field(() => Place, { nullable: true, description: 'The place that it is in.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'parent_id', type: 'uuid' })
  parent!: Rel<Place> | null;

  /** Number in preorder: its subtree is the interval from here to `lastNumber`. */
  @Property({ type: 'integer' })
  number!: number;

  @Property({ type: 'integer', fieldName: 'last_number' })
  lastNumber!: number;

  @Connection(() => Place, { mappedBy: 'parent', description: 'The places right below it.' })
  children!: unknown;

  @Connection(() => Household, { mappedBy: 'place', description: 'The households that live right here, not further down.' })
  households!: unknown;
}
