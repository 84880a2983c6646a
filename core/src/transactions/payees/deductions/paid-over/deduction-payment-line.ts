import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import type { SubjectPart } from '../../../../kernel/privacy/classification.js';
import { sql, trusted } from '../../../../kernel/read/sql.js';
import { Versioned } from '../../../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../../../kernel/schema/resource.js';
import { Deduction } from '../deduction.js';
import { DeductionPayment } from './deduction-payment.js';
import { byDeductionPayment } from './scope.js';

const payeeOfDeduction: SubjectPart = ({ deduction }) => sql`(
  select i.payee_id from transactions.deduction d join transactions.payment_instruction i on i.id = d.instruction_id where d.id = ${deduction ?? trusted('null')})`;

@Resource({
  description: 'What a payment to an organisation has of one deduction.',
  table: 'transactions.deduction_payment_line',
  prefix: 'deduction_payment_line',
  read: 'transactions.deductions.read',
  privacy: { subject: { person: payeeOfDeduction }, sensitivity: 'personal', purpose: 'payments' },
  many: 'deductionPaymentLines',
  scope: byDeductionPayment,
})
export class DeductionPaymentLine extends Versioned {
  @Field(() => DeductionPayment, { nullable: true, description: 'Of which payment.' })
  @ManyToOne(() => DeductionPayment, { fieldName: 'payment_id', type: 'uuid' })
  payment!: Rel<DeductionPayment>;

  @Field(() => Deduction, { nullable: true, description: 'Which deduction: with its order and the payment of which it was withheld.' })
  @ManyToOne(() => Deduction, { fieldName: 'deduction_id', type: 'uuid' })
  deduction!: Rel<Deduction>;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much: less than nothing where it was paid over before, and the payment of which it was withheld came back since.' })
  amount!: unknown;
}
