import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { sql, today } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, MoneyField, Resource, SqlField } from '../../kernel/schema/resource.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { Overpayment } from '../../programmes/entitlements/overpayment.js';
import { byOverpayment, payeeOfOverpayment } from './of-overpayment.js';
import { Recovery } from './recovery.js';

export enum RecoveryPlanState {
  ACTIVE = 'ACTIVE',
  STOPPED = 'STOPPED',
}
registerEnumType(RecoveryPlanState, {
  name: 'RecoveryPlanState',
  description: 'Whether a recovery plan is followed.',
  valuesConfig: { ACTIVE: { description: 'It is followed until nothing is outstanding.' }, STOPPED: { description: 'It was stopped: nothing more is kept back by it. Final; another plan may follow.' } },
});

@Resource({
  description: 'How an overpayment comes back by and by: an instalment for each period, repaid by hand or kept back from coming payments of the same enrolment and payee. It never changes but to be stopped.',
  table: 'transactions.recovery_plan',
  prefix: 'recovery_plan',
  read: 'programmes.entitlements.read',
  privacy: { subject: { person: payeeOfOverpayment }, sensitivity: 'personal', purpose: 'payments' },
  one: 'recoveryPlan',
  many: 'recoveryPlans',
  scope: byOverpayment,
})
export class RecoveryPlan extends Versioned {
  @Field(() => Overpayment, { nullable: true, description: 'Of which overpayment.' })
  @ManyToOne(() => Overpayment, { fieldName: 'overpayment_id', type: 'uuid' })
  overpayment!: Rel<Overpayment>;

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountThen!: string;

  @MoneyField({ amount: 'amountThen', currency: 'currency', description: 'How much was outstanding when it was made.' })
  amount!: unknown;

  @Property({ type: 'numeric', fieldName: 'instalment' })
  instalmentAmount!: string;

  @MoneyField({ amount: 'instalmentAmount', currency: 'currency', description: 'What is to come back for each period. Of the payments of a period no more than this is kept back, whichever runs make them.' })
  instalment!: unknown;

  @Field(() => LocalDate, { description: 'Payments that are due from this day on are part of it.' })
  @Property({ type: 'date', fieldName: 'first_due_on' })
  firstDueOn!: string;

  @Field(() => Decimal, { nullable: true, description: 'The part of each coming payment that is kept back at most, such as 0.2; null where it is repaid by hand.' })
  @Property({ type: 'numeric', nullable: true, fieldName: 'offset_share' })
  offsetShare!: string | null;

  @Property({ type: 'numeric', fieldName: 'floor' })
  floorAmount!: string;

  @MoneyField({ amount: 'floorAmount', currency: 'currency', description: 'What each payment leaves to the payee at least.' })
  floor!: unknown;

  @Field(() => RecoveryPlanState, { description: 'Whether it is followed.' })
  @Property({ type: 'text' })
  state!: RecoveryPlanState;

  @Field(() => String, { description: 'Who made it.' })
  @Property({ type: 'text', fieldName: 'made_by' })
  madeBy!: string;

  @Field(() => String, { nullable: true, description: 'Who stopped it.' })
  @Property({ type: 'text', nullable: true, fieldName: 'stopped_by' })
  stoppedBy!: string | null;

  @SqlField(() => Decimal, {
    description: 'How much was to have come back by today, in its currency: an instalment for each benefit period of the programme that fell due since its first day, and no more than there was.',
    sql: (t) => sql`(select least(${t['amountThen']}, ${t['instalmentAmount']} * count(*)) from programmes.overpayment o join programmes.benefit_period b on b.programme_id = o.programme_id
      where o.id = ${t['overpayment']} and b.due_on between ${t['firstDueOn']} and ${today})`,
  })
  expected!: string;

  @Connection(() => Recovery, { mappedBy: 'plan', description: 'What was kept back by it.' })
  recoveries!: unknown;
}
