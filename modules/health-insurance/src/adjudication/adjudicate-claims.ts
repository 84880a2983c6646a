import {
  Arg, ArrayMaxSize, ArrayMinSize, ArrayUnique, Ctx, defineJob, Field, IdempotentInput, inTransaction, InputType, IsOptional, Job, Mutation, ObjectType, Payload, Ref, registerEnumType, Requires, Resolver, startJob, write, ask, sql, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { Claim } from '../claims/claim.js';
import { holdClaims, seesClaim } from '../claims/hold-claims.js';
import { ClaimState } from '../claims/kinds.js';
import { adjudicate, AdjudicateUntil } from './adjudicate.js';
import { clearAdjudications } from './clear-adjudications.js';

registerEnumType(AdjudicateUntil, {
  name: 'AdjudicateUntil',
  description: 'How far claims are taken.',
  valuesConfig: {
    CHECKED: { description: 'They are checked, and assigned to the policies that pay; those that pass wait for a review or for being valued.' },
    VALUED: { description: 'They are checked where they are not, and valued. Reviews that are still waited for are bypassed.' },
  },
});

@InputType({ description: 'Which claims, and how far.' })
export class ClaimsAdjudicateInput extends IdempotentInput {
  @Ref(() => Claim, { list: true, nullable: true, description: 'The claims, at most 100; all that wait where left out, by a job.', erased: true })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  ids?: string[] | null;

  @Field(() => AdjudicateUntil, { defaultValue: AdjudicateUntil.VALUED, description: 'How far.' })
  until!: AdjudicateUntil;
}

@ObjectType({ description: 'Answer of `claimsAdjudicate`.' })
export class ClaimsAdjudicatePayload extends Payload {
  @Field(() => [Claim], { nullable: true, description: 'The claims as they stand now, where they were named.' })
  claims?: readonly { readonly id: string }[];

  @Field(() => Job, { nullable: true, description: 'The work, where they were not.' })
  job?: { readonly id: string };
}

const waitingFor = (until: AdjudicateUntil): readonly ClaimState[] => (until === AdjudicateUntil.CHECKED ? [ClaimState.SUBMITTED] : [ClaimState.SUBMITTED, ClaimState.CHECKED]);
const AT_ONCE = 1000;

/** Of the claims that wait, the first that nobody else holds, as many as have so many lines together, and one at least. */
async function holdSome(tx: TxContext, until: AdjudicateUntil, lines: number): Promise<readonly string[]> {
  const { rows } = await ask<{ id: string }>(tx, sql`
    with held as materialized (
      select c.id from health_insurance.claim c where c.state = any(${waitingFor(until)}::text[]) and ${seesClaim(tx, 'c')} order by c.id limit ${AT_ONCE}::int for no key update of c skip locked)
    select page.id from (
      select held.id, sum(its.lines) over (order by held.id) - its.lines as before
      from held cross join lateral (select count(*) as lines from health_insurance.claim_line l where l.claim_id = held.id) its) page
    where page.before < ${lines}::int`);
  return rows.map(({ id }) => id);
}

/** The first claim that still waits once those who hold such have ended: who was killed left them waiting. */
async function holdLeft(tx: TxContext, until: AdjudicateUntil): Promise<readonly string[]> {
  const { rows } = await ask<{ id: string }>(tx, sql`select c.id from health_insurance.claim c where c.state = any(${waitingFor(until)}::text[]) and ${seesClaim(tx, 'c')} order by c.id limit 1 for no key update of c`);
  return rows.map(({ id }) => id);
}

/**
 * Page by page, each in a transaction of its own; what was adjudicated waits no longer, so that it goes on where it was killed. Claims have up to 2,000
 * lines: a page is as long as its lines allow, by `linesAtOnce`.
 */
export const adjudicateWaiting = defineJob<{ readonly until: AdjudicateUntil; readonly linesAtOnce?: number }>({
  name: 'health-insurance.adjudicate-claims',
  description: 'Checks and values the claims that wait',
  async run(ctx, { until, linesAtOnce = 20_000 }, job) {
    let done = 0;
    for (let some = 1; some > 0; ) {
      await clearAdjudications(ctx, 20);
      some = await inTransaction(ctx, async (tx) => {
        const free = await holdSome(tx, until, linesAtOnce);
        const ids = free.length > 0 ? free : await holdLeft(tx, until);
        await adjudicate(tx, ids, until);
        return ids.length;
      });
      done += some;
      await job.progress(done, done);
    }
    return { claims: done };
  },
});

@Resolver()
export class AdjudicateClaims {
  @Mutation(() => ClaimsAdjudicatePayload, { description: 'Takes claims through the steps of adjudication: `claimSteps` lists them. What each did to each line is kept.' })
  @Requires('health-insurance.claims.adjudicate')
  claimsAdjudicate(@Arg('input', () => ClaimsAdjudicateInput, { description: 'Which claims, and how far.' }) input: ClaimsAdjudicateInput, @Ctx() ctx: Context): Promise<ClaimsAdjudicatePayload> {
    return write<ClaimsAdjudicatePayload, ClaimsAdjudicateInput>(ctx, { operation: 'claimsAdjudicate', input }, async (tx, { ids, until }) => {
      if (!ids) return { job: await startJob(tx, adjudicateWaiting, { until }) };
      await holdClaims(tx, ids.map((id, at) => ({ id, path: `ids.${at}` })), waitingFor(until));
      await adjudicate(tx, ids, until);
      return { claims: ids.map((id) => ({ id })) };
    });
  }
}
