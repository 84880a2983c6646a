import { defineEvent } from '@kinga/plugin-sdk';

export const claimsSubmitted = defineEvent<{ readonly ids: readonly string[] }>('health-insurance.claims-submitted', 'Claims were submitted');
export const claimsDecided = defineEvent<{ readonly ids: readonly string[] }>('health-insurance.claims-decided', 'What is paid for claims was decided');
