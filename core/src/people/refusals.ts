import { conflict, invalidInput, notFound, ruleViolation } from '../kernel/write/refusal.js';

export const bornInFuture = invalidInput('BORN_IN_FUTURE', 'The birth date {date} is after today, {today}.', 'Check the year.');
export const diedBeforeBirth = invalidInput('DIED_BEFORE_BIRTH', 'The death date {death} is before the birth date {birth}.', 'Check both dates.');
export const diedInFuture = invalidInput('DIED_IN_FUTURE', 'The death date {date} is after today, {today}.', 'Check the year.');
/** No such place that the caller may use; takes `code`. */
export const placeNotFound = notFound('PLACE_NOT_FOUND', 'There is no place with the code {code} that you may use.', 'List the places with the query `places`.');
/** No such person that the caller may see. */
export const personNotFound = notFound('PERSON_NOT_FOUND', 'There is no such person that you may see.', 'Look it up with the query `persons`.');
/** No such household that the caller may see. */
export const householdNotFound = notFound('HOUSEHOLD_NOT_FOUND', 'There is no such household that you may see.', 'Look it up with the query `households`.');
export const householdCodeTaken = conflict('HOUSEHOLD_CODE_TAKEN', 'Another household has this code.', 'Take another code, or change the household that has it.');
/** The version that the caller read is not the present one. */
export const changedMeanwhile = conflict('CHANGED_MEANWHILE', 'Somebody changed this after you read it: it is at version {version} now.', 'Read it again and repeat your change.');
export const oneHead = ruleViolation('ONE_HEAD', 'A household has exactly one head; {heads} members are given as HEAD.', 'Give one member the role HEAD.');
export const alreadyMember = ruleViolation('ALREADY_MEMBER', 'The person belongs to a household in that time already.', 'End the other membership first.');
export const notMember = ruleViolation('NOT_MEMBER', 'The person does not belong to this household on {day}.', 'Look at the memberships of the household.');
export const headStays = ruleViolation('HEAD_STAYS', 'The head cannot leave before another member becomes head.', 'Change the head first.');
export const endsBeforeStart = invalidInput('ENDS_BEFORE_START', 'The last day {to} is not after the first day {from}.', 'Check both dates.');
export const placeCodeTaken = conflict('PLACE_CODE_TAKEN', 'A place with one of these codes exists already, or a code is given twice.', 'List the places with the query `places`.');
export const placeCycle = invalidInput('PLACE_CYCLE', 'These places are inside of one another: {path}.', 'Give each place a parent that is not below it.');
export const headByChange = ruleViolation('HEAD_BY_CHANGE', 'A member becomes head by a change of head only.', 'Use `householdHeadChange`.');
export const notYet = invalidInput('NOT_YET', '{day} is after today, {today}.', 'Say it on the day, or give a day that has come.');
