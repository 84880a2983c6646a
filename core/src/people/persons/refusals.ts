import { conflict, invalidInput, notFound } from '../../kernel/write/refusal.js';

export const bornInFuture = invalidInput('BORN_IN_FUTURE', 'The birth date {date} is after today, {today}.', 'Check the year.');
export const diedBeforeBirth = invalidInput('DIED_BEFORE_BIRTH', 'The death date {death} is before the birth date {birth}.', 'Check both dates.');
export const diedInFuture = invalidInput('DIED_IN_FUTURE', 'The death date {date} is after today, {today}.', 'Check the year.');
/** No such person that the caller may see. */
export const personNotFound = notFound('PERSON_NOT_FOUND', 'There is no such person that you may see.', 'Look it up with the query `persons`.');
/** The version that the caller read is not the present one. */
export const changedMeanwhile = conflict('CHANGED_MEANWHILE', 'Somebody changed this after you read it: it is at version {version} now.', 'Read it again and repeat your change.');
