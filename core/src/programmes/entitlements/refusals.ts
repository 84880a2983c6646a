import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const periodTaken = conflict('BENEFIT_PERIOD_TAKEN', 'The programme has a period that overlaps with this one, or of this number.', 'Look at the query `benefitPeriods`.');
export const periodDates = invalidInput('BENEFIT_PERIOD_DATES', 'The period would end on {to}, before it begins.', 'Give a last day that is not before the first.');
export const periodCutOff = invalidInput('BENEFIT_PERIOD_CUT_OFF', 'Its list would be closed after it begins on {from}.', 'Close it on that day or before.');
export const periodNotFound = notFound('BENEFIT_PERIOD_NOT_FOUND', 'There is no such period that you may see.', 'Look it up with the query `benefitPeriods`.');
export const periodDetermined = conflict('BENEFIT_PERIOD_DETERMINED', 'What is owed for this period was determined already.', 'Determine it again with `entitlementsRedetermine`, where something has changed.');
export const runNotFound = notFound('DETERMINATION_RUN_NOT_FOUND', 'There is no such determination that you may see.', 'Look it up with the query `determinationRuns`.');
export const runNotPreview = ruleViolation('DETERMINATION_RUN_STATE', 'The determination is {state}, and not to be decided on.', 'Read it again; only what is in PREVIEW is decided on.');
export const ownRun = ruleViolation('OWN_DETERMINATION_RUN', 'You asked for this yourself; another person decides on it.', 'Leave it to somebody else.');
export const nothingDetermined = ruleViolation('NOTHING_DETERMINED', 'Nothing was determined for any period from {day} on.', 'Give an earlier day, or determine a period with `entitlementsDetermine`.');
export const noPeople = notFound('ENROLMENT_OF_OTHER_PROGRAMME', 'There is no such enrolment in the programme that you may see.', 'Look it up with the query `enrolments`.');
export const nothingWaits = ruleViolation('NO_REDETERMINATION_DUE', 'Nothing of this programme that you may see waits to be determined again.', 'Look at the query `redeterminationsDue`; `entitlementsRedetermine` determines again whatever was noted.');
export const redeterminationOpen = conflict('REDETERMINATION_OPEN', 'What had changed before is being looked into, or waits to be approved.', 'Decide on that run first (`determinationRuns`); what changes meanwhile is kept for the next.');
