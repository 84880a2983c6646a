import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field } from 'type-graphql';
import type { SubjectPart } from '../../../kernel/privacy/classification.js';
import { sql, trusted } from '../../../kernel/read/sql.js';
import { Versioned } from '../../../kernel/schema/node.js';
import { MoneyField, Resource, SqlField } from '../../../kernel/schema/resource.js';
import type { RowScope } from '../../../kernel/schema/resource.js';
import { through } from '../../../people/scope.js';
import { LedgerTransaction } from '../../ledger-transaction.js';
import { PaymentInstruction } from '../../runs/payment-instruction.js';
import { byPlaceAndProgramme } from '../../scope.js';
import { WithholdingOrder } from './withholding-order.js';

const payeeOfInstruction: SubjectPart = ({ instruction }) => sql`(select i.payee_id from transactions.payment_instruction i where i.id = ${instruction ?? trusted('null')})`;

/** Seen by whoever sees the payment. */
const byInstruction: RowScope = through(({ instruction }, seen) => sql`exists (
  select from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id
  where i.id = ${instruction ?? trusted('null')} and ${seen({ place: sql`i.place_id`, programme: sql`r.programme_id` })})`, byPlaceAndProgramme);

@Resource({
  description: 'What of a payment goes to an organisation. Never changed: with a payment that is cancelled or returned it counts for nothing.',
  table: 'transactions.deduction',
  prefix: 'deduction',
  read: 'transactions.deductions.read',
  privacy: { subject: { person: payeeOfInstruction }, sensitivity: 'personal', purpose: 'payments' },
  many: 'deductions',
  scope: byInstruction,
})
export class Deduction extends Versioned {
  @Field(() => WithholdingOrder, { nullable: true, description: 'By which order.' })
  @ManyToOne(() => WithholdingOrder, { fieldName: 'order_id', type: 'uuid' })
  order!: Rel<WithholdingOrder>;

  @Field(() => PaymentInstruction, { nullable: true, description: 'Of which payment.' })
  @ManyToOne(() => PaymentInstruction, { fieldName: 'instruction_id', type: 'uuid' })
  instruction!: Rel<PaymentInstruction>;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @Field(() => LedgerTransaction, { nullable: true, description: 'How it was booked.' })
  @ManyToOne(() => LedgerTransaction, { fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction>;

  @SqlField(() => GraphQLBoolean, {
    description: 'Whether it was given back, since the payment was cancelled or returned.',
    sql: (t) => sql`coalesce((select i.state in ('RETURNED', 'CANCELLED') from transactions.payment_instruction i where i.id = ${t['instruction']}), false)`,
  })
  givenBack!: boolean;
}
