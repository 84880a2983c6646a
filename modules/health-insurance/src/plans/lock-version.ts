import { ask, changedMeanwhile, inProgrammesOf, refuse, sql, type TxContext } from '@kinga/plugin-sdk';
import { PlanVersionState } from './plan-terms.js';
import { planVersionFinal, planVersionNotFound } from './refusals.js';

/** A draft of a plan, held until the transaction ends. */
export interface HeldDraft {
  readonly plan_id: string;
  readonly effective_from: string;
  readonly authors: readonly string[];
}

/** Holds a draft at the version that was read. */
export async function lockDraft(ctx: TxContext, id: string, version: number): Promise<HeldDraft> {
  const { rows: [found] } = await ask<HeldDraft & { readonly state: PlanVersionState; readonly version: number }>(ctx, sql`
    select v.plan_id, v.effective_from::text, v.authors, v.state, v.version from health_insurance.plan_version v where v.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`v.programme_id`)} for update`);
  if (!found) return refuse(planVersionNotFound('id'));
  if (found.state !== PlanVersionState.DRAFT) refuse(planVersionFinal('id', { state: found.state }));
  if (found.version !== version) refuse(changedMeanwhile('version', { version: found.version }));
  return found;
}
