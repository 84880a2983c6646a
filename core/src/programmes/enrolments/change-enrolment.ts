import { Arg, Ctx, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { write } from '../../kernel/write/write.js';
import { refuse } from '../../kernel/write/refusal.js';
import { EnrolmentMove, EnrolmentState } from './enrolment-state.js';
import { holdEnrolment, moveEnrolment, readReason } from './move-enrolment.js';
import { EnrolmentPayload, MoveInput, ReasonedMoveInput } from './move-input.js';
import { lacks } from './places.js';
import { budgetSpent, enrolmentExists, placesFull, programmeExclusive } from './refusals.js';

@InputType({ description: 'Somebody who applies again.' })
export class EnrolmentReenterInput extends MoveInput {}

@InputType({ description: 'An enrolment that is decided on.' })
export class EnrolmentEnrolInput extends MoveInput {}

@InputType({ description: 'An application that is not granted.' })
export class EnrolmentRejectInput extends ReasonedMoveInput {}

@InputType({ description: 'An enrolment whose benefits are to be held.' })
export class EnrolmentSuspendInput extends ReasonedMoveInput {}

@InputType({ description: 'An enrolment whose benefits go on.' })
export class EnrolmentResumeInput extends ReasonedMoveInput {}

@InputType({ description: 'An enrolment that ends, or an application that is withdrawn.' })
export class EnrolmentExitInput extends ReasonedMoveInput {}

/** Constraints that a second enrolment of somebody breaks. */
const constraints = { enrolment_person: enrolmentExists('id'), enrolment_household: enrolmentExists('id'), enrolment_of_organisation: enrolmentExists('id') };

function reasoned(ctx: Context, operation: string, input: ReasonedMoveInput, move: EnrolmentMove): Promise<EnrolmentPayload> {
  return write<EnrolmentPayload, ReasonedMoveInput>(ctx, { operation, input, constraints }, async (tx, { id, version, on, reason, note }) => {
    await moveEnrolment(tx, { id, version, move, on, reason: readReason(tx, move, reason), note });
    return { enrolment: { id } };
  });
}

@Resolver()
export class ChangeEnrolment {
  @Mutation(() => EnrolmentPayload, { description: 'Records that somebody applies again who was rejected or left.' })
  @Requires('programmes.enrolments.apply')
  enrolmentReenter(@Arg('input', () => EnrolmentReenterInput, { description: 'Which enrolment.' }) input: EnrolmentReenterInput, @Ctx() ctx: Context): Promise<EnrolmentPayload> {
    return write<EnrolmentPayload, EnrolmentReenterInput>(ctx, { operation: 'enrolmentReenter', input, constraints }, async (tx, { id, version, on, note }) => {
      await moveEnrolment(tx, { id, version, move: EnrolmentMove.REENTER, on, reason: 'APPLIED_AGAIN', note });
      return { enrolment: { id } };
    });
  }

  @Mutation(() => EnrolmentPayload, { description: 'Takes somebody in who was found eligible; puts them on the waiting list where places or budget are full.' })
  @Requires('programmes.enrolments.manage')
  enrolmentEnrol(@Arg('input', () => EnrolmentEnrolInput, { description: 'Which enrolment.' }) input: EnrolmentEnrolInput, @Ctx() ctx: Context): Promise<EnrolmentPayload> {
    return write<EnrolmentPayload, EnrolmentEnrolInput>(ctx, { operation: 'enrolmentEnrol', input, constraints: { programme_exclusive: programmeExclusive('id', { programme: 'another programme' }) } }, async (tx, { id, version, on, note }) => {
      const held = await holdEnrolment(tx, id, version);
      const full = await lacks(tx, held);
      if (full && held.state === EnrolmentState.WAITING) refuse(full === 'PLACES_FULL' ? placesFull('id') : budgetSpent('id'));
      const move = full && held.state === EnrolmentState.ELIGIBLE ? EnrolmentMove.WAIT : EnrolmentMove.ENROL;
      await moveEnrolment(tx, { id, move, on, reason: move === EnrolmentMove.WAIT ? full ?? '' : 'DECIDED', note });
      return { enrolment: { id } };
    });
  }

  @Mutation(() => EnrolmentPayload, { description: 'Does not take somebody in who applied.' })
  @Requires('programmes.enrolments.manage')
  enrolmentReject(@Arg('input', () => EnrolmentRejectInput, { description: 'Which enrolment, and why.' }) input: EnrolmentRejectInput, @Ctx() ctx: Context): Promise<EnrolmentPayload> {
    return reasoned(ctx, 'enrolmentReject', input, EnrolmentMove.REJECT);
  }

  @Mutation(() => EnrolmentPayload, { description: 'Holds the benefits of an enrolment.' })
  @Requires('programmes.enrolments.manage')
  enrolmentSuspend(@Arg('input', () => EnrolmentSuspendInput, { description: 'Which enrolment, and why.' }) input: EnrolmentSuspendInput, @Ctx() ctx: Context): Promise<EnrolmentPayload> {
    return reasoned(ctx, 'enrolmentSuspend', input, EnrolmentMove.SUSPEND);
  }

  @Mutation(() => EnrolmentPayload, { description: 'Lets the benefits of an enrolment go on.' })
  @Requires('programmes.enrolments.manage')
  enrolmentResume(@Arg('input', () => EnrolmentResumeInput, { description: 'Which enrolment, and why.' }) input: EnrolmentResumeInput, @Ctx() ctx: Context): Promise<EnrolmentPayload> {
    return reasoned(ctx, 'enrolmentResume', input, EnrolmentMove.RESUME);
  }

  @Mutation(() => EnrolmentPayload, { description: 'Ends an enrolment, or withdraws an application.' })
  @Requires('programmes.enrolments.manage')
  enrolmentExit(@Arg('input', () => EnrolmentExitInput, { description: 'Which enrolment, and why.' }) input: EnrolmentExitInput, @Ctx() ctx: Context): Promise<EnrolmentPayload> {
    return reasoned(ctx, 'enrolmentExit', input, EnrolmentMove.EXIT);
  }
}
