import { conflict, invalidInput, notFound, ruleViolation } from '../write/refusal.js';

/** No such file of the caller's that is whole. */
export const fileNotFound = notFound('FILE_NOT_FOUND', 'There is no such file of yours.', 'Send it first: fileBegin, then PUT its bytes to the uploadUrl.');
export const fileNotReady = conflict('FILE_NOT_READY', 'This file is not whole yet.', 'PUT its bytes to the uploadUrl first.');
export const fileIsReady = conflict('FILE_IS_READY', 'This file has been received already, and is never changed.', 'Begin a new file with fileBegin.');
export const fileTakenOver = conflict('FILE_TAKEN_OVER', 'Another attempt at sending this file began meanwhile.', 'Send it once at a time.');
export const fileTooLarge = invalidInput('FILE_TOO_LARGE', 'The file has {size} bytes; at most {largest} are taken.', 'Send less, or in several files.');
export const fileTypeUnknown = invalidInput('FILE_TYPE_UNKNOWN', 'Files of the type {type} are not taken here.', 'Take one of: {known}.');
export const fileTypeDiffers = invalidInput('FILE_TYPE_DIFFERS', 'The file is said to be {told}, but its first bytes are those of {found}.', 'Say what it is, or send it in the form that you say.');
export const fileBroken = invalidInput('FILE_BROKEN', 'This is no whole picture: {what}.', 'Save the picture anew, as JPEG, PNG or WebP, and send that.');
export const fileSizeDiffers = invalidInput('FILE_SIZE_DIFFERS', 'The file is said to have {told} bytes; {size} came.', 'Begin the file with the size that it has, and send all of it.');
export const linkInvalid = ruleViolation('LINK_INVALID', 'This link is not one that Kinga made.', 'Query the file and take its url.');
export const linkExpired = ruleViolation('LINK_EXPIRED', 'This link has expired.', 'Query the file again and take its new url; for sending, repeat fileBegin with the same idempotencyKey.');
export const fileOfWrongType = invalidInput('FILE_OF_WRONG_TYPE', 'A file of the type {type} does not belong here.', 'Take one of: {known}.');
