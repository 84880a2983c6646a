import { conflict, invalidInput, notFound } from '../kernel/write/refusal.js';

export const calendarNotFound = notFound('CALENDAR_NOT_FOUND', 'There is no such calendar.', 'Look it up with the query `calendars`.');
export const calendarCodeTaken = conflict('CALENDAR_CODE_TAKEN', 'There is a calendar with this code already.', 'Take another code, or add days to the one that is there.');
export const weekendNeeded = invalidInput('CALENDAR_WEEKEND_NEEDED', 'A calendar without a base must say which days of the week are not worked.', 'Give `weekend`, or `baseId`.');
export const weekendWholeWeek = invalidInput('CALENDAR_WEEKEND_WHOLE_WEEK', 'No day of the week would be worked.', 'Leave out at least one day.');
export const dayTwice = invalidInput('CALENDAR_DAY_TWICE', '{day} is given twice.', 'Say once what the day is.');
