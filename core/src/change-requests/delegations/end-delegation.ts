import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { delegationNotFound } from '../refusals.js';
import { TaskDelegationPayload } from './delegate.js';
import { FOR_OTHERS, TaskDelegation } from './delegation.js';

@InputType({ description: 'What is to be handed over no longer.' })
export class TaskDelegationEndInput extends IdempotentInput {
  @Ref(() => TaskDelegation, { description: 'Which.' })
  id!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@Resolver()
export class EndDelegation {
  @Mutation(() => TaskDelegationPayload, { description: 'Ends at once what you handed over, or was handed over to you. What was decided by it stays.' })
  @Requires('change-requests.tasks.delegate')
  taskDelegationEnd(@Arg('input', () => TaskDelegationEndInput, { description: 'Which, and why.' }) input: TaskDelegationEndInput, @Ctx() ctx: Context): Promise<TaskDelegationPayload> {
    return write<TaskDelegationPayload, TaskDelegationEndInput>(ctx, { operation: 'taskDelegationEnd', input }, async (tx, { id, reason }) => {
      const { rowCount } = await tx.tx.query(
        `update change_requests.delegation set valid_to = greatest($2::date, valid_from), ended_by = $3, ended_because = $4
         where id = $1 and valid_to > $2 and ($5 or $3 in (from_subject, to_subject))`, [id, tx.today, tx.actor.id, reason, tx.actor.permissions.has(FOR_OTHERS)],
      );
      if (rowCount === 0) refuse(delegationNotFound('id'));
      return { delegation: { id } };
    });
  }
}
