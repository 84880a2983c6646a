import { conflict, invalidInput, notFound, ruleViolation } from '@kinga/plugin-sdk';

export const employerNotFound = notFound('EMPLOYER_NOT_FOUND', 'There is no such employer that you may see.', 'List the employers with the query `employers`.');
export const employerTwice = conflict('EMPLOYER_TWICE', 'The organisation is an employer already.', 'Look it up with the query `employers`.');
export const employerNumberTaken = conflict('EMPLOYER_NUMBER_TAKEN', 'Another employer has this number.', 'Give another number, or leave it to that employer.');
export const notAnEmployer = ruleViolation('NOT_AN_EMPLOYER', 'The organisation has not the role of an employer on {day}.', 'Give it the role first: `organisationRoleAdd` with the role `employer`.');
export const employerDates = invalidInput('EMPLOYER_DATES', 'It would end on {to}, not after its first day, {from}.', 'Give a later day.');
export const employerEnded = ruleViolation('EMPLOYER_ENDED', 'The employer ended on {to}.', 'Read it again.');
export const employerStillEmploys = ruleViolation('EMPLOYER_STILL_EMPLOYS', '{count} persons work for it beyond that day.', 'End their employment first: `employmentEnd`.');
