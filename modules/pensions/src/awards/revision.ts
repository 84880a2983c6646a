import { byPerson, byProgramme, Decision, Field, LocalDate, ManyToOne, MoneyField, Person, Programme, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { PensionAward } from './award.js';

export enum RevisionState {
  PROPOSED = 'PROPOSED',
  APPLIED = 'APPLIED',
  REJECTED = 'REJECTED',
}
registerEnumType(RevisionState, {
  name: 'PensionRevisionState',
  description: 'What became of a revision.',
  valuesConfig: { PROPOSED: { description: 'Waits for another person.' }, APPLIED: { description: 'The pension is worth what it says.' }, REJECTED: { description: 'The pension stays as it was.' } },
});

@Resource({
  description: 'That a pension was worked out again by the facts as they are now, with effect from a day on.',
  table: 'pensions.revision',
  prefix: 'pension_revision',
  read: 'pensions.awards.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  one: 'pensionRevision',
  many: 'pensionRevisions',
  scope: { ...byPerson('person'), ...byProgramme('programme') },
  seenWith: ['programme', 'award'],
  maker: 'proposedBy',
})
export class PensionRevision extends Versioned {
  @Field(() => PensionAward, { description: 'Of which pension.' })
  @ManyToOne(() => PensionAward, { fieldName: 'award_id', type: 'uuid' })
  award!: Rel<PensionAward>;

  @Field(() => Programme, { description: 'Of which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Person, { nullable: true, description: 'Whose.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => LocalDate, { description: 'From which day on it has effect.' })
  @Property({ type: 'date', fieldName: 'from_day' })
  from!: string;

  @Field(() => String, { description: 'What has changed.' })
  @Property({ type: 'text' })
  because!: string;

  @Field(() => Decision, { nullable: true, description: 'How it was worked out, with every step.' })
  @ManyToOne(() => Decision, { fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision>;

  @Property({ type: 'numeric', fieldName: 'base_before' })
  amountBefore!: string;

  @Property({ type: 'numeric', fieldName: 'base_after' })
  amountAfter!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountBefore', currency: 'currency', description: 'What the pension was worth a month on its first day.' })
  was!: unknown;

  @MoneyField({ amount: 'amountAfter', currency: 'currency', description: 'What it is worth by the revision; 0 where they were not entitled.' })
  becomes!: unknown;

  @Field(() => RevisionState, { description: 'What became of it.' })
  @Property({ type: 'text' })
  state!: RevisionState;

  @Field(() => String, { description: 'Who proposed it.' })
  @Property({ type: 'text', fieldName: 'proposed_by' })
  proposedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who decided on it.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When that was.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;
}
