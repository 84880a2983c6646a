import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import type { SubjectPart } from '../../../kernel/privacy/classification.js';
import { sql, trusted } from '../../../kernel/read/sql.js';
import { Versioned } from '../../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../../kernel/schema/resource.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { PaymentInstruction } from '../../runs/payment-instruction.js';
import { byPayout } from './scope.js';
import { CashSession } from './session.js';

export enum CashPayoutKind {
  PAID = 'PAID',
  TAKEN_BACK = 'TAKEN_BACK',
}
registerEnumType(CashPayoutKind, {
  name: 'CashPayoutKind',
  description: 'Which way cash went.',
  valuesConfig: { PAID: { description: 'Out of the drawer.' }, TAKEN_BACK: { description: 'Back into a drawer: it was paid wrongly.' } },
});

export enum CashCollector {
  PAYEE = 'PAYEE',
  RECEIVER = 'RECEIVER',
}
registerEnumType(CashCollector, {
  name: 'CashCollector',
  description: 'Who fetched a payment.',
  valuesConfig: { PAYEE: { description: 'The person whom it is for.' }, RECEIVER: { description: 'Who receives it for them: the nominee or guardian whom two persons said, as it was when the run was made.' } },
});

const payeeOf: SubjectPart = ({ instruction }) => sql`(select i.payee_id from transactions.payment_instruction i where i.id = ${instruction ?? trusted('null')})`;

@Resource({
  description: 'A payment over the counter, or one that was taken back. Never changed.',
  table: 'transactions.cash_payout',
  prefix: 'cash_payout',
  read: 'transactions.cash.read',
  privacy: { subject: { person: payeeOf }, sensitivity: 'personal', purpose: 'payments' },
  one: 'cashPayout',
  many: 'cashPayouts',
  scope: byPayout,
})
export class CashPayout extends Versioned {
  @Field(() => CashSession, { nullable: true, description: 'Out of which drawer, or into which.' })
  @ManyToOne(() => CashSession, { fieldName: 'session_id', type: 'uuid' })
  session!: Rel<CashSession>;

  @Field(() => PaymentInstruction, { nullable: true, description: 'Which payment; of several instructions that are paid as one, the first.' })
  @ManyToOne(() => PaymentInstruction, { fieldName: 'instruction_id', type: 'uuid' })
  instruction!: Rel<PaymentInstruction>;

  @Field(() => CashPayoutKind, { description: 'Which way.' })
  @Property({ type: 'text' })
  kind!: CashPayoutKind;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @Field(() => LocalDate, { description: 'When.' })
  @Property({ type: 'date', fieldName: 'done_on' })
  doneOn!: string;

  @Field(() => String, { description: 'Who paid it, or took it back.' })
  @Property({ type: 'text', fieldName: 'done_by' })
  doneBy!: string;

  @Field(() => CashCollector, { nullable: true, description: 'Who came for it.' })
  @Property({ type: 'text', fieldName: 'collected_by', nullable: true })
  collectedBy!: CashCollector | null;

  @Field(() => String, { nullable: true, description: 'What showed who they are, such as NATIONAL_ID.' })
  @Property({ type: 'text', fieldName: 'identified_by', nullable: true })
  identifiedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the receipt: twelve digits, of which the last two tell slips of the hand.' })
  @Property({ type: 'text', fieldName: 'receipt_number', nullable: true })
  receiptNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'The receipt: a JWS, signed with Ed25519 by a key of `cashReceiptKeys`.' })
  @Property({ type: 'text', nullable: true })
  receipt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was taken back.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;
}
