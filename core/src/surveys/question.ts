import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLString } from 'graphql';
import { Field, Int } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../kernel/schema/resource.js';
import { Decimal, LocalDate } from '../kernel/schema/scalars.js';
import { QuestionnaireVersion } from './questionnaire.js';
import { textFor, type Texts } from '../kernel/schema/local-texts.js';
import { QuestionType } from './types.js';

@Resource({
  description: 'A question of a version of a questionnaire.',
  table: 'surveys.question',
  prefix: 'question',
  read: 'surveys.questionnaires.read',
  privacy: { sensitivity: 'public', purpose: 'assessment' },
})
export class Question extends Versioned {
  @Field(() => QuestionnaireVersion, { description: 'Of which version.' })
  @ManyToOne(() => QuestionnaireVersion, { fieldName: 'version_id', type: 'uuid' })
  questionnaireVersion!: Rel<QuestionnaireVersion>;

  @Field(() => String, { description: 'Its code, unique in the version; the same in all versions, and so is its type.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => Int, { description: 'Where it stands, from 0.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => QuestionType, { description: 'What answers it.' })
  @Property({ type: 'text' })
  type!: QuestionType;

  @Property({ type: 'jsonb', fieldName: 'texts' })
  byLanguage!: Texts;

  @SqlField(() => GraphQLString, { description: "The question in the caller's language, or in one that there is.", sql: textFor })
  text!: string;

  @Field(() => Boolean, { description: 'Whether it must be answered where it is shown.' })
  @Property({ type: 'boolean' })
  required!: boolean;

  @Field(() => Boolean, { description: 'Whether its answers are specially protected: masked, but for those who may see them.' })
  @Property({ type: 'boolean' })
  special!: boolean;

  @Field(() => Decimal, { nullable: true, description: 'Least number; for TEXT of characters, for MULTIPLE_CHOICE of choices.' })
  @Property({ type: 'numeric', nullable: true })
  min!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Greatest number; for TEXT of characters, for MULTIPLE_CHOICE of choices.' })
  @Property({ type: 'numeric', nullable: true })
  max!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Earliest day.' })
  @Property({ type: 'date', nullable: true })
  earliest!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Latest day.' })
  @Property({ type: 'date', nullable: true })
  latest!: string | null;

  @Field(() => String, { nullable: true, description: 'Code of an earlier question that decides whether it is shown.' })
  @Property({ type: 'text', fieldName: 'shown_if_question', nullable: true })
  shownIfQuestion!: string | null;

  @Field(() => [String], { nullable: true, description: 'It is shown where the earlier answer is one of these; `true` and `false` for yes and no.' })
  @Property({ type: 'text[]', columnType: 'text[]', fieldName: 'shown_if_values', nullable: true })
  shownIfValues!: string[] | null;

  @Connection(() => QuestionChoice, { mappedBy: 'question', description: 'What may be chosen.' })
  choices!: unknown;
}

@Resource({
  description: 'What may be chosen as the answer to a question.',
  table: 'surveys.question_choice',
  prefix: 'question_choice',
  read: 'surveys.questionnaires.read',
  privacy: { sensitivity: 'public', purpose: 'assessment' },
})
export class QuestionChoice extends Versioned {
  @Field(() => Question, { description: 'Of which question.' })
  @ManyToOne(() => Question, { fieldName: 'question_id', type: 'uuid' })
  question!: Rel<Question>;

  @Field(() => String, { description: 'Its code, unique in the question.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => Int, { description: 'Where it stands, from 0.' })
  @Property({ type: 'integer' })
  position!: number;

  @Property({ type: 'jsonb', fieldName: 'texts' })
  byLanguage!: Texts;

  @SqlField(() => GraphQLString, { description: "The choice in the caller's language, or in one that there is.", sql: textFor })
  text!: string;
}
