import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Decision } from '../decisions/decision.js';
import { EnrolmentState } from './enrolment-state.js';
import { Enrolment } from './enrolment.js';
import { byEnrolment } from './scope.js';
import { UndoneStep } from './undone-step.js';

@Resource({
  description: 'That an enrolment went from one state to another. Written by the database with each change, and never changed.',
  table: 'programmes.enrolment_step',
  prefix: 'enrolment_step',
  read: 'programmes.enrolments.read',
  privacy: { sensitivity: 'personal', purpose: 'assistance' },
  scope: byEnrolment('enrolment'),
  seenWith: ['enrolment'],
})
export class EnrolmentStep extends Versioned {
  @Field(() => Enrolment, { description: 'Of which enrolment.' })
  @ManyToOne(() => Enrolment, { fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment>;

  @Field(() => Int, { description: 'The version of the enrolment that it made: steps of greater numbers came later.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => EnrolmentState, { nullable: true, description: 'Where it stood; null in the step by which it began.' })
  @Property({ type: 'text', fieldName: 'from_state', nullable: true })
  from!: EnrolmentState | null;

  @Field(() => EnrolmentState, { description: 'Where it went.' })
  @Property({ type: 'text', fieldName: 'to_state' })
  to!: EnrolmentState;

  @Field(() => LocalDate, { description: 'From which day on.' })
  @Property({ type: 'date', fieldName: 'on_day' })
  on!: string;

  @Field(() => String, { nullable: true, description: 'Why, as a code of `enrolmentReasons` or of a rule; null where nobody said.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'What somebody added to the reason, in words.' })
  @Property({ type: 'text', nullable: true })
  note!: string | null;

  @Field(() => Decision, { nullable: true, description: 'The decision that it followed from; null where somebody made it without one.' })
  @ManyToOne(() => Decision, { nullable: true, fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision> | null;

  @Field(() => String, { nullable: true, description: 'Who made it; null where it was taken over from before.' })
  @Property({ type: 'text', fieldName: 'made_by', nullable: true })
  madeBy!: string | null;

  @Connection(() => UndoneStep, { mappedBy: 'step', description: 'That it was found later not to hold, and by which decision; nothing where it holds.' })
  undone!: unknown;
}
