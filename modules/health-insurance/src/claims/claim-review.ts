import { Connection, Decimal, Field, GraphQLString, LocalDate, ManyToOne, Node, Privacy, Property, Resource, sql, SqlField, trusted, type Rel } from '@kinga/plugin-sdk';
import { ClaimLine } from './claim-line.js';
import { Claim } from './claim.js';
import { care } from './masked-care.js';
import { byClaim, ofTheClaim } from './scope.js';

@Resource({
  description: 'A medical review of a claim. The latest holds.',
  table: 'health_insurance.claim_review',
  prefix: 'claim_review',
  read: 'health-insurance.claims.read',
  privacy: { subject: ofTheClaim('claim'), sensitivity: 'sensitive', purpose: 'health-insurance' },
  scope: byClaim('claim'),
  seenWith: ['claim'],
})
export class ClaimReview extends Node {
  @Field(() => Claim, { description: 'Which claim.' })
  @ManyToOne(() => Claim, { fieldName: 'claim_id', type: 'uuid' })
  claim!: Rel<Claim>;

  @Field(() => String, { description: 'Who reviewed it.' })
  @Property({ type: 'text', fieldName: 'reviewed_by' })
  reviewedBy!: string;

  @Field(() => LocalDate, { description: 'When.' })
  @Property({ type: 'date', fieldName: 'reviewed_on' })
  reviewedOn!: string;

  @Privacy(care)
  @Field(() => String, { nullable: true, description: 'What is said to the facility of the claim as a whole.' })
  @Property({ type: 'text', nullable: true })
  adjustment!: string | null;

  @Connection(() => ClaimReviewLine, { mappedBy: 'review', description: 'What it says of lines; the others stay as they are.' })
  lines!: unknown;
}

@Resource({
  description: 'What a review says of a line.',
  table: 'health_insurance.claim_review_line',
  prefix: 'claim_review_line',
  read: 'health-insurance.claims.read',
  privacy: { subject: ofTheClaim('claim'), sensitivity: 'sensitive', purpose: 'health-insurance' },
  scope: byClaim('claim'),
  seenWith: ['claim', 'review', 'line'],
})
export class ClaimReviewLine extends Node {
  @ManyToOne(() => Claim, { fieldName: 'claim_id', type: 'uuid' })
  claim!: Rel<Claim>;

  @Field(() => ClaimReview, { description: 'Which review.' })
  @ManyToOne(() => ClaimReview, { fieldName: 'review_id', type: 'uuid' })
  review!: Rel<ClaimReview>;

  @Field(() => ClaimLine, { description: 'Which line.' })
  @ManyToOne(() => ClaimLine, { fieldName: 'line_id', type: 'uuid' })
  line!: Rel<ClaimLine>;

  @Field(() => Decimal, { nullable: true, description: 'How much is allowed at most; null where the review leaves it.' })
  @Property({ type: 'numeric', nullable: true })
  quantity!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'The price of each that is allowed, whatever the list says; null where the review leaves it.' })
  @Property({ type: 'numeric', nullable: true })
  price!: string | null;

  @Field(() => Boolean, { description: 'Whether it is rejected.' })
  @Property({ type: 'boolean' })
  rejected!: boolean;

  @Property({ type: 'text', fieldName: 'justification' })
  words!: string;

  @Privacy(care)
  @SqlField(() => GraphQLString, { nullable: true, description: 'Why.', sql: ({ words }) => sql`${words ?? trusted('null')}` })
  justification!: string | null;
}
