import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, Resource } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Question } from './question.js';
import { Response } from './response.js';
import { QuestionnaireTarget, QuestionnaireVersionState } from './types.js';

@Resource({
  description: 'Questions that are asked of persons or households, again and again, in versions.',
  table: 'surveys.questionnaire',
  prefix: 'questionnaire',
  read: 'surveys.questionnaires.read',
  privacy: { sensitivity: 'public', purpose: 'assessment' },
  one: 'questionnaire',
  many: 'questionnaires',
  keys: ['code'],
})
export class Questionnaire extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment; what rules call it by.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => QuestionnaireTarget, { description: 'Whom it asks.' })
  @Property({ type: 'text' })
  target!: QuestionnaireTarget;

  @Connection(() => QuestionnaireVersion, { mappedBy: 'questionnaire', description: 'Its versions.' })
  versions!: unknown;
}

@Resource({
  description: 'The questions of a questionnaire as they are asked from a day on.',
  table: 'surveys.questionnaire_version',
  prefix: 'questionnaire_version',
  read: 'surveys.questionnaires.read',
  privacy: { sensitivity: 'public', purpose: 'assessment' },
  one: 'questionnaireVersion',
})
export class QuestionnaireVersion extends Versioned {
  @Field(() => Questionnaire, { description: 'Of which questionnaire.' })
  @ManyToOne(() => Questionnaire, { fieldName: 'questionnaire_id', type: 'uuid' })
  questionnaire!: Rel<Questionnaire>;

  @Field(() => Int, { description: 'Counts the versions of the questionnaire from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => QuestionnaireVersionState, { description: 'Whether it may still change.' })
  @Property({ type: 'text' })
  state!: QuestionnaireVersionState;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was published.' })
  @Property({ type: 'date', fieldName: 'published_on', nullable: true })
  publishedOn!: string | null;

  @Connection(() => Question, { mappedBy: 'questionnaireVersion', description: 'Its questions; `position` is their order.' })
  questions!: unknown;

  @Connection(() => Response, { mappedBy: 'questionnaireVersion', permission: 'surveys.responses.read', description: 'What was answered.' })
  responses!: unknown;
}
