import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const importMappingNotFound = notFound('IMPORT_MAPPING_NOT_FOUND', 'There is no import mapping with this code.', 'List them with the query `importMappings`, or save one with `importMappingSave`.');
export const importFieldMissing = invalidInput('IMPORT_FIELD_MISSING', 'No column says {fields}.', 'Say which columns do, or give a constant.');
export const importFieldTwice = invalidInput('IMPORT_FIELD_TWICE', '{field} is said by more than one column.', 'Leave one of them.');
export const importColumnOrConstant = invalidInput('IMPORT_COLUMN_OR_CONSTANT', 'Either a column or a constant says {field}.', 'Give one of the two.');
export const importColumnNumber = invalidInput('IMPORT_COLUMN_NUMBER', 'This is not the number of a column.', 'Where a file has no header, columns are numbered from 1 on.');
export const importNameUnknown = invalidInput('IMPORT_NAME_UNKNOWN', 'There is no such {kind}.', 'Known are: {known}.');
export const importFormatUnknown = invalidInput('IMPORT_FORMAT_UNKNOWN', 'This is not a way to write a date.', 'Put it together from YYYY, MM and DD with what stands between them, such as DD/MM/YYYY or MM.YYYY.');
export const importValueUnknown = invalidInput('IMPORT_VALUE_UNKNOWN', 'This is not a value of {field}.', 'Known are: {known}.');
export const importMappingChanged = conflict('IMPORT_MAPPING_CHANGED', 'Somebody saved this mapping at the same time.', 'Read it again and repeat your change.');
export const importWrongEncoding = invalidInput('IMPORT_WRONG_ENCODING', 'The file is not {encoding}: line {line}, column {column} holds what cannot be read as it.', 'Save the file anew as UTF-8, or say in the mapping how it is encoded.');
export const importUnreadable = invalidInput('IMPORT_UNREADABLE', 'The file cannot be read: {why}', 'Open it in a spreadsheet, save it anew and send it again.');
export const importSheetUnknown = invalidInput('IMPORT_SHEET_UNKNOWN', 'The file has no such sheet.', 'It has: {known}.');
export const importColumnMissing = invalidInput('IMPORT_COLUMN_MISSING', 'The file has {times} columns with the title "{column}".', 'Its first line has {count} titles; change them or the mapping.');
export const importedAlready = conflict('IMPORTED_ALREADY', 'A file with the same content was imported on {day}.', 'Undo that import first, or say `again: true`.');
export const importNotFound = notFound('IMPORT_NOT_FOUND', 'There is no such import that you may steer.', 'List them with the query `imports`.');
export const importNotSo = ruleViolation('IMPORT_NOT_SO', 'The import is {state}, not {wanted}.', 'Look at its state first.');
export const importRefused = ruleViolation('IMPORT_DEPENDED_ON', 'The import cannot be undone: {count} rows of {table} depend on what it registered, or were changed since.', 'Take those back first, or leave the import as it is.');
