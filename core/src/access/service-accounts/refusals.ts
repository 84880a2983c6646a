import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const serviceAccountNotFound = notFound('SERVICE_ACCOUNT_NOT_FOUND', 'There is no such service account.', 'List them with `serviceAccounts`.');
export const serviceAccountCodeTaken = conflict('SERVICE_ACCOUNT_CODE_TAKEN', 'There is, or was, a service account of this code.', 'Choose another code: what was done under a code stays recorded under it.');
export const serviceAccountClosedAlready = ruleViolation('SERVICE_ACCOUNT_CLOSED', 'The service account is closed for good.', 'Register another one.');
export const serviceAccountBeyondScope = ruleViolation('SERVICE_ACCOUNT_BEYOND_SCOPE', 'The service account was granted something beyond what you may see, and you would act as it.', 'Ask somebody whose own grants cover it.');
export const serviceAccountBeyondPermissions = ruleViolation('SERVICE_ACCOUNT_BEYOND_PERMISSIONS', 'The service account was granted what you lack there, and you would act as it: {permissions}.', 'Ask somebody whose own grants cover it.');
export const keyNotPublic = invalidInput('KEY_NOT_PUBLIC', 'This is a private key: whoever has it acts as the account. Take it for lost.', 'Make another pair, and send the public key alone.');
export const keyUnusable = invalidInput('KEY_UNUSABLE', 'This is no public key as JWK of a kind that is believed.', 'Send EC P-256 or P-384, Ed25519, or RSA of 2048 bits and more, in JSON.');
export const keyKnown = conflict('KEY_KNOWN', 'The account has, or had, a key of this kid.', 'Make another pair: a key that was ended stays ended.');
export const keyNotFound = notFound('KEY_NOT_FOUND', 'There is no such key of a service account.', 'List them with `serviceAccountKeys`.');
export const keyEndedAlready = ruleViolation('KEY_ENDED', 'The key was ended before.', 'Add another one.');
export const scopeUnknown = invalidInput('SCOPE_UNKNOWN', 'No module defines the permission {scope}.', 'List them with `permissions`.');
