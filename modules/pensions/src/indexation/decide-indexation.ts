import { Arg, ask, Ctx, Field, inProgrammesOf, InputType, MoneyInput, Mutation, Ref, refuse, requireWholeProgramme, Requires, Resolver, sql, startJob, write, type Context } from '@kinga/plugin-sdk';
import { applyIndexation } from './indexation-jobs.js';
import { PensionIndexation } from './indexation.js';
import { indexationNotFound, indexationState, ownIndexation } from './refusals.js';
import { PensionIndexationPayload } from './simulate-indexation.js';

@InputType({ description: 'An indexation that is decided on.' })
export class PensionIndexationDecideInput extends MoneyInput {
  @Ref(() => PensionIndexation, { description: 'Which indexation.' })
  indexationId!: string;

  @Field(() => Boolean, { description: 'Whether it is approved: then it is applied.' })
  approve!: boolean;
}

@Resolver()
export class DecideIndexation {
  @Mutation(() => PensionIndexationPayload, { description: 'Approves or rejects an indexation that somebody else asked for. Approved, every pension that it raises has a further step. Answers with a job.' })
  @Requires('pensions.indexations.decide')
  pensionIndexationDecide(@Arg('input', () => PensionIndexationDecideInput, { description: 'Which, and whether.' }) input: PensionIndexationDecideInput, @Ctx() ctx: Context): Promise<PensionIndexationPayload> {
    return write<PensionIndexationPayload, PensionIndexationDecideInput>(ctx, { operation: 'pensionIndexationDecide', input }, async (tx, { indexationId, approve }) => {
      const { rows: [held] } = await ask<{ state: string; asked_by: string }>(tx, sql`
        select i.state, i.asked_by from pensions.indexation i where i.id = ${indexationId}::uuid and ${inProgrammesOf(tx, sql`i.programme_id`)} for no key update of i`);
      if (!held) return refuse(indexationNotFound('indexationId'));
      requireWholeProgramme(tx, 'indexationId');
      if (held.state !== 'SIMULATED') refuse(indexationState('indexationId', { state: held.state }));
      if (held.asked_by === tx.actor.id) refuse(ownIndexation('indexationId'));
      const job = approve ? await startJob(tx, applyIndexation, { indexationId }) : undefined;
      await tx.tx.query('update pensions.indexation set state = $2, decided_by = $3, decided_on = $4, job_id = coalesce($5, job_id) where id = $1', [
        indexationId, approve ? 'APPLYING' : 'REJECTED', tx.actor.id, tx.today, job?.id ?? null]);
      return { indexation: { id: indexationId } };
    });
  }
}
