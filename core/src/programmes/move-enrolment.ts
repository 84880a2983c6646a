import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { sql } from '../kernel/read/sql.js';
import { publish } from '../kernel/events/publish.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { ask } from '../kernel/write/ask.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { changedMeanwhile } from '../people/persons/refusals.js';
import { inPlacesOf, inProgrammesOf } from '../people/scope.js';
import { Enrolment, EnrolmentState } from './enrolment.js';
import { enrolmentMoved } from './events.js';
import { enrolmentMove, enrolmentNotFound } from './refusals.js';

/** To which states an enrolment may go from each. */
export const ENROLMENT_MOVES: Readonly<Record<EnrolmentState, readonly EnrolmentState[]>> = {
  [EnrolmentState.ENROLLED]: [EnrolmentState.SUSPENDED, EnrolmentState.EXITED],
  [EnrolmentState.SUSPENDED]: [EnrolmentState.ENROLLED, EnrolmentState.EXITED],
  [EnrolmentState.EXITED]: [],
};

@InputType({ description: 'A change of where an enrolment stands.' })
export class EnrolmentMoveInput extends IdempotentInput {
  @Ref(() => Enrolment, { description: 'Which enrolment.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => EnrolmentState, { description: 'Where it goes.' })
  to!: EnrolmentState;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@ObjectType({ description: 'Answer of `enrolmentMove`.' })
export class EnrolmentMovePayload extends Payload {
  @Field(() => Enrolment, { nullable: true, description: 'The enrolment as it is now.' })
  enrolment?: { readonly id: string };
}

@Resolver()
export class MoveEnrolment {
  @Mutation(() => EnrolmentMovePayload, { description: 'Suspends, resumes or ends an enrolment.' })
  @Requires('programmes.enrolments.manage')
  enrolmentMove(@Arg('input', () => EnrolmentMoveInput, { description: 'Where it goes, and why.' }) input: EnrolmentMoveInput, @Ctx() ctx: Context): Promise<EnrolmentMovePayload> {
    return write<EnrolmentMovePayload, EnrolmentMoveInput>(ctx, { operation: 'enrolmentMove', input }, async (tx, { id, version, to, reason }) => {
      const { rows } = await ask<{ state: EnrolmentState; version: number }>(tx, sql`
        select e.state, e.version from programmes.enrolment e where e.id = ${id}::uuid and ${inPlacesOf(tx, sql`e.place_id`)} and ${inProgrammesOf(tx, sql`e.programme_id`)} for update`);
      const current = rows[0] ?? refuse(enrolmentNotFound('id'));
      if (current.version !== version) refuse(changedMeanwhile('version', { version: current.version }));
      if (!ENROLMENT_MOVES[current.state].includes(to)) refuse(enrolmentMove('to', { from: current.state, to }));
      const exited = to === EnrolmentState.EXITED;
      await tx.tx.query('update programmes.enrolment set state = $2, exited_on = $3, exit_reason = $4 where id = $1', [id, to, exited ? tx.today : null, exited ? reason : null]);
      await publish(tx, enrolmentMoved, { id, from: current.state, to });
      return { enrolment: { id } };
    });
  }
}
