import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Node } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { ProgrammeVersion } from '../../programmes/versions/programme-version.js';
import { LedgerTransaction } from '../ledger-transaction.js';
import { Demand } from './demand.js';
import { Payer } from './payer.js';
import { byPayer, ofThePayer } from './scope.js';

@Resource({
  description: 'Interest or a penalty that a rule of the programme charged for a demand: of one rule once for a day. Never changed.',
  table: 'transactions.demand_charge',
  prefix: 'demand_charge',
  read: 'transactions.demands.read',
  privacy: { subject: ofThePayer, sensitivity: 'personal', purpose: 'payments' },
  scope: byPayer,
  seenWith: ['demand', 'payer'],
})
export class DemandCharge extends Node {
  @Field(() => Demand, { description: 'For which demand.' })
  @ManyToOne(() => Demand, { fieldName: 'demand_id', type: 'uuid' })
  demand!: Rel<Demand>;

  @ManyToOne(() => Payer, { fieldName: 'payer_id', type: 'uuid' })
  payer!: Rel<Payer>;

  @Field(() => String, { description: 'Code of the rule.' })
  @Property({ type: 'text', fieldName: 'rule_code' })
  ruleCode!: string;

  @Field(() => ProgrammeVersion, { nullable: true, description: 'The version of the programme that has the rule.' })
  @ManyToOne(() => ProgrammeVersion, { fieldName: 'version_id', type: 'uuid' })
  programmeVersion!: Rel<ProgrammeVersion>;

  @Field(() => LocalDate, { description: 'For which day.' })
  @Property({ type: 'date', fieldName: 'charged_on' })
  chargedOn!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  /** What the rule was told. */
  @Property({ type: 'jsonb' })
  facts!: Record<string, unknown>;

  @Field(() => LedgerTransaction, { nullable: true, description: 'How it was booked.' })
  @ManyToOne(() => LedgerTransaction, { fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction>;
}
