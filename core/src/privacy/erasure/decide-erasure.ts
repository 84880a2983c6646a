import { Arg, Ctx, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { erasureDecided } from '../events.js';
import { erasureDecided as decidedAlready, erasureNotFound, ownErasure } from '../refusals.js';
import { erase } from './erase-job.js';
import { ErasureRun, ErasureState } from './erasure-run.js';
import { ErasureRunPayload } from './propose-erasure.js';

@InputType({ description: 'An erasure to decide on.' })
export class ErasureDecideInput extends IdempotentInput {
  @Ref(() => ErasureRun, { description: 'Which.' })
  id!: string;
}

async function decide(tx: TxContext, id: string, state: ErasureState): Promise<void> {
  const { rows: [run] } = await tx.tx.query<{ state: ErasureState; proposed_by: string }>('select state, proposed_by from privacy.erasure_run where id = $1 for update', [id]);
  if (!run) return refuse(erasureNotFound('id'));
  if (run.state !== ErasureState.PROPOSED) refuse(decidedAlready('id', { state: run.state }));
  if (run.proposed_by === tx.actor.id) refuse(ownErasure('id'));
  await tx.tx.query('update privacy.erasure_run set state = $2, decided_by = $3, decided_at = $4 where id = $1', [id, state, tx.actor.id, new Date(tx.platform.now()).toISOString()]);
  await publish(tx, erasureDecided, { id, approved: state === ErasureState.APPROVED });
}

@Resolver()
export class DecideErasure {
  @Mutation(() => ErasureRunPayload, { description: 'Approves an erasure that somebody else proposed, and begins it. What is erased cannot be had back.' })
  @Requires('privacy.erasures.decide')
  erasureApprove(@Arg('input', () => ErasureDecideInput, { description: 'Which.' }) input: ErasureDecideInput, @Ctx() ctx: Context): Promise<ErasureRunPayload> {
    return write<ErasureRunPayload, ErasureDecideInput>(ctx, { operation: 'erasureApprove', input }, async (tx, { id }) => {
      await decide(tx, id, ErasureState.APPROVED);
      const job = await startJob(tx, erase, { runId: id });
      await tx.tx.query('update privacy.erasure_run set job_id = $2 where id = $1', [id, job.id]);
      return { erasureRun: { id } };
    });
  }

  @Mutation(() => ErasureRunPayload, { description: 'Rejects an erasure that somebody else proposed. Nothing is erased.' })
  @Requires('privacy.erasures.decide')
  erasureReject(@Arg('input', () => ErasureDecideInput, { description: 'Which.' }) input: ErasureDecideInput, @Ctx() ctx: Context): Promise<ErasureRunPayload> {
    return write<ErasureRunPayload, ErasureDecideInput>(ctx, { operation: 'erasureReject', input }, async (tx, { id }) => {
      await decide(tx, id, ErasureState.REJECTED);
      return { erasureRun: { id } };
    });
  }
}
