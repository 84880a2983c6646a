import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { Job } from '../../../kernel/jobs/job.js';
import { startJob } from '../../../kernel/jobs/start-job.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { rekey } from './rekey-job.js';

@InputType({ description: 'Nothing but what every mutation takes.' })
export class PersonSecretsRekeyInput extends IdempotentInput {}

@ObjectType({ description: 'Answer of `personSecretsRekey`.' })
export class PersonSecretsRekeyPayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The job that does it; its result says how many were renewed and how many are left.' })
  job?: { readonly id: string };
}

@Resolver()
export class RekeySecrets {
  @Mutation(() => PersonSecretsRekeyPayload, { description: 'Renews what older keys made of identifiers, account numbers and files with the newest of KINGA_KEYS. Once none is left, an older key is needed for the past only.' })
  @Requires('people.secrets.rekey')
  personSecretsRekey(@Arg('input', () => PersonSecretsRekeyInput, { description: 'Nothing in particular.' }) input: PersonSecretsRekeyInput, @Ctx() ctx: Context): Promise<PersonSecretsRekeyPayload> {
    return write<PersonSecretsRekeyPayload, PersonSecretsRekeyInput>(ctx, { operation: 'personSecretsRekey', input }, async (tx) => ({ job: await startJob(tx, rekey, {}) }));
  }
}
