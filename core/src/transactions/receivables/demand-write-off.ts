import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Privacy } from '../../kernel/privacy/classification.js';
import { Node } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { LedgerTransaction } from '../ledger-transaction.js';
import { Demand } from './demand.js';
import { Payer } from './payer.js';
import { byPayer, ofThePayer } from './scope.js';

@Resource({
  description: 'That what was not paid of a demand was given up. Never changed.',
  table: 'transactions.demand_write_off',
  prefix: 'demand_write_off',
  read: 'transactions.demands.read',
  privacy: { subject: ofThePayer, sensitivity: 'personal', purpose: 'payments' },
  scope: byPayer,
  seenWith: ['demand', 'payer'],
})
export class DemandWriteOff extends Node {
  @Field(() => Demand, { description: 'Of which demand.' })
  @ManyToOne(() => Demand, { fieldName: 'demand_id', type: 'uuid' })
  demand!: Rel<Demand>;

  @ManyToOne(() => Payer, { fieldName: 'payer_id', type: 'uuid' })
  payer!: Rel<Payer>;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @Privacy({ sensitivity: 'personal', purpose: 'payments' })
  @Field(() => String, { description: 'Why, in words.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => LocalDate, { description: 'When.' })
  @Property({ type: 'date', fieldName: 'written_off_on' })
  writtenOffOn!: string;

  @Field(() => String, { description: 'Who gave it up.' })
  @Property({ type: 'text', fieldName: 'written_off_by' })
  writtenOffBy!: string;

  @Field(() => LedgerTransaction, { nullable: true, description: 'How it was booked.' })
  @ManyToOne(() => LedgerTransaction, { fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction>;
}
