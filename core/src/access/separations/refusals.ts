import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const separationNotFound = notFound('SEPARATION_NOT_FOUND', 'There is no such separation.', 'List them with the query `separations`.');
export const separationNameTaken = conflict('SEPARATION_NAME_TAKEN', 'Another separation has this name.', 'Take another name.');
export const separationSidesMeet = invalidInput('SEPARATION_SIDES_MEET', '{permission} is on both sides.', 'Leave it on one side; each side has at least one permission.');
export const separationOfModule = ruleViolation('SEPARATION_OF_MODULE', 'The separation {separation} belongs to the module {module} and stands.', 'Remove only those that the deployment added itself.');
export const separationChangedMeanwhile = conflict('SEPARATION_CHANGED_MEANWHILE', 'The separation was changed; it is at version {version}.', 'Read it again, and decide again.');
