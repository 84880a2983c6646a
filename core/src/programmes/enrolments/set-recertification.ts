import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { recertificationSet } from '../events.js';
import { EnrolmentState } from './enrolment-state.js';
import { Enrolment } from './enrolment.js';
import { holdEnrolment } from './move-enrolment.js';
import { EnrolmentPayload } from './move-input.js';
import { notInProgramme, recertifyPast } from './refusals.js';

@InputType({ description: 'By which day an enrolment must be judged again.' })
export class EnrolmentRecertificationSetInput extends IdempotentInput {
  @Ref(() => Enrolment, { description: 'Which enrolment.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => LocalDate, { nullable: true, description: 'By which day, today or later; null where it need not be judged again.' })
  @IsOptional()
  recertifyBy?: string | null;

  @Field(() => String, { description: 'Why another day than the one that follows from the assessment.' })
  @MinLength(3)
  @MaxLength(2000)
  reason!: string;
}

@Resolver()
export class SetRecertification {
  @Mutation(() => EnrolmentPayload, { description: 'Says of one who is in the programme by which day they must be judged again. The next assessment that finds them eligible sets the day anew.' })
  @Requires('programmes.enrolments.manage')
  enrolmentRecertificationSet(@Arg('input', () => EnrolmentRecertificationSetInput, { description: 'Of whom, which day, and why.' }) input: EnrolmentRecertificationSetInput, @Ctx() ctx: Context): Promise<EnrolmentPayload> {
    return write<EnrolmentPayload, EnrolmentRecertificationSetInput>(ctx, { operation: 'enrolmentRecertificationSet', input }, async (tx, { id, version, recertifyBy = null, reason }) => {
      const { state } = await holdEnrolment(tx, id, version);
      if (state !== EnrolmentState.ENROLLED && state !== EnrolmentState.SUSPENDED) refuse(notInProgramme('id', { state }));
      if (recertifyBy !== null && recertifyBy < tx.today) refuse(recertifyPast('recertifyBy', { day: recertifyBy }));
      await tx.tx.query('update programmes.enrolment set recertify_by = $2, recertify_because = $3 where id = $1', [id, recertifyBy, reason]);
      await publish(tx, recertificationSet, { id, by: recertifyBy });
      return { enrolment: { id } };
    });
  }
}
