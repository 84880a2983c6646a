import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const serviceAccountNotFound = notFound('SERVICE_ACCOUNT_NOT_FOUND', 'There is no such service account.', 'List them with `serviceAccounts`.');
export const serviceAccountCodeTaken = conflict('SERVICE_ACCOUNT_CODE_TAKEN', 'There is, or was, a service account of this code.', 'Choose another code: what was done under a code stays recorded under it.');
export const serviceAccountClosedAlready = ruleViolation('SERVICE_ACCOUNT_CLOSED', 'The service account is closed for good.', 'Register another one.');
export const serviceAccountBeyondScope = ruleViolation('SERVICE_ACCOUNT_BEYOND_SCOPE', 'The service account was granted something beyond what you may see, and you would act as it.', 'Ask somebody whose own grants cover it.');
export const scopeUnknown = invalidInput('SCOPE_UNKNOWN', 'No module defines the permission {scope}.', 'List them with `permissions`.');
