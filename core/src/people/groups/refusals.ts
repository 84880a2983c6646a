import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

/** No such group that the caller may see. */
export const groupNotFound = notFound('GROUP_NOT_FOUND', 'There is no such group that you may see.', 'Look it up with the query `groups`.');
export const groupCodeTaken = conflict('GROUP_CODE_TAKEN', 'Another group has this code.', 'Take another code.');
export const groupKindUnknown = invalidInput('GROUP_KIND_UNKNOWN', 'There is no kind of group {kind}.', 'There are: {known}.');
export const groupRoleUnknown = invalidInput('GROUP_ROLE_UNKNOWN', 'Members of a group of the kind {kind} are never {role}.', 'They are: {known}.');
export const alreadyInGroup = ruleViolation('ALREADY_IN_GROUP', 'The person belongs to this group in that time already.', 'End the other membership first, on the same day to change the role.');
export const notInGroup = ruleViolation('NOT_IN_GROUP', 'The person does not belong to this group on {day}.', 'Look at the memberships of the group.');
export const groupClosed = ruleViolation('GROUP_CLOSED', 'The group was closed on {day}.', 'Name another group.');
export const beforeGroup = ruleViolation('BEFORE_GROUP', 'The group is there since {from} only.', 'Give that day or a later one.');
