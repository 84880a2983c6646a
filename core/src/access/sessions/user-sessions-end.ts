import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { userBeyondScope } from '../users/refusals.js';
import { subjectWithin } from '../users/within-scope.js';
import { endUser } from './end-session.js';

@InputType({ description: 'A user whose sessions and tokens are to end.' })
export class UserSessionsEndInput extends IdempotentInput {
  @Field(() => String, { description: 'Who: the subject of the issuer, such as `clerk@example.org`.' })
  @MinLength(1)
  @MaxLength(255)
  subject!: string;

  @Field(() => String, { nullable: true, description: 'Whose user: the issuer\'s address; whoever has this subject, of any issuer, where left out.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(255)
  issuer?: string | null;
}

@ObjectType({ description: 'Answer of `userSessionsEnd`.' })
export class UserSessionsEndPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many sessions lasted until now. Tokens of the provider, which are not counted, are refused too where they were issued before.' })
  ended?: number;
}

@Resolver()
export class EndUserSessions {
  @Mutation(() => UserSessionsEndPayload, { description: 'Signs a user whose grants lie within your own scope out everywhere: ends all sessions, and refuses all bearer tokens that were issued until now. Whoever may sign in can do so again.' })
  @Requires('access.sessions.end')
  userSessionsEnd(@Arg('input', () => UserSessionsEndInput, { description: 'The user.' }) input: UserSessionsEndInput, @Ctx() ctx: Context): Promise<UserSessionsEndPayload> {
    return write<UserSessionsEndPayload, UserSessionsEndInput>(ctx, { operation: 'userSessionsEnd', input }, async (tx, { subject, issuer }) => {
      if (!(await subjectWithin(tx, subject, issuer ?? null))) refuse(userBeyondScope('subject'));
      return { ended: await endUser(tx, subject, issuer ?? undefined) };
    });
  }
}
