import { invalidInput, ruleViolation } from '../kernel/write/refusal.js';

export const indicatorUnknown = invalidInput('INDICATOR_UNKNOWN', 'There is no such indicator that you may see.', 'List them with the query `indicators`.');
export const indicatorSpan = invalidInput('INDICATOR_SPAN', 'The last day comes before the first, or the time is longer than 50 years.', 'Give days in their order.');
export const breakdownTwice = invalidInput('BREAKDOWN_TWICE', 'The same is asked for twice, or two lengths of time at once.', 'Name each breakdown once, and one of MONTH, QUARTER and YEAR.');
export const placeLevelUnknown = invalidInput('PLACE_LEVEL_UNKNOWN', 'There is no such level of places; there are {known}.', 'Give one of them as `placeLevel`, with PLACE among the breakdowns.');
export const agesUnordered = invalidInput('AGES_UNORDERED', 'The ages are not in ascending order.', 'Give lower ends of groups, such as 18 and 60.');
export const nothingToDraw = ruleViolation('NOTHING_TO_DRAW', 'A chart is drawn by one or two breakdowns.', 'Ask for one or two, or for a table.');
