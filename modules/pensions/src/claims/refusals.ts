import { conflict, invalidInput, notFound, ruleViolation } from '@kinga/plugin-sdk';

export const claimOpen = conflict('PENSION_CLAIM_OPEN', 'The person has a claim in this scheme that is not decided.', 'Look it up with the query `pensionClaims`.');
export const claimNotFound = notFound('PENSION_CLAIM_NOT_FOUND', 'There is no such claim that you may see.', 'List the claims with the query `pensionClaims`.');
export const claimDecided = ruleViolation('PENSION_CLAIM_DECIDED', 'The claim is {state}.', 'Lodge another one.');
export const ownClaim = ruleViolation('OWN_PENSION_CLAIM', 'You took this claim in or had it worked out; another person decides on it.', 'Leave it to somebody else.');
export const notEntitled = ruleViolation('NOT_ENTITLED', 'The claim is {state}: by the rules nothing can be granted.', 'Look at `decision { reasons }`; after facts were corrected, `pensionClaimAssess` asks the rules again.');
export const noAmount = ruleViolation('PENSION_AMOUNT_UNKNOWN', 'The rules do not say how much the pension is.', 'The version needs a rule of the kind AMOUNT that says what is due a month and does not ask for the period.');
export const claimAhead = invalidInput('PENSION_CLAIM_AHEAD', 'A pension is claimed at most six months ahead, now until {last}.', 'Ask `pensionEntitlementTest` what is missing and when it will be met, and lodge the claim later.');
export const claimNotYet = ruleViolation('PENSION_CLAIM_NOT_YET', 'The pension is claimed from {from}, which is still to come.', 'Grant it on that day, once the rules were asked again: `pensionClaimAssess`.');
export const claimAssessedAhead = ruleViolation('PENSION_CLAIM_ASSESSED_AHEAD', 'The rules were asked on {on}, before the day of the claim, {from}: what came in since is not in it.', 'Have it worked out again: `pensionClaimAssess`.');
export const pensionerOfScheme = conflict('PENSIONER_OF_SCHEME', 'The person has a pension of this scheme from {from}.', 'End the award first, or claim in another scheme.');
