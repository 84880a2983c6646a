import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Privacy } from '../../kernel/privacy/classification.js';
import { sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Programme } from '../../programmes/programme.js';
import { LedgerTransaction } from '../ledger-transaction.js';
import { DemandCharge } from './demand-charge.js';
import { DemandInstalment } from './demand-instalment.js';
import { DemandLine } from './demand-line.js';
import { DemandWriteOff } from './demand-write-off.js';
import { Payer } from './payer.js';
import { ReceiptAllocation } from './receipt-allocation.js';
import { byPayer, ofThePayer } from './scope.js';

export enum DemandState {
  ISSUED = 'ISSUED',
  PART_PAID = 'PART_PAID',
  SETTLED = 'SETTLED',
  CANCELLED = 'CANCELLED',
  WRITTEN_OFF = 'WRITTEN_OFF',
}
registerEnumType(DemandState, {
  name: 'DemandState',
  description: 'Where a demand stands; it follows from its amounts.',
  valuesConfig: {
    ISSUED: { description: 'Nothing of it is paid.' },
    PART_PAID: { description: 'A part of it is paid or given up.' },
    SETTLED: { description: 'All of it is paid. A receipt that is reversed opens it again.' },
    CANCELLED: { description: 'It is taken back. Final.' },
    WRITTEN_OFF: { description: 'What was not paid of it is given up.' },
  },
});

@Resource({
  description: 'That somebody owes a contribution or a premium to a programme: an invoice. Never changed; it is settled, cancelled or written off.',
  table: 'transactions.demand',
  prefix: 'demand',
  read: 'transactions.demands.read',
  privacy: { subject: ofThePayer, sensitivity: 'personal', purpose: 'payments' },
  one: 'demand',
  many: 'demands',
  scope: byPayer,
  seenWith: ['payer', 'programme'],
})
export class Demand extends Versioned {
  @Field(() => Payer, { description: 'Of whom.' })
  @ManyToOne(() => Payer, { fieldName: 'payer_id', type: 'uuid' })
  payer!: Rel<Payer>;

  @Field(() => Programme, { description: 'By which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => String, { description: 'Names it within the programme: what has a reference is demanded once.' })
  @Property({ type: 'text' })
  reference!: string;

  @Field(() => String, { description: 'What for: CONTRIBUTION, PREMIUM, or what else a scheme demands.' })
  @Property({ type: 'text' })
  purpose!: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day of the period that it is for.' })
  @Property({ type: 'date', fieldName: 'period_from', nullable: true })
  periodFrom!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day of the period that it is for.' })
  @Property({ type: 'date', fieldName: 'period_to', nullable: true })
  periodTo!: string | null;

  @Field(() => LocalDate, { description: 'Day on which it was raised.' })
  @Property({ type: 'date', fieldName: 'issued_on' })
  issuedOn!: string;

  @Field(() => LocalDate, { description: 'Day by which it, or its first instalment, is to be paid.' })
  @Property({ type: 'date', fieldName: 'due_on' })
  dueOn!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: 'numeric', fieldName: 'charged', default: '0' })
  chargedNumber!: string;

  @Property({ type: 'numeric', fieldName: 'allocated', default: '0' })
  allocatedNumber!: string;

  @Property({ type: 'numeric', fieldName: 'written_off', default: '0' })
  writtenOffNumber!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much was demanded.' })
  amount!: unknown;

  @MoneyField({ amount: 'chargedNumber', currency: 'currency', description: 'Interest and penalties that came to it.' })
  charged!: unknown;

  @MoneyField({ amount: 'allocatedNumber', currency: 'currency', description: 'What of it is paid.' })
  paid!: unknown;

  @MoneyField({ amount: 'writtenOffNumber', currency: 'currency', description: 'What of it is given up.' })
  writtenOff!: unknown;

  @MoneyField({
    description: 'What is still to be paid, interest and penalties included.', currency: 'currency',
    amount: (t) => sql`case when ${t['state']} = 'CANCELLED' then 0 else ${t['amountNumber']} + ${t['chargedNumber']} - ${t['allocatedNumber']} - ${t['writtenOffNumber']} end`,
  })
  outstanding!: unknown;

  @Field(() => DemandState, { description: 'Where it stands.' })
  @Property({ type: 'text', default: DemandState.ISSUED })
  state!: DemandState;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was taken back.' })
  @Property({ type: 'date', fieldName: 'cancelled_on', nullable: true })
  cancelledOn!: string | null;

  @Privacy({ sensitivity: 'personal', purpose: 'payments' })
  @Field(() => String, { nullable: true, description: 'Why it was taken back, in words.' })
  @Property({ type: 'text', fieldName: 'cancelled_reason', nullable: true })
  cancelledReason!: string | null;

  @Field(() => String, { description: 'Who raised it.' })
  @Property({ type: 'text', fieldName: 'raised_by' })
  raisedBy!: string;

  @Field(() => LedgerTransaction, { nullable: true, description: 'How it was booked.' })
  @ManyToOne(() => LedgerTransaction, { fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction>;

  @Connection(() => DemandLine, { mappedBy: 'demand', description: 'What it is made of.' })
  lines!: unknown;

  @Connection(() => DemandInstalment, { mappedBy: 'demand', description: 'The parts in which it is to be paid.' })
  instalments!: unknown;

  @Connection(() => DemandCharge, { mappedBy: 'demand', description: 'Interest and penalties, one by one.' })
  charges!: unknown;

  @Connection(() => ReceiptAllocation, { mappedBy: 'demand', permission: 'transactions.receipts.read', description: 'What settled it, and what of that was taken back.' })
  allocations!: unknown;

  @Connection(() => DemandWriteOff, { mappedBy: 'demand', description: 'What of it was given up.' })
  writeOffs!: unknown;
}
