import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../../kernel/schema/node.js';
import { Connection, MoneyField, Resource } from '../../../kernel/schema/resource.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { Programme } from '../../../programmes/programme.js';
import { CashDesk } from './desk.js';
import { CashPayout } from './payout.js';
import { byDrawer } from './scope.js';

export enum CashSessionState {
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
  SETTLED = 'SETTLED',
}
registerEnumType(CashSessionState, {
  name: 'CashSessionState',
  description: 'Where a drawer stands.',
  valuesConfig: {
    OPEN: { description: 'Its cashier pays out of it.' },
    CLOSED: { description: 'It was counted and something is missing or too much: another person has to confirm it.' },
    SETTLED: { description: 'It was counted, and its difference is booked where there was one. Final.' },
  },
});

@Resource({
  description: "What a cashier holds of a programme's money at a desk, from when they take it over until it is counted.",
  table: 'transactions.cash_session',
  prefix: 'cash_session',
  read: 'transactions.cash.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'cashSession',
  many: 'cashSessions',
  scope: byDrawer,
})
export class CashSession extends Versioned {
  @Field(() => CashDesk, { nullable: true, description: 'At which desk.' })
  @ManyToOne(() => CashDesk, { fieldName: 'desk_id', type: 'uuid' })
  desk!: Rel<CashDesk>;

  @Field(() => Programme, { nullable: true, description: 'Whose money it is.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => String, { description: 'Who holds it.' })
  @Property({ type: 'text' })
  cashier!: string;

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: 'numeric', fieldName: 'advanced' })
  advancedAmount!: string;

  @MoneyField({ amount: 'advancedAmount', currency: 'currency', description: 'What was in it in the beginning.' })
  advanced!: unknown;

  @Property({ type: 'numeric', fieldName: 'topped_up', default: '0' })
  toppedUpAmount!: string;

  @MoneyField({ amount: 'toppedUpAmount', currency: 'currency', description: 'What was brought to it since.' })
  toppedUp!: unknown;

  @Field(() => LocalDate, { description: 'When it was taken over.' })
  @Property({ type: 'date', fieldName: 'opened_on' })
  openedOn!: string;

  @Field(() => CashSessionState, { description: 'Where it stands.' })
  @Property({ type: 'text', default: CashSessionState.OPEN })
  state!: CashSessionState;

  @Field(() => LocalDate, { nullable: true, description: 'When it was counted.' })
  @Property({ type: 'date', fieldName: 'closed_on', nullable: true })
  closedOn!: string | null;

  @Property({ type: 'numeric', fieldName: 'counted', nullable: true })
  countedAmount!: string | null;

  @MoneyField({ amount: 'countedAmount', currency: 'currency', nullable: true, description: 'What was counted in the end.' })
  counted!: unknown;

  @Property({ type: 'numeric', fieldName: 'difference', nullable: true })
  differenceAmount!: string | null;

  @MoneyField({ amount: 'differenceAmount', currency: 'currency', nullable: true, description: 'What was counted less what had to be there: negative where something is missing.' })
  difference!: unknown;

  @Field(() => String, { nullable: true, description: "Why it differs, in the cashier's words." })
  @Property({ type: 'text', fieldName: 'difference_reason', nullable: true })
  differenceReason!: string | null;

  @Field(() => String, { nullable: true, description: 'Who confirmed the difference; never the cashier.' })
  @Property({ type: 'text', fieldName: 'confirmed_by', nullable: true })
  confirmedBy!: string | null;

  @Connection(() => CashPayout, { mappedBy: 'session', description: 'What was paid out of it, and what was taken back into it.' })
  payouts!: unknown;
}
