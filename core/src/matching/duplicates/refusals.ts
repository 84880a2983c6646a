import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

/** No such pair that the caller may see. */
export const candidateNotFound = notFound('CANDIDATE_NOT_FOUND', 'There is no such pair that you may see.', 'Look it up with the query `duplicateCandidates`.');
export const candidateDecided = conflict('CANDIDATE_DECIDED', 'This pair is no longer open: it is {state}.', 'Read it again; two persons can be merged by `personMerge` at any time.');
export const notOfPair = invalidInput('NOT_OF_PAIR', 'The survivor is neither of both.', 'Give the id of `first` or of `second`.');
export const duplicatesRunning = ruleViolation('DUPLICATES_RUNNING', 'A search for duplicates is at work already.', 'Follow the job {job}, and start another when it is done.');
