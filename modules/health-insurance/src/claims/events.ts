import { defineEvent } from '@kinga/plugin-sdk';

export const claimsSubmitted = defineEvent<{ readonly ids: readonly string[] }>('health-insurance.claims-submitted', 'Claims were submitted');
export const claimsDecided = defineEvent<{ readonly ids: readonly string[] }>('health-insurance.claims-decided', 'What is paid for claims was decided');
export const claimReopened = defineEvent<{ readonly id: string; readonly was: string }>('health-insurance.claim-reopened', 'A claim that was decided was opened to be adjudicated again');
