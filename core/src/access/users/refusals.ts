import { conflict, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const userNotFound = notFound('USER_NOT_FOUND', 'There is no such user.', 'List them with the query `users`, or add one with `userAdd`.');
export const userKnown = conflict('USER_KNOWN', 'The issuer\'s subject is known as a user already.', 'Look with the query `users`.');
export const userIsBlocked = ruleViolation('USER_IS_BLOCKED', 'The user is blocked.', 'Let them act again first, by `userUnblock`.');
export const userIsActive = ruleViolation('USER_IS_ACTIVE', 'The user is not blocked.', 'Look with the query `user`.');
export const userChangedMeanwhile = conflict('USER_CHANGED_MEANWHILE', 'The user was changed; they are at version {version}.', 'Read them again, and decide again.');
export const userIsSelf = ruleViolation('USER_IS_SELF', 'Nobody blocks themself, nor lets themself act again.', 'Let somebody else do it.');
export const userBeyondScope = ruleViolation('USER_BEYOND_SCOPE', 'The user has grants beyond your own scope.', 'Ask somebody whose scope holds them.');
export const subjectReserved = ruleViolation('SUBJECT_RESERVED', 'Kinga calls itself, nobody and its own services by such names.', 'Take the subject that the issuer gives.');
