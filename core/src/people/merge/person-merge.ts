import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field } from 'type-graphql';
import { sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Person } from '../persons/person.js';
import { PersonMergeRow } from './person-merge-row.js';
import { byEitherPerson } from './scope.js';

@Resource({
  description: 'That two persons were found to be one: who remains, who was merged into whom, and everything that it moved.',
  table: 'people.person_merge',
  prefix: 'merge',
  read: 'people.persons.merge',
  privacy: { subject: { person: 'survivor' }, sensitivity: 'personal', purpose: 'registry' },
  one: 'personMerge',
  many: 'personMerges',
  scope: byEitherPerson('survivor', 'merged'),
})
export class PersonMerge extends Versioned {
  @Field(() => Person, { nullable: true, description: 'The person who remains.' })
  @ManyToOne(() => Person, { fieldName: 'survivor_id', type: 'uuid' })
  survivor!: Rel<Person>;

  @Field(() => Person, { nullable: true, description: 'The person who was found to be the survivor. The row stays and can be looked up.' })
  @ManyToOne(() => Person, { fieldName: 'merged_id', type: 'uuid' })
  merged!: Rel<Person>;

  @Field(() => String, { description: 'Why they are thought to be one.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => String, { nullable: true, description: 'What shows it, in words; `files` has papers.' })
  @Property({ type: 'text', fieldName: 'evidence_source', nullable: true })
  source!: string | null;

  @Property({ type: 'uuid[]', columnType: 'uuid[]', fieldName: 'evidence_file_ids', defaultRaw: "'{}'" })
  evidenceFileIds!: string[];

  @Field(() => LocalDate, { description: 'Day of the merge.' })
  @Property({ type: 'date', fieldName: 'merged_on' })
  mergedOn!: string;

  @Field(() => String, { description: 'Who merged them.' })
  @Property({ type: 'text', fieldName: 'merged_by' })
  mergedBy!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was taken back; null while it stands.' })
  @Property({ type: 'date', fieldName: 'undone_on', nullable: true })
  undoneOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Who took it back.' })
  @Property({ type: 'text', fieldName: 'undone_by', nullable: true })
  undoneBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was taken back.' })
  @Property({ type: 'text', fieldName: 'undone_reason', nullable: true })
  undoneReason!: string | null;

  @SqlField(() => GraphQLBoolean, { description: 'Whether it stands, that is, was not taken back.', sql: (t) => sql`(${t['undoneOn']} is null)` })
  stands!: boolean;

  @Connection(() => PersonMergeRow, { mappedBy: 'merge', description: 'What it did, change by change.' })
  changes!: unknown;
}
