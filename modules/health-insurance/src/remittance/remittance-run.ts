import { byProgramme, Connection, Field, Int, LocalDate, ManyToOne, MoneyField, Programme, Property, registerEnumType, Resource, sql, SqlField, trusted, Versioned, Decimal, type Rel } from '@kinga/plugin-sdk';
import { Remittance } from './remittance.js';

export enum RemittanceRunState {
  COMPUTING = 'COMPUTING',
  DRAFT = 'DRAFT',
  APPROVED = 'APPROVED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(RemittanceRunState, {
  name: 'RemittanceRunState',
  description: 'How far a remittance run is.',
  valuesConfig: {
    COMPUTING: { description: 'A job works it out.' }, DRAFT: { description: 'Worked out; it waits for a second person.' }, APPROVED: { description: 'What it says is owed and booked.' }, CANCELLED: { description: 'Given up; nothing of it is owed.' },
  },
});

@Resource({
  description: 'A run that turns decided claims into what facilities are paid.',
  table: 'health_insurance.remittance_run',
  prefix: 'remittance_run',
  read: 'health-insurance.remittances.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'remittanceRun',
  many: 'remittanceRuns',
  keys: ['number'],
  scope: byProgramme('programme'),
  seenWith: ['programme'],
  maker: 'createdBy',
})
export class RemittanceRun extends Versioned {
  @Field(() => String, { description: 'Its number.' })
  @Property({ type: 'text', unique: true })
  number!: string;

  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => LocalDate, { description: 'It takes claims that were decided until this day.' })
  @Property({ type: 'date' })
  until!: string;

  @Field(() => RemittanceRunState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: RemittanceRunState;

  @Property({ type: 'numeric', fieldName: 'total' })
  totalAmount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'totalAmount', currency: 'currency', description: 'How much facilities are paid in all.' })
  total!: unknown;

  @Field(() => Int, { description: 'How many facilities are paid.' })
  @Property({ type: 'integer', fieldName: 'remittances' })
  remittanceCount!: number;

  @SqlField(() => Decimal, { description: 'How much of it was paid and did not come back.', sql: ({ id }) => sql`(select coalesce(sum(m.amount), 0) from health_insurance.remittance m where m.run_id = ${id ?? trusted('null')} and m.state = 'PAID')` })
  paidAmount!: string;

  @Field(() => String, { nullable: true, description: 'SHA-256 of what it says, which an approval is bound to.' })
  @Property({ type: 'text', fieldName: 'content_hash', nullable: true })
  contentHash!: string | null;

  @Field(() => String, { description: 'Who made it.' })
  @Property({ type: 'text', fieldName: 'created_by' })
  createdBy!: string;

  @Field(() => String, { nullable: true, description: 'Who approved or cancelled it.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;

  @Connection(() => Remittance, { mappedBy: 'run', description: 'What each facility is paid.' })
  remittances!: unknown;
}
