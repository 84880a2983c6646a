import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field } from 'type-graphql';
import { sql } from '../../../kernel/read/sql.js';
import { Versioned } from '../../../kernel/schema/node.js';
import { Resource, SqlField } from '../../../kernel/schema/resource.js';
import { DateTime } from '../../../kernel/schema/scalars.js';
import { byPerson } from '../../scope.js';
import { Person } from '../person.js';
import { instant } from './instant.js';

@Resource({
  description: 'That somebody opened masked fields of a person, with a reason. Nothing is changed later; it ends by itself.',
  table: 'people.reveal',
  prefix: 'reveal',
  read: 'people.reveals.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'administration' },
  many: 'reveals',
  scope: byPerson('person'),
})
export class Reveal extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose fields.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => [String], { description: 'Which masked categories.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  categories!: string[];

  @Field(() => String, { description: 'Why, in the words of who did it.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => String, { description: 'What for, one of `purposes`.' })
  @Property({ type: 'text' })
  purpose!: string;

  @Field(() => String, { description: 'Who did it, and sees them.' })
  @Property({ type: 'text', fieldName: 'revealed_by' })
  revealedBy!: string;

  @Field(() => DateTime, { description: 'Since when.' })
  @Property({ type: 'timestamptz', fieldName: 'revealed_at' })
  revealedAt!: string;

  @Field(() => DateTime, { description: 'Until when they are open.' })
  @Property({ type: 'timestamptz' })
  until!: string;

  @SqlField(() => GraphQLBoolean, { description: 'Whether they are open now.', sql: (t) => sql`(${t['until']} > ${instant})` })
  open!: boolean;
}
