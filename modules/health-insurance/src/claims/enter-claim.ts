import { Arg, Ctx, Field, Mutation, ObjectType, Payload, Requires, Resolver, TakesMuch, write, type Context } from '@kinga/plugin-sdk';
import { ClaimEnterInput } from './claim-input.js';
import { Claim } from './claim.js';
import { claimCodeTaken } from './refusals.js';
import { enterClaims } from './write-claims.js';

@ObjectType({ description: 'Answer of mutations about one claim.' })
export class ClaimPayload extends Payload {
  @Field(() => Claim, { nullable: true, description: 'The claim as it stands now.' })
  claim?: { readonly id: string };
}

@Resolver()
export class EnterClaim {
  @Mutation(() => ClaimPayload, { description: 'Enters a claim as a draft of its facility, which changes and submits it.' })
  @Requires('health-insurance.claims.enter')
  @TakesMuch()
  claimEnter(@Arg('input', () => ClaimEnterInput, { description: 'What it asks for.' }) input: ClaimEnterInput, @Ctx() ctx: Context): Promise<ClaimPayload> {
    return write<ClaimPayload, ClaimEnterInput>(ctx, { operation: 'claimEnter', input, constraints: { claim_code_key: claimCodeTaken('code', { code: input.code ?? '' }) } }, async (tx, given) => {
      const [id = ''] = await enterClaims(tx, [given], () => '');
      return { claim: { id } };
    });
  }
}
