import { ArrayMaxSize, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { write } from '../kernel/write/write.js';
import { AnswerInput } from './answer-input.js';
import { responseCorrected, responseWithdrawn } from './events.js';
import { endResponse, lockResponse } from './lock-response.js';
import { ResponsePayload } from './response-submit.js';
import { Response } from './response.js';
import { submitResponses } from './submit-responses.js';
import { ResponseState } from './types.js';

@InputType()
abstract class ResponseChangeInput extends IdempotentInput {
  @Ref(() => Response, { description: 'Which response.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(2000)
  reason!: string;
}

@InputType({ description: 'Which response is taken back, and why.' })
export class ResponseWithdrawInput extends ResponseChangeInput {}

@InputType({ description: 'What should have been recorded, and why.' })
export class ResponseCorrectInput extends ResponseChangeInput {
  @Field(() => LocalDate, { nullable: true, description: 'Day of the answers; that of the response where left out.' })
  answeredOn?: string | null;

  @Field(() => [AnswerInput], { description: 'All answers, those that were right included.' })
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  answers!: AnswerInput[];

  @Field(() => String, { nullable: true, description: 'Where the answers are from; as before where left out.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(500)
  source?: string | null;
}

@Resolver()
export class ChangeResponse {
  @Mutation(() => ResponsePayload, { description: 'Puts another response to the same version in the place of one; that one is kept, and no longer counts.' })
  @Requires('surveys.responses.submit')
  responseCorrect(@Arg('input', () => ResponseCorrectInput, { description: 'What should have been recorded.' }) input: ResponseCorrectInput, @Ctx() ctx: Context): Promise<ResponsePayload> {
    return write<ResponsePayload, ResponseCorrectInput>(ctx, { operation: 'responseCorrect', input }, async (tx, { id, version, reason, answeredOn, source, answers }) => {
      const wrong = await lockResponse(tx, id, version);
      await endResponse(tx, id, ResponseState.CORRECTED, reason);
      const [by = ''] = await submitResponses(tx, [{
        ...wrong, answeredOn: answeredOn ?? wrong.answeredOn, source: source ?? wrong.source, answers, replacesId: id, path: '',
      }]);
      await publish(tx, responseCorrected, { id, by });
      return { response: { id: by } };
    });
  }

  @Mutation(() => ResponsePayload, { description: 'Takes a response back; it is kept, and no longer counts.' })
  @Requires('surveys.responses.submit')
  responseWithdraw(@Arg('input', () => ResponseWithdrawInput, { description: 'Which, and why.' }) input: ResponseWithdrawInput, @Ctx() ctx: Context): Promise<ResponsePayload> {
    return write<ResponsePayload, ResponseWithdrawInput>(ctx, { operation: 'responseWithdraw', input }, async (tx, { id, version, reason }) => {
      await lockResponse(tx, id, version);
      await endResponse(tx, id, ResponseState.WITHDRAWN, reason);
      await publish(tx, responseWithdrawn, { id });
      return { response: { id } };
    });
  }
}
