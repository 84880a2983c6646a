import { ArrayMaxSize, ArrayUnique, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { ownRequest, taskAskedByThem, taskNotFound, taskNotForThem, taskTakesMore } from '../refusals.js';
import { bySubject } from '../scope.js';
import { Task } from './task.js';
import { columnsOfTask } from './who-may.js';

@InputType({ description: 'Of whom a task is asked from now on.' })
export class TaskReassignInput extends IdempotentInput {
  @Ref(() => Task, { description: 'Which task.', erased: true })
  id!: string;

  @Field(() => [String], { description: 'Who is to do it, as they sign in, such as `clerk@example.org`: at least as many as must still approve. Nobody in particular, and so all who may, where empty.' })
  @ArrayMaxSize(50)
  @ArrayUnique()
  @MaxLength(320, { each: true })
  to!: string[];

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@ObjectType({ description: 'Answer of `taskReassign`.' })
export class TaskPayload extends Payload {
  @Field(() => Task, { nullable: true, description: 'The task as it is now.' })
  task?: { readonly id: string };
}

interface OpenTask {
  readonly asked_by: string;
  readonly approvals: number;
  readonly approved: number;
  readonly groups: readonly string[];
}

async function lockTask(ctx: TxContext, id: string): Promise<OpenTask> {
  // Whoever decides holds the request first.
  await ctx.tx.query('select from change_requests.change_request r where r.id = (select t.request_id from change_requests.task t where t.id = $1) for update', [id]);
  const { rows: [task] } = await ask<OpenTask>(ctx, sql`
    select t.asked_by, t.approvals, t.groups, (select count(*)::int from change_requests.task_decision d where d.task_id = t.id and d.verdict = 'APPROVE') as approved
    from change_requests.task t where t.id = ${id}::uuid and t.state = 'OPEN'
      and ${inScope(ctx, bySubject('askedBy'), columnsOfTask('t'))} for update of t`);
  return task ?? refuse(taskNotFound('id'));
}

/** Permissions and roles are settled when they decide: what others have is for the issuer of their tokens to say. */
async function checkMembers(ctx: TxContext, { groups }: OpenTask, to: readonly string[]): Promise<void> {
  const { rows } = await ctx.tx.query<{ name: string; group: string }>(
    `select n.name, g.code as "group" from unnest($1::text[]) n (name) cross join unnest($2::text[]) g (code) where not exists (
       select from change_requests.group_member m where m.group_code = g.code and m.member = n.name and m.valid_from <= $3 and (m.valid_to is null or m.valid_to > $3)) order by 1, 2`,
    [to, groups, ctx.today],
  );
  if (rows.length > 0) refuse(...rows.map(({ name, group }) => taskNotForThem(`to.${to.indexOf(name)}`, { name, group })));
}

@Resolver()
export class ReassignTask {
  @Mutation(() => TaskPayload, { description: 'Says of whom an open task is asked: of some of those who may do it, or of all of them again. Never of who asked for the change, and not by them.' })
  @Requires('change-requests.tasks.assign')
  taskReassign(@Arg('input', () => TaskReassignInput, { description: 'Which task, of whom, why.' }) input: TaskReassignInput, @Ctx() ctx: Context): Promise<TaskPayload> {
    return write<TaskPayload, TaskReassignInput>(ctx, { operation: 'taskReassign', input }, async (tx, { id, to, reason }) => {
      const task = await lockTask(tx, id);
      if (task.asked_by === tx.actor.id) refuse(ownRequest('id'));
      if (to.includes(task.asked_by)) refuse(taskAskedByThem(`to.${to.indexOf(task.asked_by)}`, { name: task.asked_by }));
      const lacking = task.approvals - task.approved;
      if (to.length > 0 && to.length < lacking) refuse(taskTakesMore('to', { approvals: lacking }));
      await checkMembers(tx, task, to);
      await tx.tx.query('update change_requests.task set assignees = $2, assigned_by = $3, assigned_because = $4 where id = $1', [id, to, tx.actor.id, reason]);
      return { task: { id } };
    });
  }
}
