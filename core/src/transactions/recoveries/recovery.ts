import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Privacy, type SubjectPart } from '../../kernel/privacy/classification.js';
import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { MoneyField, Resource, type Columns } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { byPlace, byProgramme, through } from '../../people/scope.js';
import { Overpayment } from '../../programmes/entitlements/overpayment.js';
import { LedgerTransaction } from '../ledger-transaction.js';

export enum RecoveryKind {
  REPAID = 'REPAID',
  WRITTEN_OFF = 'WRITTEN_OFF',
}
registerEnumType(RecoveryKind, {
  name: 'RecoveryKind',
  description: 'How an overpayment came back.',
  valuesConfig: { REPAID: { description: 'It was paid back.' }, WRITTEN_OFF: { description: 'It was given up.' } },
});

const of = ({ overpayment }: Columns): Sql => overpayment ?? trusted('null');
const ofOverpayment: SubjectPart = (columns) => sql`(select o.payee_id from programmes.overpayment o where o.id = ${of(columns)})`;

@Resource({
  description: 'What of an overpayment was paid back or given up. Never changed.',
  table: 'transactions.recovery',
  prefix: 'recovery',
  read: 'programmes.entitlements.read',
  privacy: { subject: { person: ofOverpayment }, sensitivity: 'personal', purpose: 'payments' },
  one: 'recovery',
  many: 'recoveries',
  scope: through((columns, seen) => sql`exists (select 1 from programmes.overpayment o where o.id = ${of(columns)} and ${seen({ place: sql`o.place_id`, programme: sql`o.programme_id` })})`, { ...byPlace('place'), ...byProgramme('programme') }),
})
export class Recovery extends Versioned {
  @Field(() => Overpayment, { nullable: true, description: 'Of which overpayment.' })
  @ManyToOne(() => Overpayment, { fieldName: 'overpayment_id', type: 'uuid' })
  overpayment!: Rel<Overpayment>;

  @Field(() => RecoveryKind, { description: 'How.' })
  @Property({ type: 'text' })
  kind!: RecoveryKind;

  @Property({ type: 'numeric' })
  amount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amount', currency: 'currency', description: 'How much.' })
  recovered!: unknown;

  @Field(() => LocalDate, { description: 'When.' })
  @Property({ type: 'date', fieldName: 'recovered_on' })
  recoveredOn!: string;

  @Privacy({ sensitivity: 'personal', purpose: 'payments' })
  @Field(() => String, { nullable: true, description: 'Why, in words.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => String, { description: 'Who booked it.' })
  @Property({ type: 'text', fieldName: 'booked_by' })
  bookedBy!: string;

  @Field(() => LedgerTransaction, { nullable: true, description: 'How it was booked.' })
  @ManyToOne(() => LedgerTransaction, { fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction>;
}
