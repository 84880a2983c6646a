import { MaxLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { endUser } from '../sessions/end-session.js';
import { userBeyondScope } from '../users/refusals.js';
import { holdsWithin } from '../users/within-scope.js';
import { serviceAccountKeyAdded, serviceAccountKeyEnded } from './events.js';
import { checkWithin, holdAccount } from './hold-account.js';
import { readKey } from './read-key.js';
import { keyEndedAlready, keyKnown, keyNotFound } from './refusals.js';
import { SERVICE_ISSUER, ServiceAccount } from './service-account.js';
import { ServiceAccountKey } from './service-account-key.js';

@InputType({ description: 'A public key of a service account.' })
export class ServiceAccountKeyAddInput extends IdempotentInput {
  @Ref(() => ServiceAccount, { description: 'Whose.' })
  id!: string;

  @Field(() => String, { description: 'The public key as JWK (RFC 7517), in JSON: EC P-256 or P-384, Ed25519, or RSA of 2048 bits and more. Never the private one.' })
  @MaxLength(4_000)
  jwk!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether the account has no secret any more, and signs in by keys alone.' })
  endsSecret!: boolean;
}

@InputType({ description: 'A public key that is not believed any more.' })
export class ServiceAccountKeyEndInput extends IdempotentInput {
  @Ref(() => ServiceAccountKey, { description: 'Which.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations about keys of service accounts.' })
export class ServiceAccountKeyPayload extends Payload {
  @Field(() => ServiceAccountKey, { nullable: true, description: 'The key.' })
  serviceAccountKey?: { readonly id: string };
}

@Resolver()
export class ChangeServiceAccountKeys {
  @Mutation(() => ServiceAccountKeyPayload, { description: 'Gives a service account a public key to sign in by, in place of a secret or beside it. Whoever has the private key acts as the account.' })
  @Requires('access.service-accounts.manage')
  serviceAccountKeyAdd(@Arg('input', () => ServiceAccountKeyAddInput, { description: 'The key.' }) input: ServiceAccountKeyAddInput, @Ctx() ctx: Context): Promise<ServiceAccountKeyPayload> {
    const constraints = { service_account_key_kid: keyKnown('jwk') };
    return write<ServiceAccountKeyPayload, ServiceAccountKeyAddInput>(ctx, { operation: 'serviceAccountKeyAdd', input, constraints }, async (tx, { id, jwk: text, endsSecret }) => {
      const { code, subject, user } = await holdAccount(tx, id);
      await checkWithin(tx, user);
      const { kid, algorithm, jwk } = await readKey(text, 'jwk');
      const key = uuidv7();
      await tx.tx.query('insert into access.service_account_key (id, account_id, kid, algorithm, jwk, added_by) values ($1, $2, $3, $4, $5, $6)', [key, id, kid, algorithm, JSON.stringify(jwk), tx.actor.id]);
      if (endsSecret) {
        await tx.tx.query('update access.service_account set secret_hash = null, secret_made_by = null, previous_hash = null, previous_until = null where id = $1', [id]);
        await endUser(tx, subject, SERVICE_ISSUER);
      }
      await publish(tx, serviceAccountKeyAdded, { id, code });
      return { serviceAccountKey: { id: key } };
    });
  }

  @Mutation(() => ServiceAccountKeyPayload, { description: 'Ends a key of a service account: nothing that is signed by it is believed any more, and all tokens of the account end at once.' })
  @Requires('access.service-accounts.manage')
  serviceAccountKeyEnd(@Arg('input', () => ServiceAccountKeyEndInput, { description: 'Which.' }) input: ServiceAccountKeyEndInput, @Ctx() ctx: Context): Promise<ServiceAccountKeyPayload> {
    return write<ServiceAccountKeyPayload, ServiceAccountKeyEndInput>(ctx, { operation: 'serviceAccountKeyEnd', input }, async (tx, { id: key }) => {
      const { rows: [found] } = await tx.tx.query<{ account: string; ended: boolean }>('select account_id as account, ended_at is not null as ended from access.service_account_key where id = $1 for update', [key]);
      if (!found) return refuse(keyNotFound('id'));
      if (found.ended) refuse(keyEndedAlready('id'));
      const { code, subject, user } = await holdAccount(tx, found.account);
      if (!(await holdsWithin(tx, user))) refuse(userBeyondScope('id'));
      await tx.tx.query('update access.service_account_key set ended_at = now(), ended_by = $2 where id = $1', [key, tx.actor.id]);
      await endUser(tx, subject, SERVICE_ISSUER);
      await publish(tx, serviceAccountKeyEnded, { id: found.account, code });
      return { serviceAccountKey: { id: key } };
    });
  }
}
