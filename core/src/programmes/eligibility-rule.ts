import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Resource } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Programme } from './programme.js';
import { byProgramme } from '../people/scope.js';

@Resource({
  description: 'A rule on who may be enrolled in a programme, from a day until the next rule.',
  table: 'programmes.eligibility_rule',
  prefix: 'eligibility_rule',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class EligibilityRule extends Versioned {
  @Field(() => Programme, { description: 'Whose rule it is.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => LocalDate, { description: 'First day on which it holds.' })
  @Property({ type: 'date', fieldName: 'effective_from' })
  effectiveFrom!: string;

  @Field(() => String, { description: 'The rule in CEL, over the facts of a person or household.' })
  @Property({ type: 'text' })
  expression!: string;

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @Property({ type: 'text' })
  source!: string;
}
