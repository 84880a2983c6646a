import { notFound, ruleViolation } from '../../kernel/write/refusal.js';

/** No version of a programme is in force on the day. */
export const noVersion = ruleViolation('NO_VERSION', 'No version of the programme is in force on {day}.', 'Look at `programme { versions }`; a version is drafted, submitted and published by a second person.');
/** The rules cannot be computed by these facts. */
export const factsFail = ruleViolation('FACTS_FAIL', 'The rules cannot be computed by the facts as they are: {what}.', 'Look for a fact that is out of all proportion, mend it in the registry, and judge again.');
export const decisionNotFound = notFound('DECISION_NOT_FOUND', 'There is no such decision that you may see.', 'Look it up with the query `decisions`.');
