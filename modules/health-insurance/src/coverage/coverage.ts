import { Field, Household, LocalDate, ManyToOne, Person, Programme, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { InsurancePlan } from '../plans/insurance-plan.js';
import { Policy } from '../policies/policy.js';
import { ofHousehold } from '../policies/scope.js';

@Resource({
  description: 'That somebody is covered by a policy from a day to a day. A suspension ends it, and a resumption begins another.',
  table: 'health_insurance.coverage',
  prefix: 'coverage',
  read: 'health-insurance.policies.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'health-insurance' },
  one: 'coverage',
  many: 'coverages',
  scope: ofHousehold,
  seenWith: ['programme', 'plan', 'policy'],
})
export class Coverage extends Versioned {
  @Field(() => Policy, { description: 'By which policy.' })
  @ManyToOne(() => Policy, { fieldName: 'policy_id', type: 'uuid' })
  policy!: Rel<Policy>;

  @Field(() => InsurancePlan, { description: 'By which plan.' })
  @ManyToOne(() => InsurancePlan, { fieldName: 'plan_id', type: 'uuid' })
  plan!: Rel<InsurancePlan>;

  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Household, { nullable: true, description: 'The household of the policy; null where you may not see it.' })
  @ManyToOne(() => Household, { fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household>;

  @Field(() => Person, { nullable: true, description: 'Who is covered; null where you may not see the person.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => LocalDate, { description: 'Day on which the member came to the policy.' })
  @Property({ type: 'date', fieldName: 'enrolled_on' })
  enrolledOn!: string;

  @Field(() => LocalDate, { description: 'First day of the period of the policy.' })
  @Property({ type: 'date', fieldName: 'starts_on' })
  startsOn!: string;

  @Field(() => LocalDate, { description: 'First day that is covered.' })
  @Property({ type: 'date', fieldName: 'effective_on' })
  effectiveOn!: string;

  @Field(() => LocalDate, { description: 'Last day that is covered; the day before the first where it came to nothing.' })
  @Property({ type: 'date', fieldName: 'ends_on' })
  endsOn!: string;

  @Field(() => LocalDate, { description: 'Day from which waiting periods are counted.' })
  @Property({ type: 'date', fieldName: 'waits_from' })
  waitsFrom!: string;

  @Field(() => String, { nullable: true, description: 'Why it ended before the policy did: SUSPENDED, DIED, LEFT, CANCELLED.' })
  @Property({ type: 'text', fieldName: 'ended_because', nullable: true })
  endedBecause!: string | null;
}
