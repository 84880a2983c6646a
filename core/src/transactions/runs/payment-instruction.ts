import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int, registerEnumType } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { PaymentAccount } from '../../people/persons/accounts/payment-account.js';
import { Person } from '../../people/persons/person.js';
import { Place } from '../../people/places/place.js';
import { byPlace } from '../../people/scope.js';
import { Entitlement } from '../../programmes/entitlement.js';
import { PaymentRun } from './payment-run.js';
import { PayeeArrangement } from '../payees/payee-arrangement.js';
import { Posting } from '../posting.js';
import { byRun } from '../scope.js';

export enum PaymentInstructionState {
  PENDING = 'PENDING',
  SENT = 'SENT',
  PAID = 'PAID',
  RETURNED = 'RETURNED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(PaymentInstructionState, {
  name: 'PaymentInstructionState',
  description: 'Where a payment stands.',
  valuesConfig: {
    PENDING: { description: 'Not yet sent.' },
    SENT: { description: 'With the channel, which has not answered.' },
    PAID: { description: 'The channel says that it was paid. Final.' },
    RETURNED: { description: 'The channel could not pay; another run may. Final.' },
    CANCELLED: { description: 'Given up with its run; another run may pay. Final.' },
  },
});

@Resource({
  description: 'That an entitlement is paid to somebody. What a run pays one receiver into one account is one `payment`, sent, held, paid and returned as a whole. Everything but its state is frozen when the run is created.',
  table: 'transactions.payment_instruction',
  prefix: 'payment_instruction',
  read: 'transactions.instructions.read',
  privacy: { subject: { person: 'payee' }, sensitivity: 'personal', purpose: 'payments' },
  one: 'paymentInstruction',
  many: 'paymentInstructions',
  keys: ['reference'],
  scope: { ...byPlace('place'), ...byRun('run') },
  seenWith: ['run'],
})
export class PaymentInstruction extends Versioned {
  @Field(() => PaymentRun, { description: 'In which run.' })
  @ManyToOne(() => PaymentRun, { fieldName: 'run_id', type: 'uuid' })
  run!: Rel<PaymentRun>;

  @Field(() => Int, { description: 'Number of the batch in which it is sent.' })
  @Property({ type: 'integer', fieldName: 'batch_number' })
  batchNumber!: number;

  @Field(() => Entitlement, { nullable: true, description: 'What it pays.' })
  @ManyToOne(() => Entitlement, { fieldName: 'entitlement_id', type: 'uuid' })
  entitlement!: Rel<Entitlement>;

  @Field(() => Person, { nullable: true, description: 'Who is entitled to it.' })
  @ManyToOne(() => Person, { fieldName: 'payee_id', type: 'uuid' })
  payee!: Rel<Person>;

  @Field(() => String, { description: "The payee's name as it was when the run was created." })
  @Property({ type: 'text', fieldName: 'payee_name' })
  payeeName!: string;

  @Field(() => Person, { nullable: true, description: 'Who receives it in the place of the payee; null where the payee does.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'receiver_id', type: 'uuid' })
  receiver!: Rel<Person> | null;

  @Field(() => String, { nullable: true, description: "The receiver's name as it was when the run was created; null where the payee receives." })
  @Property({ type: 'text', nullable: true, fieldName: 'receiver_name' })
  receiverName!: string | null;

  @Field(() => PayeeArrangement, { nullable: true, description: 'By which arrangement somebody else receives.' })
  @ManyToOne(() => PayeeArrangement, { nullable: true, fieldName: 'arrangement_id', type: 'uuid' })
  arrangement!: Rel<PayeeArrangement> | null;

  @Field(() => PaymentAccount, { nullable: true, description: 'The account that it is paid into: chosen when the run was created, and never another one. Null where the channel pays by name.' })
  @ManyToOne(() => PaymentAccount, { nullable: true, fieldName: 'account_id', type: 'uuid' })
  account!: Rel<PaymentAccount> | null;

  @Field(() => Place, { nullable: true, description: 'Where the payee is looked after.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much is paid: what is left after what is kept back and what goes to others.' })
  amount!: unknown;

  @Property({ type: 'numeric', fieldName: 'deducted' })
  deductedAmount!: string;

  @MoneyField({ amount: 'deductedAmount', currency: 'currency', description: 'How much is kept back for an overpayment.' })
  deducted!: unknown;

  @Property({ type: 'numeric', fieldName: 'withheld' })
  withheldAmount!: string;

  @MoneyField({ amount: 'withheldAmount', currency: 'currency', description: 'How much goes to others, by orders.' })
  withheld!: unknown;

  @Field(() => String, { description: 'What names it; unique for good.' })
  @Property({ type: 'text', unique: true })
  reference!: string;

  @Field(() => String, { description: 'What names its payment to the channel and the bank: of what one receiver is paid by a run into one account, the `reference` of the first instruction; of one that is paid by itself its own.' })
  @Property({ type: 'text' })
  payment!: string;

  @Property({ type: 'numeric', fieldName: 'payment_amount' })
  paymentNumber!: string;

  @MoneyField({ amount: 'paymentNumber', currency: 'currency', description: 'How much its payment is: the sum of the instructions that are paid as one.' })
  paymentAmount!: unknown;

  @Field(() => PaymentInstructionState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: PaymentInstructionState;

  @Field(() => String, { nullable: true, description: 'Why it was returned.' })
  @Property({ type: 'text', fieldName: 'returned_reason', nullable: true })
  returnedReason!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which its payment or return was booked.' })
  @Property({ type: 'date', fieldName: 'settled_on', nullable: true })
  settledOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Who holds it; null where nobody does.' })
  @Property({ type: 'text', fieldName: 'held_by', nullable: true })
  heldBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it is held.' })
  @Property({ type: 'text', fieldName: 'held_because', nullable: true })
  heldBecause!: string | null;

  @Field(() => Int, { nullable: true, description: 'Number of the batch in which it went after it was held, instead of `batchNumber`; 0 while it is in none.' })
  @Property({ type: 'integer', fieldName: 'moved_to', nullable: true })
  movedTo!: number | null;

  @Connection(() => Posting, { mappedBy: 'instruction', description: 'What it moved in the ledger.' })
  postings!: unknown;
}
