import { conflict, invalidInput, notFound, ruleViolation } from '../kernel/write/refusal.js';

export const requestNotFound = notFound('CHANGE_REQUEST_NOT_FOUND', 'There is no such change request that you may see.', 'Look it up with the query `changeRequests`.');
export const requestDecided = conflict('CHANGE_REQUEST_DECIDED', 'The change request is {state} already.', 'Read it again; a decision is final, a new request may be made.');
export const ownRequest = ruleViolation('OWN_CHANGE_REQUEST', 'You asked for this yourself; another person decides on it.', 'Withdraw it with `changeRequestWithdraw`, or leave it to another approver.');
export const othersRequest = ruleViolation('OTHERS_CHANGE_REQUEST', 'Somebody else asked for this.', 'Reject it with `changeRequestReject` where you may decide on it.');
export const requestLapsed = ruleViolation('CHANGE_REQUEST_LAPSED', 'The change request lapsed on {day}.', 'Have the change asked for again.');
export const approvalTakes = ruleViolation('APPROVAL_TAKES_PERMISSION', 'Approving this takes a permission that you don\'t have: {permissions}.', 'Leave it to somebody who has it.');
export const evidenceNeeded = invalidInput('EVIDENCE_NEEDED', 'This change waits for approval, and an approver must see what shows it.', 'Give `justification { evidence }`: files, or a source.');
export const requestOutdated = conflict('CHANGE_REQUEST_OUTDATED', 'The operation {operation} no longer takes what was asked for.', 'Have the change asked for again.');
