import { conflict, invalidInput, notFound, ruleViolation } from '../kernel/write/refusal.js';

/** No such programme. */
export const programmeNotFound = notFound('PROGRAMME_NOT_FOUND', 'There is no such programme.', 'List the programmes with the query `programmes`.');
export const programmeCodeTaken = conflict('PROGRAMME_CODE_TAKEN', 'Another programme has this code.', 'Take another code.');
export const programmeOutside = ruleViolation('PROGRAMME_OUTSIDE', 'A new programme is none of those that you are limited to: {programmes}.', 'Have it created by somebody without that limit.');
export const schemeUnknown = invalidInput('SCHEME_UNKNOWN', 'No module of this deployment is called {scheme}.', 'There are: {known}.');
export const ruleInvalid = invalidInput('RULE_INVALID', '{message} (character {at} of the rule)', '{hint}');
export const ruleDayTaken = conflict('RULE_DAY_TAKEN', 'The programme has a rule from this day already.', 'Take another day; a rule that was laid down is never changed.');
export const noRule = ruleViolation('NO_RULE', 'The programme has no eligibility rule in force on {day}.', 'Lay one down with `eligibilityRuleAdd`.');
export const programmeNotRunning = ruleViolation('PROGRAMME_NOT_RUNNING', 'The programme does not run on {day}.', 'Look at its first and last day.');
/** No such enrolment that the caller may see. */
export const enrolmentNotFound = notFound('ENROLMENT_NOT_FOUND', 'There is no such enrolment that you may see.', 'Look it up with the query `enrolments`.');
export const enrolmentMove = ruleViolation('ENROLMENT_MOVE', 'An enrolment that is {from} cannot become {to}.', 'ENROLLED may become SUSPENDED or EXITED, SUSPENDED may become ENROLLED or EXITED; EXITED is final.');
