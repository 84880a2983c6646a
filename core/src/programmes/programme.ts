import { Property } from '@mikro-orm/decorators/legacy';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, Resource } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { EligibilityRule } from './eligibility-rule.js';
import { Enrolment } from './enrolment.js';
import { byProgramme } from '../people/scope.js';

/** Whom a programme enrols. */
export enum ProgrammeTarget {
  PERSON = 'PERSON',
  HOUSEHOLD = 'HOUSEHOLD',
}
registerEnumType(ProgrammeTarget, {
  name: 'ProgrammeTarget',
  description: 'Whom a programme enrols.',
  valuesConfig: { PERSON: { description: 'Persons, each for themselves.' }, HOUSEHOLD: { description: 'Households.' } },
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

  @Connection(() => Enrolment, { mappedBy: 'programme', description: 'Who is or was enrolled.' })
  enrolments!: unknown;

  @Connection(() => EligibilityRule, { mappedBy: 'programme', description: 'The rules on who may be enrolled, by the day from which each holds.' })
  eligibilityRules!: unknown;
}
