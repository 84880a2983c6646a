import { conflict, notFound, ruleViolation, invalidInput } from '@kinga/plugin-sdk';

export const remittanceOpen = conflict('REMITTANCE_RUN_OPEN', 'The programme has a remittance run that is not decided.', 'Approve or cancel it first.');
export const remittanceRunNotFound = notFound('REMITTANCE_RUN_NOT_FOUND', 'There is no such remittance run.', 'List them with the query `remittanceRuns`.');
export const remittanceRunState = conflict('REMITTANCE_RUN_STATE', 'The run is {state}; this is for runs that are {wanted}.', 'Look where it stands with the query `remittanceRun`.');
export const remittanceSecondPerson = ruleViolation('REMITTANCE_SECOND_PERSON', 'Who made a run does not approve it.', 'Have it approved by somebody else.');
export const remittanceStale = conflict('REMITTANCE_STALE', 'What claims of the run come to has changed since it was made.', 'Cancel it and make it anew.');
export const remittanceEmpty = ruleViolation('REMITTANCE_EMPTY', 'The run pays nobody.', 'Cancel it.');
export const remittanceNotFound = notFound('REMITTANCE_NOT_FOUND', 'There is no such remittance.', 'List them with the query `remittances`.');
export const remittanceState = conflict('REMITTANCE_STATE', 'The remittance is {state}; this is for remittances that are {wanted}.', 'Look where it stands with the query `remittance`.');
export const remittanceNotApproved = ruleViolation('REMITTANCE_NOT_APPROVED', 'The run of the remittance is not approved.', 'Have it approved by a second person first.');
export const remittanceReference = conflict('REMITTANCE_REFERENCE_TAKEN', 'Another remittance was paid under this reference.', 'Give the reference of this payment.');
export const remittanceFuture = invalidInput('REMITTANCE_IN_FUTURE', 'It cannot have been paid on a day that lies ahead.', 'Record it when it is paid.');
export const remittanceBooksClosed = ruleViolation('REMITTANCE_BOOKS_CLOSED', 'The books of the day are closed.', 'Give a day whose books are open.');
export const planOfProgramme = notFound('REMITTANCE_PROGRAMME', 'There is no such programme of health insurance.', 'Take a programme whose scheme is health-insurance.');
export const indexPeriod = invalidInput('RELATIVE_INDEX_PERIOD', 'A {kind} does not begin on {day}.', 'Give the first day of a month, of a quarter or of a year.');
export const indexPeriodOpen = ruleViolation('RELATIVE_INDEX_OPEN', 'The period has not ended.', 'Work it out once it has.');
export const indexOverlaps = conflict('RELATIVE_INDEX_OVERLAPS', 'Another index of the plan holds for some of these days and this care.', 'Look at them with the query `relativeIndices`.');
export const indexNothing = ruleViolation('RELATIVE_INDEX_NOTHING', 'No claims with relative prices wait for an index of the period.', 'Have the claims of the period valued first.');
