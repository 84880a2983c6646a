import { Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { unauthenticated } from '../../kernel/faults.js';
import type { Context } from '../../kernel/context.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { Public } from '../../kernel/schema/permission.js';
import { DateTime } from '../../kernel/schema/scalars.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { SessionKind } from './session.js';

@ObjectType({ description: 'A time for which you are signed in.' })
export class MySession {
  @Field(() => ID, { description: 'Its id, for `sessionEnd`.' })
  id!: string;

  @Field(() => SessionKind, { description: 'By what you are signed in.' })
  kind!: SessionKind;

  @Field(() => String, { nullable: true, description: 'What the browser calls itself.' })
  client!: string | null;

  @Field(() => DateTime, { description: 'When you signed in.' })
  startedAt!: Date;

  @Field(() => DateTime, { description: 'When it was last used, to the minute.' })
  seenAt!: Date;

  @Field(() => DateTime, { description: 'When it ends at the latest.' })
  expiresAt!: Date;

  @Field(() => Boolean, { description: 'Whether this request is sent by it.' })
  current!: boolean;
}

@Resolver()
export class MySessions {
  @Query(() => [MySession], { description: 'Where you are signed in, latest first; at most 100.' })
  @Public('tells the caller about nobody but the caller')
  async mySessions(@Ctx() ctx: Context): Promise<readonly MySession[]> {
    const { presence, session } = ctx.actor;
    if (!presence) throw unauthenticated('Sign in first.');
    const { rows } = await inTransaction(ctx, (tx) => tx.tx.query<MySession>(
      `select id, kind, client, created_at as "startedAt", seen_at as "seenAt", expires_at as "expiresAt" from access.session
       where user_key = any ($1) and ended_at is null and expires_at > $2 and seen_at > $2::timestamptz - make_interval(mins => idle_minutes)
       order by created_at desc limit 100`,
      [presence.keys, new Date(ctx.platform.now())],
    ));
    return rows.map((row) => ({ ...row, id: encodeId('session', row.id), current: row.id === session }));
  }
}
