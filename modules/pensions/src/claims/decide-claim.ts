import {
  Arg, Ctx, EnrolmentMove, Field, IdempotentInput, InputType, MaxLength, MinLength, MoneyInput, moveEnrolment, Mutation, ObjectType, Payload, publish, Ref, refuse, Requires, Resolver, uuidv7, write,
  type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { PensionAward } from '../awards/award.js';
import { holdAward } from '../awards/hold-award.js';
import { writeSteps } from '../awards/write-steps.js';
import { awardGranted, claimRefused } from '../events.js';
import { ClaimState, PensionClaim } from './claim.js';
import { holdClaim, type HeldClaim } from './hold-claim.js';
import { PensionClaimPayload } from './claim-payload.js';
import { claimAssessedAhead, claimNotYet, noAmount, notEntitled, ownClaim } from './refusals.js';

@InputType({ description: 'A claim that is granted.' })
export class PensionClaimAwardInput extends MoneyInput {
  @Ref(() => PensionClaim, { description: 'Which claim.' })
  claimId!: string;
}

@InputType()
abstract class EndInput extends IdempotentInput {
  @Ref(() => PensionClaim, { description: 'Which claim.' })
  claimId!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(2000)
  because!: string;
}

@InputType({ description: 'A claim that is refused.' })
export class PensionClaimRejectInput extends EndInput {}

@InputType({ description: 'A claim that is withdrawn.' })
export class PensionClaimWithdrawInput extends EndInput {}

@ObjectType({ description: 'Answer of `pensionClaimAward`.' })
export class PensionAwardPayload extends Payload {
  @Field(() => PensionAward, { nullable: true, description: 'The award as it stands now.' })
  award?: { readonly id: string };
}

function anotherPerson(ctx: TxContext, { lodged_by, assessed_by }: HeldClaim): void {
  if (ctx.actor.id === lodged_by || ctx.actor.id === assessed_by) refuse(ownClaim('claimId'));
}

async function decide(ctx: TxContext, id: string, state: ClaimState, because: string | null): Promise<void> {
  await ctx.tx.query('update pensions.claim set state = $2, decided_by = $3, decided_on = $4, because = $5 where id = $1', [id, state, ctx.actor.id, ctx.today, because]);
}

/** Makes an award of a claim: worth what the rules said, from the day on that was claimed; until the day of death of who died before it was granted. */
async function grant(ctx: TxContext, claim: HeldClaim): Promise<string> {
  const { rows: [said] } = await ctx.tx.query<{ amount: string | null; currency: string }>('select amount, currency from programmes.decision where id = $1', [claim.decision_id]);
  if (!said?.amount) return refuse(noAmount('claimId'));
  const id = uuidv7();
  await ctx.tx.query(
    `insert into pensions.award (id, programme_id, person_id, enrolment_id, claim_id, kind, from_day, currency, decision_id, awarded_by, awarded_on, last_day, ended_because, ended_by, proof_due_on)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::date, d.death_date, case when d.death_date is not null then 'DIED' end, case when d.death_date is not null then $10 end, (select ($11::date + make_interval(months => p.proof_months))::date from pensions.payment_policy p where p.programme_id = $2 and d.death_date is null)
     from people.person d where d.id = $3`,
    [id, claim.programme_id, claim.person_id, claim.enrolment_id, claim.id, claim.kind, claim.claimed_from, said.currency, claim.decision_id, ctx.actor.id, ctx.today]);
  const award = await holdAward(ctx, id, 'claimId');
  await writeSteps(ctx, { award, kind: 'AWARD', since: award.from_day, sets: [{ from: award.from_day, whole: said.amount }], decisionId: claim.decision_id });
  await moveEnrolment(ctx, { id: claim.enrolment_id, move: EnrolmentMove.ENROL, on: claim.claimed_from, reason: 'DECIDED' });
  await publish(ctx, awardGranted, { id });
  return id;
}

@Resolver()
export class DecideClaim {
  @Mutation(() => PensionAwardPayload, { description: 'Grants a claim to which the rules say that the person is entitled. Whoever took it in or had it worked out leaves that to another person.' })
  @Requires('pensions.claims.decide')
  pensionClaimAward(@Arg('input', () => PensionClaimAwardInput, { description: 'Which claim.' }) input: PensionClaimAwardInput, @Ctx() ctx: Context): Promise<PensionAwardPayload> {
    return write<PensionAwardPayload, PensionClaimAwardInput>(ctx, { operation: 'pensionClaimAward', input }, async (tx, { claimId }) => {
      const claim = await holdClaim(tx, claimId);
      anotherPerson(tx, claim);
      if (claim.state !== ClaimState.ENTITLED) refuse(notEntitled('claimId', { state: claim.state }));
      if (claim.claimed_from > tx.today) refuse(claimNotYet('claimId', { from: claim.claimed_from }));
      if ((claim.assessed_on ?? claim.claimed_from) < claim.claimed_from) refuse(claimAssessedAhead('claimId', { on: claim.assessed_on ?? '', from: claim.claimed_from }));
      const id = await grant(tx, claim);
      await decide(tx, claimId, ClaimState.AWARDED, null);
      return { award: { id } };
    });
  }

  @Mutation(() => PensionClaimPayload, { description: 'Refuses a claim, with the reason that the person is told. Whoever took it in or had it worked out leaves that to another person.' })
  @Requires('pensions.claims.decide')
  pensionClaimReject(@Arg('input', () => PensionClaimRejectInput, { description: 'Which claim, and why.' }) input: PensionClaimRejectInput, @Ctx() ctx: Context): Promise<PensionClaimPayload> {
    return write<PensionClaimPayload, PensionClaimRejectInput>(ctx, { operation: 'pensionClaimReject', input }, async (tx, { claimId, because }) => {
      const claim = await holdClaim(tx, claimId);
      anotherPerson(tx, claim);
      await moveEnrolment(tx, { id: claim.enrolment_id, move: EnrolmentMove.REJECT, reason: 'NOT_ELIGIBLE', note: because });
      await decide(tx, claimId, ClaimState.REJECTED, because);
      await publish(tx, claimRefused, { id: claimId });
      return { claim: { id: claimId } };
    });
  }

  @Mutation(() => PensionClaimPayload, { description: 'Notes that somebody withdrew a claim.' })
  @Requires('pensions.claims.lodge')
  pensionClaimWithdraw(@Arg('input', () => PensionClaimWithdrawInput, { description: 'Which claim, and why.' }) input: PensionClaimWithdrawInput, @Ctx() ctx: Context): Promise<PensionClaimPayload> {
    return write<PensionClaimPayload, PensionClaimWithdrawInput>(ctx, { operation: 'pensionClaimWithdraw', input }, async (tx, { claimId, because }) => {
      const claim = await holdClaim(tx, claimId);
      await moveEnrolment(tx, { id: claim.enrolment_id, move: EnrolmentMove.EXIT, reason: 'WITHDRAWN', note: because });
      await decide(tx, claimId, ClaimState.WITHDRAWN, because);
      return { claim: { id: claimId } };
    });
  }
}
