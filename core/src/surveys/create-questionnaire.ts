import { ArrayMaxSize, ArrayNotEmpty, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Requires } from '../kernel/schema/permission.js';
import { TakesMuch } from '../kernel/schema/takes-much.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { questionnaireCreated } from './events.js';
import { QuestionInput } from './question-input.js';
import { Questionnaire } from './questionnaire.js';
import { questionnaireCodeTaken } from './refusals.js';
import { QuestionnaireTarget } from './types.js';
import { writeQuestions } from './write-questions.js';

@InputType({ description: 'A questionnaire, with the questions of its first version.' })
export class QuestionnaireCreateInput extends IdempotentInput {
  @Field(() => String, { description: 'Its code: a small letter, then small letters, digits and dashes; at most 40.' })
  @Matches(/^[a-z][a-z0-9-]{1,39}$/, { message: 'code must be 2 to 40 small letters, digits and dashes' })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Field(() => QuestionnaireTarget, { description: 'Whom it asks.' })
  target!: QuestionnaireTarget;

  @Field(() => [QuestionInput], { description: 'The questions of version 1, a draft, in their order; at most 500.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  questions!: QuestionInput[];
}

@ObjectType({ description: 'Answer of `questionnaireCreate`.' })
export class QuestionnaireCreatePayload extends Payload {
  @Field(() => Questionnaire, { nullable: true, description: 'The questionnaire.' })
  questionnaire?: { readonly id: string };
}

@Resolver()
export class CreateQuestionnaire {
  @Mutation(() => QuestionnaireCreatePayload, { description: 'Creates a questionnaire whose first version is a draft.' })
  @Requires('surveys.questionnaires.manage')
  @TakesMuch()
  questionnaireCreate(@Arg('input', () => QuestionnaireCreateInput, { description: 'The questionnaire.' }) input: QuestionnaireCreateInput, @Ctx() ctx: Context): Promise<QuestionnaireCreatePayload> {
    const constraints = { questionnaire_code_key: questionnaireCodeTaken('code') };
    return write<QuestionnaireCreatePayload, QuestionnaireCreateInput>(ctx, { operation: 'questionnaireCreate', input, constraints }, async (tx, { code, name, target, questions }) => {
      const [id, version] = [uuidv7(), uuidv7()];
      await tx.tx.query('insert into surveys.questionnaire (id, code, name, target) values ($1, $2, $3, $4)', [id, code, name, target]);
      await tx.tx.query('insert into surveys.questionnaire_version (id, questionnaire_id, number) values ($1, $2, 1)', [version, id]);
      await writeQuestions(tx, version, questions);
      await publish(tx, questionnaireCreated, { id });
      return { questionnaire: { id } };
    });
  }
}
