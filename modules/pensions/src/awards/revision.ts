import { byPerson, byProgramme, Decision, Field, ManyToOne, MoneyField, Property, registerEnumType, Resource, type Rel } from '@kinga/plugin-sdk';
import { PensionAward } from './award.js';
import { DecidedByAnother } from './decided-by-another.js';

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
export class PensionRevision extends DecidedByAnother {
  @Field(() => PensionAward, { description: 'Of which pension.' })
  @ManyToOne(() => PensionAward, { fieldName: 'award_id', type: 'uuid' })
  award!: Rel<PensionAward>;

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

  @MoneyField({ amount: 'amountBefore', currency: 'currency', description: 'What the pension was worth a month on its first day.' })
  was!: unknown;

  @MoneyField({ amount: 'amountAfter', currency: 'currency', description: 'What it is worth by the revision; 0 where they were not entitled.' })
  becomes!: unknown;

  @Field(() => RevisionState, { description: 'What became of it.' })
  @Property({ type: 'text' })
  state!: RevisionState;
}
