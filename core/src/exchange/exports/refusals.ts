import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const exportNotFound = notFound('EXPORT_NOT_FOUND', 'There is no such export of yours.', 'List yours with the query `exports`.');
export const exportEnded = conflict('EXPORT_ENDED', 'This export is {state} already.', 'Only what has not ended is cancelled.');
export const exportQueryInvalid = invalidInput('EXPORT_QUERY_INVALID', 'This is no query that can be answered: {what}', 'Try the query on its own first.');
export const exportVariablesInvalid = invalidInput('EXPORT_VARIABLES_INVALID', 'The variables do not fit the query: {what}', 'Write them as one JSON object.');
export const exportNoList = invalidInput('EXPORT_NO_LIST', 'An export is of one list, which is the only root field of its query.', 'Write it as: query { persons(where: …) { nodes { … } } }');
export const exportNodesOnly = invalidInput('EXPORT_NODES_ONLY', 'An export asks for the nodes of its list and for nothing else.', 'Leave out totalCount, pageInfo and edges: { nodes { … } }');
export const exportPaged = invalidInput('EXPORT_PAGED', 'An export is of the whole list; {argument} does not belong here.', 'Leave out first, after, last and before; say which rows by where.');
export const exportNotFlat = invalidInput('EXPORT_NOT_FLAT', '{column} holds several rows, which have no place in one row of a table.', 'Take the format JSONL, or ask for single things and values only.');
export const exportForbidden = ruleViolation('EXPORT_FORBIDDEN', 'The query takes permissions that you don\'t have: {permissions}.', 'Leave those fields out, or ask for the permission.');
export const exportPurposeUnknown = invalidInput('EXPORT_PURPOSE_UNKNOWN', 'Nothing is kept for this purpose.', 'Take one of: {purposes}.');
export const exportTooLarge = ruleViolation('EXPORT_TOO_LARGE', 'The file would be larger than 2 GB.', 'Export it in parts, by where.');
export const cellTooLong = ruleViolation('EXPORT_CELL_TOO_LONG', '{column} of row {row} has {length} characters; a cell of a workbook holds 32,767.', 'Take the format CSV or JSONL.');
