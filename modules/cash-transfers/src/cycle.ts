import {
  BenefitPeriod, byProgramme, Connection, Decimal, Determination, Field, GraphQLInt, Int, isHeld, LocalDate, ManyToOne, Programme, Property, registerEnumType, Resource, sql, SqlField, Versioned, type Rel,
} from '@kinga/plugin-sdk';

export enum CycleState {
  OPEN = 'OPEN',
  DETERMINED = 'DETERMINED',
}
registerEnumType(CycleState, {
  name: 'CycleState',
  description: 'How far a cycle is.',
  valuesConfig: {
    OPEN: { description: 'Opened; what is owed is not determined, or only in part.' },
    DETERMINED: { description: 'What everybody in the programme is owed is determined.' },
  },
});

@Resource({
  description: 'A period for which a programme pays, numbered.',
  table: 'cash_transfers.cycle',
  prefix: 'cycle',
  read: 'cash-transfers.cycles.read',
  privacy: { sensitivity: 'internal', purpose: 'assistance' },
  one: 'cycle',
  many: 'cycles',
  scope: byProgramme('programme'),
  seenWith: ['programme', 'period'],
})
export class Cycle extends Versioned {
  @Field(() => Programme, { description: 'Whose cycle it is.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => BenefitPeriod, { nullable: true, description: 'The period of the programme for which it pays; null where a version before opened it, until it is determined.' })
  @ManyToOne(() => BenefitPeriod, { nullable: true, fieldName: 'period_id', type: 'uuid' })
  period!: Rel<BenefitPeriod> | null;

  @Field(() => Int, { description: 'Its number in the programme.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => LocalDate, { description: 'First day of the period.' })
  @Property({ type: 'date', fieldName: 'period_from' })
  periodFrom!: string;

  @Field(() => LocalDate, { description: 'Last day of the period.' })
  @Property({ type: 'date', fieldName: 'period_to' })
  periodTo!: string;

  @Field(() => LocalDate, { description: 'Day from which it may be paid.' })
  @Property({ type: 'date', fieldName: 'due_on' })
  dueOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'The day on which its list is closed: whoever is enrolled after it waits for the next cycle; null where everybody counts who is enrolled on its first day.' })
  @Property({ type: 'date', fieldName: 'cut_off_on', nullable: true })
  cutOffOn!: string | null;

  @Field(() => CycleState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: CycleState;

  @SqlField(() => GraphQLInt, {
    description: 'How many enrolments were found to be owed something by it.',
    sql: (t) => sql`(select count(*)::int from programmes.entitlement owed where owed.programme_id = ${t['programme']} and owed.period_from = ${t['periodFrom']} and owed.kind = 'REGULAR')`,
  })
  entitledEnrolments!: number;

  @SqlField(() => Decimal, {
    description: 'How much they were found to be owed in all, in the currency of the programme.',
    sql: (t) => sql`(select coalesce(sum(owed.amount), 0) from programmes.entitlement owed where owed.programme_id = ${t['programme']} and owed.period_from = ${t['periodFrom']} and owed.kind = 'REGULAR')`,
  })
  entitledAmount!: string;

  @Connection(() => Determination, { mappedBy: 'period', of: 'period', where: isHeld, description: 'Whom it pays nothing, and why: `reasons`.' })
  held!: unknown;
}
