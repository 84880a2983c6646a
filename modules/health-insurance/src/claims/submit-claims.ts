import { Arg, ArrayMaxSize, ArrayMinSize, ArrayUnique, Ctx, Field, IdempotentInput, InputType, Mutation, ObjectType, Payload, publish, Ref, Requires, Resolver, write, type Context, type TxContext } from '@kinga/plugin-sdk';
import { Claim } from './claim.js';
import { claimsSubmitted } from './events.js';
import { holdClaims } from './hold-claims.js';
import { ClaimState } from './kinds.js';

@InputType({ description: 'Drafts to submit.' })
export class ClaimSubmitInput extends IdempotentInput {
  @Ref(() => Claim, { list: true, description: 'The drafts, at most 1000.', erased: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ArrayUnique()
  ids!: string[];
}

@ObjectType({ description: 'Answer of mutations about several claims.' })
export class ClaimsPayload extends Payload {
  @Field(() => [Claim], { nullable: true, description: 'The claims as they stand now.' })
  claims?: readonly { readonly id: string }[];
}

/** Hands drafts in: from then on they wait for the checks. */
export async function submit(ctx: TxContext, ids: readonly string[]): Promise<void> {
  await ctx.tx.query("update health_insurance.claim set state = 'SUBMITTED', submitted_by = $2, submitted_on = $3 where id = any($1) and state = 'ENTERED'", [ids, ctx.actor.id, ctx.today]);
  await publish(ctx, claimsSubmitted, { ids });
}

@Resolver()
export class SubmitClaims {
  @Mutation(() => ClaimsPayload, { description: 'Submits drafts: all of them, or none where one cannot be. From then on what they ask for stays as it is.' })
  @Requires('health-insurance.claims.enter')
  claimSubmit(@Arg('input', () => ClaimSubmitInput, { description: 'The drafts.' }) input: ClaimSubmitInput, @Ctx() ctx: Context): Promise<ClaimsPayload> {
    return write<ClaimsPayload, ClaimSubmitInput>(ctx, { operation: 'claimSubmit', input }, async (tx, { ids }) => {
      await holdClaims(tx, ids.map((id, at) => ({ id, path: `ids.${at}` })), [ClaimState.ENTERED]);
      await submit(tx, ids);
      return { claims: ids.map((id) => ({ id })) };
    });
  }
}
