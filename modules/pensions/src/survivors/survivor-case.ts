import { byPerson, byProgramme, Connection, Decimal, Field, LocalDate, ManyToOne, MoneyField, Person, Programme, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { PensionAward } from '../awards/award.js';
import { DecidedByAnother } from '../awards/decided-by-another.js';

export enum SurvivorCaseState {
  PROPOSED = 'PROPOSED',
  GRANTED = 'GRANTED',
  REJECTED = 'REJECTED',
  VOIDED = 'VOIDED',
}
registerEnumType(SurvivorCaseState, {
  name: 'SurvivorCaseState',
  description: 'What became of the shares of survivors.',
  valuesConfig: { PROPOSED: { description: 'Wait for another person.' }, GRANTED: { description: 'Each survivor has a pension.' }, REJECTED: { description: 'Nobody has one by it.' }, VOIDED: { description: 'Who was said to have died is alive: nothing was ever due by it.' } },
});

@Resource({
  description: 'Which part of a pension a survivor has from a day on, until the next of the same survivor.',
  table: 'pensions.survivor_share',
  prefix: 'survivor_share',
  read: 'pensions.awards.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  scope: { ...byPerson('person'), ...byProgramme('programme') },
})
export class SurvivorShare extends Versioned {
  @Field(() => SurvivorCase, { nullable: true, description: 'Of whom they survive.' })
  @ManyToOne(() => SurvivorCase, { fieldName: 'case_id', type: 'uuid' })
  case!: Rel<SurvivorCase>;

  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Person, { nullable: true, description: 'Who survives.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => String, { description: 'What they were to who died, as a code.' })
  @Property({ type: 'text' })
  relation!: string;

  @Field(() => LocalDate, { description: 'From which day on.' })
  @Property({ type: 'date', fieldName: 'from_day' })
  from!: string;

  @Field(() => Decimal, { description: 'Which part, from 0 to 1. Where all together have the whole, what they are paid sums to it.' })
  @Property({ type: 'numeric' })
  share!: string;

  @Property({ type: 'numeric', default: '0' })
  above: string = '0';
}

@Resource({
  description: 'Who survives somebody who had a pension, and which parts of it they have.',
  table: 'pensions.survivor_case',
  prefix: 'survivor_case',
  read: 'pensions.awards.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  one: 'survivorCase',
  many: 'survivorCases',
  scope: { ...byPerson('person'), ...byProgramme('programme') },
  seenWith: ['programme'],
  maker: 'proposedBy',
})
export class SurvivorCase extends DecidedByAnother {
  @Field(() => PensionAward, { nullable: true, description: 'The pension of who died.' })
  @ManyToOne(() => PensionAward, { fieldName: 'award_id', type: 'uuid' })
  award!: Rel<PensionAward>;

  @Property({ type: 'numeric', fieldName: 'whole' })
  wholeAmount!: string;

  @MoneyField({ amount: 'wholeAmount', currency: 'currency', description: 'What the whole is worth a month on that day.' })
  whole!: unknown;

  @Field(() => SurvivorCaseState, { description: 'What became of it.' })
  @Property({ type: 'text' })
  state!: SurvivorCaseState;

  @Connection(() => SurvivorShare, { mappedBy: 'case', description: 'The shares, from day to day.' })
  shares!: unknown;

  @Connection(() => PensionAward, { mappedBy: 'survivorCase', description: 'The pensions of the survivors.' })
  awards!: unknown;
}
