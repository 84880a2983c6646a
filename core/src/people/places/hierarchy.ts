import { Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';

/** UUID of the main hierarchy, written by the migration. */
export const ADMINISTRATIVE = '00000000-0000-7000-8000-000000000001';
/** Its code. */
export const MAIN_HIERARCHY = 'administrative';

@Resource({
  description: 'A way in which places lie in places: administrative (the main one, which decides who sees what), health districts, school districts …',
  table: 'people.place_hierarchy',
  prefix: 'placehierarchy',
  read: 'people.places.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  one: 'placeHierarchy',
  many: 'placeHierarchies',
  keys: ['code'],
})
export class PlaceHierarchy extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment; `administrative` is the main one.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  @Property({ type: 'text', nullable: true })
  description!: string | null;
}
