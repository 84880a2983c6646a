import { Arg, Ctx, EnrolmentMove, Field, IdempotentInput, InputType, LocalDate, moveEnrolment, Mutation, Ref, refuse, Requires, Resolver, write, type Context, type TxContext } from '@kinga/plugin-sdk';
import { PensionAward } from '../awards/award.js';
import { PensionAwardChangePayload } from '../awards/end-award.js';
import { holdAward, type HeldAward } from '../awards/hold-award.js';
import { awardEnded } from '../awards/refusals.js';
import { ProofWay } from './life-proof.js';
import { proofDay, proofOfDead } from './refusals.js';
import { PROOF_MISSING } from './suspend-unproven.js';

@InputType({ description: 'That a pensioner proved to be alive.' })
export class LifeProofRecordInput extends IdempotentInput {
  @Ref(() => PensionAward, { description: 'For which pension.' })
  awardId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'When; today where left out.' })
  on?: string | null;

  @Field(() => ProofWay, { description: 'How.' })
  way!: ProofWay;
}

/** A pension that was suspended since the proof was missing goes on: from a day on that the scheme's policy says, so that arrears are what it says. */
async function resume(ctx: TxContext, { enrolment_id, programme_id }: HeldAward): Promise<void> {
  const { rows: [suspended] } = await ctx.tx.query<{ on: string }>(
    `select greatest(e.state_on, case coalesce(p.arrears, 'ALL') when 'ALL' then e.state_on when 'NONE' then $2::date else ($2::date - make_interval(months => p.arrears_months))::date end)::text as "on"
     from programmes.enrolment e left join pensions.payment_policy p on p.programme_id = $3 where e.id = $1 and e.state = 'SUSPENDED' and e.reason = $4`, [enrolment_id, ctx.today, programme_id, PROOF_MISSING]);
  if (suspended) await moveEnrolment(ctx, { id: enrolment_id, move: EnrolmentMove.RESUME, on: suspended.on, reason: 'PROOF_OF_LIFE_GIVEN' });
}

@Resolver()
export class RecordProof {
  @Mutation(() => PensionAwardChangePayload, { description: 'Records that a pensioner proved to be alive. A pension that was suspended since that was missing goes on, with arrears as the scheme has it.' })
  @Requires('pensions.awards.manage')
  lifeProofRecord(@Arg('input', () => LifeProofRecordInput, { description: 'The proof.' }) input: LifeProofRecordInput, @Ctx() ctx: Context): Promise<PensionAwardChangePayload> {
    return write<PensionAwardChangePayload, LifeProofRecordInput>(ctx, { operation: 'lifeProofRecord', input }, async (tx, { awardId, on, way }) => {
      const award = await holdAward(tx, awardId);
      const day = on ?? tx.today;
      if (day < award.from_day || day > tx.today) refuse(proofDay('on', { day }));
      const { rows: [dead] } = await tx.tx.query<{ on: string }>('select death_date::text as "on" from people.person where id = $1 and death_date <= $2', [award.person_id, day]);
      if (dead) refuse(proofOfDead('awardId', { day: dead.on }));
      if (award.last_day) refuse(awardEnded('awardId', { day: award.last_day }));
      const { rows: [next] } = await tx.tx.query<{ due: string | null }>('select ($2::date + make_interval(months => proof_months))::date::text as due from pensions.payment_policy where programme_id = $1', [award.programme_id, day]);
      await tx.tx.query('insert into pensions.life_proof (award_id, programme_id, person_id, given_on, way, next_due_on, recorded_by) values ($1, $2, $3, $4, $5, $6, $7)', [
        awardId, award.programme_id, award.person_id, day, way, next?.due ?? null, tx.actor.id]);
      await tx.tx.query('update pensions.award set proof_due_on = greatest(proof_due_on, $2::date) where id = $1 and $2::date is not null', [awardId, next?.due ?? null]);
      if ((next?.due ?? '9999-12-31') > tx.today) await resume(tx, award);
      return { award: { id: awardId } };
    });
  }
}
