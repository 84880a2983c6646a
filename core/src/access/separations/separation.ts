import { Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';

@Resource({
  description: 'What is to be separate: who has a permission of one list may have none of the other, whichever grants they come by.',
  table: 'access.separation',
  prefix: 'separation',
  read: 'access.roles.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'separation',
  many: 'separations',
  keys: ['name'],
})
export class Separation extends Versioned {
  @Field(() => String, { description: 'Its name, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  name!: string;

  @Field(() => String, { description: 'Why.' })
  @Property({ type: 'text' })
  description!: string;

  @Field(() => String, { nullable: true, description: "The module whose it is; the deployment's own where null." })
  @Property({ type: 'text', nullable: true })
  module!: string | null;

  @Field(() => [String], { description: 'Permissions of one side.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  one!: string[];

  @Field(() => [String], { description: 'Permissions of the other.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  other!: string[];
}
