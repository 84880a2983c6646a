import { decodeId } from '@kinga/plugin-sdk';
import type { TestPlatform } from '@kinga/plugin-sdk/testing';

const uuid = (id: string): string => decodeId(id)?.uuid ?? '';

export interface PolicyTerms {
  readonly from?: string;
  readonly to?: string;
  readonly stage?: 'NEW' | 'RENEWED';
  readonly members?: number;
  /** Who came later than the policy, and when. */
  readonly joined?: Readonly<Record<string, string>>;
}

/** An active policy of a household that covers some persons, as selling and paying one leaves it; gives its id. */
export async function somePolicy(platform: TestPlatform, versionId: string, household: string, persons: readonly string[], { from = '2026-01-01', to = '2026-12-31', stage = 'NEW', members = persons.length, joined = {} }: PolicyTerms = {}): Promise<string> {
  const { rows: [policy] } = await platform.pool.query<{ id: string }>(
    `insert into health_insurance.policy (programme_id, plan_id, plan_version_id, household_id, stage, renewed_from_id, state, state_on, enrolled_on, enrolled_by, starts_on, effective_on, ends_on, pay_by, adults, children, other_adults, other_children, value, currency)
     select v.programme_id, v.plan_id, v.id, h.id, $3, null, 'ACTIVE', $4, $4, 'seller', $4, $4, $5, $4, $6, 0, 0, 0, 0, p.currency from health_insurance.plan_version v join programmes.programme p on p.id = v.programme_id, people.household h where v.id = $1 and h.code = $2 returning id`,
    [uuid(versionId), household, 'NEW', from, to, members]);
  if (!policy) throw new Error(`there is no household ${household}`);
  if (stage === 'RENEWED') await platform.pool.query("alter table health_insurance.policy disable trigger a_guard_policy; update health_insurance.policy set stage = 'RENEWED', renewed_from_id = id where id = '" + policy.id + "'; alter table health_insurance.policy enable trigger a_guard_policy");
  for (const person of persons) {
    const since = joined[person] ?? from;
    await platform.pool.query(
      `insert into health_insurance.coverage (policy_id, plan_id, programme_id, household_id, person_id, enrolled_on, starts_on, effective_on, ends_on, waits_from)
       select p.id, p.plan_id, p.programme_id, p.household_id, $2, $3, p.starts_on, $3, p.ends_on, $3 from health_insurance.policy p where p.id = $1`, [policy.id, uuid(person), since]);
  }
  return policy.id;
}
