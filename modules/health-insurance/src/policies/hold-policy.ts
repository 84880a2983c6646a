import { ask, changedMeanwhile, inProgrammesOf, refuse, seesHousehold, sql, type TxContext } from '@kinga/plugin-sdk';
import type { PolicyStage, PolicyState } from './policy-terms.js';
import { policyNotFound, policyState } from './refusals.js';

/** A policy that the actor may act on, held until the transaction ends. */
export interface HeldPolicy {
  readonly id: string;
  readonly version: number;
  readonly plan_id: string;
  readonly programme_id: string;
  readonly household_id: string;
  readonly state: PolicyState;
  readonly stage: PolicyStage;
  readonly enrolled_on: string;
  readonly enrolled_by: string;
  readonly starts_on: string;
  readonly effective_on: string | null;
  readonly ends_on: string;
  readonly renewed_from_id: string | null;
  readonly activation: string;
  readonly max_members: number | null;
}

/** @param wanted the states in which it can be done; any where left out */
export async function holdPolicy(ctx: TxContext, id: string, { version, wanted, path = 'id' }: { readonly version?: number; readonly wanted?: readonly PolicyState[]; readonly path?: string } = {}): Promise<HeldPolicy> {
  const { rows: [policy] } = await ask<HeldPolicy>(ctx, sql`
    select p.id, p.version, p.plan_id, p.programme_id, p.household_id, p.state, p.stage, p.enrolled_on::text, p.enrolled_by, p.starts_on::text, p.effective_on::text, p.ends_on::text, p.renewed_from_id, v.activation, v.max_members
    from health_insurance.policy p join health_insurance.plan_version v on v.id = p.plan_version_id join people.household h on h.id = p.household_id
    where p.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`p.programme_id`)} and ${seesHousehold(ctx, sql`h`)} for update of p`);
  if (!policy) return refuse(policyNotFound(path));
  if (version !== undefined && policy.version !== version) refuse(changedMeanwhile('version', { version: policy.version }));
  if (wanted && !wanted.includes(policy.state)) refuse(policyState(path, { state: policy.state, wanted: wanted.join(', ') }));
  return policy;
}
