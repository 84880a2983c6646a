import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, Resource } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Household } from '../people/households/household.js';
import { Person } from '../people/persons/person.js';
import { Place } from '../people/places/place.js';
import { byPlace, byProgramme } from '../people/scope.js';
import { EligibilityRule } from './eligibility-rule.js';
import { Entitlement } from './entitlement.js';
import { Programme } from './programme.js';

/** How far an enrolment is. */
export enum EnrolmentState {
  ENROLLED = 'ENROLLED',
  SUSPENDED = 'SUSPENDED',
  EXITED = 'EXITED',
}
registerEnumType(EnrolmentState, {
  name: 'EnrolmentState',
  description: 'Where an enrolment stands.',
  valuesConfig: {
    ENROLLED: { description: 'In the programme: benefits are worked out.' },
    SUSPENDED: { description: 'In the programme, benefits are held.' },
    EXITED: { description: 'Out of the programme.' },
  },
});

@Resource({
  description: 'That a person or a household is in a programme.',
  table: 'programmes.enrolment',
  prefix: 'enrolment',
  read: 'programmes.enrolments.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'assistance' },
  one: 'enrolment',
  many: 'enrolments',
  scope: { ...byPlace('place'), ...byProgramme('programme') },
  seenWith: ['programme'],
})
export class Enrolment extends Versioned {
  @Field(() => Programme, { description: 'In which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Person, { nullable: true, description: 'The person; null where a household is enrolled.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Household, { nullable: true, description: 'The household; null where a person is enrolled.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Field(() => Place, { nullable: true, description: 'Where it is looked after.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => EnrolmentState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: EnrolmentState;

  @Field(() => LocalDate, { description: 'Since when.' })
  @Property({ type: 'date', fieldName: 'enrolled_on' })
  enrolledOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day of the exit.' })
  @Property({ type: 'date', fieldName: 'exited_on', nullable: true })
  exitedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it ended.' })
  @Property({ type: 'text', fieldName: 'exit_reason', nullable: true })
  exitReason!: string | null;

  @Field(() => EligibilityRule, { nullable: true, description: 'The rule by which it was found eligible.' })
  @ManyToOne(() => EligibilityRule, { nullable: true, fieldName: 'rule_id', type: 'uuid' })
  rule!: Rel<EligibilityRule> | null;

  @Connection(() => Entitlement, { mappedBy: 'enrolment', description: 'What it is owed, period by period.' })
  entitlements!: unknown;
}
