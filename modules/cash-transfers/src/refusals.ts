import { conflict, invalidInput, ruleViolation } from '@kinga/plugin-sdk';

export const startOfSchedule = invalidInput('START_OF_SCHEDULE', 'A schedule begins on a day or with a cycle, and just one of them is given.', 'Give effectiveFrom or fromCycle.');
export const ratesIncomplete = invalidInput('RATES_INCOMPLETE', 'The rates must begin at 1 member and name each number of members once.', 'Give one rate for 1, and further ones for more members.');
export const tooManyDecimals = invalidInput('TOO_MANY_DECIMALS', '{amount} has more decimals than {currency} has.', 'Give at most {digits}.');
export const notPositive = invalidInput('NOT_POSITIVE', '{amount} is not more than nothing.', 'Give an amount above 0.');
export const cycleOverlaps = conflict('CYCLE_OVERLAPS', 'Another cycle of the programme covers some of these days.', 'Look at the periods with the query `cycles`.');
export const cycleNumberTaken = conflict('CYCLE_NUMBER_TAKEN', 'The programme has a cycle of this number.', 'Take the next number.');
export const periodEndsBefore = invalidInput('PERIOD_ENDS_BEFORE', 'The last day {to} is before the first day {from}.', 'Check both days.');
export const noSchedule = ruleViolation('NO_SCHEDULE', 'No benefit schedule of the programme applies to cycle {number} of {from}.', 'Lay one down with `benefitScheduleAdd`.');
export const cycleNotFound = invalidInput('CYCLE_NOT_FOUND', 'There is no such cycle.', 'List the cycles with the query `cycles`.');
export const otherScheme = ruleViolation('OTHER_SCHEME', 'This programme is worked out by {scheme}, not by cash-transfers.', 'Take a programme whose scheme is cash-transfers.');
export const notForPersons = ruleViolation('NOT_FOR_PERSONS', 'Benefit schedules by members are for programmes that enrol households.', 'Take a programme whose target is HOUSEHOLD.');
