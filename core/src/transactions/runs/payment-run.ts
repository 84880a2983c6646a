import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int, registerEnumType } from 'type-graphql';
import { Job } from '../../kernel/jobs/job.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Programme } from '../../programmes/programme.js';
import { Budget } from '../budgets/budget.js';
import { LedgerTransaction } from '../ledger-transaction.js';
import { PaymentBatch } from './payment-batch.js';
import { PaymentInstruction } from './payment-instruction.js';
import { byProgramme } from '../../people/scope.js';

export enum PaymentRunState {
  COMPUTING = 'COMPUTING',
  DRAFT = 'DRAFT',
  APPROVED = 'APPROVED',
  SENDING = 'SENDING',
  SENT = 'SENT',
  RECONCILED = 'RECONCILED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(PaymentRunState, {
  name: 'PaymentRunState',
  description: 'Where a payment run stands.',
  valuesConfig: {
    COMPUTING: { description: 'Being made by its job; it holds nothing yet. Where that failed, `problem` says why.' },
    DRAFT: { description: 'Made, and waits for another person to approve it.' },
    APPROVED: { description: 'Approved, not yet sent.' },
    SENDING: { description: 'On its way to the channel, batch by batch.' },
    SENT: { description: 'All of it is with the channel; answers are awaited.' },
    RECONCILED: { description: 'Every instruction is paid or returned. Final.' },
    CANCELLED: { description: 'Given up before it was sent. Final.' },
  },
});

export enum PaymentRunKind {
  REGULAR = 'REGULAR',
  REISSUE = 'REISSUE',
  ORGANISATIONS = 'ORGANISATIONS',
}
registerEnumType(PaymentRunKind, {
  name: 'PaymentRunKind',
  description: 'What a payment run pays.',
  valuesConfig: {
    REGULAR: { description: 'All that is due of its programme until a day.' },
    REISSUE: { description: 'Chosen payments that came back.' },
    ORGANISATIONS: { description: 'What is owed to organisations: its payments are `organisationPayments`.' },
  },
});

@Resource({
  description: 'Payments that are made together: what is due of a programme until a day, through one channel.',
  table: 'transactions.payment_run',
  prefix: 'payment_run',
  read: 'transactions.runs.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'paymentRun',
  many: 'paymentRuns',
  keys: ['code'],
  scope: byProgramme('programme'),
  seenWith: ['programme'],
  maker: 'createdBy',
})
export class PaymentRun extends Versioned {
  @Field(() => String, { description: 'Its name: the programme, the day, and a number.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => Programme, { description: 'Whose benefits it pays.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Organisation, { nullable: true, description: 'Who funds it: it is paid out of the account of that funder, and within its budget.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'funder_id', type: 'uuid' })
  funder!: Rel<Organisation> | null;

  @Field(() => Budget, { nullable: true, description: 'The budget in which its approval committed what it pays; null before, and where the programme has none.' })
  @ManyToOne(() => Budget, { nullable: true, fieldName: 'budget_id', type: 'uuid' })
  budget!: Rel<Budget> | null;

  @Field(() => LocalDate, { description: 'It pays what is due on this day or before.' })
  @Property({ type: 'date' })
  until!: string;

  @Property({ type: 'text' })
  currency!: string;

  @Field(() => String, { description: 'Name of the channel that it goes through.' })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => PaymentRunKind, { description: 'Whether it pays persons what is due, persons again what came back, or organisations.' })
  @Property({ type: 'text' })
  kind!: PaymentRunKind;

  @Field(() => PaymentRunState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: PaymentRunState;

  @Field(() => String, { description: 'Who created it.' })
  @Property({ type: 'text', fieldName: 'created_by' })
  createdBy!: string;

  @Field(() => String, { nullable: true, description: 'Who approved it; never who created it.' })
  @Property({ type: 'text', fieldName: 'approved_by', nullable: true })
  approvedBy!: string | null;

  @Field(() => Int, { description: 'How many instructions it has: one for each entitlement that it pays.' })
  @Property({ type: 'integer', fieldName: 'instruction_count' })
  instructionCount!: number;

  @Property({ type: 'numeric', fieldName: 'total' })
  totalAmount!: string;

  @MoneyField({ amount: 'totalAmount', currency: 'currency', description: 'Sum of its instructions.' })
  total!: unknown;

  @Field(() => String, { nullable: true, description: 'SHA-256 over its instructions as they were made; what an approval is bound to.' })
  @Property({ type: 'text', fieldName: 'content_hash', nullable: true })
  contentHash!: string | null;

  @Field(() => Job, { nullable: true, description: 'The work that makes it, to follow.' })
  @ManyToOne(() => Job, { nullable: true, fieldName: 'job_id', type: 'uuid' })
  job!: Rel<Job> | null;

  @Field(() => String, { nullable: true, description: 'Why it could not be made. It can be cancelled.' })
  @Property({ type: 'text', nullable: true })
  problem!: string | null;

  @Field(() => String, { nullable: true, description: 'Who holds it, so that nothing more of it is sent; null where nobody does.' })
  @Property({ type: 'text', fieldName: 'held_by', nullable: true })
  heldBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it is held.' })
  @Property({ type: 'text', fieldName: 'held_because', nullable: true })
  heldBecause!: string | null;

  @Field(() => PaymentRun, { nullable: true, description: 'The run of before that it is compared with: the last of its programme and funder that was sent.' })
  @ManyToOne(() => PaymentRun, { nullable: true, fieldName: 'compared_with_id', type: 'uuid' })
  comparedWith!: Rel<PaymentRun> | null;

  @Connection(() => PaymentInstruction, { mappedBy: 'run', description: 'What it pays, entitlement by entitlement.' })
  instructions!: unknown;

  @Connection(() => PaymentBatch, { mappedBy: 'run', description: 'The parts in which it is sent.' })
  batches!: unknown;

  @Connection(() => LedgerTransaction, { mappedBy: 'paymentRun', description: 'What it booked.' })
  transactions!: unknown;
}
