import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLString } from 'graphql';
import { Field } from 'type-graphql';
import { textFor, type Texts } from '../../kernel/schema/local-texts.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../../kernel/schema/resource.js';
import { Programme } from '../programme.js';
import { RuleValueType } from '../value-type.js';
import { ParameterValue } from './parameter-value.js';
import { byProgrammeOrShared } from '../shared-scope.js';

@Resource({
  description: 'A value that rules name as `params.<code>`, with the day from which each of its values holds.',
  table: 'programmes.parameter',
  prefix: 'parameter',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  one: 'parameter',
  many: 'parameters',
  scope: byProgrammeOrShared('programme'),
  seenWith: ['programme'],
})
export class Parameter extends Versioned {
  @Field(() => Programme, { nullable: true, description: 'Whose rules may name it; null where it is shared by all programmes.' })
  @ManyToOne(() => Programme, { nullable: true, fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme> | null;

  @Field(() => String, { description: 'What rules call it by.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => RuleValueType, { description: 'What its values are.' })
  @Property({ type: 'text' })
  type!: RuleValueType;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code of money; null of other types.' })
  @Property({ type: 'text', nullable: true })
  currency!: string | null;

  @Property({ type: 'jsonb', fieldName: 'names' })
  byLanguage!: Texts;

  @SqlField(() => GraphQLString, { nullable: true, description: "Its name in the caller's language, or in one that there is.", sql: textFor })
  name!: string | null;

  @Connection(() => ParameterValue, { mappedBy: 'parameter', description: 'Its values, each from a day on.' })
  values!: unknown;
}
