import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const mergeWithItself = invalidInput('MERGE_WITH_ITSELF', 'Both are one and the same person.', 'Give the ids of two persons.');
/** The person was found to be another; takes `which`. */
export const personMerged = ruleViolation('PERSON_MERGED', 'This person was found to be another one already.', 'Ask for its `mergedInto` and use that person.');
export const aliveAndDead = ruleViolation('ALIVE_AND_DEAD', 'One of them is recorded as dead, the other is not.', 'Name DEATH under `take` for the merged person\'s record, or under `keep` for the survivor\'s.');
export const takenAndKept = invalidInput('TAKEN_AND_KEPT', '{field} cannot be both taken and kept.', 'Name it once.');
export const headNeeded = ruleViolation('HEAD_NEEDED', 'The household {code} would be left without a head.', 'Name one of its members as `newHeadId`, or decide by HOUSEHOLD under `take` where the survivor shall live.');
export const notItsMember = invalidInput('NOT_ITS_MEMBER', 'The new head does not belong to the household {code}.', 'Name one of its present members.');
/** No such merge that the caller may see. */
export const mergeNotFound = notFound('MERGE_NOT_FOUND', 'There is no such merge that you may see.', 'Look it up with the query `personMerges`.');
export const mergeUndone = conflict('MERGE_UNDONE', 'This merge was taken back on {day}.', 'Merge the two again, if they are one after all.');
export const survivorMerged = ruleViolation('SURVIVOR_MERGED', 'The survivor was itself found to be another person later.', 'Take back that merge first: it is among the `merges` of the person that it was merged into.');
