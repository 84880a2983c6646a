import { IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Requires } from '../kernel/schema/permission.js';
import { refuse } from '../kernel/write/refusal.js';
import { write } from '../kernel/write/write.js';
import { clockOf, deadlinesOf, escalatesOn } from './clock.js';
import { grievanceAnswered } from './events.js';
import { checkUsers } from './known-users.js';
import { lockGrievance } from './lock-grievance.js';
import { assigneeComplainedOf } from './refusals.js';
import { GrievanceAction, GrievanceMessageKind } from './states.js';
import { GrievancePayload, GrievanceStepInput } from './step-input.js';
import { takeStep } from './take-step.js';
import { GrievanceTextInput, writeMessage } from './write-message.js';

@InputType({ description: 'A grievance that is acknowledged.' })
export class GrievanceAcknowledgeInput extends GrievanceStepInput {
  @Field(() => GrievanceTextInput, { nullable: true, description: 'What whoever complains is told.' })
  @IsOptional()
  @ValidateNested()
  answer?: GrievanceTextInput | null;
}

@InputType({ description: 'A grievance that somebody begins to look into.' })
export class GrievanceReviewInput extends GrievanceStepInput {}

@InputType({ description: 'A grievance that is opened again, and why.' })
export class GrievanceReopenInput extends GrievanceStepInput {}

@InputType({ description: 'A grievance that is closed, and why.' })
export class GrievanceCloseInput extends GrievanceStepInput {}

@InputType({ description: 'A grievance, and who looks into it.' })
export class GrievanceAssignInput extends GrievanceStepInput {
  @Field(() => String, { nullable: true, description: 'The user, by `User.subject`; nobody where null.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  to?: string | null;
}

@Resolver()
export class HandleGrievance {
  @Mutation(() => GrievancePayload, { description: 'Notes that whoever complains was told that their grievance is looked at.' })
  @Requires('grievances.cases.handle')
  grievanceAcknowledge(@Arg('input', () => GrievanceAcknowledgeInput, { description: 'Which, and what they were told.' }) input: GrievanceAcknowledgeInput, @Ctx() ctx: Context): Promise<GrievancePayload> {
    return write<GrievancePayload, GrievanceAcknowledgeInput>(ctx, { operation: 'grievanceAcknowledge', input }, async (tx, { id, note, answer }) => {
      const grievance = await lockGrievance(tx, id);
      await takeStep(tx, grievance, GrievanceAction.ACKNOWLEDGE, { note, columns: { acknowledged_on: tx.today, escalate_on: escalatesOn(tx, grievance.level, grievance, true) } });
      if (answer) {
        await writeMessage(tx, id, GrievanceMessageKind.ANSWER, answer, 'answer');
        await publish(tx, grievanceAnswered, { id });
      }
      return { grievance: { id } };
    });
  }

  @Mutation(() => GrievancePayload, { description: 'Begins to look into a grievance. Whoever does it has it assigned, where nobody has.' })
  @Requires('grievances.cases.handle')
  grievanceReview(@Arg('input', () => GrievanceReviewInput, { description: 'Which.' }) input: GrievanceReviewInput, @Ctx() ctx: Context): Promise<GrievancePayload> {
    return write<GrievancePayload, GrievanceReviewInput>(ctx, { operation: 'grievanceReview', input }, async (tx, { id, note }) => {
      const grievance = await lockGrievance(tx, id);
      const columns = { acknowledged_on: grievance.acknowledgedOn ?? tx.today, escalate_on: escalatesOn(tx, grievance.level, grievance, true) };
      await takeStep(tx, grievance, GrievanceAction.REVIEW, { note, assignedTo: grievance.assignedTo ?? tx.actor.id, columns });
      return { grievance: { id } };
    });
  }

  @Mutation(() => GrievancePayload, { description: 'Gives a grievance to somebody who looks into it, or takes it from them. They see it whatever its confidentiality, where they see its place and programme.' })
  @Requires('grievances.cases.assign')
  grievanceAssign(@Arg('input', () => GrievanceAssignInput, { description: 'Which, and to whom.' }) input: GrievanceAssignInput, @Ctx() ctx: Context): Promise<GrievancePayload> {
    return write<GrievancePayload, GrievanceAssignInput>(ctx, { operation: 'grievanceAssign', input }, async (tx, { id, note, to = null }) => {
      const grievance = await lockGrievance(tx, id);
      if (to !== null) await checkUsers(tx, [{ user: to, path: 'to' }]);
      if (to !== null && grievance.against.includes(to)) refuse(assigneeComplainedOf('to'));
      await takeStep(tx, grievance, GrievanceAction.ASSIGN, { note, assignedTo: to });
      return { grievance: { id } };
    });
  }

  @Mutation(() => GrievancePayload, { description: 'Opens a grievance again that was decided or closed, at the same level, with new time limits.' })
  @Requires('grievances.cases.handle')
  grievanceReopen(@Arg('input', () => GrievanceReopenInput, { description: 'Which, and why.' }) input: GrievanceReopenInput, @Ctx() ctx: Context): Promise<GrievancePayload> {
    return write<GrievancePayload, GrievanceReopenInput>(ctx, { operation: 'grievanceReopen', input }, async (tx, { id, note }) => {
      const grievance = await lockGrievance(tx, id);
      const { resolveBy } = await deadlinesOf(tx, grievance.calendar, tx.today, clockOf(tx, grievance.category, grievance.level));
      const acknowledged = { acknowledged_on: grievance.acknowledgedOn ?? tx.today };
      await takeStep(tx, grievance, GrievanceAction.REOPEN, {
        note, columns: { ...acknowledged, resolve_by: resolveBy, escalate_on: escalatesOn(tx, grievance.level, { ...grievance, resolveBy }, true), decided_on: null, closed_on: null, outcome: null, working_days: null },
      });
      return { grievance: { id } };
    });
  }

  @Mutation(() => GrievancePayload, { description: 'Closes a grievance: after its decision, or since it was withdrawn.' })
  @Requires('grievances.cases.handle')
  grievanceClose(@Arg('input', () => GrievanceCloseInput, { description: 'Which, and why.' }) input: GrievanceCloseInput, @Ctx() ctx: Context): Promise<GrievancePayload> {
    return write<GrievancePayload, GrievanceCloseInput>(ctx, { operation: 'grievanceClose', input }, async (tx, { id, note }) => {
      const grievance = await lockGrievance(tx, id);
      await takeStep(tx, grievance, GrievanceAction.CLOSE, { note, columns: { closed_on: tx.today, escalate_on: null } });
      return { grievance: { id } };
    });
  }
}
