import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../../kernel/schema/node.js';
import { Resource } from '../../../kernel/schema/resource.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { byPerson } from '../../scope.js';
import { Person } from '../person.js';

/** What was decided about a use of a person's data. */
export enum ConsentDecision {
  GIVEN = 'GIVEN',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(ConsentDecision, {
  name: 'ConsentDecision',
  description: "What was decided about a use of a person's data.",
  valuesConfig: { GIVEN: { description: 'It may be used, from the day on.' }, WITHDRAWN: { description: 'It may no longer be used, from the day on.' } },
});

/** Why data may be used: the six grounds that the GDPR (article 6, paragraph 1) and laws after its model know. */
export enum LegalBasis {
  CONSENT = 'CONSENT',
  CONTRACT = 'CONTRACT',
  LEGAL_OBLIGATION = 'LEGAL_OBLIGATION',
  VITAL_INTERESTS = 'VITAL_INTERESTS',
  PUBLIC_TASK = 'PUBLIC_TASK',
  LEGITIMATE_INTERESTS = 'LEGITIMATE_INTERESTS',
}
registerEnumType(LegalBasis, {
  name: 'LegalBasis',
  description: 'Why data may be used: the grounds of the GDPR (article 6, paragraph 1) and of laws after its model.',
  valuesConfig: {
    CONSENT: { description: 'The person agreed.' },
    CONTRACT: { description: 'A contract with the person needs it.' },
    LEGAL_OBLIGATION: { description: 'A law demands it.' },
    VITAL_INTERESTS: { description: "Somebody's life depends on it." },
    PUBLIC_TASK: { description: 'A task in the public interest that a law gives.' },
    LEGITIMATE_INTERESTS: { description: "An interest that outweighs the person's." },
  },
});

@Resource({
  description: "A decision about one use of a person's data. Nothing is changed later: a withdrawal is a decision of its own.",
  table: 'people.consent',
  prefix: 'consent',
  read: 'people.persons.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  scope: byPerson('person'),
})
export class Consent extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose data.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => String, { description: 'What the data is used for, one of `purposes`.' })
  @Property({ type: 'text' })
  purpose!: string;

  @Field(() => ConsentDecision, { description: 'What was decided.' })
  @Property({ type: 'text' })
  decision!: ConsentDecision;

  @Field(() => LegalBasis, { description: 'Why the data may be used; of a withdrawal: the ground that falls away.' })
  @Property({ type: 'text', fieldName: 'legal_basis' })
  legalBasis!: LegalBasis;

  @Field(() => LocalDate, { description: 'From which day.' })
  @Property({ type: 'date', fieldName: 'decided_on' })
  decidedOn!: string;

  @Field(() => String, { nullable: true, description: 'Where it is known from: a form, a call, an act.' })
  @Property({ type: 'text', nullable: true })
  source!: string | null;

  /** Files that show it. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]', fieldName: 'file_ids', defaultRaw: "'{}'" })
  fileIds!: string[];

  @Field(() => String, { description: 'Who recorded it.' })
  @Property({ type: 'text', fieldName: 'recorded_by' })
  recordedBy!: string;
}
