import { invalidInput, notFound } from '../../kernel/write/refusal.js';

export const documentNotFound = notFound('DOCUMENT_NOT_FOUND', 'There is no such paper of a person that you may see.', 'List them with `person { documents }`.');
export const documentInFuture = invalidInput('DOCUMENT_IN_FUTURE', 'The day {date} is after today, {today}.', 'Check the year.');
export const documentExpiresFirst = invalidInput('DOCUMENT_EXPIRES_FIRST', 'It would expire on {expires}, before it was issued on {issued}.', 'Check both days.');
export const photoDayAlone = invalidInput('PHOTO_DAY_ALONE', 'A day without a photo says nothing.', 'Leave takenOn out where the photo is taken away.');
