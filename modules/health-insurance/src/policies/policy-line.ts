import { Demand, Field, Int, ManyToOne, MoneyField, Organisation, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Policy } from './policy.js';
import { PremiumPart } from './policy-terms.js';
import { householdOfPolicy, ofPolicy } from './scope.js';

@Resource({
  description: 'A line of what a premium is made of. The lines of a policy sum to its value.',
  table: 'health_insurance.policy_line',
  prefix: 'policy_line',
  read: 'health-insurance.policies.read',
  privacy: { subject: { household: householdOfPolicy }, sensitivity: 'personal', purpose: 'health-insurance' },
  scope: ofPolicy,
})
export class PolicyLine extends Versioned {
  @Field(() => Policy, { nullable: true, description: 'Of which policy.' })
  @ManyToOne(() => Policy, { fieldName: 'policy_id', type: 'uuid' })
  policy!: Rel<Policy>;

  @Field(() => Int, { description: 'Its place.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => String, { description: 'What it is: LUMP_SUM, ADULT, EXTRA_CHILD, REGISTRATION, or the code of a rule.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => PremiumPart, { description: 'What it is for.' })
  @Property({ type: 'text' })
  part!: PremiumPart;

  @Field(() => Int, { description: 'How many.' })
  @Property({ type: 'integer' })
  quantity!: number;

  @Property({ type: 'numeric', fieldName: 'unit_amount' })
  unitNumber!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'unitNumber', currency: 'currency', description: 'How much for one.' })
  unitAmount!: unknown;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much for all.' })
  amount!: unknown;
}

@Resource({
  description: 'Who pays which part of a premium: the household, or an organisation by a rule of the kind SUBSIDY. The shares of a policy sum to its value.',
  table: 'health_insurance.policy_share',
  prefix: 'policy_share',
  read: 'health-insurance.policies.read',
  privacy: { subject: { household: householdOfPolicy }, sensitivity: 'personal', purpose: 'health-insurance' },
  scope: ofPolicy,
})
export class PolicyShare extends Versioned {
  @Field(() => Policy, { nullable: true, description: 'Of which policy.' })
  @ManyToOne(() => Policy, { fieldName: 'policy_id', type: 'uuid' })
  policy!: Rel<Policy>;

  @Field(() => Int, { description: 'Its place.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => String, { nullable: true, description: 'Code of the rule of the kind SUBSIDY that gives it; null of the household.' })
  @Property({ type: 'text', fieldName: 'rule_code', nullable: true })
  ruleCode!: string | null;

  @Field(() => Organisation, { nullable: true, description: 'The organisation that pays it; null of the household.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation> | null;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @Field(() => Demand, { nullable: true, description: 'What it is demanded by; null of nothing, or where you may not see it.' })
  @ManyToOne(() => Demand, { nullable: true, fieldName: 'demand_id', type: 'uuid' })
  demand!: Rel<Demand> | null;
}
