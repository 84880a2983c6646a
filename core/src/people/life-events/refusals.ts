import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const alreadyDead = ruleViolation('ALREADY_DEAD', 'The person died on {death} already.', 'Void that record first, if it is wrong.');
export const diedBefore = ruleViolation('DIED_BEFORE', 'This person died on {death}, before that day.', 'Check the day, or correct the death date first.');
export const parentNotBorn = ruleViolation('PARENT_NOT_BORN', 'This parent was born on {birth}, not before the child.', 'Check both birth dates.');
export const parentMissing = invalidInput('PARENT_MISSING', 'Neither a parent nor a household is given.', 'Give the mother, the father, or the household that the child comes into.');
export const birthDatesDiffer = invalidInput('BIRTH_DATES_DIFFER', 'The child is said to be born on {birth} and on {on}.', 'Give the day in `on` alone.');
export const samePerson = invalidInput('SAME_PERSON', 'Both are the same person.', 'Name two persons.');
export const alreadyMarried = ruleViolation('ALREADY_MARRIED', 'This person has a spouse in that time already.', 'Record the end of the other marriage first.');
export const notMarried = ruleViolation('NOT_MARRIED', 'They are not spouses on {day}.', 'Look at the relationships of both.');
export const notOfTheTwo = invalidInput('NOT_OF_THE_TWO', 'This is neither of the two spouses.', 'Name one of the two.');
export const noHousehold = ruleViolation('NO_HOUSEHOLD', 'This person belongs to no household.', 'Register one first, or leave the household out.');
export const whoMoves = invalidInput('WHO_MOVES', 'Either a person or a household moves.', 'Give one of `personId` and `householdId`.');
export const lifeEventNotFound = notFound('LIFE_EVENT_NOT_FOUND', 'There is no such life event that you may see.', 'Look it up with the query `lifeEvents`.');
export const voidedAlready = conflict('VOIDED_ALREADY', 'This was voided already, or is itself what voids another.', 'Record it anew, if it is true after all.');
export const birthStays = ruleViolation('BIRTH_STAYS', 'The child is registered and stays so.', 'Correct the child with `personUpdate`, or merge it with whom it is.');
export const changedSince = conflict('CHANGED_SINCE', 'Something that this event made was changed since.', 'Take back what came later first.');
