import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLString } from 'graphql';
import { Field, Int, registerEnumType } from 'type-graphql';
import { Calendar } from '../calendars/calendar.js';
import { textInLanguage, type Texts } from '../kernel/schema/local-texts.js';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, MoneyField, Resource, SqlField } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Enrolment } from './enrolments/enrolment.js';
import { sql, trusted } from '../kernel/read/sql.js';
import { byProgramme } from '../people/scope.js';
import { Parameter } from './parameters/parameter.js';
import { RuleTable } from './tables/rule-table.js';
import { ProgrammeVersion } from './versions/programme-version.js';

/** Whom a programme enrols. */
export enum ProgrammeTarget {
  PERSON = 'PERSON',
  HOUSEHOLD = 'HOUSEHOLD',
  ORGANISATION = 'ORGANISATION',
}
registerEnumType(ProgrammeTarget, {
  name: 'ProgrammeTarget',
  description: 'Whom a programme enrols.',
  valuesConfig: { PERSON: { description: 'Persons, each for themselves.' }, HOUSEHOLD: { description: 'Households.' }, ORGANISATION: { description: 'Organisations, such as schools and employers.' } },
});

@Resource({
  description: 'A scheme that persons or households are enrolled in.',
  table: 'programmes.programme',
  prefix: 'programme',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  one: 'programme',
  many: 'programmes',
  keys: ['code'],
  scope: byProgramme('id'),
})
export class Programme extends Versioned {
  @Field(() => String, { description: 'Its short name, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'jsonb', fieldName: 'names' })
  byLanguage!: Texts;

  @SqlField(() => GraphQLString, { description: "Its name in the caller's language, or else `name`.", sql: (columns) => sql`coalesce(${textInLanguage(columns)}, ${columns['name'] ?? trusted('null')})` })
  localName!: string;

  @Field(() => String, { description: 'The module that works out its benefits.' })
  @Property({ type: 'text' })
  scheme!: string;

  @Field(() => ProgrammeTarget, { description: 'Whom it enrols.' })
  @Property({ type: 'text' })
  target!: ProgrammeTarget;

  @Field(() => String, { description: 'ISO 4217 code of what it pays in.' })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'starts_on' })
  startsOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer runs; null while no end is set.' })
  @Property({ type: 'date', fieldName: 'ends_on', nullable: true })
  endsOn!: string | null;

  @Field(() => String, { nullable: true, description: 'What it gives, as one of `benefitTypes`.' })
  @Property({ type: 'text', fieldName: 'benefit_type', nullable: true })
  benefitType!: string | null;

  @Field(() => String, { nullable: true, description: 'The law that it stands on: act, section, gazette.' })
  @Property({ type: 'text', fieldName: 'legal_basis', nullable: true })
  legalBasis!: string | null;

  @Field(() => String, { nullable: true, description: 'What it protects against, as one of `protectionFunctions`, for statistics such as SDG 1.3.1.' })
  @Property({ type: 'text', fieldName: 'ilo_function', nullable: true })
  iloFunction!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether those whom it protects pay contributions; null where nobody said.' })
  @Property({ type: 'boolean', nullable: true })
  contributory!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether means decide who gets it; null where nobody said.' })
  @Property({ type: 'boolean', fieldName: 'means_tested', nullable: true })
  meansTested!: boolean | null;

  @Property({ type: 'numeric', fieldName: 'budget', nullable: true })
  budgetAmount!: string | null;

  @MoneyField({ amount: 'budgetAmount', currency: 'currency', nullable: true, description: 'Most that may be granted for one benefit period; null where it is not limited.' })
  budget!: unknown;

  @Field(() => Int, { nullable: true, description: 'Most that may be enrolled at a time; null where it is not limited.' })
  @Property({ type: 'integer', nullable: true })
  places!: number | null;

  @Field(() => Calendar, { nullable: true, description: 'The calendar that its working days are counted by.' })
  @ManyToOne(() => Calendar, { nullable: true, fieldName: 'calendar_id', type: 'uuid' })
  calendar!: Rel<Calendar> | null;

  @Connection(() => ProgrammeVersion, { mappedBy: 'programme', description: 'Its versions.' })
  versions!: unknown;

  @Connection(() => Parameter, { mappedBy: 'programme', description: 'The parameters of its own; those that all programmes share are in the query `parameters`.' })
  parameters!: unknown;

  @Connection(() => RuleTable, { mappedBy: 'programme', description: 'The tables of its own; those that all programmes share are in the query `ruleTables`.' })
  tables!: unknown;

  @Connection(() => Enrolment, { mappedBy: 'programme', description: 'Who is or was enrolled.' })
  enrolments!: unknown;
}
