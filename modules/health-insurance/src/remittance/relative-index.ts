import { byProgramme, Decimal, Field, LocalDate, ManyToOne, MoneyField, Programme, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { CareType } from '../registers/kinds.js';
import { InsurancePlan } from '../plans/insurance-plan.js';

export enum RelativePeriod {
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
  YEAR = 'YEAR',
}
registerEnumType(RelativePeriod, { name: 'RelativePeriod', description: 'How long a period of relative prices is.', valuesConfig: { MONTH: { description: 'A month.' }, QUARTER: { description: 'Three months.' }, YEAR: { description: 'Twelve months.' } } });

@Resource({
  description: 'The index that relative prices of a plan are paid by for the care of a period: contributions of the period times the share that is for it, divided by what that care comes to at its prices.',
  table: 'health_insurance.relative_index',
  prefix: 'relative_index',
  read: 'health-insurance.remittances.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
  one: 'relativeIndex',
  many: 'relativeIndices',
  scope: byProgramme('programme'),
  seenWith: ['programme', 'plan'],
})
export class RelativeIndex extends Versioned {
  @Field(() => InsurancePlan, { description: 'Of which plan.' })
  @ManyToOne(() => InsurancePlan, { fieldName: 'plan_id', type: 'uuid' })
  plan!: Rel<InsurancePlan>;

  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => RelativePeriod, { description: 'How long its period is.' })
  @Property({ type: 'text' })
  kind!: RelativePeriod;

  @Field(() => LocalDate, { description: 'First day of the period.' })
  @Property({ type: 'date', fieldName: 'period_from' })
  periodFrom!: string;

  @Field(() => LocalDate, { description: 'Last day of the period.' })
  @Property({ type: 'date', fieldName: 'period_to' })
  periodTo!: string;

  @Field(() => CareType, { description: 'For which care.' })
  @Property({ type: 'text' })
  care!: CareType;

  @Field(() => Decimal, { description: 'Which share of the contributions is for it.' })
  @Property({ type: 'numeric' })
  share!: string;

  @Property({ type: 'numeric', fieldName: 'contributions' })
  contributionsAmount!: string;

  @Property({ type: 'numeric', fieldName: 'adjusted' })
  adjustedAmount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'contributionsAmount', currency: 'currency', description: 'Contributions that belong to the period, by days.' })
  contributions!: unknown;

  @MoneyField({ amount: 'adjustedAmount', currency: 'currency', description: 'What the care comes to at its prices.' })
  adjusted!: unknown;

  @Field(() => Decimal, { description: 'The index, to ten decimals.' })
  @Property({ type: 'numeric', fieldName: 'index' })
  index!: string;

  @Field(() => String, { description: 'Who had it worked out.' })
  @Property({ type: 'text', fieldName: 'computed_by' })
  computedBy!: string;

  @Field(() => LocalDate, { description: 'When.' })
  @Property({ type: 'date', fieldName: 'computed_on' })
  computedOn!: string;
}
