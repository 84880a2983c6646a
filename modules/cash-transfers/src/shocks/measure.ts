import {
  byProgramme, Decimal, Field, GraphQLInt, Int, LocalDate, ManyToOne, Programme, Property, registerEnumType, Resource, sql, SqlField, Versioned, type Rel,
} from '@kinga/plugin-sdk';
import { Shock } from './shock.js';

export enum ShockMeasureKind {
  TOP_UP = 'TOP_UP',
  TEMPORARY_ENROLMENT = 'TEMPORARY_ENROLMENT',
}
registerEnumType(ShockMeasureKind, {
  name: 'ShockMeasureKind',
  description: 'What is done about a shock.',
  valuesConfig: {
    TOP_UP: { description: 'Whoever is enrolled in the programme and lives there is paid something more, once.' },
    TEMPORARY_ENROLMENT: { description: 'Whoever lives there and is eligible by the rules of the programme is enrolled until the shock ends.' },
  },
});

export enum ShockMeasureState {
  PLANNED = 'PLANNED',
  UNDER_WAY = 'UNDER_WAY',
  DONE = 'DONE',
  ENDED = 'ENDED',
}
registerEnumType(ShockMeasureState, {
  name: 'ShockMeasureState',
  description: 'How far a measure is.',
  valuesConfig: {
    PLANNED: { description: 'Nothing is done yet.' },
    UNDER_WAY: { description: 'It is being carried out.' },
    DONE: { description: 'It is carried out.' },
    ENDED: { description: 'The shock is over: whoever was enrolled by it has left.' },
  },
});

@Resource({
  description: 'Something that a programme does about a shock.',
  table: 'cash_transfers.shock_measure',
  prefix: 'shock_measure',
  read: 'cash-transfers.shocks.read',
  privacy: { sensitivity: 'internal', purpose: 'assistance' },
  one: 'shockMeasure',
  scope: byProgramme('programme'),
  seenWith: ['programme', 'shock'],
})
export class ShockMeasure extends Versioned {
  @Field(() => Shock, { description: 'About which shock.' })
  @ManyToOne(() => Shock, { fieldName: 'shock_id', type: 'uuid' })
  shock!: Rel<Shock>;

  @Field(() => Int, { description: 'Its number, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => Programme, { description: 'Which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => ShockMeasureKind, { description: 'What is done.' })
  @Property({ type: 'text' })
  kind!: ShockMeasureKind;

  @Field(() => ShockMeasureState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: ShockMeasureState;

  @Field(() => Decimal, { nullable: true, description: 'Of a top-up: how much for each enrolment, in the currency of the programme.' })
  @Property({ type: 'numeric', nullable: true })
  amount!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Of a top-up: how much beside for each member of a household.' })
  @Property({ type: 'numeric', fieldName: 'per_member', nullable: true })
  perMember!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Of a top-up: how much for one enrolment at most; null where there is no such limit.' })
  @Property({ type: 'numeric', nullable: true })
  most!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Of a top-up: how much in all at most.' })
  @Property({ type: 'numeric', nullable: true })
  budget!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Of a top-up: the day from which it may be paid.' })
  @Property({ type: 'date', fieldName: 'due_on', nullable: true })
  dueOn!: string | null;

  @SqlField(() => GraphQLInt, {
    description: 'To how many enrolments a top-up was made owed, or how many were enrolled for the time of the shock.',
    sql: (t) => sql`case ${t['kind']} when 'TOP_UP' then (select count(*)::int from programmes.entitlement e where e.programme_id = ${t['programme']} and e.basis ->> 'measure' = ${t['id']}::text)
      else (select count(*)::int from cash_transfers.taken_in_by(${t['id']})) end`,
  })
  reached!: number;

  @SqlField(() => Decimal, {
    description: 'How much a top-up made owed in all.',
    sql: (t) => sql`(select coalesce(sum(e.amount), 0) from programmes.entitlement e where e.programme_id = ${t['programme']} and e.basis ->> 'measure' = ${t['id']}::text)`,
  })
  owed!: string;
}
