import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
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
import { serviceAccountClosed } from './events.js';
import { holdAccount } from './hold-account.js';
import { SERVICE_ISSUER, ServiceAccount } from './service-account.js';

@InputType({ description: 'A service account to close.' })
export class ServiceAccountCloseInput extends IdempotentInput {
  @Ref(() => ServiceAccount, { description: 'Which.' })
  id!: string;
}

@ObjectType({ description: 'Answer of `serviceAccountClose`.' })
export class ServiceAccountClosePayload extends Payload {
  @Field(() => ServiceAccount, { nullable: true, description: 'The account.' })
  serviceAccount?: { readonly id: string };
}

@Resolver()
export class CloseServiceAccount {
  @Mutation(() => ServiceAccountClosePayload, { description: 'Closes a service account for good: its secret and its tokens are refused at once.' })
  @Requires('access.service-accounts.manage')
  serviceAccountClose(@Arg('input', () => ServiceAccountCloseInput, { description: 'Which.' }) input: ServiceAccountCloseInput, @Ctx() ctx: Context): Promise<ServiceAccountClosePayload> {
    return write<ServiceAccountClosePayload, ServiceAccountCloseInput>(ctx, { operation: 'serviceAccountClose', input }, async (tx, { id }) => {
      const { code, subject, user } = await holdAccount(tx, id);
      if (!(await holdsWithin(tx, user))) refuse(userBeyondScope('id'));
      await tx.tx.query('update access.service_account set closed_at = now(), closed_by = $2, previous_hash = null, previous_until = null where id = $1', [id, tx.actor.id]);
      await endUser(tx, subject, SERVICE_ISSUER);
      await publish(tx, serviceAccountClosed, { id, code });
      return { serviceAccount: { id } };
    });
  }
}
