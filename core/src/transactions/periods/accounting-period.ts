import { Property } from '@mikro-orm/decorators/legacy';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { DateTime, LocalDate } from '../../kernel/schema/scalars.js';

export enum AccountingPeriodState {
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
  REOPENING = 'REOPENING',
}
registerEnumType(AccountingPeriodState, {
  name: 'AccountingPeriodState',
  description: 'Whether the books of a period are open.',
  valuesConfig: {
    OPEN: { description: 'Takes postings.' },
    CLOSED: { description: 'Takes none. What was booked in it is taken back in an open period.' },
    REOPENING: { description: 'Closed; somebody asks to open it again, and another person decides.' },
  },
});

@Resource({
  description: 'Days whose books are opened and closed together, such as a month. Nothing is booked on days of a closed period, or before it.',
  table: 'transactions.accounting_period',
  prefix: 'accounting_period',
  read: 'transactions.ledger.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'accountingPeriod',
  many: 'accountingPeriods',
  keys: ['code'],
})
export class AccountingPeriod extends Versioned {
  @Field(() => String, { description: 'Its code, such as 2026-03.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'starts_on' })
  startsOn!: string;

  @Field(() => LocalDate, { description: 'Last day.' })
  @Property({ type: 'date', fieldName: 'ends_on' })
  endsOn!: string;

  @Field(() => AccountingPeriodState, { description: 'Whether its books are open.' })
  @Property({ type: 'text' })
  state!: AccountingPeriodState;

  @Field(() => String, { description: 'Who opened it first.' })
  @Property({ type: 'text', fieldName: 'opened_by' })
  openedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who closed it last.' })
  @Property({ type: 'text', fieldName: 'closed_by', nullable: true })
  closedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was closed last.' })
  @Property({ type: 'timestamptz', fieldName: 'closed_at', nullable: true })
  closedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who asked last to open it again.' })
  @Property({ type: 'text', fieldName: 'reopen_asked_by', nullable: true })
  reopenAskedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was to be opened again.' })
  @Property({ type: 'text', fieldName: 'reopen_reason', nullable: true })
  reopenReason!: string | null;

  @Field(() => String, { nullable: true, description: 'Who opened it again; never who asked for it.' })
  @Property({ type: 'text', fieldName: 'reopened_by', nullable: true })
  reopenedBy!: string | null;
}
