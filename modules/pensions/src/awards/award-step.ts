import { byPerson, byProgramme, Decimal, Decision, Field, Int, LocalDate, ManyToOne, MoneyField, Person, Programme, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { PensionIndexation } from '../indexation/indexation.js';
import { PensionAward } from './award.js';
import { PensionRevision } from './revision.js';

export enum AwardStepKind {
  AWARD = 'AWARD',
  REVISION = 'REVISION',
  INDEXATION = 'INDEXATION',
  SHARE = 'SHARE',
}
registerEnumType(AwardStepKind, {
  name: 'PensionAwardStepKind',
  description: 'How an award came to be worth something else.',
  valuesConfig: {
    AWARD: { description: 'It was granted.' },
    REVISION: { description: 'It was worked out again.' },
    INDEXATION: { description: 'It was raised with those of others.' },
    SHARE: { description: 'It is a share of what somebody who died had, and the shares are others from the day on.' },
  },
});

@Resource({
  description: 'What an award is worth a month from a day on. Never changed: another step follows.',
  table: 'pensions.award_step',
  prefix: 'award_step',
  read: 'pensions.awards.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  scope: { ...byPerson('person'), ...byProgramme('programme') },
  seenWith: ['programme', 'award'],
})
export class PensionAwardStep extends Versioned {
  @Field(() => PensionAward, { description: 'Of which award.' })
  @ManyToOne(() => PensionAward, { fieldName: 'award_id', type: 'uuid' })
  award!: Rel<PensionAward>;

  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Int, { description: 'Its number in the order in which they were written, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => AwardStepKind, { description: 'How it came about.' })
  @Property({ type: 'text' })
  kind!: AwardStepKind;

  @Field(() => LocalDate, { description: 'From which day on. Of several that begin on one day the last written holds.' })
  @Property({ type: 'date', fieldName: 'from_day' })
  from!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  worth!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'worth', currency: 'currency', description: 'How much the award is worth a month.' })
  monthly!: unknown;

  @Property({ type: 'numeric', nullable: true })
  whole!: string | null;

  @Field(() => Decimal, { description: 'Of a share of what somebody who died had: which part of it, from 0 to 1. 1 of others.' })
  @Property({ type: 'numeric', default: '1' })
  share: string = '1';

  @Property({ type: 'numeric', default: '0' })
  above: string = '0';

  @Field(() => PensionIndexation, { nullable: true, description: 'The indexation by which it was raised; null of other steps.' })
  @ManyToOne(() => PensionIndexation, { nullable: true, fieldName: 'indexation_id', type: 'uuid' })
  indexation!: Rel<PensionIndexation> | null;

  @Field(() => PensionRevision, { nullable: true, description: 'The revision that it follows from, also where it is an indexation that was worked out again; null of others.' })
  @ManyToOne(() => PensionRevision, { nullable: true, fieldName: 'revision_id', type: 'uuid' })
  revision!: Rel<PensionRevision> | null;

  @Field(() => Decision, { nullable: true, description: 'How it was worked out, with every step; null where it follows from the step before.' })
  @ManyToOne(() => Decision, { nullable: true, fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision> | null;

  @Field(() => String, { nullable: true, description: 'What somebody said of it.' })
  @Property({ type: 'text', nullable: true })
  because!: string | null;

  @Field(() => String, { description: 'Who had it made.' })
  @Property({ type: 'text', fieldName: 'made_by' })
  madeBy!: string;
}
