import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { Privacy } from '../../kernel/privacy/classification.js';
import { sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { MoneyField, Resource, SqlField } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Overpayment } from '../../programmes/entitlements/overpayment.js';
import { LedgerTransaction } from '../ledger-transaction.js';
import { PaymentInstruction } from '../runs/payment-instruction.js';
import { byOverpayment, payeeOfOverpayment } from './of-overpayment.js';
import { RecoveryPlan } from './recovery-plan.js';

export enum RecoveryKind {
  REPAID = 'REPAID',
  WRITTEN_OFF = 'WRITTEN_OFF',
  OFFSET = 'OFFSET',
  TAKEN_BACK = 'TAKEN_BACK',
}
registerEnumType(RecoveryKind, {
  name: 'RecoveryKind',
  description: 'How an overpayment came back.',
  valuesConfig: { REPAID: { description: 'It was paid back.' }, WRITTEN_OFF: { description: 'It was given up.' }, OFFSET: { description: 'It was kept back of a payment.' }, TAKEN_BACK: { description: 'What was repaid or given up before counts no more: it is owed back again.' } },
});

@Resource({
  description: 'What of an overpayment was paid back, kept back of a payment, or given up; or that such is taken back. Never changed.',
  table: 'transactions.recovery',
  prefix: 'recovery',
  read: 'programmes.entitlements.read',
  privacy: { subject: { person: payeeOfOverpayment }, sensitivity: 'personal', purpose: 'payments' },
  one: 'recovery',
  many: 'recoveries',
  scope: byOverpayment,
})
export class Recovery extends Versioned {
  @Field(() => Overpayment, { nullable: true, description: 'Of which overpayment.' })
  @ManyToOne(() => Overpayment, { fieldName: 'overpayment_id', type: 'uuid' })
  overpayment!: Rel<Overpayment>;

  @Field(() => RecoveryKind, { description: 'How.' })
  @Property({ type: 'text' })
  kind!: RecoveryKind;

  @Property({ type: 'numeric' })
  amount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amount', currency: 'currency', description: 'How much.' })
  recovered!: unknown;

  @Field(() => LocalDate, { description: 'When.' })
  @Property({ type: 'date', fieldName: 'recovered_on' })
  recoveredOn!: string;

  @Privacy({ sensitivity: 'personal', purpose: 'payments' })
  @Field(() => String, { nullable: true, description: 'Why, in words.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => String, { description: 'Who booked it.' })
  @Property({ type: 'text', fieldName: 'booked_by' })
  bookedBy!: string;

  @Field(() => LedgerTransaction, { nullable: true, description: 'How it was booked.' })
  @ManyToOne(() => LedgerTransaction, { fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction>;

  @Field(() => RecoveryPlan, { nullable: true, description: 'By which plan it was kept back.' })
  @ManyToOne(() => RecoveryPlan, { nullable: true, fieldName: 'plan_id', type: 'uuid' })
  plan!: Rel<RecoveryPlan> | null;

  @Field(() => PaymentInstruction, { nullable: true, description: 'Of which payment it was kept back.' })
  @ManyToOne(() => PaymentInstruction, { nullable: true, fieldName: 'instruction_id', type: 'uuid' })
  instruction!: Rel<PaymentInstruction> | null;

  @Field(() => Recovery, { nullable: true, description: 'What it takes back, of what is taken back.' })
  @ManyToOne(() => Recovery, { nullable: true, fieldName: 'takes_back_id', type: 'uuid' })
  takesBack!: Rel<Recovery> | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day of the period that the payment is for, of what was kept back.' })
  @Property({ type: 'date', nullable: true, fieldName: 'period_from' })
  periodFrom!: string | null;

  @SqlField(() => GraphQLBoolean, {
    description: 'Whether it was given back, since the payment that it was kept back of was cancelled or returned: then it counts for nothing.',
    sql: (t) => sql`coalesce((select i.state in ('RETURNED', 'CANCELLED') from transactions.payment_instruction i where i.id = ${t['instruction']}), false)`,
  })
  givenBack!: boolean;
}
