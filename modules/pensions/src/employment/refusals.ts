import { conflict, invalidInput, notFound, ruleViolation } from '@kinga/plugin-sdk';

export const memberTwice = conflict('MEMBER_TWICE', 'The person is a member of the scheme already.', 'Look it up with the query `pensionMembers`.');
export const memberNumberTaken = conflict('MEMBER_NUMBER_TAKEN', 'Another member of the scheme has this number.', 'Give another number, or find out whether both are one person.');
export const memberNotFound = notFound('MEMBER_NOT_FOUND', 'There is no such member that you may see.', 'List the members with the query `pensionMembers`.');
export const employmentOverlaps = conflict('EMPLOYMENT_OVERLAPS', 'The person works for this employer on some of these days already.', 'End the other employment first, or give days that are not in it.');
export const employmentNotFound = notFound('EMPLOYMENT_NOT_FOUND', 'There is no such employment that you may see.', 'List them with the query `employments`.');
export const employmentDates = invalidInput('EMPLOYMENT_DATES', 'It would end on {to}, not after its first day, {from}.', 'Give a later day.');
export const employmentOutside = ruleViolation('EMPLOYMENT_OUTSIDE', 'The employer is one from {from} to {to} alone.', 'Give days on which it is an employer.');
export const employmentBeforeBirth = ruleViolation('EMPLOYMENT_BEFORE_BIRTH', 'The person was born on {born}, after the first day of the employment.', 'Correct the day, or the date of birth first.');
export const employmentAfterDeath = ruleViolation('EMPLOYMENT_AFTER_DEATH', 'The person died on {died}, before the first day of the employment.', 'Correct the day, or the record of the death first.');
export const employmentEnded = ruleViolation('EMPLOYMENT_ENDED', 'The employment ended on {to}.', 'Start another one.');
export const personMergedAway = ruleViolation('PERSON_MERGED', 'The person was found to be another.', 'Give the other, whom `mergedInto` names.');
export const otherScheme = ruleViolation('NOT_A_PENSION_SCHEME', 'This programme is worked out by {scheme}, not by pensions.', 'Take a programme whose scheme is pensions.');
