import {
  byProgramme, Connection, Decimal, Field, GraphQLInt, Int, LocalDate, ManyToOne, Programme, Property, registerEnumType, Resource, sql, SqlField, Versioned, type Rel,
} from '@kinga/plugin-sdk';
import { HeldHousehold } from './held-household.js';

export enum CycleState {
  OPEN = 'OPEN',
  DETERMINED = 'DETERMINED',
}
registerEnumType(CycleState, {
  name: 'CycleState',
  description: 'How far a cycle is.',
  valuesConfig: {
    OPEN: { description: 'Opened; what is owed is not determined, or only in part.' },
    DETERMINED: { description: 'What every enrolled household is owed is determined.' },
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
  seenWith: ['programme'],
})
export class Cycle extends Versioned {
  @Field(() => Programme, { description: 'Whose cycle it is.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

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

  @Field(() => CycleState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: CycleState;

  @SqlField(() => GraphQLInt, {
    description: 'How many households are owed something.',
    sql: (t) => sql`(select count(*)::int from programmes.entitlement owed where owed.programme_id = ${t['programme']} and owed.period_from = ${t['periodFrom']} and owed.kind = 'REGULAR')`,
  })
  entitledHouseholds!: number;

  @SqlField(() => Decimal, {
    description: 'How much is owed in all, in the currency of the programme.',
    sql: (t) => sql`(select coalesce(sum(owed.amount), 0) from programmes.entitlement owed where owed.programme_id = ${t['programme']} and owed.period_from = ${t['periodFrom']} and owed.kind = 'REGULAR')`,
  })
  entitledAmount!: string;

  @Connection(() => HeldHousehold, { mappedBy: 'cycle', description: 'Households that it pays nothing, and why.' })
  held!: unknown;
}
