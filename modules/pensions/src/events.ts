import { defineEvent } from '@kinga/plugin-sdk';

export const employerRegistered = defineEvent<{ readonly id: string }>('pensions.employer-registered', 'An organisation was registered as an employer');
export const memberRegistered = defineEvent<{ readonly id: string }>('pensions.member-registered', 'A person became a member of a scheme');

export const claimLodged = defineEvent<{ readonly id: string }>('pensions.claim-lodged', 'Somebody claimed a pension');
export const claimRefused = defineEvent<{ readonly id: string }>('pensions.claim-refused', 'A claim for a pension was refused');
export const awardGranted = defineEvent<{ readonly id: string }>('pensions.award-granted', 'A pension was granted');
export const declarationSubmitted = defineEvent<{ readonly id: string }>('pensions.declaration-submitted', 'A declaration of a month was submitted');
export const declarationAccepted = defineEvent<{ readonly id: string }>('pensions.declaration-accepted', 'A declaration was accepted, and what is owed by it demanded');
export const contributionsPosted = defineEvent<{ readonly declaration: string }>('pensions.contributions-posted', 'The contributions of a declaration were posted');
export const contributionsTakenBack = defineEvent<{ readonly declaration: string }>('pensions.contributions-taken-back', 'The contributions of a declaration were taken back');
export const awardEndedEvent = defineEvent<{ readonly id: string }>('pensions.award-ended', 'A pension ended');
export const revisionProposed = defineEvent<{ readonly id: string }>('pensions.revision-proposed', 'A pension was worked out again, and waits for another person');
export const indexationDone = defineEvent<{ readonly id: string }>('pensions.indexation-done', 'The pensions of a scheme were raised');
export const survivorsProposed = defineEvent<{ readonly id: string }>('pensions.survivors-proposed', 'The shares of survivors were worked out, and wait for another person');
