import { conflict, invalidInput, notFound, ruleViolation } from '@kinga/plugin-sdk';

export const nobodyDied = ruleViolation('NOBODY_DIED', 'Who has this pension is not known to have died.', 'Record the death first (`deathRecord`).');
export const caseTaken = conflict('SURVIVOR_CASE_TAKEN', 'The shares of survivors of this pension were worked out already.', 'Look at `survivorCases`.');
export const survivorTwice = invalidInput('SURVIVOR_TWICE', 'This person is among the survivors twice, or is who died.', 'Name each survivor once.');
export const noShares = ruleViolation('SURVIVORS_WITHOUT_SHARE', 'By the rules in force on {day} none of them has a share.', 'The version needs a rule of the kind SURVIVOR_SHARE; see whether it knows their relations.');
export const shareUnknown = ruleViolation('SURVIVOR_SHARE_UNKNOWN', 'By the rules it is not known which share a survivor has from {day} on, or it is less than nothing.', 'Complete what is known of the person, such as the birth date.');
export const caseNotFound = notFound('SURVIVOR_CASE_NOT_FOUND', 'There is no such case that you may see.', 'List them with the query `survivorCases`.');
export const caseDecided = ruleViolation('SURVIVOR_CASE_DECIDED', 'The case is {state}.', 'It stays as it is.');
export const ownCase = ruleViolation('OWN_SURVIVOR_CASE', 'You proposed these shares yourself; another person decides on them.', 'Leave it to somebody else.');
export const survivorEnrolled = conflict('SURVIVOR_ENROLLED', 'A survivor has a pension of this scheme already, or claims one.', 'Pay survivors by a scheme of their own: give its `programmeId`.');
