import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

/** No such household that the caller may see. */
export const householdNotFound = notFound('HOUSEHOLD_NOT_FOUND', 'There is no such household that you may see.', 'Look it up with the query `households`.');
export const householdCodeTaken = conflict('HOUSEHOLD_CODE_TAKEN', 'Another household has this code.', 'Take another code, or change the household that has it.');
export const oneHead = ruleViolation('ONE_HEAD', 'A household has exactly one head; {heads} members are given as HEAD.', 'Give one member the role HEAD.');
export const alreadyMember = ruleViolation('ALREADY_MEMBER', 'The person belongs to a household in that time already.', 'End the other membership first.');
export const notMember = ruleViolation('NOT_MEMBER', 'The person does not belong to this household on {day}.', 'Look at the memberships of the household.');
export const headStays = ruleViolation('HEAD_STAYS', 'The head cannot leave before another member becomes head.', 'Change the head first.');
export const endsBeforeStart = invalidInput('ENDS_BEFORE_START', 'The last day {to} is not after the first day {from}.', 'Check both dates.');
export const headByChange = ruleViolation('HEAD_BY_CHANGE', 'A member becomes head by a change of head only.', 'Use `householdHeadChange`.');
export const notYet = invalidInput('NOT_YET', '{day} is after today, {today}.', 'Say it on the day, or give a day that has come.');
