import { conflict, invalidInput, notFound, ruleViolation } from '@kinga/plugin-sdk';

export const awardNotFound = notFound('PENSION_AWARD_NOT_FOUND', 'There is no such pension that you may see.', 'List them with the query `pensionAwards`.');
export const awardEnded = ruleViolation('PENSION_AWARD_ENDED', 'The pension ended with {day}.', 'A further one is claimed.');
export const awardDays = invalidInput('PENSION_AWARD_DAYS', '{day} is before the first day of the pension, {from}.', 'Give that day or a later one.');
export const dayAhead = invalidInput('PENSION_DAY_AHEAD', '{day} is still to come.', 'Give today or an earlier day.');
export const revisionOpen = conflict('PENSION_REVISION_OPEN', 'A revision of this pension waits to be decided on.', 'Decide on it first (`pensionRevisions`).');
export const revisionNotFound = notFound('PENSION_REVISION_NOT_FOUND', 'There is no such revision that you may see.', 'List them with the query `pensionRevisions`.');
export const revisionDecided = ruleViolation('PENSION_REVISION_DECIDED', 'The revision is {state}.', 'Propose another one.');
export const ownRevision = ruleViolation('OWN_PENSION_REVISION', 'You proposed this revision yourself; another person decides on it.', 'Leave it to somebody else.');
export const nothingRevised = ruleViolation('NOTHING_REVISED', 'Worked out again, the pension is what it was: {amount}.', 'There is nothing to revise.');
export const revisionUnclear = ruleViolation('REVISION_UNCLEAR', 'By the facts as they are the rules do not say how much the pension is: {reasons}.', 'Complete the facts, and propose the revision again.');
export const sharesFollow = ruleViolation('SHARES_FOLLOW', 'This pension is a share of what somebody who died had.', 'Work the shares of all survivors out again.');
