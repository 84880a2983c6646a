import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { isReserved } from '../../kernel/access/identity.js';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { userAdded } from './events.js';
import { subjectReserved, userKnown } from './refusals.js';
import { User } from './user.js';

@InputType({ description: 'A user to be known here.' })
export class UserAddInput extends IdempotentInput {
  @Field(() => String, { description: 'Who signs them in: the address of the OpenID Connect provider, as its tokens say it in `iss`.' })
  @MinLength(1)
  @MaxLength(500)
  issuer!: string;

  @Field(() => String, { description: 'What the issuer calls them for good: `sub` of its tokens.' })
  @MinLength(1)
  @MaxLength(255)
  subject!: string;

  @Field(() => String, { nullable: true, description: 'What colleagues call them.' })
  @IsOptional()
  @MaxLength(200)
  name?: string | null;
}

@ObjectType({ description: 'Answer of mutations that change a user.' })
export class UserPayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The user as they are now.' })
  user?: { readonly id: string };
}

/** Makes a user known; returns the UUID. */
export async function addUser(tx: TxContext, { issuer, subject, name }: Pick<UserAddInput, 'issuer' | 'subject' | 'name'>): Promise<string> {
  if (isReserved(subject)) refuse(subjectReserved('subject'));
  const id = uuidv7();
  await tx.tx.query('insert into access."user" (id, issuer, subject, name) values ($1, $2, $3, $4)', [id, issuer, subject, name ?? null]);
  await publish(tx, userAdded, { id });
  return id;
}

@Resolver()
export class AddUser {
  @Mutation(() => UserPayload, { description: 'Makes somebody known who signs in by the provider, so that they can be granted something. They may do nothing by that.' })
  @Requires('access.users.manage')
  userAdd(@Arg('input', () => UserAddInput, { description: 'The user.' }) input: UserAddInput, @Ctx() ctx: Context): Promise<UserPayload> {
    const constraints = { user_of_issuer: userKnown('subject') };
    return write<UserPayload, UserAddInput>(ctx, { operation: 'userAdd', input, constraints }, async (tx, given) => ({ user: { id: await addUser(tx, given) } }));
  }
}
