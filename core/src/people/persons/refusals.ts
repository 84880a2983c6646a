import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const bornInFuture = invalidInput('BORN_IN_FUTURE', 'The birth date {date} is after today, {today}.', 'Check the year.');
export const bornAfterFacts = ruleViolation('BORN_AFTER_FACTS', 'The birth date {birth} is after {day}, since when the person belongs to a household.', 'Check the date, or let the membership begin later.');
export const diedBeforeBirth = invalidInput('DIED_BEFORE_BIRTH', 'The death date {death} is before the birth date {birth}.', 'Check both dates.');
export const diedInFuture = invalidInput('DIED_IN_FUTURE', 'The death date {date} is after today, {today}.', 'Check the year.');
export const deathIsRecorded = ruleViolation('DEATH_IS_RECORDED', 'The person belongs to a household, which a death changes too.', 'Use `deathRecord`: it ends the membership and says who becomes head.');
export const outsideProgrammes = ruleViolation('OUTSIDE_PROGRAMMES', 'Whoever is new is in no programme yet, and you are limited to {programmes}.', 'Have them registered by somebody without that limit, and enrolled.');
/** No such person that the caller may see. */
export const personNotFound = notFound('PERSON_NOT_FOUND', 'There is no such person that you may see.', 'Look it up with the query `persons`.');
/** The version that the caller read is not the present one. */
export const changedMeanwhile = conflict('CHANGED_MEANWHILE', 'Somebody changed this after you read it: it is at version {version} now.', 'Read it again and repeat your change.');
export const endsBeforeStart = invalidInput('ENDS_BEFORE_START', 'The last day {to} is not after the first day {from}.', 'Check both dates.');
export const languageUnknown = invalidInput('LANGUAGE_UNKNOWN', 'This is not a language tag.', 'Write languages as BCP 47 does: sw, fr-CA, zh-Hant.');
/** No such row of a person that the caller may see. */
export const detailNotFound = notFound('DETAIL_NOT_FOUND', 'There is no such entry of a person that you may see.', 'Look it up among the fields of the person.');
export const alreadyEnded = ruleViolation('ALREADY_ENDED', 'This has ended already, on {day}.', 'Look at it again; add a new one where it began anew.');

export const identifierTypeUnknown = invalidInput('IDENTIFIER_TYPE_UNKNOWN', 'There is no such type of identifier; there are: {types}.', 'Look at the query `identifierTypes`.');
/** Says neither the number nor what about it is wrong. */
export const identifierInvalid = invalidInput('IDENTIFIER_INVALID', 'This cannot be a {type}.', 'Compare it with the document, digit by digit.');
export const identifierTaken = conflict('IDENTIFIER_TAKEN', 'This identifier is registered already.', 'Look it up with `personByIdentifier`; where you may not see its holder, ask those who see every place.');
export const identifierTwice = invalidInput('IDENTIFIER_TWICE', 'This identifier is given at {other} too.', 'Give it once.');

export const phoneInvalid = invalidInput('PHONE_INVALID', 'This cannot be a telephone number.', 'Write it with + and the code of its country.');
export const emailInvalid = invalidInput('EMAIL_INVALID', 'This cannot be an email address.', 'Write it as name@example.org.');

export const accountNumberNeeded = invalidInput('ACCOUNT_NUMBER_NEEDED', 'An account of this kind has a number.', 'Give the number of the account or wallet; only a cash point has none.');
export const accountNumberInvalid = invalidInput('ACCOUNT_NUMBER_INVALID', 'This cannot be a number of such an account.', 'Compare it with the document, digit by digit.');
export const accountNotUsable = ruleViolation('ACCOUNT_NOT_USABLE', 'This account has ended or was refuted, so nothing can be paid to it.', 'Add the account anew, or take another.');

export const relatedToSelf = invalidInput('RELATED_TO_SELF', 'Nobody is related to themselves.', 'Check who the other is.');
export const parentLoop = ruleViolation('PARENT_LOOP', 'Somebody would be their own ancestor.', 'Look at the parents of both.');
export const secondSpouse = ruleViolation('SECOND_SPOUSE', 'One of the two has another spouse in that time.', 'End the other marriage first.');
export const relatedAlready = conflict('RELATED_ALREADY', 'The two are so related in that time already.', 'Look at the relationships of the person.');

export const purposeUnknown = invalidInput('PURPOSE_UNKNOWN', 'There is no such purpose; there are: {purposes}.', 'Look at the query `purposes`.');
export const notGiven = ruleViolation('CONSENT_NOT_GIVEN', 'No consent or other ground is recorded for this purpose, so none can fall away.', 'Look at the consents of the person.');
export const dayInFuture = invalidInput('DAY_IN_FUTURE', '{day} is after today, {today}.', 'Say it on the day, or give a day that has come.');

export const categoryUnknown = invalidInput('CATEGORY_UNKNOWN', 'There is no such masked category; there are: {categories}.', 'Look at the query `maskedCategories`.');
export const revealNotAllowed = ruleViolation('REVEAL_NOT_ALLOWED', 'Opening {category} takes a permission that you do not have: {permission}.', 'Ask somebody who has it.');
/** Counted for the actor, whoever the persons are. */
export const revealLimit = ruleViolation('REVEAL_LIMIT', 'You opened masked fields {limit} times within an hour, which is as often as is allowed.', 'Wait, or ask whoever sees them in the daily work.');
export const personErased = conflict('PERSON_ERASED', 'What was held of this person was erased.', 'Register the person anew where they come back.');
