import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { sql, trusted } from '../kernel/read/sql.js';
import { Privacy, type FieldPrivacy, type SubjectPart } from '../kernel/privacy/classification.js';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, Resource } from '../kernel/schema/resource.js';
import { Decimal, LocalDate } from '../kernel/schema/scalars.js';
import { Household } from '../people/households/household.js';
import { Person } from '../people/persons/person.js';
import { byPersonOrHousehold, through } from '../people/scope.js';
import { SPECIAL_ANSWERS } from './special-answers.js';
import { Question } from './question.js';
import { Questionnaire, QuestionnaireVersion } from './questionnaire.js';
import { ResponseState } from './types.js';

/** Those whom the actor sees who answered. */
export const bySubject = byPersonOrHousehold('person', 'household');

@Resource({
  description: 'What a person or a household answered on a day.',
  table: 'surveys.response',
  prefix: 'response',
  read: 'surveys.responses.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'assessment' },
  one: 'response',
  many: 'responses',
  scope: bySubject,
})
export class Response extends Versioned {
  @Field(() => Questionnaire, { description: 'To which questionnaire.' })
  @ManyToOne(() => Questionnaire, { fieldName: 'questionnaire_id', type: 'uuid' })
  questionnaire!: Rel<Questionnaire>;

  @Field(() => QuestionnaireVersion, { description: 'To which version of it.' })
  @ManyToOne(() => QuestionnaireVersion, { fieldName: 'version_id', type: 'uuid' })
  questionnaireVersion!: Rel<QuestionnaireVersion>;

  @Field(() => Person, { nullable: true, description: 'Who answered, where persons are asked.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Household, { nullable: true, description: 'The household that answered, where households are asked.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Field(() => LocalDate, { description: 'Day of the answers.' })
  @Property({ type: 'date', fieldName: 'answered_on' })
  answeredOn!: string;

  @Field(() => String, { nullable: true, description: 'Where the answers are from, such as a visit or a form.' })
  @Property({ type: 'text', nullable: true })
  source!: string | null;

  @Field(() => String, { description: 'Who recorded them.' })
  @Property({ type: 'text', fieldName: 'recorded_by' })
  recordedBy!: string;

  @Field(() => ResponseState, { description: 'Whether it counts.' })
  @Property({ type: 'text' })
  state!: ResponseState;

  @Field(() => Response, { nullable: true, description: 'The response in whose place it stands.' })
  @ManyToOne(() => Response, { nullable: true, fieldName: 'replaces_id', type: 'uuid' })
  replaces!: Rel<Response> | null;

  @Field(() => String, { nullable: true, description: 'Why it no longer counts.' })
  @Property({ type: 'text', fieldName: 'ended_because', nullable: true })
  endedBecause!: string | null;

  @Connection(() => Answer, { mappedBy: 'response', description: 'Its answers.' })
  answers!: unknown;
}

/** Of answers: a question may ask for anything, health and faith included. Masked where the question says so. */
const anything: FieldPrivacy = { sensitivity: 'sensitive', category: SPECIAL_ANSWERS, when: 'special' };

/** Whom an answer is about is said by its response. */
const ofResponse = (column: string): SubjectPart => (columns) => sql`(select r.${trusted(column)} from surveys.response r where r.id = ${columns['response'] ?? trusted('null')})`;

@Resource({
  description: 'An answer to a question: in the field that its type asks for.',
  table: 'surveys.answer',
  prefix: 'answer',
  read: 'surveys.responses.read',
  privacy: { subject: { person: ofResponse('person_id'), household: ofResponse('household_id') }, sensitivity: 'personal', purpose: 'assessment' },
  scope: through(({ response }, seen) => sql`exists (select 1 from surveys.response r where r.id = ${response ?? trusted('null')} and ${seen({ person: sql`r.person_id`, household: sql`r.household_id` })})`, bySubject),
})
export class Answer extends Versioned {
  @Field(() => Response, { nullable: true, description: 'Of which response.' })
  @ManyToOne(() => Response, { fieldName: 'response_id', type: 'uuid' })
  response!: Rel<Response>;

  @Property({ type: 'uuid', fieldName: 'version_id' })
  questionnaireVersion!: string;

  @Field(() => Question, { description: 'To which question.' })
  @ManyToOne(() => Question, { fieldName: 'question_id', type: 'uuid' })
  question!: Rel<Question>;

  @Field(() => String, { description: "The question's code." })
  @Property({ type: 'text', fieldName: 'question_code' })
  questionCode!: string;

  @Field(() => Boolean, { description: 'Whether its question is specially protected: then masked, but for those who may see it.' })
  @Property({ type: 'boolean' })
  special!: boolean;

  @Privacy(anything)
  @Field(() => String, { nullable: true, description: 'The answer to a TEXT.' })
  @Property({ type: 'text', fieldName: 'text_value', nullable: true })
  text!: string | null;

  @Privacy(anything)
  @Field(() => Decimal, { nullable: true, description: 'The answer to an INTEGER or a DECIMAL.' })
  @Property({ type: 'numeric', fieldName: 'number_value', nullable: true })
  number!: string | null;

  @Privacy(anything)
  @Field(() => Boolean, { nullable: true, description: 'The answer to a BOOLEAN.' })
  @Property({ type: 'boolean', fieldName: 'boolean_value', nullable: true })
  boolean!: boolean | null;

  @Privacy(anything)
  @Field(() => LocalDate, { nullable: true, description: 'The answer to a DATE.' })
  @Property({ type: 'date', fieldName: 'date_value', nullable: true })
  date!: string | null;

  @Privacy(anything)
  @Field(() => String, { nullable: true, description: 'The answer to a CHOICE: its code.' })
  @Property({ type: 'text', nullable: true })
  choice!: string | null;

  @Privacy(anything)
  @Field(() => [String], { nullable: true, description: 'The answer to a MULTIPLE_CHOICE: their codes.' })
  @Property({ type: 'text[]', columnType: 'text[]', nullable: true })
  choices!: string[] | null;
}
