import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const roleNotFound = notFound('ROLE_NOT_FOUND', 'There is no such role.', 'List them with the query `roles`.');
export const roleNameTaken = conflict('ROLE_NAME_TAKEN', 'Another role has this name.', 'Take another name, or change that role.');
export const roleOfModule = ruleViolation('ROLE_OF_MODULE', 'The role {role} belongs to the module {module}, which says what it may.', 'Define a role of your own with the permissions that you want.');
export const roleChangedMeanwhile = conflict('ROLE_CHANGED_MEANWHILE', 'The role was changed; it is at version {version}.', 'Read it again, and decide again.');
export const ownRole = ruleViolation('OWN_ROLE', 'You hold the role {role}; nobody gives permissions to themself.', 'Let somebody else change it.');
export const permissionUnknown = invalidInput('PERMISSION_UNKNOWN', 'No module of this deployment has the permission {permission}.', 'Take names from the query `permissions`.');
export const roleNeedsPermissions = invalidInput('ROLE_NEEDS_PERMISSIONS', 'A role has at least one permission.', 'Give one.');
export const everywhereNeeded = ruleViolation('EVERYWHERE_NEEDED', 'What holds for everybody is decided by who may act everywhere.', 'Ask somebody whose grant is without limit.');
