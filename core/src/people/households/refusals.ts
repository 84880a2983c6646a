import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

/** No such household that the caller may see. */
export const householdNotFound = notFound('HOUSEHOLD_NOT_FOUND', 'There is no such household that you may see.', 'Look it up with the query `households`.');
export const householdCodeTaken = conflict('HOUSEHOLD_CODE_TAKEN', 'Another household has this code.', 'Take another code, or change the household that has it.');
export const oneHead = ruleViolation('ONE_HEAD', 'A household has exactly one head; {heads} members are given as HEAD.', 'Give one member the role HEAD.');
export const alreadyMember = ruleViolation('ALREADY_MEMBER', 'The person belongs to a household in that time already.', 'End the other membership first.');
export const notMember = ruleViolation('NOT_MEMBER', 'The person does not belong to this household on {day}.', 'Look at the memberships of the household.');
export const headStays = ruleViolation('HEAD_STAYS', 'The household would have members, but no head, from that day on.', 'Say who becomes head, or change the head first.');
export { endsBeforeStart } from '../persons/refusals.js';
export const headByChange = ruleViolation('HEAD_BY_CHANGE', 'A member becomes head by a change of head only.', 'Use `householdHeadChange`.');
export const notYet = invalidInput('NOT_YET', '{day} is after today, {today}.', 'Say it on the day, or give a day that has come.');
export const laterFacts = conflict('LATER_FACTS', 'Something that is known of {day} contradicts this.', 'Give that day or a later one, or correct what was said of it first.');
export const householdClosed = ruleViolation('HOUSEHOLD_CLOSED', 'The household was closed on {day}.', 'Register a household anew, or name another.');
export const beforeOpening = ruleViolation('BEFORE_OPENING', 'The household is there since {from} only.', 'Give that day or a later one.');
export const beforeBirth = ruleViolation('BEFORE_BIRTH', 'The person was born on {birth}, after that day.', 'Check the day and the birth date.');
export const personDead = ruleViolation('PERSON_DEAD', 'The person died on {death}.', 'Check the day, or correct the death date first.');
export const nobodyStays = ruleViolation('NOBODY_STAYS', 'All members would leave.', 'Move the household instead, or leave somebody in it.');
export const sameHousehold = invalidInput('SAME_HOUSEHOLD', 'Both are the same household.', 'Name two households.');
export const namedTwice = invalidInput('NAMED_TWICE', 'The person is named twice.', 'Name each person once.');
export const roleMissing = invalidInput('ROLE_MISSING', 'No role is given for the member {person}.', 'Give each member a role, or say what all others become.');
export const headRemains = ruleViolation('HEAD_REMAINS', 'The household has a head from that day on who stays.', 'Leave the new head out, or change the head with `householdHeadChange`.');
