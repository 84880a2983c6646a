import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { unauthenticated } from '../../kernel/faults.js';
import { sql } from '../../kernel/read/sql.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Public } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { subjectWithin } from '../users/within-scope.js';
import { endSessions } from './end-session.js';
import { sessionNotFound } from './refusals.js';
import { Session } from './session.js';

@InputType({ description: 'A session to end.' })
export class SessionEndInput extends IdempotentInput {
  @Ref(() => Session, { description: 'Which: one of `mySessions`, or with `access.sessions.end` that of anybody whose grants lie within your own scope.' })
  id!: string;
}

@ObjectType({ description: 'Answer of `sessionEnd`.' })
export class SessionEndPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The session that was ended.' })
  id?: string;
}

/** Whether it is of somebody whom the actor may sign out. */
async function mayEnd(tx: TxContext, id: string): Promise<boolean> {
  const { rows: [session] } = await tx.tx.query<{ subject: string; issuer: string }>('select subject, issuer from access.session where id = $1', [id]);
  return session !== undefined && subjectWithin(tx, session.subject, session.issuer);
}

@Resolver()
export class EndSession {
  @Mutation(() => SessionEndPayload, { description: 'Signs out: ends a session of yours, or of another with `access.sessions.end`. The very next request by it is refused.' })
  @Public('ends the caller\'s own sessions; those of others take access.sessions.end')
  async sessionEnd(@Arg('input', () => SessionEndInput, { description: 'The session.' }) input: SessionEndInput, @Ctx() ctx: Context): Promise<SessionEndPayload> {
    const { presence, permissions } = ctx.actor;
    if (!presence && !permissions.has('access.sessions.end')) throw unauthenticated('Sign in first.');
    return write<SessionEndPayload, SessionEndInput>(ctx, { operation: 'sessionEnd', input }, async (tx, { id }) => {
      const own = sql`s.user_key = any (${presence?.keys ?? []}::text[])`;
      const [ended] = await endSessions(tx, sql`s.id = ${id}::uuid and (${permissions.has('access.sessions.end') && await mayEnd(tx, id)}::boolean or ${own})`);
      if (!ended) return refuse(sessionNotFound('id'));
      return { id: encodeId('session', ended.id) };
    });
  }
}
