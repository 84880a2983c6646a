import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Resource } from '../../kernel/schema/resource.js';
import { Proposal } from '../proposal.js';
import { throughTable } from '../shared-scope.js';
import { Parameter } from './parameter.js';

@Resource({
  description: 'A value of a parameter from a day on. Never changed: a correction is another that replaces it.',
  table: 'programmes.parameter_value',
  prefix: 'parameter_value',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  one: 'parameterValue',
  scope: throughTable('programmes.parameter', 'parameter'),
  seenWith: ['parameter'],
})
export class ParameterValue extends Proposal {
  @Field(() => Parameter, { description: 'Of which parameter.' })
  @ManyToOne(() => Parameter, { fieldName: 'parameter_id', type: 'uuid' })
  parameter!: Rel<Parameter>;

  @Field(() => String, { description: 'The value, written as its type asks: `128.00`, `true`, `2026-03-31`.' })
  @Property({ type: 'text' })
  value!: string;

  @Field(() => ParameterValue, { nullable: true, description: 'The value from the same day that it corrects.' })
  @ManyToOne(() => ParameterValue, { nullable: true, fieldName: 'replaces_id', type: 'uuid' })
  replaces!: Rel<ParameterValue> | null;
}
