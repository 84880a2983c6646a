import { ArrayMaxSize, ArrayUnique, IsOptional, Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { SERVICE } from '../../kernel/access/identity.js';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { hashOf, makeToken } from '../sessions/session-token.js';
import { userAdded } from '../users/events.js';
import { serviceAccountRegistered } from './events.js';
import { scopeUnknown, serviceAccountCodeTaken } from './refusals.js';
import { SERVICE_ISSUER, ServiceAccount } from './service-account.js';

@InputType({ description: 'A program that is to sign in.' })
export class ServiceAccountRegisterInput extends IdempotentInput {
  @Field(() => String, { description: 'Its client id: 2 to 60 small letters, digits and hyphens.' })
  @Matches(/^[a-z][a-z0-9-]{1,59}$/, { message: 'code must be 2 to 60 small letters, digits and hyphens' })
  code!: string;

  @Field(() => String, { description: 'What it is for, and whom to ask about it.' })
  @MinLength(3)
  @MaxLength(500)
  description!: string;

  @Field(() => [String], { nullable: true, description: 'The only permissions that its tokens may have, whatever it is granted; all of them where left out.' })
  @IsOptional()
  @ArrayUnique()
  @ArrayMaxSize(200)
  scopes?: string[] | null;
}

@ObjectType({ description: 'Answer of mutations that give a service account a secret.' })
export class ServiceAccountSecretPayload extends Payload {
  @Field(() => ServiceAccount, { nullable: true, description: 'The account.' })
  serviceAccount?: { readonly id: string };

  @Field(() => String, { nullable: true, description: 'Its secret, which is told this one time and kept nowhere; null where the mutation is sent again.' })
  secret?: string | null;
}

/** The first of scopes that no module knows. */
export function unknownScope(ctx: Context, scopes: readonly string[]): string | undefined {
  const known = new Set(ctx.platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name)));
  return scopes.find((scope) => !known.has(scope));
}

@Resolver()
export class RegisterServiceAccount {
  @Mutation(() => ServiceAccountSecretPayload, { description: 'Registers a program that signs in by `POST /auth/token`. It may do nothing until it is granted something.' })
  @Requires('access.service-accounts.manage')
  async serviceAccountRegister(@Arg('input', () => ServiceAccountRegisterInput, { description: 'The program.' }) input: ServiceAccountRegisterInput, @Ctx() ctx: Context): Promise<ServiceAccountSecretPayload> {
    // Put into the answer behind `write`, since that keeps answers of idempotency keys in the database.
    let secret: string | undefined;
    const constraints = { service_account_code: serviceAccountCodeTaken('code'), user_of_issuer: serviceAccountCodeTaken('code') };
    const payload = await write<ServiceAccountSecretPayload, ServiceAccountRegisterInput>(ctx, { operation: 'serviceAccountRegister', input, constraints }, async (tx, { code, description, scopes }) => {
      const unknown = unknownScope(tx, scopes ?? []);
      if (unknown !== undefined) refuse(scopeUnknown('scopes', { scope: unknown }));
      const [id, user, made] = [uuidv7(), uuidv7(), makeToken()];
      await tx.tx.query(`insert into access."user" (id, kind, issuer, subject, name) values ($1, 'SERVICE', $2, $3, $4)`, [user, SERVICE_ISSUER, `${SERVICE}${code}`, description.slice(0, 200)]);
      await tx.tx.query('insert into access.service_account (id, user_id, code, description, scopes, secret_hash, secret_made_by) values ($1, $2, $3, $4, $5, $6, $7)', [id, user, code, description, scopes ?? null, hashOf(made), tx.actor.id]);
      await publish(tx, userAdded, { id: user });
      await publish(tx, serviceAccountRegistered, { id, code });
      secret = made;
      return { serviceAccount: { id } };
    });
    return payload.serviceAccount ? { ...payload, secret: secret ?? null } : payload;
  }
}
