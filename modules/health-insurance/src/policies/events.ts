import { defineEvent } from '@kinga/plugin-sdk';

// Ids are UUIDs, as in the database.

export const policyTakenOut = defineEvent<{ readonly id: string; readonly household: string; readonly renews: string | null }>('health-insurance.policy-taken-out', 'A household took out an insurance policy, or renewed one');
/** Of each policy but those that expire. */
export const policyMoved = defineEvent<{ readonly id: string; readonly from: string; readonly to: string }>('health-insurance.policy-moved', 'An insurance policy went from one state to another');
/** Active ones that no other follows yet, each once, as long before as the deployment says (`policies.tellDaysBefore`): whoever reminds households listens. At most 1,000 at once. */
export const policiesEnding = defineEvent<{ readonly ids: readonly string[] }>('health-insurance.policies-ending', 'Insurance policies that nobody renewed end soon');
/** At most 1,000 at once. */
export const policiesExpired = defineEvent<{ readonly ids: readonly string[] }>('health-insurance.policies-expired', 'The last day of insurance policies has passed');
