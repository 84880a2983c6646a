import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { sql } from '../../kernel/read/sql.js';
import { Node } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Demand } from './demand.js';
import { Payer } from './payer.js';
import { byPayer, ofThePayer } from './scope.js';

@Resource({
  description: 'A part of a demand with a day of its own. What is paid fills them in their order; interest and penalties come last. Never changed.',
  table: 'transactions.demand_instalment',
  prefix: 'demand_instalment',
  read: 'transactions.demands.read',
  privacy: { subject: ofThePayer, sensitivity: 'personal', purpose: 'payments' },
  scope: byPayer,
  seenWith: ['demand', 'payer'],
})
export class DemandInstalment extends Node {
  @Field(() => Demand, { description: 'Of which demand.' })
  @ManyToOne(() => Demand, { fieldName: 'demand_id', type: 'uuid' })
  demand!: Rel<Demand>;

  @ManyToOne(() => Payer, { fieldName: 'payer_id', type: 'uuid' })
  payer!: Rel<Payer>;

  @Field(() => Int, { description: 'Which, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => LocalDate, { description: 'Day by which it is to be paid.' })
  @Property({ type: 'date', fieldName: 'due_on' })
  dueOn!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @MoneyField({
    description: 'What of it is still to be paid.', currency: 'currency',
    amount: (t) => sql`(select case when d.state = 'CANCELLED' then 0 else least(${t['amountNumber']}, greatest(0,
      (select sum(i.amount) from transactions.demand_instalment i where i.demand_id = d.id and i.number <= ${t['number']}) - d.allocated - d.written_off)) end
      from transactions.demand d where d.id = ${t['demand']})`,
  })
  outstanding!: unknown;
}
