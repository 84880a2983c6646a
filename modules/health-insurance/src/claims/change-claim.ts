import { Arg, ask, Ctx, IdempotentInput, InputType, Int, Field, Mutation, Ref, Requires, Resolver, sql, TakesMuch, write, type Context } from '@kinga/plugin-sdk';
import { ClaimFields } from './claim-input.js';
import { Claim } from './claim.js';
import { ClaimPayload } from './enter-claim.js';
import { holdClaims } from './hold-claims.js';
import { ClaimState } from './kinds.js';
import { replaceClaim } from './write-claims.js';

@InputType({ description: 'A draft and what it asks for now.' })
export class ClaimChangeInput extends ClaimFields {
  @Ref(() => Claim, { description: 'The draft.' })
  id!: string;

  @Field(() => Int, { description: 'Its version that you have read.' })
  version!: number;
}

@InputType({ description: 'A draft to give up.' })
export class ClaimWithdrawInput extends IdempotentInput {
  @Ref(() => Claim, { description: 'The draft.', erased: true })
  id!: string;
}

@Resolver()
export class ChangeClaim {
  @Mutation(() => ClaimPayload, { description: 'Replaces what a draft asks for. What was submitted is changed by nobody.' })
  @Requires('health-insurance.claims.enter')
  @TakesMuch()
  claimChange(@Arg('input', () => ClaimChangeInput, { description: 'The draft and what it asks for.' }) input: ClaimChangeInput, @Ctx() ctx: Context): Promise<ClaimPayload> {
    return write<ClaimPayload, ClaimChangeInput>(ctx, { operation: 'claimChange', input }, async (tx, { id, version, ...fields }) => {
      const [claim] = await holdClaims(tx, [{ id, version, path: 'id' }], [ClaimState.ENTERED]);
      const { rows: [facility] } = await ask<{ code: string }>(tx, sql`select o.code from health_insurance.facility f join people.organisation o on o.id = f.organisation_id where f.id = ${claim?.facilityId ?? null}::uuid`);
      await replaceClaim(tx, { id, code: claim?.code ?? '', facilityCode: facility?.code ?? '' }, fields as ClaimFields);
      return { claim: { id } };
    });
  }

  @Mutation(() => ClaimPayload, { description: 'Gives a draft up; its code may be used again.' })
  @Requires('health-insurance.claims.enter')
  claimWithdraw(@Arg('input', () => ClaimWithdrawInput, { description: 'The draft.' }) input: ClaimWithdrawInput, @Ctx() ctx: Context): Promise<ClaimPayload> {
    return write<ClaimPayload, ClaimWithdrawInput>(ctx, { operation: 'claimWithdraw', input }, async (tx, { id }) => {
      await holdClaims(tx, [{ id, path: 'id' }], [ClaimState.ENTERED]);
      await tx.tx.query("update health_insurance.claim set state = 'WITHDRAWN' where id = $1", [id]);
      return { claim: { id } };
    });
  }
}
