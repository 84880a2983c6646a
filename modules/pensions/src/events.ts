import { defineEvent } from '@kinga/plugin-sdk';

export const employerRegistered = defineEvent<{ readonly id: string }>('pensions.employer-registered', 'An organisation was registered as an employer');
export const memberRegistered = defineEvent<{ readonly id: string }>('pensions.member-registered', 'A person became a member of a scheme');

export const claimLodged = defineEvent<{ readonly id: string }>('pensions.claim-lodged', 'Somebody claimed a pension');
export const claimRefused = defineEvent<{ readonly id: string }>('pensions.claim-refused', 'A claim for a pension was refused');
export const awardGranted = defineEvent<{ readonly id: string }>('pensions.award-granted', 'A pension was granted');
