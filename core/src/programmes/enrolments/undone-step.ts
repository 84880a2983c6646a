import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Decision } from '../decisions/decision.js';
import { EnrolmentStep } from './enrolment-step.js';
import { Enrolment } from './enrolment.js';
import { byEnrolment } from './scope.js';

@Resource({
  description: 'That a suspension was found later not to hold, since what it rested on was not so: what is owed for its time is as if it had not been.',
  table: 'programmes.undone_step',
  prefix: 'undone_step',
  read: 'programmes.enrolments.read',
  privacy: { sensitivity: 'personal', purpose: 'assistance' },
  scope: byEnrolment('enrolment'),
  seenWith: ['enrolment', 'step'],
})
export class UndoneStep extends Versioned {
  @Field(() => EnrolmentStep, { description: 'Which step.' })
  @ManyToOne(() => EnrolmentStep, { fieldName: 'step_id', type: 'uuid' })
  step!: Rel<EnrolmentStep>;

  @Field(() => Enrolment, { description: 'Of which enrolment.' })
  @ManyToOne(() => Enrolment, { fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment>;

  @Field(() => LocalDate, { description: 'When it was found.' })
  @Property({ type: 'date', fieldName: 'undone_on' })
  on!: string;

  @Field(() => String, { description: 'Why, as a code.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => Decision, { nullable: true, description: 'The decision that it follows from, with the facts as they were known by then.' })
  @ManyToOne(() => Decision, { fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision>;

  @Field(() => String, { description: 'Who had it looked into.' })
  @Property({ type: 'text', fieldName: 'made_by' })
  madeBy!: string;
}
