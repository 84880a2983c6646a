import type { TestPlatform } from '@kinga/plugin-sdk/testing';
import { adult, child, enrolled, household, members, pay } from './some-household.js';
import { key, published, somePlan } from './some-plan.js';

/** Variables of the operations of plans and policies, over a plan, households with and without policies, and somebody who is covered. */
export async function policyOperations(platform: TestPlatform): Promise<Record<string, Record<string, unknown>>> {
  const { plan, programme } = await somePlan(platform, 'OPERATE');
  const version = await published(platform, plan, { effectiveFrom: '2019-01-01', premiumAdult: '10', categoryLimits: [{ category: 'CONSULTATION', most: 3 }], limits: [{ kind: 'CEILING', per: 'POLICY', amount: '100' }] }, [{ serviceCode: 'CONS', limits: [{ kind: 'SHARE', adult: '0.8' }] }]);
  const [one, other, third] = [await household(platform, 'OP-1', [adult(), child({ familyName: 'Covered' })]), await household(platform, 'OP-2', [adult()]), await household(platform, 'OP-3', [adult()])];
  const [active, idle] = [await enrolled(platform, plan, one, { enrolledOn: '2020-01-01' }), await enrolled(platform, plan, other)];
  await pay(platform, programme, active, '2020-01-01');
  return {
    InsurancePlan: { programme: 'OPERATE' },
    BenefitPackage: { version },
    DraftInsurancePlanVersion: { input: { planId: plan, effectiveFrom: '2030-01-01', coverMonths: 12, coversFromId: version } },
    QuotePolicy: { input: { planId: plan, householdId: third } },
    EnrolPolicy: { input: { idempotencyKey: key(), planId: plan, householdId: third } },
    RenewPolicy: { input: { idempotencyKey: key(), policyId: active.id } },
    HouseholdPolicies: { code: 'OP-1' },
    PoliciesEnding: { from: '2020-01-01', to: '2030-01-01' },
    SuspendPolicy: { input: { id: idle.id, version: idle.version, reason: 'NOT_PAID' } },
    AskEligibility: { input: { personId: (await members(platform, one)).get('Covered'), serviceCode: 'CONS', facilityCode: 'H', on: '2020-03-01' } },
  };
}
