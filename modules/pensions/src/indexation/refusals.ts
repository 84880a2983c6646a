import { conflict, invalidInput, notFound, ruleViolation } from '@kinga/plugin-sdk';

export const indexationTaken = conflict('INDEXATION_CODE_TAKEN', 'The scheme has an indexation of this code.', 'Give another code, or look at the one that there is: `pensionIndexations`.');
export const indexationOpen = conflict('INDEXATION_OPEN', 'Another indexation of the scheme is not done yet.', 'Decide on it first (`pensionIndexations`), or wait until it is applied.');
export const indexationOrder = ruleViolation('INDEXATION_ORDER', 'Pensions of the scheme were raised from {last} on; nothing is put before that.', 'Give a later day.');
export const indexationNothing = invalidInput('INDEXATION_NOTHING', 'It would raise nothing.', 'Give a percentage, an amount, or what a raise or a pension is at least.');
export const indexationEnds = invalidInput('INDEXATION_ENDS', 'The most is less than the least.', 'Give a most that is at least the least.');
export const indexationNotFound = notFound('INDEXATION_NOT_FOUND', 'There is no such indexation that you may see.', 'List them with the query `pensionIndexations`.');
export const indexationState = ruleViolation('INDEXATION_STATE', 'The indexation is {state}, and not to be decided on.', 'Only what is SIMULATED is decided on.');
export const ownIndexation = ruleViolation('OWN_INDEXATION', 'You asked for this indexation yourself; another person decides on it.', 'Leave it to somebody else.');
export const roundingAlone = invalidInput('INDEXATION_ROUNDING', 'A raised pension is rounded to multiples of more than nothing.', 'Give `roundingStep`, such as 0.10, with `rounding`, or leave both out.');
export const tooFine = invalidInput('INDEXATION_TOO_FINE', '{amount} has more digits than the {digits} that {currency} is paid with.', 'Give an amount that can be paid.');
