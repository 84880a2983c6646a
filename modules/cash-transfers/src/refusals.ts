import { conflict, invalidInput, ruleViolation } from '@kinga/plugin-sdk';

export const cycleOverlaps = conflict('CYCLE_OVERLAPS', 'Another cycle or period of the programme covers some of these days.', 'Look at the periods with the query `benefitPeriods`.');
export const cycleNumberTaken = conflict('CYCLE_NUMBER_TAKEN', 'The programme has a cycle or period of this number.', 'Take the next number.');
export const cycleNotFound = invalidInput('CYCLE_NOT_FOUND', 'There is no such cycle.', 'List the cycles with the query `cycles`.');
export const otherScheme = ruleViolation('OTHER_SCHEME', 'This programme is worked out by {scheme}, not by cash-transfers.', 'Take a programme whose scheme is cash-transfers.');
export const cyclesApart = ruleViolation('CYCLES_APART', 'The cycles are not of one programme, or do not follow one another.', 'Join cycles of one programme, one after the other.');
export const joinedTooEarly = invalidInput('JOINED_TOO_EARLY', 'They would be paid before the last of them ends on {last}.', 'Give a day that is not before it.');
