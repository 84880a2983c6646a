import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const grantNotFound = notFound('GRANT_NOT_FOUND', 'There is no such grant that you may end.', 'List them with the query `grants`.');
export const grantEnded = conflict('GRANT_ENDED', 'The grant has ended on {day}.', 'Look at it with the query `grant`.');
export const grantChangedMeanwhile = conflict('GRANT_CHANGED_MEANWHILE', 'The grant was changed; it is at version {version}.', 'Read it again, and decide again.');
export const grantToSelf = ruleViolation('GRANT_TO_SELF', 'Nobody grants anything to themself.', 'Let somebody else grant it.');
export const mayNotGrant = ruleViolation('MAY_NOT_GRANT', 'You may not hand on there: {permissions}.', 'Nobody grants more than they hold by grants that say `mayGrant`, nor beyond their scope.');
export const grantOutlasts = ruleViolation('GRANT_OUTLASTS', 'You hold this for some time, and may hand it on no longer than that: {permissions}.', 'Say `until`, at most the day on which your own grant ends. Roles last: they are changed by whose grants have no end.');
export const scopeBeyond = ruleViolation('SCOPE_BEYOND', '{code} of {dimension} is not there, or is beyond your own scope; * is no limit.', 'Name codes within your own.');
export const scopeSaidTwice = invalidInput('SCOPE_SAID_TWICE', 'Both a list of {dimension} and every one are given.', 'Give one of them.');
export const grantInPast = invalidInput('GRANT_IN_PAST', '{day} is before today, {today}.', 'Grants begin today at the earliest.');
export const grantEndsEarly = invalidInput('GRANT_ENDS_EARLY', 'It would end on {until}, before it begins on {from}.', 'Give a later day.');
export const notSeparate = ruleViolation('SEPARATION_OF_DUTIES', 'By the rule {rule}, nobody may have both {one} and {other}.', 'Let two users do it, or end the other grant first.');
/** What the database says where two changes at once would break a rule. */
export const notSeparateTogether = ruleViolation('SEPARATION_OF_DUTIES_BROKEN', 'Somebody would have together what is to be separate.', 'Look with the query `separations`, and let two users do it.');
