import { conflict, invalidInput, ruleViolation } from '@kinga/plugin-sdk';

export const conditionNotFound = invalidInput('CONDITION_NOT_FOUND', 'There is no such condition.', 'List the conditions with the query `conditions`.');
export const conditionTaken = conflict('CONDITION_TAKEN', 'The programme has a condition of this code.', 'Take another code, or change that one.');
export const conditionDates = invalidInput('CONDITION_DATES', 'The last day or age comes before the first.', 'Give a later one.');
export const notAMonth = invalidInput('NOT_A_MONTH', '{day} is not the first day of a month.', 'Name a month by its first day, such as 2026-03-01.');
export const monthNotOver = ruleViolation('MONTH_NOT_OVER', 'The month from {month} on has not ended.', 'Wait until it has.');
export const complianceAhead = invalidInput('COMPLIANCE_AHEAD', 'The month from {month} on has not begun.', 'Record what has happened.');
export const conditionNotAsked = ruleViolation('CONDITION_NOT_ASKED', 'The condition was not asked of them in this month: by its days, or by their age.', 'Leave them out, or look at the days and ages of the condition.');
export const notInProgramme = ruleViolation('NOT_IN_PROGRAMME', 'Neither they nor their household were enrolled in the programme in this month.', 'Leave them out.');
export const twiceInList = invalidInput('TWICE_IN_LIST', 'They are in the list twice.', 'Name everybody once.');
export const noConsequenceRule = ruleViolation('NO_CONSEQUENCE_RULE', 'The rules in force on {day} have no rule of the kind CONSEQUENCE.', 'Publish a version of the programme that has one.');
export const complianceFileCut = invalidInput('COMPLIANCE_FILE_CUT', 'The file ends within a field in quotes: it is cut off, or no CSV.', 'Send the whole file, as RFC 4180 says.');
export const complianceFileHeader = invalidInput('COMPLIANCE_FILE_HEADER', 'The first line of the file does not name the columns {columns}.', 'Name them there.');
export const identifierTypeUnknown = invalidInput('IDENTIFIER_TYPE_UNKNOWN', 'There is no such type of identifier.', 'List them with the query `identifierTypes`.');
