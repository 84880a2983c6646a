import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { byProgramme } from '../../people/scope.js';
import { Programme } from '../programme.js';

@Resource({
  description: 'A period for which a programme owes benefits.',
  table: 'programmes.benefit_period',
  prefix: 'benefit_period',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  one: 'benefitPeriod',
  many: 'benefitPeriods',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class BenefitPeriod extends Versioned {
  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Int, { description: 'Its number in the programme, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => LocalDate, { description: 'First day. Facts and rules are as of it.' })
  @Property({ type: 'date', fieldName: 'period_from' })
  periodFrom!: string;

  @Field(() => LocalDate, { description: 'Last day.' })
  @Property({ type: 'date', fieldName: 'period_to' })
  periodTo!: string;

  @Field(() => LocalDate, { description: 'Day from which its benefits may be paid.' })
  @Property({ type: 'date', fieldName: 'due_on' })
  dueOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'The day on which its list is closed: whoever is enrolled after it waits for the next period; null where everybody counts who is enrolled on its first day.' })
  @Property({ type: 'date', fieldName: 'cut_off_on', nullable: true })
  cutOffOn!: string | null;
}
