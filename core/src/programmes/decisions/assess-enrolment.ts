import { IsOptional } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../../people/households/day-of.js';
import { EnrolmentMove, EnrolmentState } from '../enrolments/enrolment-state.js';
import { Enrolment } from '../enrolments/enrolment.js';
import { holdEnrolment, moveEnrolment, type HeldEnrolment } from '../enrolments/move-enrolment.js';
import { recertification } from '../enrolments/recertification.js';
import { enrolmentDay } from '../enrolments/refusals.js';
import type { LeadsTo } from '../versions/leads-to.js';
import { assess } from './assess.js';
import { Decision } from './decision.js';
import { openReasons } from './masked-reasons.js';
import { ASSESSMENT, EXIT, type DecisionOutcome } from './outcome.js';
import { rulesInForce, type ProgrammeRules } from './rules-of.js';
import type { StoredDecision } from './store-decisions.js';

@InputType({ description: 'An enrolment that is to be judged by the rules.' })
export class EnrolmentAssessInput extends IdempotentInput {
  @Ref(() => Enrolment, { description: 'Which enrolment.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => LocalDate, { nullable: true, description: 'As of which day; today where left out. Nothing is said ahead, nor before the day of the last step.' })
  @IsOptional()
  on?: string | null;
}

@ObjectType({ description: 'Answer of mutations after which rules may have judged an enrolment.' })
export class EnrolmentAssessPayload extends Payload {
  @Field(() => Enrolment, { nullable: true, description: 'The enrolment as it is now.' })
  enrolment?: { readonly id: string };

  @Field(() => Decision, { nullable: true, description: 'What the rules say of it, with the reasons; null where they were not asked.' })
  decision?: { readonly id: string };
}

/** Where an application goes by what the rules say; it stays where they do not say. */
const MOVES: Partial<Record<EnrolmentState, Partial<Record<DecisionOutcome, EnrolmentMove>>>> = {
  [EnrolmentState.APPLIED]: { ELIGIBLE: EnrolmentMove.ASSESS, NOT_ELIGIBLE: EnrolmentMove.REJECT },
  [EnrolmentState.ELIGIBLE]: { NOT_ELIGIBLE: EnrolmentMove.REJECT },
  [EnrolmentState.WAITING]: { NOT_ELIGIBLE: EnrolmentMove.REJECT },
};

/** Where whoever is in the programme goes who is no longer eligible, by what the version says; nowhere where they are there already, or stay. */
const LEADS: Partial<Record<EnrolmentState, Readonly<Record<LeadsTo, EnrolmentMove | undefined>>>> = {
  [EnrolmentState.ENROLLED]: { KEEP: undefined, SUSPEND: EnrolmentMove.SUSPEND, EXIT: EnrolmentMove.EXIT },
  [EnrolmentState.SUSPENDED]: { KEEP: undefined, SUSPEND: undefined, EXIT: EnrolmentMove.EXIT },
};

/** Judges an enrolment by the rules in force on a day, and moves it where they lead: an application by the outcome, whoever is in as the version says. */
export async function assessEnrolment(ctx: TxContext, held: HeldEnrolment, on?: string | null, by?: ProgrammeRules): Promise<StoredDecision> {
  const day = dayOf(ctx, on);
  if (day < held.state_on) refuse(enrolmentDay('on', { since: held.state_on, day }));
  const rules = by ?? await rulesInForce(ctx, held.programme_id, day, 'id');
  const leaves = LEADS[held.state]?.[rules.whenNoLongerEligible];
  const kind = leaves ? sql`case when r.outcome = 'NOT_ELIGIBLE' then ${EXIT}::text else ${ASSESSMENT}::text end` : ASSESSMENT;
  const decision = await assess(ctx, rules, kind, { subjectId: held.person_id ?? held.household_id ?? held.organisation_id ?? '', enrolmentId: held.id });
  const move = MOVES[held.state]?.[decision.outcome as DecisionOutcome] ?? (decision.outcome === 'NOT_ELIGIBLE' ? leaves : undefined);
  if (move) await moveEnrolment(ctx, { id: held.id, move, on: day, reason: openReasons(rules.compiled, decision.reasons)[0] ?? 'ASSESSED', decision });
  else {
    const certified = sql`${decision.outcome}::text = 'ELIGIBLE' and state in ('ENROLLED', 'SUSPENDED')`;
    await ask(ctx, sql`
      update programmes.enrolment set decision_id = ${decision.id}::uuid, priority = ${decision.priority}::numeric, amount = ${decision.amount}::numeric, currency = ${rules.currency}::text,
        recertify_by = case when ${certified} then ${recertification(ctx, day)} else recertify_by end, recertify_because = case when ${certified} then null else recertify_because end where id = ${held.id}::uuid`);
  }
  return decision;
}

@Resolver()
export class AssessEnrolment {
  @Mutation(() => EnrolmentAssessPayload, { description: 'Judges an enrolment by the rules in force, leaves the decision, and moves it where that leads: an application is found eligible, or rejected; whoever is in the programme and no longer eligible stays, is suspended or exits as the version says.' })
  @Requires('programmes.enrolments.manage')
  enrolmentAssess(@Arg('input', () => EnrolmentAssessInput, { description: 'Which enrolment.' }) input: EnrolmentAssessInput, @Ctx() ctx: Context): Promise<EnrolmentAssessPayload> {
    return write<EnrolmentAssessPayload, EnrolmentAssessInput>(ctx, { operation: 'enrolmentAssess', input }, async (tx, { id, version, on }) => {
      const { id: decision } = await assessEnrolment(tx, await holdEnrolment(tx, id, version), on);
      return { enrolment: { id }, decision: { id: decision } };
    });
  }
}
