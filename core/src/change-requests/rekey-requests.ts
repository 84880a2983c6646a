import { withoutLimits } from '../kernel/access/scope.js';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { defineJob } from '../kernel/jobs/define-job.js';
import { Job } from '../kernel/jobs/job.js';
import { startJob } from '../kernel/jobs/start-job.js';
import { Requires } from '../kernel/schema/permission.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { inTransaction, type TxContext } from '../kernel/write/transaction.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { sealedContents, unsealed } from './sealed.js';
import { readRows } from '../kernel/read/read-rows.js';

const BATCH = 200;
/** A seal names its key after its first byte; rows of the present key are done, so that a job that was killed goes on. */
const OTHER_KEY = 'substring(sealed from 2 for 4) <> $1';

async function renewSome(ctx: TxContext): Promise<number> {
  const { rows } = await ctx.tx.query<{ id: string; sealed: Buffer }>(
    `select id, sealed from change_requests.change_request where ${OTHER_KEY} order by id limit ${BATCH} for update`, [ctx.platform.keys.current.id],
  );
  const renewed = rows.map(({ id, sealed }) => ({ id, sealed: `\\x${sealedContents(ctx, id, unsealed(ctx, id, sealed)).toString('hex')}` }));
  await ctx.tx.query('update change_requests.change_request r set sealed = n.sealed from jsonb_to_recordset($1) as n(id uuid, sealed bytea) where r.id = n.id', [JSON.stringify(renewed)]);
  return rows.length;
}

/** Seals what was asked for anew with the newest key, so that an older one is no longer needed. */
export const rekeyRequests = defineJob<Record<string, never>>({
  name: 'change-requests.rekey',
  description: 'Renews the seals of change requests that older keys made',
  async run(asked, _input, job) {
    const ctx = withoutLimits(asked);
    const { rows } = await readRows<{ total: number }>(ctx, `select count(*)::int as total from change_requests.change_request where ${OTHER_KEY}`, [ctx.platform.keys.current.id]);
    const total = rows[0]?.total ?? 0;
    let renewed = 0;
    for (let some = BATCH; some > 0;) {
      some = await inTransaction(ctx, renewSome);
      renewed += some;
      await job.progress(Math.min(renewed, total), total);
    }
    return { renewed };
  },
});

@InputType({ description: 'Nothing but what every mutation takes.' })
export class ChangeRequestSecretsRekeyInput extends IdempotentInput {}

@ObjectType({ description: 'Answer of `changeRequestSecretsRekey`.' })
export class ChangeRequestSecretsRekeyPayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The job that does it; its result says how many were renewed.' })
  job?: { readonly id: string };
}

@Resolver()
export class RekeyChangeRequests {
  @Mutation(() => ChangeRequestSecretsRekeyPayload, { description: 'Renews with the newest of KINGA_KEYS what older keys sealed of change requests.' })
  @Requires('change-requests.secrets.rekey')
  changeRequestSecretsRekey(@Arg('input', () => ChangeRequestSecretsRekeyInput, { description: 'Nothing in particular.' }) input: ChangeRequestSecretsRekeyInput, @Ctx() ctx: Context): Promise<ChangeRequestSecretsRekeyPayload> {
    return write<ChangeRequestSecretsRekeyPayload, ChangeRequestSecretsRekeyInput>(ctx, { operation: 'changeRequestSecretsRekey', input }, async (tx) => ({ job: await startJob(tx, rekeyRequests, {}) }));
  }
}
