import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { memberAlready, memberIsSelf, memberNotFound } from '../refusals.js';
import { TaskGroupMember } from './group-member.js';
import { checkGroups } from './list-groups.js';

@InputType({ description: 'Who is to be in a group.' })
export class TaskGroupMemberAddInput extends IdempotentInput {
  @Field(() => String, { description: 'Code of the group, one of `taskGroups`.' })
  group!: string;

  @Field(() => String, { description: 'Who, as they sign in; not yourself.' })
  @MinLength(1)
  @MaxLength(320)
  member!: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day; today where left out, and not before.' })
  from?: string | null;
}

@InputType({ description: 'Who is to be in a group no longer.' })
export class TaskGroupMemberEndInput extends IdempotentInput {
  @Ref(() => TaskGroupMember, { description: 'Which membership.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you saw.' })
  version!: number;
}

@ObjectType({ description: 'Answer of mutations that say who is in a group.' })
export class TaskGroupMemberPayload extends Payload {
  @Field(() => TaskGroupMember, { nullable: true, description: 'The membership as it is now.' })
  member?: { readonly id: string };
}

@Resolver()
export class ChangeGroupMembers {
  @Mutation(() => TaskGroupMemberPayload, { description: 'Takes somebody else into a group that decides.' })
  @Requires('change-requests.groups.manage')
  taskGroupMemberAdd(@Arg('input', () => TaskGroupMemberAddInput, { description: 'Who, into which group.' }) input: TaskGroupMemberAddInput, @Ctx() ctx: Context): Promise<TaskGroupMemberPayload> {
    const constraints = { group_member_once: memberAlready('member', { member: input.member }) };
    return write<TaskGroupMemberPayload, TaskGroupMemberAddInput>(ctx, { operation: 'taskGroupMemberAdd', input, constraints }, async (tx, { group, member, from }) => {
      checkGroups(tx, [group], 'group');
      if (member === tx.actor.id) refuse(memberIsSelf('member'));
      const begins = from && from > tx.today ? from : tx.today;
      const id = uuidv7();
      await tx.tx.query('insert into change_requests.group_member (id, group_code, member, valid_from, added_by) values ($1, $2, $3, $4, $5)', [id, group, member, begins, tx.actor.id]);
      return { member: { id } };
    });
  }

  @Mutation(() => TaskGroupMemberPayload, { description: 'Takes somebody out of a group that decides, at once. What they decided stays.' })
  @Requires('change-requests.groups.manage')
  taskGroupMemberEnd(@Arg('input', () => TaskGroupMemberEndInput, { description: 'Which membership.' }) input: TaskGroupMemberEndInput, @Ctx() ctx: Context): Promise<TaskGroupMemberPayload> {
    return write<TaskGroupMemberPayload, TaskGroupMemberEndInput>(ctx, { operation: 'taskGroupMemberEnd', input }, async (tx, { id, version }) => {
      const { rowCount } = await tx.tx.query(
        'update change_requests.group_member set valid_to = greatest($3::date, valid_from), ended_by = $4 where id = $1 and version = $2 and (valid_to is null or valid_to > $3)', [id, version, tx.today, tx.actor.id],
      );
      if (rowCount === 0) refuse(memberNotFound('id'));
      return { member: { id } };
    });
  }
}
