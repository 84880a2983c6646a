import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLString } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { sql } from '../../kernel/read/sql.js';
import { Privacy } from '../../kernel/privacy/classification.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, SqlField } from '../../kernel/schema/resource.js';
import { PersonMerge } from './person-merge.js';
import { byMerge } from './scope.js';

/** What a merge did with a row. */
export enum MergeChange {
  MOVED = 'MOVED',
  CHANGED = 'CHANGED',
  ADDED = 'ADDED',
  REMOVED = 'REMOVED',
  STAYED = 'STAYED',
}
registerEnumType(MergeChange, {
  name: 'MergeChange',
  description: 'What a merge did with a row.',
  valuesConfig: {
    MOVED: { description: 'It belonged to the merged person and belongs to the survivor.' },
    CHANGED: { description: 'Values of it were changed.' },
    ADDED: { description: 'It was written.' },
    REMOVED: { description: 'It had begun on the day itself beside one of the survivor, and was removed.' },
    STAYED: { description: 'It may not be the survivor\'s as well and stays with the merged person; `reason` names the constraint.' },
  },
});

/** What taking a merge back did with a change of it. */
export enum MergeUndoing {
  RESTORED = 'RESTORED',
  KEPT = 'KEPT',
  GONE = 'GONE',
}
registerEnumType(MergeUndoing, {
  name: 'MergeUndoing',
  description: 'What taking a merge back did with a change of it.',
  valuesConfig: {
    RESTORED: { description: 'It is as it was before the merge.' },
    KEPT: { description: 'Somebody changed it after the merge, so it was left as it is.' },
    GONE: { description: 'The row is no longer there.' },
  },
});

@Resource({
  description: 'One change that a merge made, or a row that it had to leave.',
  table: 'people.person_merge_row',
  prefix: 'mergechange',
  read: 'people.persons.merge',
  privacy: { sensitivity: 'personal', purpose: 'registry' },
  many: 'personMergeChanges',
  scope: byMerge('merge'),
})
export class PersonMergeRow extends Versioned {
  @Field(() => PersonMerge, { nullable: true, description: 'Of which merge.' })
  @ManyToOne(() => PersonMerge, { fieldName: 'merge_id', type: 'uuid' })
  merge!: Rel<PersonMerge>;

  @Field(() => MergeChange, { description: 'What was done.' })
  @Property({ type: 'text' })
  change!: MergeChange;

  @Field(() => String, { description: 'The table that the row is in, such as `people.membership`.' })
  @Property({ type: 'text', fieldName: 'table_name' })
  table!: string;

  @Property({ type: 'jsonb', fieldName: 'row_key' })
  rowKey!: Record<string, unknown>;

  @SqlField(() => GraphQLString, { nullable: true, description: 'The id of the row, as a UUID; null where the table has no such column.', sql: (t) => sql`(${t['rowKey']} ->> 'id')` })
  row!: string | null;

  @Field(() => String, { nullable: true, description: 'What of it: a column, a part of a person such as BIRTH, `attributes.<name>`; null for the whole row.' })
  @Property({ type: 'text', nullable: true })
  field!: string | null;

  @Privacy({ sensitivity: 'sensitive' })
  @Property({ type: 'jsonb', nullable: true })
  before!: Record<string, unknown> | null;

  @Privacy({ sensitivity: 'sensitive' })
  @Property({ type: 'jsonb', nullable: true })
  after!: Record<string, unknown> | null;

  @Property({ type: 'text', nullable: true })
  within!: string | null;

  @Field(() => String, { nullable: true, description: 'Why a row stayed: the constraint that it would have broken.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => MergeUndoing, { nullable: true, description: 'What became of it when the merge was taken back.' })
  @Property({ type: 'text', nullable: true })
  undone!: MergeUndoing | null;
}
