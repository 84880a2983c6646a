import { Property } from '@mikro-orm/decorators/legacy';
import { GraphQLInt } from 'graphql';
import { Field } from 'type-graphql';
import { isEverywhere } from '../access/scope.js';
import { fromContext, sql } from '../read/sql.js';
import { Node } from '../schema/node.js';
import { Resource, SqlField } from '../schema/resource.js';
import { DateTime } from '../schema/scalars.js';

@Resource({
  description: 'Somebody read data of persons: who, which, when and what for.',
  table: 'kernel.read_log',
  prefix: 'read',
  read: 'kernel.reads.read',
  privacy: { sensitivity: 'personal', purpose: 'administration' },
  many: 'recordedReads',
  // Who has limits sees the reads of a person whom they see, not those of all persons.
  listed: () => sql`${fromContext(({ actor }) => isEverywhere(actor), 'boolean')}`,
  throughOthers: true,
})
export class RecordedRead extends Node {
  @Field(() => DateTime, { description: 'When.' })
  @Property({ type: 'timestamptz' })
  at!: string;

  @Field(() => String, { description: 'Who read.' })
  @Property({ type: 'text' })
  actor!: string;

  @Field(() => [String], { description: 'In which roles.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  roles!: string[];

  @Field(() => String, { description: 'What for.' })
  @Property({ type: 'text' })
  purpose!: string;

  @Field(() => String, { nullable: true, description: 'The job or handler that read, or the file that was sent; null where it was asked for by a request.' })
  @Property({ type: 'text', nullable: true })
  operation!: string | null;

  @Field(() => String, { description: 'The request, as logs and errors name it.' })
  @Property({ type: 'text' })
  request!: string;

  @Field(() => String, { nullable: true, description: 'The session in which it was asked for.' })
  @Property({ type: 'text', nullable: true })
  session!: string | null;

  @Field(() => [String], { description: 'What was read, each as `Type.field`.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  fields!: string[];

  @Field(() => Boolean, { description: 'Whether values may have been shown that are masked otherwise, opened with a reason.' })
  @Property({ type: 'boolean' })
  revealed!: boolean;

  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  subjects!: string[];

  @SqlField(() => GraphQLInt, { description: 'Of how many persons and households.', sql: (t) => sql`cardinality(${t['subjects']})` })
  subjectCount!: number;
}
