import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { Membership } from './membership.js';
import { Person } from '../persons/person.js';
import { Place } from '../places/place.js';
import { byPlace } from '../scope.js';

@Resource({
  description: 'People who live together and are assessed together.',
  table: 'people.household',
  prefix: 'household',
  read: 'people.households.read',
  one: 'household',
  many: 'households',
  keys: ['code'],
  scope: byPlace('place'),
  onDay: {
    head: { by: [{ of: () => Membership, mine: 'household', gives: 'person', where: { role: 'HEAD' } }] },
  },
})
export class Household extends Versioned {
  @Field(() => String, { description: 'Its number in the registry, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => Place, { nullable: true, description: 'Where it lives.' })
  @ManyToOne(() => Place, { fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place>;

  @Field(() => Person, { nullable: true, description: 'Its head.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'head_id', type: 'uuid' })
  head!: Rel<Person> | null;

  @Property({ type: 'jsonb', default: '{}' })
  attributes: Record<string, unknown> = {};

  @Connection(() => Membership, { mappedBy: 'household', description: 'Its members, present and past.' })
  memberships!: unknown;

  @Connection(() => Person, { mappedBy: 'household', description: 'Those who belong to it now.' })
  members!: unknown;
}
