import { conflict, invalidInput, notFound, ruleViolation } from '../kernel/write/refusal.js';

export const requestNotFound = notFound('CHANGE_REQUEST_NOT_FOUND', 'There is no such change request that you may see.', 'Look it up with the query `changeRequests`.');
export const requestDecided = conflict('CHANGE_REQUEST_DECIDED', 'The change request is {state} already.', 'Read it again; a decision is final, a new request may be made.');
export const ownRequest = ruleViolation('OWN_CHANGE_REQUEST', 'You asked for this yourself; another person decides on it.', 'Withdraw it with `changeRequestWithdraw`, or leave it to another approver.');
export const madeIt = ruleViolation('MADE_IT', 'You made what this is about; another person decides on it.', 'Leave it to another approver.');
export const othersRequest = ruleViolation('OTHERS_CHANGE_REQUEST', 'Somebody else asked for this.', 'Reject it with `changeRequestReject` where you may decide on it.');
export const requestLapsed = ruleViolation('CHANGE_REQUEST_LAPSED', 'The change request lapsed on {day}.', 'Have the change asked for again.');
export const approvalTakes = ruleViolation('APPROVAL_TAKES_PERMISSION', 'Approving this takes a permission that you don\'t have: {permissions}.', 'Leave it to somebody who has it.');
export const approvalTakesRole = ruleViolation('APPROVAL_TAKES_ROLE', 'This step is decided by who has the role {roles}.', 'Leave it to somebody who has it.');
export const approvalTakesGroup = ruleViolation('APPROVAL_TAKES_GROUP', 'This step is decided by members of {groups}.', 'Leave it to one of them; `taskGroupMembers` says who they are.');
export const taskOfOthers = ruleViolation('TASK_OF_OTHERS', 'This step is asked of {names}.', 'Leave it to them, or have it given to others with `taskReassign`.');
export const decidedBefore = ruleViolation('DECIDED_BEFORE', 'You have decided on this request already, or somebody in your place.', 'Leave it to another; one person decides once.');
export const takesMore = conflict('APPROVAL_TAKES_MORE', 'By now this takes steps that were not asked for: {steps}.', 'Reject it, and have the change asked for again.');
export const calendarMissing = ruleViolation('APPROVAL_CALENDAR_MISSING', 'Days are counted by the calendar {calendar}, which is not there.', 'Create it with `calendarCreate`, or mend the setting change-requests.calendar.');
export const evidenceNeeded = invalidInput('EVIDENCE_NEEDED', 'This change waits for approval, and an approver must see what shows it.', 'Give `justification { evidence }`: files, or a source.');
export const requestOutdated = conflict('CHANGE_REQUEST_OUTDATED', 'The operation {operation} no longer takes what was asked for.', 'Have the change asked for again.');

export const taskNotFound = notFound('TASK_NOT_FOUND', 'There is no such open task that you may see.', 'Look it up with the query `tasks`.');
export const taskAskedByThem = ruleViolation('TASK_ASKED_BY_THEM', '{name} asked for this and never decides on it.', 'Name somebody else.');
export const taskNotForThem = ruleViolation('TASK_NOT_FOR_THEM', '{name} is not in {group}, whose task this is.', 'Name members of the group, or leave `to` empty.');
export const taskTakesMore = invalidInput('TASK_TAKES_MORE', 'It still takes {approvals} persons to approve this.', 'Name as many, or nobody, so that it is asked of all who may.');

export const delegationToSelf = invalidInput('DELEGATION_TO_SELF', 'What is asked of somebody is handed over to somebody else.', 'Name another person.');
export const delegationDates = invalidInput('DELEGATION_DATES', 'It is to hold from {from} until {until}, and today is {today}.', 'Let it begin today or later, and end after it begins.');
export const delegationOfOthers = ruleViolation('DELEGATION_OF_OTHERS', 'This is for others to hand over, or to take back.', 'Have it done by them, or by who may do it for others.');
export const delegationNotFound = notFound('DELEGATION_NOT_FOUND', 'There is no such delegation that still holds.', 'List them with the query `taskDelegations`.');
export const groupUnknown = invalidInput('TASK_GROUP_UNKNOWN', 'There is no such group.', 'Take one of `taskGroups`; the setting change-requests.groups names them.');
export const memberIsSelf = ruleViolation('TASK_GROUP_SELF', 'Nobody takes themselves into a group that decides.', 'Have somebody else do it.');
export const memberAlready = conflict('TASK_GROUP_MEMBER_ALREADY', '{member} is in this group at that time already.', 'End the other membership first, or let this one begin after it.');
export const memberNotFound = notFound('TASK_GROUP_MEMBER_NOT_FOUND', 'There is no such member of a group any more.', 'List them with the query `taskGroupMembers`.');
