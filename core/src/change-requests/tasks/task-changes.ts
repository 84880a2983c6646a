import { setTimeout as wait } from 'node:timers/promises';
import { Ctx, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { parameters, render, sql } from '../../kernel/read/sql.js';
import { Requires } from '../../kernel/schema/permission.js';
import { untilLeft } from '../../kernel/server/until-left.js';
import { bySubject } from '../scope.js';
import { Task } from './task.js';
import { columnsOfTask, isMine } from './who-may.js';

const LOOK_EVERY_MS = 1_000;
const MOST = 100;

/** The newest tasks that the actor may do. */
async function mine(ctx: Context): Promise<readonly { readonly id: string; readonly version: number }[]> {
  const columns = columnsOfTask('t');
  const statement = render(sql`select t.id, t.version from change_requests.task t where ${isMine(columns)} and ${inScope(ctx, bySubject('askedBy'), columns)} order by t.id desc limit ${MOST}`);
  const { rows } = await readRows<{ id: string; version: number }>(ctx, statement.text, parameters(statement, { ctx, variables: {} }), { prepared: true });
  return rows.toReversed();
}

/** What is there first, then what becomes so or changes. Polls: others decide in other processes, and days pass. */
async function* changes(ctx: Context, left: AbortSignal): AsyncGenerator<{ readonly id: string }> {
  let seen = new Map<string, number>();
  for (;;) {
    const now = await mine({ ...ctx, today: ctx.platform.context({ actor: ctx.actor }).today });
    for (const { id, version } of now) if (seen.get(id) !== version) yield { id };
    seen = new Map(now.map(({ id, version }) => [id, version]));
    await wait(LOOK_EVERY_MS, undefined, { signal: left });
  }
}

@Resolver()
export class TaskSubscriptions {
  @Subscription(() => Task, {
    nullable: true,
    description: 'Tasks that you may do: those of now, at most the newest 100, and then each that becomes yours or changes.',
    subscribe: ({ context }) => untilLeft((left) => changes(context as Context, left)),
  })
  @Requires('change-requests.tasks.read')
  myTasks(@Root() task: { readonly id: string }, @Ctx() ctx: Context): { readonly id: string } {
    ctx.reads.clear();
    return task;
  }
}
