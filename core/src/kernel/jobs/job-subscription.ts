import { setTimeout as wait } from 'node:timers/promises';
import { Arg, Ctx, ID, Resolver, Root, Subscription } from 'type-graphql';
import { isEverywhere } from '../access/scope.js';
import type { Context } from '../context.js';
import { uuidOf } from '../schema/ids.js';
import { Requires } from '../schema/permission.js';
import { untilLeft } from '../server/until-left.js';
import { Job } from './job.js';

const LOOK_EVERY_MS = 250;

/** Each state of a job that a reader can still catch, until it has ended. Polls: it may run in another process. */
async function* states(ctx: Context, id: string, left: AbortSignal): AsyncGenerator<{ readonly id: string }> {
  let seen = 0;
  for (;;) {
    const { rows } = await ctx.platform.pool.query<{ version: number; ended: boolean }>(
      "select version, state in ('DONE', 'FAILED') as ended from kernel.job where id = $1 and ($2 or actor ->> 'id' = $3)", [id, isEverywhere(ctx.actor), ctx.actor.id],
    );
    const row = rows[0];
    if (!row) return;
    if (row.version !== seen) yield { id };
    if (row.ended) return;
    seen = row.version;
    await wait(LOOK_EVERY_MS, undefined, { signal: left });
  }
}

@Resolver()
export class JobSubscriptions {
  @Subscription(() => Job, {
    nullable: true,
    description: 'A job, each time that it gets on; ends when the job does.',
    subscribe: ({ args, context }) => {
      const id = uuidOf('job', String(args['id']));
      return untilLeft((left) => states(context as Context, id, left));
    },
  })
  @Requires('kernel.jobs.read')
  jobProgress(@Arg('id', () => ID, { description: 'Which job.' }) _id: string, @Root() job: { readonly id: string }, @Ctx() ctx: Context): { readonly id: string } {
    ctx.reads.clear();
    return job;
  }
}
