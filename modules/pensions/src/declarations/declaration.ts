import {
  Connection, Demand, Field, File, GraphQLInt, Int, LocalDate, ManyToOne, MoneyField, Person, Programme, Property, Resource, sql, SqlField, Versioned, type Columns, type Rel, type Sql,
} from '@kinga/plugin-sdk';
import { Employer } from '../employers/employer.js';
import { CreditedWhen } from '../rates/collection.js';
import { DeclarationLine } from './declaration-line.js';
import { DeclarationState } from './declaration-state.js';
import { ofDeclarant } from './scope.js';

const linesIn = ({ id }: Columns, states: string): Sql => sql`(select count(*)::int from pensions.declaration_line line where line.declaration_id = ${id} and line.state = any(${states.split(' ')}::text[]))`;

@Resource({
  description: 'What an employer declares for a month, or somebody who insures themselves. Another one for the month is a correction that names it.',
  table: 'pensions.declaration',
  prefix: 'declaration',
  read: 'pensions.declarations.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  one: 'declaration',
  many: 'declarations',
  scope: ofDeclarant,
  seenWith: ['programme'],
  maker: 'submittedBy',
})
export class Declaration extends Versioned {
  @Field(() => Programme, { description: 'To which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Employer, { nullable: true, description: 'Of which employer; null of who insures themselves.' })
  @ManyToOne(() => Employer, { nullable: true, fieldName: 'employer_id', type: 'uuid' })
  employer!: Rel<Employer> | null;

  @Field(() => Person, { nullable: true, description: 'Who insures themselves; null of employers.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => LocalDate, { description: 'First day of the month.' })
  @Property({ type: 'date' })
  month!: string;

  @Field(() => Declaration, { nullable: true, description: 'Which it corrects; null of the first for a month.' })
  @ManyToOne(() => Declaration, { nullable: true, fieldName: 'corrects_id', type: 'uuid' })
  corrects!: Rel<Declaration> | null;

  @Connection(() => Declaration, { mappedBy: 'corrects', description: 'What corrects it.' })
  corrections!: unknown;

  @Field(() => DeclarationState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: DeclarationState;

  @Property({ type: 'text' })
  currency!: string;

  @Field(() => LocalDate, { description: 'Day by which the month is to be declared and paid.' })
  @Property({ type: 'date', fieldName: 'due_on' })
  dueOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was submitted.' })
  @Property({ type: 'date', fieldName: 'submitted_on', nullable: true })
  submittedOn!: string | null;

  @Property({ type: 'text', fieldName: 'submitted_by', nullable: true })
  submittedBy!: string | null;

  @SqlField(() => GraphQLInt, { nullable: true, description: 'How many days after its last day it was submitted; null while it is not.', sql: (t) => sql`greatest(0, ${t['submittedOn']} - ${t['dueOn']})` })
  daysLate!: number | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was accepted.' })
  @Property({ type: 'date', fieldName: 'accepted_on', nullable: true })
  acceptedOn!: string | null;

  @Field(() => CreditedWhen, { nullable: true, description: 'From when on it counts, as the scheme had it when it was accepted.' })
  @Property({ type: 'text', fieldName: 'credited_when', nullable: true })
  creditedWhen!: CreditedWhen | null;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'What worker and employer owe by it; of a correction the difference, which may be less than nothing. Nothing until it is accepted.' })
  amount!: unknown;

  @Property({ type: 'numeric', fieldName: 'penalty' })
  penaltyNumber!: string;

  @MoneyField({ amount: 'penaltyNumber', currency: 'currency', description: 'What is demanded beside because it was late.' })
  penalty!: unknown;

  @Field(() => Demand, { nullable: true, description: 'By which it is demanded, with others of the month where they were reckoned anew; null where nothing is owed.' })
  @ManyToOne(() => Demand, { nullable: true, fieldName: 'demand_id', type: 'uuid' })
  demand!: Rel<Demand> | null;

  @ManyToOne(() => File, { nullable: true, fieldName: 'file_id', type: 'uuid' })
  file!: Rel<File> | null;

  @Field(() => Int, { nullable: true, description: 'Up to which line its file was read; null where it was read whole, or where there is none.' })
  @Property({ type: 'integer', fieldName: 'file_line', nullable: true })
  fileLine!: number | null;

  @Property({ type: 'integer' })
  turn!: number;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which contributions were posted last.' })
  @Property({ type: 'date', fieldName: 'posted_on', nullable: true })
  postedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was taken back.' })
  @Property({ type: 'date', fieldName: 'reversed_on', nullable: true })
  reversedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was taken back.' })
  @Property({ type: 'text', fieldName: 'reversed_reason', nullable: true })
  reversedReason!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was sent back last.' })
  @Property({ type: 'text', fieldName: 'sent_back_because', nullable: true })
  sentBackBecause!: string | null;

  @Property({ type: 'text', fieldName: 'opened_by' })
  openedBy!: string;

  @Property({ type: 'text', fieldName: 'accepted_by', nullable: true })
  acceptedBy!: string | null;

  @Property({ type: 'text', fieldName: 'reversed_by', nullable: true })
  reversedBy!: string | null;

  @Connection(() => DeclarationLine, { mappedBy: 'declaration', description: 'What it says, person by person.' })
  lines!: unknown;

  @Connection(() => DeclarationLine, { mappedBy: 'declaration', where: (t) => sql`${t['state']} = 'REJECTED'`, description: 'Lines that count for nothing, with their reasons.' })
  rejectedLines!: unknown;

  @SqlField(() => GraphQLInt, { description: 'How many lines count.', sql: (t) => linesIn(t, 'VALID ACCEPTED REVERSED') })
  validCount!: number;

  @SqlField(() => GraphQLInt, { description: 'How many lines count for nothing.', sql: (t) => linesIn(t, 'REJECTED') })
  rejectedCount!: number;
}
