import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Privacy, type FieldPrivacy } from '../../../kernel/privacy/classification.js';
import { Versioned } from '../../../kernel/schema/node.js';
import { Resource } from '../../../kernel/schema/resource.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { byPerson } from '../../scope.js';
import { Person } from '../person.js';

/** The four answers to each question of the Washington Group Short Set on Functioning. */
export enum Functioning {
  NO_DIFFICULTY = 'NO_DIFFICULTY',
  SOME_DIFFICULTY = 'SOME_DIFFICULTY',
  A_LOT_OF_DIFFICULTY = 'A_LOT_OF_DIFFICULTY',
  CANNOT_DO_AT_ALL = 'CANNOT_DO_AT_ALL',
}
registerEnumType(Functioning, {
  name: 'Functioning',
  description: 'The four answers to each question of the Washington Group Short Set on Functioning.',
  valuesConfig: {
    NO_DIFFICULTY: { description: 'No, no difficulty.' },
    SOME_DIFFICULTY: { description: 'Yes, some difficulty.' },
    A_LOT_OF_DIFFICULTY: { description: 'Yes, a lot of difficulty.' },
    CANNOT_DO_AT_ALL: { description: 'Cannot do it at all.' },
  },
});

/** Of the answers and what follows from them: about health, so masked. */
export const functioning: FieldPrivacy = { sensitivity: 'sensitive', category: 'people.disability' };

/**
 * Six questions about functioning, and what follows from the answers.
 *
 * Source: Washington Group on Disability Statistics, *The Washington Group Short Set on Functioning (WG-SS)* and its analytic
 * guidelines: a person is counted as disabled where at least one domain is answered with "a lot of difficulty" or "cannot do
 * at all", the cut-off recommended for international comparison. The database computes it from the answers.
 */
@Resource({
  description: 'Answers to the Washington Group Short Set on Functioning (six questions) on a day. Nothing is changed later: a new assessment is another one.',
  table: 'people.disability',
  prefix: 'disability',
  read: 'people.disability.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  scope: byPerson('person'),
})
export class Disability extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Who was asked about.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => LocalDate, { description: 'Day of the assessment.' })
  @Property({ type: 'date', fieldName: 'assessed_on' })
  assessedOn!: string;

  @Field(() => Functioning, { nullable: true, description: 'Difficulty seeing, even if wearing glasses.' })
  @Privacy(functioning)
  @Property({ type: 'text' })
  seeing!: Functioning;

  @Field(() => Functioning, { nullable: true, description: 'Difficulty hearing, even if using a hearing aid.' })
  @Privacy(functioning)
  @Property({ type: 'text' })
  hearing!: Functioning;

  @Field(() => Functioning, { nullable: true, description: 'Difficulty walking or climbing steps.' })
  @Privacy(functioning)
  @Property({ type: 'text' })
  walking!: Functioning;

  @Field(() => Functioning, { nullable: true, description: 'Difficulty remembering or concentrating.' })
  @Privacy(functioning)
  @Property({ type: 'text' })
  remembering!: Functioning;

  @Field(() => Functioning, { nullable: true, description: 'Difficulty with self-care, such as washing all over or dressing.' })
  @Privacy(functioning)
  @Property({ type: 'text', fieldName: 'self_care' })
  selfCare!: Functioning;

  @Field(() => Functioning, { nullable: true, description: 'Difficulty communicating in the usual language: understanding or being understood.' })
  @Privacy(functioning)
  @Property({ type: 'text' })
  communicating!: Functioning;

  @Field(() => Boolean, { nullable: true, description: 'At least one answer is "a lot of difficulty" or "cannot do at all": the cut-off of the Washington Group.' })
  @Privacy(functioning)
  @Property({ type: 'boolean', persist: false })
  disabled!: boolean;

  @Field(() => String, { description: 'Who recorded it.' })
  @Property({ type: 'text', fieldName: 'assessed_by' })
  assessedBy!: string;
}
