import { conflict, invalidInput, ruleViolation } from '@kinga/plugin-sdk';

export const shockNotFound = invalidInput('SHOCK_NOT_FOUND', 'There is no such shock.', 'List the shocks with the query `shocks`.');
export const shockTaken = conflict('SHOCK_TAKEN', 'There is a shock of this code.', 'Take another code.');
export const shockDates = invalidInput('SHOCK_DATES', 'It ends before it happened, or happened after today.', 'Look at the days again.');
export const shockState = conflict('SHOCK_STATE', 'The shock is {state} by now.', 'Look at it anew.');
export const shockUnderWay = conflict('SHOCK_UNDER_WAY', 'What is done about the shock is still being carried out.', 'Wait until all of its measures are done.');
export const ownShock = ruleViolation('OWN_SHOCK', 'Whoever proposed it does not declare it.', 'Have somebody else look at it.');
export const measureFields = invalidInput('MEASURE_FIELDS', 'A top-up says how much, at most how much in all, and when it is due; a temporary enrolment says none of it.', 'Give `topUp` for a top-up, and leave it out otherwise.');
export const amountDigits = invalidInput('MEASURE_DIGITS', '{amount} has more digits than {currency} has.', 'Give an amount in whole minor units.');
export const overShockBudget = ruleViolation('OVER_SHOCK_BUDGET', 'Measure {number} would make {wanted} owed, and may make at most {budget}.', 'Raise what it may spend, or have it pay less.');
export const targetsHouseholds = ruleViolation('MEASURE_TARGET', 'The programme is for neither households nor persons.', 'Take another programme.');
