import { Field, GraphQLBoolean, Int, LocalDate, ManyToOne, MoneyField, Person, Privacy, Property, Resource, SqlField, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Claim } from '../claims/claim.js';
import { care } from '../claims/masked-care.js';
import { byClaim } from '../claims/scope.js';
import { ServiceCategory } from '../registers/kinds.js';
import { Policy } from '../policies/policy.js';
import { holds } from './claim-line-result.js';

@Resource({
  description: 'What a claim took of a policy. What remains of deductibles, ceilings and counts is worked out of those that hold.',
  table: 'health_insurance.consumption',
  prefix: 'consumption',
  read: 'health-insurance.claims.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'sensitive', purpose: 'health-insurance' },
  one: 'consumption',
  many: 'consumptions',
  scope: byClaim('claim'),
  seenWith: ['claim'],
})
export class Consumption extends Versioned {
  @Field(() => Claim, { description: 'Which claim.' })
  @ManyToOne(() => Claim, { fieldName: 'claim_id', type: 'uuid' })
  claim!: Rel<Claim>;

  @Field(() => Int, { description: 'By which adjudication of the claim, from 1.' })
  @Property({ type: 'integer' })
  adjudication!: number;

  @Field(() => Int, { nullable: true, description: 'The adjudication that took its place; null of what holds.' })
  @Property({ type: 'integer', fieldName: 'superseded_by', nullable: true })
  supersededBy!: number | null;

  @SqlField(() => GraphQLBoolean, { description: 'Whether it holds.', sql: holds })
  holds!: boolean;

  @Field(() => Policy, { nullable: true, description: 'Of which policy; null where you may not see it.' })
  @ManyToOne(() => Policy, { fieldName: 'policy_id', type: 'uuid' })
  policy!: Rel<Policy>;

  @Field(() => Person, { nullable: true, description: 'For whom.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => LocalDate, { description: 'Last day of the visit.' })
  @Property({ type: 'date', fieldName: 'on_day' })
  onDay!: string;

  @Privacy(care)
  @Field(() => ServiceCategory, { nullable: true, description: 'What the claim is counted as.' })
  @Property({ type: 'text' })
  category!: ServiceCategory | null;

  @Privacy(care)
  @Field(() => Boolean, { nullable: true, description: 'Whether it counts as in-patient care, as the plan has it.' })
  @Property({ type: 'boolean', fieldName: 'in_patient' })
  inPatient!: boolean | null;

  @Property({ type: 'numeric', fieldName: 'deductible' })
  deductibleAmount!: string;

  @Property({ type: 'numeric', fieldName: 'paid' })
  paidAmount!: string;

  @Property({ type: 'numeric', fieldName: 'counted' })
  countedAmount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'deductibleAmount', currency: 'currency', description: 'What the deductible took.' })
  deductible!: unknown;

  @MoneyField({ amount: 'paidAmount', currency: 'currency', description: 'What is paid.' })
  paid!: unknown;

  @MoneyField({ amount: 'countedAmount', currency: 'currency', description: 'What of that counts against ceilings.' })
  counted!: unknown;
}
