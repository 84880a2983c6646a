import 'reflect-metadata';
import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { DateTime } from './scalars.js';

@InterfaceType({ description: 'Anything with an id of its own.' })
export abstract class Node {
  @Field(() => ID, { description: 'Names it for good: a prefix that tells its type, and a UUIDv7 that sorts by creation.' })
  @PrimaryKey({ type: 'uuid' })
  id: string = uuidv7();
}

/** What every resource has: an id, a version for optimistic locking, and when it was written. */
@ObjectType({ implements: Node })
export abstract class Versioned extends Node {
  @Field(() => Int, { description: 'Counts the changes; give it with a change so that nobody is overwritten unseen.' })
  @Property({ type: 'integer', version: true })
  version!: number;

  @Field(() => DateTime, { description: 'When it was first recorded.' })
  @Property({ type: 'timestamptz', fieldName: 'created_at', defaultRaw: 'now()' })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'timestamptz', fieldName: 'updated_at', defaultRaw: 'now()' })
  updatedAt!: string;
}
