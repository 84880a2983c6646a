import { IsOptional } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { assessEnrolment, EnrolmentAssessPayload } from '../decisions/assess-enrolment.js';
import { EnrolmentMove, EnrolmentState } from './enrolment-state.js';
import { holdEnrolment, moveEnrolment } from './move-enrolment.js';
import { EnrolmentPayload, MoveInput } from './move-input.js';
import { appealSecondPerson, enrolmentExists } from './refusals.js';

@InputType({ description: 'An appeal against a rejection or an exit.' })
export class EnrolmentAppealInput extends MoveInput {}

@InputType({ description: 'What becomes of an appeal.' })
export class EnrolmentAppealDecideInput extends MoveInput {
  @Field(() => Boolean, { description: 'Whether it has success. If so, they are eligible and can be enrolled, or are judged again; if not, everything stays as it was.' })
  upheld!: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Of an appeal with success: whether the rules judge them again, by the facts as they are now, instead of the decision on the appeal; not where left out. Who is found eligible can be enrolled, who is not is rejected again, and can contest that.' })
  @IsOptional()
  assessAgain?: boolean | null;
}

/** What is decided on an appeal. */
export interface AppealDecision {
  /** UUID of the enrolment. */
  readonly id: string;
  readonly version?: number | undefined;
  readonly upheld: boolean;
  readonly assessAgain?: boolean | null | undefined;
  readonly on?: string | null | undefined;
  readonly note?: string | null | undefined;
}

interface Contested {
  readonly from_state: EnrolmentState;
  readonly decided_by: string | null;
}

/** What an appeal is against: the state before it, and who brought it about. */
async function contested(ctx: TxContext, enrolment: string): Promise<Contested | undefined> {
  const { rows } = await ctx.tx.query<Contested>(`
    select s.from_state, (select b.made_by from programmes.enrolment_step b where b.enrolment_id = s.enrolment_id and b.number < s.number and b.to_state = s.from_state and b.from_state is distinct from 'APPEALED' order by b.number desc limit 1) as decided_by
    from programmes.enrolment_step s where s.enrolment_id = $1 order by s.number desc limit 1`, [enrolment]);
  return rows[0];
}

/**
 * Decides on an appeal, by somebody else than who decided what it contests. Whoever has success is eligible again, or judged again.
 *
 * @returns UUID of the decision of the rules, where they judged
 */
export async function decideAppeal(ctx: TxContext, { id, version, upheld, assessAgain, on, note }: AppealDecision): Promise<string | undefined> {
  const against = await contested(ctx, id);
  if (against?.decided_by === ctx.actor.id) refuse(appealSecondPerson('id'));
  const move = upheld ? EnrolmentMove.UPHOLD : EnrolmentMove.DISMISS;
  const again = upheld && assessAgain === true;
  const to = upheld ? (again ? EnrolmentState.APPLIED : EnrolmentState.ELIGIBLE) : against?.from_state;
  await moveEnrolment(ctx, { id, version, move, ...(to && { to }), on, reason: upheld ? 'APPEAL_UPHELD' : 'APPEAL_DISMISSED', note });
  return again ? (await assessEnrolment(ctx, await holdEnrolment(ctx, id), on)).id : undefined;
}

@Resolver()
export class AppealEnrolment {
  @Mutation(() => EnrolmentPayload, { description: 'Records an appeal against a rejection or an exit.' })
  @Requires('programmes.enrolments.apply')
  enrolmentAppeal(@Arg('input', () => EnrolmentAppealInput, { description: 'Against what.' }) input: EnrolmentAppealInput, @Ctx() ctx: Context): Promise<EnrolmentPayload> {
    const constraints = { enrolment_person: enrolmentExists('id'), enrolment_household: enrolmentExists('id'), enrolment_of_organisation: enrolmentExists('id') };
    return write<EnrolmentPayload, EnrolmentAppealInput>(ctx, { operation: 'enrolmentAppeal', input, constraints }, async (tx, { id, version, on, note }) => {
      await moveEnrolment(tx, { id, version, move: EnrolmentMove.APPEAL, on, reason: 'CONTESTED', note });
      return { enrolment: { id } };
    });
  }

  @Mutation(() => EnrolmentAssessPayload, { description: 'Decides on an appeal; never by who decided what it contests.' })
  @Requires('programmes.appeals.decide')
  enrolmentAppealDecide(@Arg('input', () => EnrolmentAppealDecideInput, { description: 'Which, and how.' }) input: EnrolmentAppealDecideInput, @Ctx() ctx: Context): Promise<EnrolmentAssessPayload> {
    return write<EnrolmentAssessPayload, EnrolmentAppealDecideInput>(ctx, { operation: 'enrolmentAppealDecide', input }, async (tx, { id, version, upheld, assessAgain, on, note }) => {
      const decision = await decideAppeal(tx, { id, version, upheld, assessAgain, on, note });
      return { enrolment: { id }, ...(decision && { decision: { id: decision } }) };
    });
  }
}
