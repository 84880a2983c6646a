import { Arg, ask, backgroundWork, Ctx, defineJob, Field, IdempotentInput, InputType, inTransaction, Job, Mutation, ObjectType, Payload, publish, Requires, Resolver, sql, startJob, write, type Context } from '@kinga/plugin-sdk';
import { policiesExpired } from './events.js';

const AT_ONCE = 1_000;

/** Expires some of the active policies whose last day has passed. Others are left: what never covered does not expire. */
async function expireSome(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { rows: [expired] } = await ask<{ ids: string[] }>(tx, sql`
      with ended as (
        select p.id from health_insurance.policy p where p.state = 'ACTIVE' and p.ends_on < ${tx.today}::date order by p.ends_on limit ${AT_ONCE}::int for update skip locked),
      moved as (update health_insurance.policy p set state = 'EXPIRED', state_on = p.ends_on + 1, reason = null, note = null from ended where p.id = ended.id returning p.id)
      select coalesce(array_agg(id), '{}') as ids from moved`);
    const ids = expired?.ids ?? [];
    if (ids.length > 0) await publish(tx, policiesExpired, { ids });
    return ids.length;
  });
}

/** May be killed at any instruction: what is expired stays so, and the rest is found again. */
export const expirePolicies = defineJob<Record<string, never>>({
  name: 'health-insurance.expire-policies',
  description: 'Expires policies whose last day has passed',
  run: async (ctx, _, job) => {
    let expired = 0;
    for (let some = await expireSome(ctx); some > 0; some = await expireSome(ctx)) {
      expired += some;
      await job.progress(expired, expired);
    }
    return { expired };
  },
});

/** Done by itself, whichever process comes first. */
export const expiresPolicies = backgroundWork.contribute('health-insurance.expire-policies', { everyMs: 600_000, run: expireSome });

@InputType({ description: 'Nothing more is needed.' })
export class PoliciesExpireInput extends IdempotentInput {}

@ObjectType({ description: 'Answer of `policiesExpire`.' })
export class PoliciesExpirePayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

@Resolver()
export class ExpirePolicies {
  @Mutation(() => PoliciesExpirePayload, { description: 'Expires active policies whose last day has passed. It is done by itself as well. Answers with a job.' })
  @Requires('health-insurance.policies.expire')
  policiesExpire(@Arg('input', () => PoliciesExpireInput, { description: 'Nothing more is needed.' }) input: PoliciesExpireInput, @Ctx() ctx: Context): Promise<PoliciesExpirePayload> {
    return write<PoliciesExpirePayload, PoliciesExpireInput>(ctx, { operation: 'policiesExpire', input }, async (tx) => ({ job: await startJob(tx, expirePolicies, {}) }));
  }
}
