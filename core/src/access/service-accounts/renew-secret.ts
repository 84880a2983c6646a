import { IsOptional, Max, Min } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { write } from '../../kernel/write/write.js';
import { endUser } from '../sessions/end-session.js';
import { hashOf, makeToken } from '../sessions/session-token.js';
import { serviceAccountSecretRenewed } from './events.js';
import { checkWithin, holdAccount } from './hold-account.js';
import { ServiceAccountSecretPayload } from './register-account.js';
import { SERVICE_ISSUER, ServiceAccount } from './service-account.js';

@InputType({ description: 'A service account that gets a new secret.' })
export class ServiceAccountSecretRenewInput extends IdempotentInput {
  @Ref(() => ServiceAccount, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: 'For how many hours the secret before is good too, at most a week; not at all where left out, and tokens that were had by it end.' })
  @IsOptional()
  @Min(0)
  @Max(168)
  oldHours?: number | null;
}

const HOUR = 3_600_000;

@Resolver()
export class RenewServiceAccountSecret {
  @Mutation(() => ServiceAccountSecretPayload, { description: 'Gives a service account a new secret.' })
  @Requires('access.service-accounts.manage')
  async serviceAccountSecretRenew(@Arg('input', () => ServiceAccountSecretRenewInput, { description: 'Which.' }) input: ServiceAccountSecretRenewInput, @Ctx() ctx: Context): Promise<ServiceAccountSecretPayload> {
    let secret: string | undefined;
    const payload = await write<ServiceAccountSecretPayload, ServiceAccountSecretRenewInput>(ctx, { operation: 'serviceAccountSecretRenew', input }, async (tx, { id, oldHours }) => {
      const { code, subject, user } = await holdAccount(tx, id);
      await checkWithin(tx, user);
      const made = makeToken();
      const until = oldHours ? new Date(tx.platform.now() + oldHours * HOUR) : null;
      await tx.tx.query(
        `update access.service_account set secret_hash = $2, secret_made_at = now(), secret_made_by = $4,
           previous_hash = case when $3::timestamptz is null then null else secret_hash end, previous_until = $3 where id = $1`, [id, hashOf(made), until, tx.actor.id]);
      if (!until) await endUser(tx, subject, SERVICE_ISSUER);
      await publish(tx, serviceAccountSecretRenewed, { id, code });
      secret = made;
      return { serviceAccount: { id } };
    });
    return payload.serviceAccount ? { ...payload, secret: secret ?? null } : payload;
  }
}
