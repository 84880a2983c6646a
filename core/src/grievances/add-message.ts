import { ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { File } from '../kernel/files/file.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { Needs } from '../kernel/schema/resource.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { write } from '../kernel/write/write.js';
import { grievanceAnswered } from './events.js';
import { Grievance } from './grievance.js';
import { lockGrievance } from './lock-grievance.js';
import { GrievanceMessage } from './message.js';
import { GrievanceMessageKind } from './states.js';
import { GrievancePayload } from './step-input.js';
import { GrievanceTextInput, writeMessage } from './write-message.js';

@InputType({ description: 'Something that is said in a grievance.' })
export class GrievanceStatementAddInput extends IdempotentInput {
  @Ref(() => Grievance, { description: 'In which grievance.' })
  id!: string;

  @Field(() => GrievanceTextInput, { description: 'What whoever complains says.' })
  @ValidateNested()
  statement!: GrievanceTextInput;
}

@InputType({ description: 'Something that is answered or noted in a grievance.' })
export class GrievanceMessageAddInput extends IdempotentInput {
  @Ref(() => Grievance, { description: 'In which grievance.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether whoever complains is told it; a note of those who handle it where not.' })
  answer!: boolean;

  @Field(() => GrievanceTextInput, { description: 'What is said.' })
  @ValidateNested()
  message!: GrievanceTextInput;
}

@Resolver()
export class AddGrievanceMessage {
  @Mutation(() => GrievancePayload, { description: 'Records something more that whoever complains says.' })
  @Requires('grievances.cases.record')
  grievanceStatementAdd(@Arg('input', () => GrievanceStatementAddInput, { description: 'Where, and what.' }) input: GrievanceStatementAddInput, @Ctx() ctx: Context): Promise<GrievancePayload> {
    return write<GrievancePayload, GrievanceStatementAddInput>(ctx, { operation: 'grievanceStatementAdd', input }, async (tx, { id, statement }) => {
      await lockGrievance(tx, id);
      await writeMessage(tx, id, GrievanceMessageKind.STATEMENT, statement, 'statement');
      return { grievance: { id } };
    });
  }

  @Mutation(() => GrievancePayload, { description: 'Answers whoever complains, or notes something for those who handle the grievance.' })
  @Requires('grievances.cases.handle')
  grievanceMessageAdd(@Arg('input', () => GrievanceMessageAddInput, { description: 'Where, what, and to whom.' }) input: GrievanceMessageAddInput, @Ctx() ctx: Context): Promise<GrievancePayload> {
    return write<GrievancePayload, GrievanceMessageAddInput>(ctx, { operation: 'grievanceMessageAdd', input }, async (tx, { id, answer, message }) => {
      await lockGrievance(tx, id);
      await writeMessage(tx, id, answer ? GrievanceMessageKind.ANSWER : GrievanceMessageKind.NOTE, message, 'message');
      if (answer) await publish(tx, grievanceAnswered, { id });
      return { grievance: { id } };
    });
  }
}

@Resolver(() => GrievanceMessage)
export class GrievanceMessageFiles {
  @FieldResolver(() => [File], { description: 'Files that came with it; null where you may not see one.', nullable: 'items' })
  @Requires('grievances.words.clear')
  @Needs('fileIds')
  files(@Root() { fileIds }: { readonly fileIds: readonly string[] }): readonly { readonly id: string }[] {
    return fileIds.map((id) => ({ id }));
  }
}
