import { ArrayMinSize, IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { checkGroups } from '../groups/list-groups.js';
import { delegationDates, delegationOfOthers, delegationToSelf } from '../refusals.js';
import { FOR_OTHERS, TaskDelegation } from './delegation.js';

@InputType({ description: 'What is handed over, to whom, for how long.' })
export class TaskDelegateInput extends IdempotentInput {
  @Field(() => String, { description: 'To whom, as they sign in, such as `deputy@example.org`.' })
  @MinLength(1)
  @MaxLength(320)
  to!: string;

  @Field(() => String, { nullable: true, description: 'Whose tasks; your own where left out. Those of others take the permission for that.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(320)
  of?: string | null;

  @Field(() => [String], { nullable: true, description: 'Only what is asked of these groups; all that is asked of them where left out.' })
  @IsOptional()
  @ArrayMinSize(1)
  groups?: string[] | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day on which it holds; today where left out.' })
  from?: string | null;

  @Field(() => LocalDate, { description: 'First day on which it holds no longer.' })
  until!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@ObjectType({ description: 'Answer of mutations that hand tasks over.' })
export class TaskDelegationPayload extends Payload {
  @Field(() => TaskDelegation, { nullable: true, description: 'What was handed over.' })
  delegation?: { readonly id: string };
}

@Resolver()
export class DelegateTasks {
  @Mutation(() => TaskDelegationPayload, {
    description: 'Hands what is asked of you, and of groups in which you are, over to somebody else for a time. They decide in your place only what they did not ask for themselves, with permissions and roles of their own; they do not hand it on.',
  })
  @Requires('change-requests.tasks.delegate')
  taskDelegate(@Arg('input', () => TaskDelegateInput, { description: 'To whom, from when to when, why.' }) input: TaskDelegateInput, @Ctx() ctx: Context): Promise<TaskDelegationPayload> {
    return write<TaskDelegationPayload, TaskDelegateInput>(ctx, { operation: 'taskDelegate', input }, async (tx, { to, of, groups, from, until, reason }) => {
      const whose = of ?? tx.actor.id;
      const begins = from ?? tx.today;
      if (whose !== tx.actor.id && !tx.actor.permissions.has(FOR_OTHERS)) refuse(delegationOfOthers('of'));
      if (whose === to) refuse(delegationToSelf('to'));
      if (begins < tx.today || until <= begins) refuse(delegationDates('until', { from: begins, until, today: tx.today }));
      checkGroups(tx, groups ?? [], 'groups');
      const id = uuidv7();
      await tx.tx.query(
        'insert into change_requests.delegation (id, from_subject, to_subject, groups, valid_from, valid_to, reason, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, whose, to, groups ?? null, begins, until, reason, tx.actor.id],
      );
      return { delegation: { id } };
    });
  }
}
