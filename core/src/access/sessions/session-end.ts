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
import { write } from '../../kernel/write/write.js';
import { endSessions } from './end-session.js';
import { sessionNotFound } from './refusals.js';
import { Session } from './session.js';

@InputType({ description: 'A session to end.' })
export class SessionEndInput extends IdempotentInput {
  @Ref(() => Session, { description: 'Which: one of `mySessions`, or with `access.sessions.end` anybody\'s.' })
  id!: string;
}

@ObjectType({ description: 'Answer of `sessionEnd`.' })
export class SessionEndPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The session that was ended.' })
  id?: string;
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
      const [ended] = await endSessions(tx, sql`s.id = ${id}::uuid and (${permissions.has('access.sessions.end')}::boolean or ${own})`);
      if (!ended) return refuse(sessionNotFound('id'));
      return { id: encodeId('session', ended.id) };
    });
  }
}
