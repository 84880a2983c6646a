import { Field, Int, LocalDate, ManyToOne, Node, Property, Resource, type Rel } from '@kinga/plugin-sdk';
import { Claim } from './claim.js';
import { byClaim, ofTheClaim } from './scope.js';

@Resource({
  description: 'What a patient says of the care that a claim is for.',
  table: 'health_insurance.claim_feedback',
  prefix: 'claim_feedback',
  read: 'health-insurance.claims.read',
  privacy: { subject: ofTheClaim('claim'), sensitivity: 'sensitive', purpose: 'health-insurance' },
  scope: byClaim('claim'),
  seenWith: ['claim'],
})
export class ClaimFeedback extends Node {
  @Field(() => Claim, { description: 'Which claim.' })
  @ManyToOne(() => Claim, { fieldName: 'claim_id', type: 'uuid' })
  claim!: Rel<Claim>;

  @Field(() => Boolean, { description: 'Whether care was given.' })
  @Property({ type: 'boolean', fieldName: 'care_rendered' })
  careRendered!: boolean;

  @Field(() => Boolean, { description: 'Whether the facility asked the patient for money.' })
  @Property({ type: 'boolean', fieldName: 'payment_asked' })
  paymentAsked!: boolean;

  @Field(() => Boolean, { description: 'Whether medicines were prescribed.' })
  @Property({ type: 'boolean', fieldName: 'drugs_prescribed' })
  drugsPrescribed!: boolean;

  @Field(() => Boolean, { description: 'Whether they were received.' })
  @Property({ type: 'boolean', fieldName: 'drugs_received' })
  drugsReceived!: boolean;

  @Field(() => Int, { description: 'How content the patient is, from 0 to 5.' })
  @Property({ type: 'integer' })
  assessment!: number;

  @Field(() => String, { description: 'Who recorded it.' })
  @Property({ type: 'text', fieldName: 'recorded_by' })
  recordedBy!: string;

  @Field(() => LocalDate, { description: 'When.' })
  @Property({ type: 'date', fieldName: 'recorded_on' })
  recordedOn!: string;
}
