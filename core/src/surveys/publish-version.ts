import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { write } from '../kernel/write/write.js';
import { QuestionnaireVersionPayload } from './draft-version.js';
import { versionPublished } from './events.js';
import { lockDraft } from './lock-draft.js';
import { QuestionnaireVersion } from './questionnaire.js';
import { questionTypeChanged } from './refusals.js';
import type { QuestionType } from './types.js';

@InputType({ description: 'Which draft is published.' })
export class QuestionnaireVersionPublishInput extends IdempotentInput {
  @Ref(() => QuestionnaireVersion, { description: 'Which draft.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the draft that you read: nothing else is published.' })
  version!: number;
}

/** A rule that asks a question relies on its type, whichever version was answered. */
async function checkTypes(ctx: TxContext, id: string, questionnaireId: string): Promise<void> {
  const { rows } = await ctx.tx.query<{ code: string; before: QuestionType; after: QuestionType; number: number }>(
    `select distinct on (now.code) now.code, was.type as before, now.type as after, v.number
     from surveys.question now
     join surveys.questionnaire_version v on v.questionnaire_id = $2 and v.state = 'PUBLISHED'
     join surveys.question was on was.version_id = v.id and was.code = now.code and was.type <> now.type
     where now.version_id = $1 order by now.code, v.number`,
    [id, questionnaireId],
  );
  if (rows.length > 0) refuse(...rows.map((row) => questionTypeChanged('id', row)));
}

@Resolver()
export class PublishVersion {
  @Mutation(() => QuestionnaireVersionPayload, { description: 'Publishes a draft: from now on it can be answered, and never changes.' })
  @Requires('surveys.questionnaires.manage')
  questionnaireVersionPublish(@Arg('input', () => QuestionnaireVersionPublishInput, { description: 'Which draft.' }) input: QuestionnaireVersionPublishInput, @Ctx() ctx: Context): Promise<QuestionnaireVersionPayload> {
    return write<QuestionnaireVersionPayload, QuestionnaireVersionPublishInput>(ctx, { operation: 'questionnaireVersionPublish', input }, async (tx, { id, version }) => {
      const { questionnaire_id: questionnaire } = await lockDraft(tx, id, version);
      await checkTypes(tx, id, questionnaire);
      await tx.tx.query("update surveys.questionnaire_version set state = 'PUBLISHED', published_on = $2 where id = $1", [id, tx.today]);
      await publish(tx, versionPublished, { id, questionnaire });
      return { questionnaireVersion: { id } };
    });
  }
}
