import { byPerson, byProgramme, Decision, Enrolment, Field, LocalDate, ManyToOne, Person, Programme, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { AwardKind } from '../awards/award-kind.js';

export enum ClaimState {
  LODGED = 'LODGED',
  ENTITLED = 'ENTITLED',
  NOT_ENTITLED = 'NOT_ENTITLED',
  UNCLEAR = 'UNCLEAR',
  AWARDED = 'AWARDED',
  REJECTED = 'REJECTED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(ClaimState, {
  name: 'PensionClaimState',
  description: 'How far a claim for a pension is.',
  valuesConfig: {
    LODGED: { description: 'Was lodged; the rules were not asked yet.' },
    ENTITLED: { description: 'By the rules the person is entitled; another person is to grant it.' },
    NOT_ENTITLED: { description: 'By the rules the person is not entitled, or not yet.' },
    UNCLEAR: { description: 'Something that the rules ask for is not known.' },
    AWARDED: { description: 'It was granted.' },
    REJECTED: { description: 'It was refused.' },
    WITHDRAWN: { description: 'The person withdrew it.' },
  },
});

@Resource({
  description: 'That somebody claims a pension from a day on.',
  table: 'pensions.claim',
  prefix: 'pension_claim',
  read: 'pensions.claims.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  one: 'pensionClaim',
  many: 'pensionClaims',
  scope: { ...byPerson('person'), ...byProgramme('programme') },
  seenWith: ['programme'],
  maker: 'lodgedBy',
})
export class PensionClaim extends Versioned {
  @Field(() => Programme, { description: 'Of which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Person, { nullable: true, description: 'Who claims.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Enrolment, { nullable: true, description: 'Their enrolment in the scheme.' })
  @ManyToOne(() => Enrolment, { fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment>;

  @Field(() => AwardKind, { description: 'Which pension.' })
  @Property({ type: 'text' })
  kind!: AwardKind;

  @Field(() => LocalDate, { description: 'From which day on.' })
  @Property({ type: 'date', fieldName: 'claimed_from' })
  from!: string;

  @Field(() => LocalDate, { description: 'When it was lodged.' })
  @Property({ type: 'date', fieldName: 'lodged_on' })
  lodgedOn!: string;

  @Field(() => ClaimState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: ClaimState;

  @Field(() => Decision, { nullable: true, description: 'What the rules say of it, with the calculation step by step; null where they were not asked.' })
  @ManyToOne(() => Decision, { nullable: true, fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision> | null;

  @Field(() => String, { description: 'Who took it in.' })
  @Property({ type: 'text', fieldName: 'lodged_by' })
  lodgedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who had it worked out last.' })
  @Property({ type: 'text', fieldName: 'assessed_by', nullable: true })
  assessedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When that was.' })
  @Property({ type: 'date', fieldName: 'assessed_on', nullable: true })
  assessedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Who granted or refused it, or noted that it was withdrawn.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When that was.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'What was said with it.' })
  @Property({ type: 'text', nullable: true })
  note!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was refused or withdrawn.' })
  @Property({ type: 'text', nullable: true })
  because!: string | null;
}
