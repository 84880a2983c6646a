import { Field, ManyToOne, MoneyField, Node, Property, Resource, type Rel } from '@kinga/plugin-sdk';
import { Claim } from '../claims/claim.js';
import { byClaim, ofTheClaim } from '../claims/scope.js';
import { Remittance } from './remittance.js';

@Resource({
  description: 'What a remittance pays for a claim.',
  table: 'health_insurance.remittance_claim',
  prefix: 'remittance_claim',
  read: 'health-insurance.remittances.read',
  privacy: { subject: ofTheClaim('claim'), sensitivity: 'personal', purpose: 'payments' },
  scope: byClaim('claim'),
  seenWith: ['claim'],
})
export class RemittanceClaim extends Node {
  @Field(() => Remittance, { nullable: true, description: 'Which remittance.' })
  @ManyToOne(() => Remittance, { fieldName: 'remittance_id', type: 'uuid' })
  remittance!: Rel<Remittance>;

  @Field(() => Claim, { description: 'Which claim.' })
  @ManyToOne(() => Claim, { fieldName: 'claim_id', type: 'uuid' })
  claim!: Rel<Claim>;

  @Property({ type: 'numeric', fieldName: 'owed' })
  owedAmount!: string;

  @Property({ type: 'numeric', fieldName: 'before' })
  beforeAmount!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'owedAmount', currency: 'currency', description: 'What the claim comes to.' })
  owed!: unknown;

  @MoneyField({ amount: 'beforeAmount', currency: 'currency', description: 'What of that was remitted before.' })
  before!: unknown;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'The difference: less than zero where more was remitted than it comes to now.' })
  amount!: unknown;
}
