import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { UserPayload } from './add-user.js';
import { userBlocked, userUnblocked } from './events.js';
import { userBeyondScope, userChangedMeanwhile, userIsActive, userIsBlocked, userIsSelf, userNotFound } from './refusals.js';
import { User, UserState } from './user.js';
import { holdsWithin } from './within-scope.js';

@InputType()
abstract class UserStateInput extends IdempotentInput {
  @Ref(() => User, { description: 'Whom.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you saw.' })
  version!: number;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@InputType({ description: 'A user who may do nothing any more.' })
export class UserBlockInput extends UserStateInput {}

@InputType({ description: 'A user who may act again.' })
export class UserUnblockInput extends UserStateInput {}

/** A user whose every grant lies within the actor's own scope, held until the transaction ends. */
async function holdUser(ctx: TxContext, { id, version }: UserStateInput): Promise<UserState> {
  const { rows: [user] } = await ctx.tx.query<{ version: number; subject: string; state: UserState }>('select version, subject, state from access."user" where id = $1 for update', [id]);
  if (!user) return refuse(userNotFound('id'));
  if (user.subject === ctx.actor.id) refuse(userIsSelf('id'));
  if (!(await holdsWithin(ctx, id))) refuse(userBeyondScope('id'));
  if (user.version !== version) refuse(userChangedMeanwhile('version', { version: user.version }));
  return user.state;
}

async function put(ctx: TxContext, id: string, state: UserState, reason: string): Promise<void> {
  await ctx.tx.query('update access."user" set state = $2, state_reason = $3 where id = $1', [id, state, reason]);
}

@Resolver()
export class BlockUser {
  @Mutation(() => UserPayload, { description: 'Lets a user do nothing any more, at once, whatever they were granted. Their grants stay for when they may act again.' })
  @Requires('access.users.manage')
  userBlock(@Arg('input', () => UserBlockInput, { description: 'Whom, and why.' }) input: UserBlockInput, @Ctx() ctx: Context): Promise<UserPayload> {
    return write<UserPayload, UserBlockInput>(ctx, { operation: 'userBlock', input }, async (tx, given) => {
      if ((await holdUser(tx, given)) === UserState.BLOCKED) refuse(userIsBlocked('id'));
      await put(tx, given.id, UserState.BLOCKED, given.reason);
      await publish(tx, userBlocked, { id: given.id });
      return { user: { id: given.id } };
    });
  }

  @Mutation(() => UserPayload, { description: 'Lets a user act again by their grants.' })
  @Requires('access.users.manage')
  userUnblock(@Arg('input', () => UserUnblockInput, { description: 'Whom, and why.' }) input: UserUnblockInput, @Ctx() ctx: Context): Promise<UserPayload> {
    return write<UserPayload, UserUnblockInput>(ctx, { operation: 'userUnblock', input }, async (tx, given) => {
      if ((await holdUser(tx, given)) === UserState.ACTIVE) refuse(userIsActive('id'));
      await put(tx, given.id, UserState.ACTIVE, given.reason);
      await publish(tx, userUnblocked, { id: given.id });
      return { user: { id: given.id } };
    });
  }
}
