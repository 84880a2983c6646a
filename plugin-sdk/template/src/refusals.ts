import { conflict, invalidInput } from '@kinga/plugin-sdk';

export const inFuture = invalidInput('__CODE___IN_FUTURE', 'The day {date} is after today, {today}.', 'Check the year.');
export const recordedBefore = conflict('__CODE___RECORDED_BEFORE', 'There is one for this person on this day.', 'Look at it with the field `Person.__entities__`.');
