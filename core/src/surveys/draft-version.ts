import { ArrayMaxSize, ArrayNotEmpty, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { TakesMuch } from '../kernel/schema/takes-much.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { versionDrafted } from './events.js';
import { lockDraft } from './lock-draft.js';
import { QuestionInput } from './question-input.js';
import { Questionnaire, QuestionnaireVersion } from './questionnaire.js';
import { draftExists, questionnaireNotFound } from './refusals.js';
import { writeQuestions } from './write-questions.js';

@InputType()
abstract class QuestionsInput extends IdempotentInput {
  @Field(() => [QuestionInput], { description: 'All of its questions, in their order; at most 500.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  questions!: QuestionInput[];
}

@InputType({ description: 'The next version of a questionnaire.' })
export class QuestionnaireVersionDraftInput extends QuestionsInput {
  @Ref(() => Questionnaire, { description: 'Of which questionnaire.' })
  questionnaireId!: string;
}

@InputType({ description: 'Other questions for a draft.' })
export class QuestionnaireDraftChangeInput extends QuestionsInput {
  @Ref(() => QuestionnaireVersion, { description: 'Which draft.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the draft that you read.' })
  version!: number;
}

@ObjectType({ description: 'Answer of mutations of a version of a questionnaire.' })
export class QuestionnaireVersionPayload extends Payload {
  @Field(() => QuestionnaireVersion, { nullable: true, description: 'The version.' })
  questionnaireVersion?: { readonly id: string };
}

@Resolver()
export class DraftVersion {
  @Mutation(() => QuestionnaireVersionPayload, { description: 'Drafts the next version of a questionnaire; one draft at a time.' })
  @Requires('surveys.questionnaires.manage')
  @TakesMuch()
  questionnaireVersionDraft(@Arg('input', () => QuestionnaireVersionDraftInput, { description: 'Its questions.' }) input: QuestionnaireVersionDraftInput, @Ctx() ctx: Context): Promise<QuestionnaireVersionPayload> {
    return write<QuestionnaireVersionPayload, QuestionnaireVersionDraftInput>(ctx, { operation: 'questionnaireVersionDraft', input }, async (tx, { questionnaireId, questions }) => {
      const { rowCount } = await tx.tx.query('select 1 from surveys.questionnaire where id = $1 for update', [questionnaireId]);
      if (rowCount === 0) refuse(questionnaireNotFound('questionnaireId'));
      const { rows } = await tx.tx.query<{ number: number; draft: boolean }>(
        "select number, state = 'DRAFT' as draft from surveys.questionnaire_version where questionnaire_id = $1 order by number desc limit 1", [questionnaireId],
      );
      const last = rows[0] ?? { number: 0, draft: false };
      if (last.draft) refuse(draftExists('questionnaireId', { number: last.number }));
      const id = uuidv7();
      await tx.tx.query('insert into surveys.questionnaire_version (id, questionnaire_id, number) values ($1, $2, $3)', [id, questionnaireId, last.number + 1]);
      await writeQuestions(tx, id, questions);
      await publish(tx, versionDrafted, { id, questionnaire: questionnaireId });
      return { questionnaireVersion: { id } };
    });
  }

  @Mutation(() => QuestionnaireVersionPayload, { description: 'Gives a draft other questions, in the place of those that it has.' })
  @Requires('surveys.questionnaires.manage')
  @TakesMuch()
  questionnaireDraftChange(@Arg('input', () => QuestionnaireDraftChangeInput, { description: 'Its questions.' }) input: QuestionnaireDraftChangeInput, @Ctx() ctx: Context): Promise<QuestionnaireVersionPayload> {
    return write<QuestionnaireVersionPayload, QuestionnaireDraftChangeInput>(ctx, { operation: 'questionnaireDraftChange', input }, async (tx, { id, version, questions }) => {
      const { questionnaire_id: questionnaire } = await lockDraft(tx, id, version);
      await writeQuestions(tx, id, questions);
      // So that whoever read the draft before is told.
      await tx.tx.query('update surveys.questionnaire_version set number = number where id = $1', [id]);
      await publish(tx, versionDrafted, { id, questionnaire });
      return { questionnaireVersion: { id } };
    });
  }
}
