import { notFound, ruleViolation } from '../../kernel/write/refusal.js';

/** No version of a programme is in force on the day. */
export const noVersion = ruleViolation('NO_VERSION', 'No version of the programme is in force on {day}.', 'Look at `programme { versions }`; a version is drafted, submitted and published by a second person.');
export const decisionNotFound = notFound('DECISION_NOT_FOUND', 'There is no such decision that you may see.', 'Look it up with the query `decisions`.');
