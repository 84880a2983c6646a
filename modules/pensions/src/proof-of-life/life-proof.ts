import { byPerson, byProgramme, Connection, Field, LocalDate, ManyToOne, Person, Programme, Property, registerEnumType, Resolver, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { PensionAward } from '../awards/award.js';

/** How somebody proves to be alive. */
export enum ProofWay {
  IN_PERSON = 'IN_PERSON',
  VISIT = 'VISIT',
  BIOMETRIC = 'BIOMETRIC',
  DOCUMENT = 'DOCUMENT',
  VIDEO = 'VIDEO',
}
registerEnumType(ProofWay, {
  name: 'LifeProofWay',
  description: 'How somebody proves to be alive.',
  valuesConfig: {
    IN_PERSON: { description: 'They came.' }, VISIT: { description: 'They were visited.' }, BIOMETRIC: { description: 'By a fingerprint, face or iris.' },
    DOCUMENT: { description: 'By a certificate of somebody who may give it.' }, VIDEO: { description: 'By a video call.' },
  },
});

@Resource({
  description: 'That a pensioner proved to be alive.',
  table: 'pensions.life_proof',
  prefix: 'life_proof',
  read: 'pensions.awards.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  many: 'lifeProofs',
  scope: { ...byPerson('person'), ...byProgramme('programme') },
  seenWith: ['award'],
})
export class LifeProof extends Versioned {
  @Field(() => PensionAward, { description: 'For which pension.' })
  @ManyToOne(() => PensionAward, { fieldName: 'award_id', type: 'uuid' })
  award!: Rel<PensionAward>;

  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Person, { nullable: true, description: 'Who.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => LocalDate, { description: 'When.' })
  @Property({ type: 'date', fieldName: 'given_on' })
  givenOn!: string;

  @Field(() => ProofWay, { description: 'How.' })
  @Property({ type: 'text' })
  way!: ProofWay;

  @Field(() => LocalDate, { nullable: true, description: 'When the next is due; null where none is asked for.' })
  @Property({ type: 'date', fieldName: 'next_due_on', nullable: true })
  nextDueOn!: string | null;

  @Field(() => String, { description: 'Who recorded it.' })
  @Property({ type: 'text', fieldName: 'recorded_by' })
  recordedBy!: string;
}

@Resolver(() => PensionAward)
export class AwardProofs {
  @Connection(() => LifeProof, { mappedBy: 'award', permission: 'pensions.awards.read', description: 'When the pensioner proved to be alive.' })
  lifeProofs!: unknown;
}
