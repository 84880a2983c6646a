import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLString } from 'graphql';
import { Field } from 'type-graphql';
import { textFor, type Texts } from '../../kernel/schema/local-texts.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../../kernel/schema/resource.js';
import { Programme } from '../programme.js';
import { byProgrammeOrShared } from '../shared-scope.js';
import { RuleValueType } from '../value-type.js';
import { RuleTableVersion } from './rule-table-version.js';
import type { RuleTableKey } from './table-key.js';

@Resource({
  description: 'A table that rules look up as `lookup("<code>", key, …)`: bands, brackets, rates, life tables, in dated versions.',
  table: 'programmes.rule_table',
  prefix: 'rule_table',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  one: 'ruleTable',
  many: 'ruleTables',
  scope: byProgrammeOrShared('programme'),
  seenWith: ['programme'],
})
export class RuleTable extends Versioned {
  @Field(() => Programme, { nullable: true, description: 'Whose rules may look it up; null where it is shared by all programmes.' })
  @ManyToOne(() => Programme, { nullable: true, fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme> | null;

  @Field(() => String, { description: 'What rules call it by.' })
  @Property({ type: 'text' })
  code!: string;

  @Property({ type: 'jsonb', fieldName: 'keys' })
  keyList!: readonly RuleTableKey[];

  @Field(() => RuleValueType, { description: 'What it answers.' })
  @Property({ type: 'text', fieldName: 'value_type' })
  valueType!: RuleValueType;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code of the money in it; null where there is none.' })
  @Property({ type: 'text', nullable: true })
  currency!: string | null;

  @Field(() => Boolean, { description: 'Whether every combination of its exact keys has a row.' })
  @Property({ type: 'boolean' })
  complete!: boolean;

  @Property({ type: 'jsonb', fieldName: 'names' })
  byLanguage!: Texts;

  @SqlField(() => GraphQLString, { nullable: true, description: "Its name in the caller's language, or in one that there is.", sql: textFor })
  name!: string | null;

  @Connection(() => RuleTableVersion, { mappedBy: 'table', description: 'Its versions, each from a day on.' })
  versions!: unknown;
}
