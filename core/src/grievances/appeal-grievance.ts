import { ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { addWorkingDays } from '../calendars/working-days.js';
import type { Context } from '../kernel/context.js';
import { Requires } from '../kernel/schema/permission.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { write } from '../kernel/write/write.js';
import { clockOf, deadlinesOf, escalatesOn, levelsOf } from './clock.js';
import { lockGrievance, type LockedGrievance } from './lock-grievance.js';
import { appealLate, lastLevel, notDecided } from './refusals.js';
import { grievanceSettings } from './settings.js';
import { GrievanceAction, GrievanceMessageKind, GrievanceState } from './states.js';
import { GrievancePayload, GrievanceStepInput } from './step-input.js';
import { takeStep } from './take-step.js';
import { GrievanceTextInput, writeMessage } from './write-message.js';

@InputType({ description: 'An appeal against the decision on a grievance.' })
export class GrievanceAppealInput extends GrievanceStepInput {
  @Field(() => GrievanceTextInput, { description: 'What whoever complains says of the decision.' })
  @ValidateNested()
  statement!: GrievanceTextInput;
}

async function checkAppeal(ctx: TxContext, { state, decidedOn, calendar, level }: LockedGrievance): Promise<void> {
  if (decidedOn === null) {
    if (state === GrievanceState.CLOSED) refuse(notDecided('id'));
    return;
  }
  const until = await addWorkingDays(ctx, calendar, decidedOn, grievanceSettings(ctx.platform).appealDays);
  if (ctx.today > until) refuse(appealLate('id', { day: until }));
  if (level >= levelsOf(ctx).length) refuse(lastLevel('id'));
}

@Resolver()
export class AppealGrievance {
  @Mutation(() => GrievancePayload, { description: 'Records an appeal against the decision on a grievance: the next level looks into it, and nobody who decided on it before decides again.' })
  @Requires('grievances.cases.record')
  grievanceAppeal(@Arg('input', () => GrievanceAppealInput, { description: 'Which, and what is said.' }) input: GrievanceAppealInput, @Ctx() ctx: Context): Promise<GrievancePayload> {
    return write<GrievancePayload, GrievanceAppealInput>(ctx, { operation: 'grievanceAppeal', input }, async (tx, { id, note, statement }) => {
      const grievance = await lockGrievance(tx, id);
      await checkAppeal(tx, grievance);
      const level = grievance.level + 1;
      const deadlines = await deadlinesOf(tx, grievance.calendar, tx.today, clockOf(tx, grievance.category, level));
      const { rows } = await tx.tx.query<{ actor: string }>("select distinct actor from grievances.step where grievance_id = $1 and action in ('RESOLVE', 'REJECT')", [id]);
      await takeStep(tx, grievance, GrievanceAction.APPEAL, {
        note, level, assignedTo: null,
        columns: {
          deciders: [...new Set([...grievance.deciders, ...rows.map(({ actor }) => actor)])], acknowledge_by: deadlines.acknowledgeBy, resolve_by: deadlines.resolveBy,
          acknowledged_on: null, escalate_on: escalatesOn(tx, level, deadlines, false), decided_on: null, closed_on: null, outcome: null, working_days: null,
        },
      });
      await writeMessage(tx, id, GrievanceMessageKind.STATEMENT, statement, 'statement');
      return { grievance: { id } };
    });
  }
}
