import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { through } from '../../people/scope.js';
import { Proposal } from '../proposal.js';
import { throughTable } from '../shared-scope.js';
import { RuleTable } from './rule-table.js';

@Resource({
  description: 'The rows of a table from a day on. Never changed: a correction is another version that replaces it.',
  table: 'programmes.rule_table_version',
  prefix: 'rule_table_version',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  one: 'ruleTableVersion',
  scope: throughTable('programmes.rule_table', 'table'),
  seenWith: ['table'],
})
export class RuleTableVersion extends Proposal {
  @Field(() => RuleTable, { description: 'Of which table.' })
  @ManyToOne(() => RuleTable, { fieldName: 'table_id', type: 'uuid' })
  table!: Rel<RuleTable>;

  @Field(() => RuleTableVersion, { nullable: true, description: 'The version from the same day that it corrects.' })
  @ManyToOne(() => RuleTableVersion, { nullable: true, fieldName: 'replaces_id', type: 'uuid' })
  replaces!: Rel<RuleTableVersion> | null;

  @Connection(() => RuleTableRow, { mappedBy: 'tableVersion', description: 'Its rows; `position` is their order.' })
  rows!: unknown;
}

@Resource({
  description: 'A row of a version of a table.',
  table: 'programmes.rule_table_row',
  prefix: 'rule_table_row',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  scope: through((columns, seen) => sql`exists (select from programmes.rule_table_version its where its.id = ${columns['tableVersion'] ?? trusted('null')} and ${seen({ table: sql`its.table_id` })})`,
    throughTable('programmes.rule_table', 'table')),
  seenWith: ['tableVersion'],
})
export class RuleTableRow extends Versioned {
  @Field(() => RuleTableVersion, { description: 'Of which version.' })
  @ManyToOne(() => RuleTableVersion, { fieldName: 'version_id', type: 'uuid' })
  tableVersion!: Rel<RuleTableVersion>;

  @Field(() => Int, { description: 'Where it stands, from 0.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => [String], { description: 'What it is found by: a value for each key of the table, in their order. Of a band, its lower end.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  keys!: string[];

  @Field(() => String, { description: 'What is answered.' })
  @Property({ type: 'text' })
  value!: string;
}
