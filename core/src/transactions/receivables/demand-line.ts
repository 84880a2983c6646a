import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { Privacy } from '../../kernel/privacy/classification.js';
import { Node } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { Account } from '../account.js';
import { Demand } from './demand.js';
import { Payer } from './payer.js';
import { byPayer, ofThePayer } from './scope.js';

@Resource({
  description: 'One line of a demand. Never changed.',
  table: 'transactions.demand_line',
  prefix: 'demand_line',
  read: 'transactions.demands.read',
  privacy: { subject: ofThePayer, sensitivity: 'personal', purpose: 'payments' },
  scope: byPayer,
  seenWith: ['demand', 'payer'],
})
export class DemandLine extends Node {
  @Field(() => Demand, { description: 'Of which demand.' })
  @ManyToOne(() => Demand, { fieldName: 'demand_id', type: 'uuid' })
  demand!: Rel<Demand>;

  @ManyToOne(() => Payer, { fieldName: 'payer_id', type: 'uuid' })
  payer!: Rel<Payer>;

  @Field(() => Int, { description: 'Where it stands among the lines, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => String, { description: 'What it is for, as a code of the scheme, such as EMPLOYER_SHARE.' })
  @Property({ type: 'text' })
  code!: string;

  @Privacy({ sensitivity: 'personal', purpose: 'payments' })
  @Field(() => String, { description: 'What it is for, in words.' })
  @Property({ type: 'text' })
  description!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @Field(() => Account, { nullable: true, description: 'On which account it is booked as income, or as what the scheme owes for it.' })
  @ManyToOne(() => Account, { fieldName: 'account_id', type: 'uuid' })
  account!: Rel<Account>;
}
