import {
  Arg, ArrayMaxSize, ArrayMinSize, Ctx, Field, IdempotentInput, InputType, Int, Mutation, ObjectType, Payload, Requires, Resolver, TakesMuch, toUserError, ValidateNested, write, type Context,
} from '@kinga/plugin-sdk';
import { ClaimEnterInput } from './claim-input.js';
import { refusalOf } from './claim-problems.js';
import { problemsOfClaims } from './read-claims.js';
import { claimCodeTaken } from './refusals.js';
import { submit } from './submit-claims.js';
import { insertClaims } from './write-claims.js';

@InputType({ description: 'Claims from the system of a facility.' })
export class ClaimsReceiveInput extends IdempotentInput {
  @Field(() => [ClaimEnterInput], { description: 'The claims, at most 1000.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  claims!: ClaimEnterInput[];
}

@ObjectType({ description: 'Why a claim was not taken.' })
export class RefusedClaim {
  @Field(() => Int, { description: 'Which of those that were sent, from 0.' })
  index!: number;

  @Field(() => String, { nullable: true, description: 'Its code, as it was sent.' })
  claimCode!: string | null;

  @Field(() => String, { description: 'Why, as the code of the refusal that `claimEnter` would give.' })
  code!: string;

  @Field(() => String, { description: 'Why, in words.' })
  message!: string;

  @Field(() => [String], { description: 'Where in the input.' })
  path!: string[];
}

@ObjectType({ description: 'Answer of `claimsReceive`.' })
export class ClaimsReceivePayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many were taken and submitted.' })
  received?: number;

  @Field(() => [RefusedClaim], { nullable: true, description: 'Why others were not; they keep back none. A claim that comes again is here, since its code is taken.' })
  refused?: readonly RefusedClaim[];
}

@Resolver()
export class ReceiveClaims {
  @Mutation(() => ClaimsReceivePayload, { description: 'Takes claims in bulk and submits them. Those that cannot be taken are listed with why, and keep back no other.' })
  @Requires('health-insurance.claims.enter')
  @TakesMuch(5_000_000)
  claimsReceive(@Arg('input', () => ClaimsReceiveInput, { description: 'The claims.' }) input: ClaimsReceiveInput, @Ctx() ctx: Context): Promise<ClaimsReceivePayload> {
    return write<ClaimsReceivePayload, ClaimsReceiveInput>(ctx, { operation: 'claimsReceive', input, constraints: { claim_code_key: claimCodeTaken('claims') } }, async (tx, { claims }) => {
      const problems = await problemsOfClaims(tx, claims);
      const wrong = new Set(problems.map(({ at }) => at));
      const taken = claims.filter((_, at) => !wrong.has(at));
      if (taken.length > 0) await submit(tx, await insertClaims(tx, taken));
      const refused = problems.map((problem) => {
        const { code, message, path } = toUserError(tx, refusalOf(tx, problem, claims[problem.at] ?? {}, `claims.${problem.at}.`));
        return { index: problem.at, claimCode: claims[problem.at]?.code ?? null, code, message, path };
      });
      return { received: taken.length, refused };
    });
  }
}
