import { ArrayMaxSize, ArrayUnique, IsOptional } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { Requires } from '../kernel/schema/permission.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { write } from '../kernel/write/write.js';
import { checkCode } from './check-received.js';
import { checkSecrecy, leastOf } from './check-secrecy.js';
import { clockOf, deadlinesOf, escalatesOn } from './clock.js';
import { categoriesOf } from './code-lists.js';
import { lockGrievance, type LockedGrievance } from './lock-grievance.js';
import { CONFIDENTIAL, RESTRICTED } from './permissions.js';
import { lessSecret, nothingSaid } from './refusals.js';
import { GrievanceAction, GrievanceConfidentiality, stricter } from './states.js';
import { GrievancePayload, GrievanceStepInput } from './step-input.js';
import { takeStep } from './take-step.js';

@InputType({ description: 'What a grievance is, said anew.' })
export class GrievanceClassifyInput extends GrievanceStepInput {
  @Field(() => String, { nullable: true, description: 'Its category; as it is where left out. With another one its time limits are counted anew, from when it was received.' })
  @IsOptional()
  category?: string | null;

  @Field(() => GrievanceConfidentiality, { nullable: true, description: 'Who sees it; where left out as it is, or what its category asks for.' })
  confidentiality?: GrievanceConfidentiality | null;

  @Field(() => [String], { nullable: true, description: 'Users who are complained of, by `User.subject`, at most 20; as it is where left out.' })
  @IsOptional()
  @ArrayUnique()
  @ArrayMaxSize(20)
  against?: string[] | null;
}

/** More people see it by this than did: that is for those who see all such grievances, not for whom it is assigned to. */
function checkLessSecret(ctx: TxContext, was: LockedGrievance, confidentiality: GrievanceConfidentiality, against: readonly string[]): void {
  const less = stricter(confidentiality, was.confidentiality) !== confidentiality || was.against.some((user) => !against.includes(user));
  if (!less) return;
  const permission = was.confidentiality === GrievanceConfidentiality.RESTRICTED ? RESTRICTED : CONFIDENTIAL;
  if (!ctx.actor.permissions.has(permission)) refuse(lessSecret('', { permission }));
}

@Resolver()
export class ClassifyGrievance {
  @Mutation(() => GrievancePayload, { description: 'Says anew of what kind a grievance is, who sees it, or who is complained of: they see it no more from then on.' })
  @Requires('grievances.cases.handle')
  grievanceClassify(@Arg('input', () => GrievanceClassifyInput, { description: 'Which, and what it is.' }) input: GrievanceClassifyInput, @Ctx() ctx: Context): Promise<GrievancePayload> {
    return write<GrievancePayload, GrievanceClassifyInput>(ctx, { operation: 'grievanceClassify', input }, async (tx, { id, note, ...given }) => {
      if (!given.category && !given.confidentiality && !given.against) refuse(nothingSaid(''));
      const grievance = await lockGrievance(tx, id);
      const { level, steps: _steps, ...was } = grievance;
      const category = given.category ?? was.category;
      checkCode('category', categoriesOf(tx), category, 'category');
      const asked = given.against ?? was.against;
      const { against, confidentiality } = await checkSecrecy(tx, { category, against: asked, confidentiality: given.confidentiality ?? stricter(was.confidentiality, leastOf(tx, category, asked)) });
      checkLessSecret(tx, grievance, confidentiality, against);
      const assignedTo = was.assignedTo !== null && against.includes(was.assignedTo) ? null : was.assignedTo;
      const anew = category === was.category || level > 1 ? was : await deadlinesOf(tx, was.calendar, was.receivedOn, clockOf(tx, category, level));
      await takeStep(tx, grievance, GrievanceAction.CLASSIFY, {
        note, assignedTo,
        columns: { category, confidentiality, against, acknowledge_by: anew.acknowledgeBy, resolve_by: anew.resolveBy, escalate_on: escalatesOn(tx, level, anew, was.acknowledgedOn !== null) },
      });
      return { grievance: { id } };
    });
  }
}
