import { ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { workingDaysBetween } from '../calendars/working-days.js';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Requires } from '../kernel/schema/permission.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { write } from '../kernel/write/write.js';
import { checkCode } from './check-received.js';
import { actionOf, grievanceConsequences, outcomesOf } from './code-lists.js';
import { grievanceAnswered, grievanceDecided } from './events.js';
import { lockGrievance, type LockedGrievance } from './lock-grievance.js';
import { consequenceTakes, consequenceUnknown, ownGrievance } from './refusals.js';
import { GrievanceMessageKind } from './states.js';
import { GrievancePayload, GrievanceStepInput } from './step-input.js';
import { takeStep } from './take-step.js';
import { GrievanceTextInput, writeMessage } from './write-message.js';

@InputType({ description: 'The decision on a grievance.' })
export class GrievanceDecideInput extends GrievanceStepInput {
  @Field(() => String, { description: 'How it is decided, one of `grievanceOutcomes`: it says whether the grievance is resolved or rejected, and what follows.' })
  outcome!: string;

  @Field(() => GrievanceTextInput, { description: 'What whoever complains is told, with the reasons.' })
  @ValidateNested()
  answer!: GrievanceTextInput;
}

/** Does what follows from an outcome. */
async function follow(ctx: TxContext, { id, enrolment, entitlement, instruction }: LockedGrievance, outcome: string): Promise<void> {
  const consequence = outcomesOf(ctx).get(outcome)?.consequence;
  if (consequence === undefined) return;
  const known = ctx.platform.extensions(grievanceConsequences).get(consequence);
  if (!known) return refuse(consequenceUnknown('outcome', { outcome, consequence }));
  if (known.permission && !ctx.actor.permissions.has(known.permission)) refuse(consequenceTakes('outcome', { outcome, permission: known.permission }));
  await known.apply(ctx, { id, outcome, enrolment, entitlement, instruction });
}

@Resolver()
export class DecideGrievance {
  @Mutation(() => GrievancePayload, { description: 'Decides on a grievance, with what whoever complains is told. Nobody decides on one against themselves, their own decision, or what they decided before an appeal.' })
  @Requires('grievances.cases.decide')
  grievanceDecide(@Arg('input', () => GrievanceDecideInput, { description: 'Which, and how.' }) input: GrievanceDecideInput, @Ctx() ctx: Context): Promise<GrievancePayload> {
    const constraints = { grievance_own_decision: ownGrievance('id') };
    return write<GrievancePayload, GrievanceDecideInput>(ctx, { operation: 'grievanceDecide', input, constraints }, async (tx, { id, note, outcome, answer }) => {
      const grievance = await lockGrievance(tx, id);
      const outcomes = outcomesOf(tx);
      checkCode('outcome', outcomes, outcome, 'outcome');
      const how = outcomes.get(outcome);
      if (!how) throw new Error(`no outcome ${outcome}`);
      const workingDays = await workingDaysBetween(tx, grievance.calendar, grievance.receivedOn, tx.today);
      await takeStep(tx, grievance, actionOf(how), { note, outcome, columns: { decided_on: tx.today, outcome, working_days: workingDays, escalate_on: null } });
      await writeMessage(tx, id, GrievanceMessageKind.ANSWER, answer, 'answer');
      await follow(tx, grievance, outcome);
      await publish(tx, grievanceDecided, { id, outcome });
      await publish(tx, grievanceAnswered, { id });
      return { grievance: { id } };
    });
  }
}
