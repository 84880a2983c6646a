import { conflict, invalidInput, notFound, ruleViolation } from '../kernel/write/refusal.js';

export const clockUnknown = invalidInput('RETENTION_CLOCK_UNKNOWN', 'Nothing tells when this is.', 'Take one of: {clocks}.');
export const basisUnknown = invalidInput('LEGAL_BASIS_NEEDED', 'Keeping data takes a ground other than consent, which may be withdrawn.', 'Say by what law it is kept.');
export const pseudonymOfAnotherPurpose = invalidInput('PSEUDONYM_PURPOSE', 'This export is for {purpose}; pseudonyms of another purpose would tie two exports together.', 'Ask for pseudonym(purpose: "{purpose}"), or give the purpose of the export (`purpose`).');
export const pseudonymBesideIds = invalidInput('PSEUDONYM_BESIDE_IDS', 'Beside a pseudonym, {fields} would tell whose it is in other exports too.', 'Leave them out; the pseudonym stands for the person.');
export const holdNotFound = notFound('LEGAL_HOLD_NOT_FOUND', 'There is no such legal hold.', 'Look it up with the query `legalHolds`.');
export const holdLifted = conflict('LEGAL_HOLD_LIFTED', 'This legal hold was lifted already.', 'Read it again.');
export const holdOfOne = invalidInput('LEGAL_HOLD_OF_ONE', 'A legal hold is of a person or of a programme.', 'Give one of `personId` and `programmeId`.');
export const programmeNotFound = notFound('PROGRAMME_NOT_FOUND', 'There is no such programme.', 'Look it up with the query `programmes`.');
export const erasureNotFound = notFound('ERASURE_NOT_FOUND', 'There is no such erasure.', 'Look it up with the query `erasureRuns`.');
export const erasureDecided = conflict('ERASURE_DECIDED', 'This erasure is {state} already.', 'Read it again; a decision is final, another erasure may be proposed.');
export const ownErasure = ruleViolation('OWN_ERASURE', 'You proposed this yourself; another person decides on it.', 'Leave it to another data protection officer.');
export const personHeld = ruleViolation('PERSON_HELD', 'This person is on legal hold.', 'Have the hold lifted first, where its reason is gone.');
export const personBusy = ruleViolation('PERSON_BUSY', 'Something is under way with this person: {what}.', 'Let it end first.');
export const correctionNotFound = notFound('CORRECTION_NOT_FOUND', 'There is no such correction request that you may see.', 'Look it up with the query `correctionRequests`.');
export const correctionAnswered = conflict('CORRECTION_ANSWERED', 'This correction request was answered already.', 'Record another one.');
export const changeNotFitting = invalidInput('CORRECTION_CHANGE_UNFIT', 'This is no change by which the request could have been granted.', 'Name a change request of the same person that waits or was approved, and say that the correction is granted.');
