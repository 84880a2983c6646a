import { Field, GraphQLBoolean, Int, LocalDate, ManyToOne, MoneyField, Person, Property, Resource, sql, SqlField, Versioned, Decimal, type Columns, type Rel, type Sql } from '@kinga/plugin-sdk';
import { ClaimLine } from '../claims/claim-line.js';
import { Claim } from '../claims/claim.js';
import { byClaim } from '../claims/scope.js';
import { Policy } from '../policies/policy.js';

/** Whether it holds: nothing took its place. */
export const holds = ({ supersededBy }: Columns): Sql => sql`${supersededBy ?? null} is null`;

@Resource({
  description: 'What an adjudication found of a line of a claim. Its parts sum to what was claimed: rejected, deductible, share of the member, over the ceiling, and what is paid.',
  table: 'health_insurance.claim_line_result',
  prefix: 'claim_line_result',
  read: 'health-insurance.claims.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'sensitive', purpose: 'health-insurance' },
  scope: byClaim('claim'),
  seenWith: ['claim', 'line'],
})
export class ClaimLineResult extends Versioned {
  @Field(() => Claim, { description: 'Of which claim.' })
  @ManyToOne(() => Claim, { fieldName: 'claim_id', type: 'uuid' })
  claim!: Rel<Claim>;

  @Field(() => ClaimLine, { description: 'Of which line.' })
  @ManyToOne(() => ClaimLine, { fieldName: 'line_id', type: 'uuid' })
  line!: Rel<ClaimLine>;

  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Int, { description: 'By which adjudication of the claim, from 1.' })
  @Property({ type: 'integer' })
  adjudication!: number;

  @Field(() => Int, { nullable: true, description: 'The adjudication that took its place; null of what holds.' })
  @Property({ type: 'integer', fieldName: 'superseded_by', nullable: true })
  supersededBy!: number | null;

  @SqlField(() => GraphQLBoolean, { description: 'Whether it holds.', sql: holds })
  holds!: boolean;

  @Field(() => LocalDate, { description: 'The day that prices, ages and cover were looked up for.' })
  @Property({ type: 'date', fieldName: 'on_day' })
  onDay!: string;

  @Field(() => String, { nullable: true, description: 'Why nothing is paid, as one of `claimReasons`; null where it is accepted.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => Policy, { nullable: true, description: 'Which policy pays; null where it is rejected, or where you may not see it.' })
  @ManyToOne(() => Policy, { nullable: true, fieldName: 'policy_id', type: 'uuid' })
  policy!: Rel<Policy> | null;

  @Field(() => Decimal, { description: 'How much of it counts.' })
  @Property({ type: 'numeric' })
  quantity!: string;

  @Property({ type: 'numeric', fieldName: 'unit_price', nullable: true })
  unitPriceAmount!: string | null;

  @Property({ type: 'numeric', fieldName: 'claimed' })
  claimedAmount!: string;

  @Property({ type: 'numeric', fieldName: 'rejected' })
  rejectedAmount!: string;

  @Property({ type: 'numeric', fieldName: 'deductible' })
  deductibleAmount!: string;

  @Property({ type: 'numeric', fieldName: 'member_share' })
  memberShareAmount!: string;

  @Property({ type: 'numeric', fieldName: 'over_ceiling' })
  overCeilingAmount!: string;

  @Property({ type: 'numeric', fieldName: 'adjusted', nullable: true })
  adjustedAmount!: string | null;

  @Property({ type: 'numeric', fieldName: 'paid', nullable: true })
  paidAmount!: string | null;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'unitPriceAmount', currency: 'currency', nullable: true, description: 'At which price each; null until it is valued.' })
  unitPrice!: unknown;

  @MoneyField({ amount: 'claimedAmount', currency: 'currency', description: 'What was claimed.' })
  claimed!: unknown;

  @MoneyField({ amount: 'rejectedAmount', currency: 'currency', description: 'What of it is not accepted: the facility bears it.' })
  rejected!: unknown;

  @MoneyField({ amount: 'deductibleAmount', currency: 'currency', description: 'What of it the deductible took: the member bears it.' })
  deductible!: unknown;

  @MoneyField({ amount: 'memberShareAmount', currency: 'currency', description: "What of it is the member's share." })
  memberShare!: unknown;

  @MoneyField({ amount: 'overCeilingAmount', currency: 'currency', description: 'What of it is above a ceiling: the member bears it.' })
  overCeiling!: unknown;

  @MoneyField({ amount: 'adjustedAmount', currency: 'currency', nullable: true, description: 'What is left to be paid; of relative prices, before the index. Null until it is valued.' })
  adjusted!: unknown;

  @MoneyField({ amount: 'paidAmount', currency: 'currency', nullable: true, description: 'What is paid; null until it is settled.' })
  paid!: unknown;
}
