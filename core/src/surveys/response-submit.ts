import { ArrayMaxSize, ArrayNotEmpty, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { TakesMuch } from '../kernel/schema/takes-much.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { Household } from '../people/households/household.js';
import { Person } from '../people/persons/person.js';
import { AnswerInput } from './answer-input.js';
import { QuestionnaireVersion } from './questionnaire.js';
import { Response } from './response.js';
import { submitResponses, type ResponseToSubmit } from './submit-responses.js';

const MOST_ANSWERS = 500;

@InputType({ description: 'What a person or a household answered.' })
export class ResponseInput {
  @Ref(() => QuestionnaireVersion, { description: 'The version of the questionnaire that was asked; it must be published.' })
  versionId!: string;

  @Ref(() => Person, { nullable: true, description: 'Who answered, where persons are asked.' })
  personId?: string | null;

  @Ref(() => Household, { nullable: true, description: 'The household that answered, where households are asked.' })
  householdId?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day of the answers; today where left out.' })
  answeredOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the answers are from, such as a visit or a form.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(500)
  source?: string | null;

  @Field(() => [AnswerInput], { description: 'The answers; those that were not given are left out.' })
  @ArrayMaxSize(MOST_ANSWERS)
  @ValidateNested({ each: true })
  answers!: AnswerInput[];
}

@InputType({ description: 'A response to record.' })
export class ResponseSubmitInput extends IdempotentInput {
  @Field(() => ResponseInput, { description: 'What was answered.' })
  @ValidateNested()
  response!: ResponseInput;
}

@InputType({ description: 'What many answered.' })
export class ResponsesSubmitInput extends IdempotentInput {
  @Field(() => [ResponseInput], { description: 'At most 1,000 at a time: all of them are recorded, or none.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  responses!: ResponseInput[];
}

@ObjectType({ description: 'Answer of mutations of one response.' })
export class ResponsePayload extends Payload {
  @Field(() => Response, { nullable: true, description: 'The response.' })
  response?: { readonly id: string };
}

@ObjectType({ description: 'Answer of `responsesSubmit`.' })
export class ResponsesSubmitPayload extends Payload {
  @Field(() => [Response], { nullable: true, description: 'The responses, in the order given.' })
  responses?: readonly { readonly id: string }[];
}

@Resolver()
export class SubmitResponses {
  @Mutation(() => ResponsePayload, { description: 'Records what a person or a household answered.' })
  @Requires('surveys.responses.submit')
  responseSubmit(@Arg('input', () => ResponseSubmitInput, { description: 'The answers.' }) input: ResponseSubmitInput, @Ctx() ctx: Context): Promise<ResponsePayload> {
    return write<ResponsePayload, ResponseSubmitInput>(ctx, { operation: 'responseSubmit', input }, async (tx, { response }) => {
      const [id = ''] = await submitResponses(tx, [toSubmit(response, tx.today, 'response.')]);
      return { response: { id } };
    });
  }

  @Mutation(() => ResponsesSubmitPayload, { description: 'Records what many answered, all or none.' })
  @Requires('surveys.responses.submit')
  @TakesMuch()
  responsesSubmit(@Arg('input', () => ResponsesSubmitInput, { description: 'The answers of each.' }) input: ResponsesSubmitInput, @Ctx() ctx: Context): Promise<ResponsesSubmitPayload> {
    return write<ResponsesSubmitPayload, ResponsesSubmitInput>(ctx, { operation: 'responsesSubmit', input }, async (tx, { responses }) => {
      const ids = await submitResponses(tx, responses.map((response, index) => toSubmit(response, tx.today, `responses.${index}.`)));
      return { responses: ids.map((id) => ({ id })) };
    });
  }
}

function toSubmit({ versionId, personId = null, householdId = null, answeredOn, source = null, answers }: ResponseInput, today: string, path: string): ResponseToSubmit {
  return { versionId, personId, householdId, answeredOn: answeredOn ?? today, source, answers, path };
}
