import { conflict, invalidInput, notFound } from '../../kernel/write/refusal.js';

export const importMappingNotFound = notFound('IMPORT_MAPPING_NOT_FOUND', 'There is no import mapping with the code {code}.', 'List them with the query `importMappings`, or save one with `importMappingSave`.');
export const importFieldMissing = invalidInput('IMPORT_FIELD_MISSING', 'No column says {fields}.', 'Say which columns do, or give a constant.');
export const importFieldTwice = invalidInput('IMPORT_FIELD_TWICE', '{field} is said by more than one column.', 'Leave one of them.');
export const importColumnOrConstant = invalidInput('IMPORT_COLUMN_OR_CONSTANT', 'Either a column or a constant says {field}.', 'Give one of the two.');
export const importColumnNumber = invalidInput('IMPORT_COLUMN_NUMBER', '"{column}" is not the number of a column.', 'Where a file has no header, columns are numbered from 1 on.');
export const importNameUnknown = invalidInput('IMPORT_NAME_UNKNOWN', 'There is no {kind} "{name}".', 'Known are: {known}.');
export const importFormatUnknown = invalidInput('IMPORT_FORMAT_UNKNOWN', '"{format}" is not a way to write a date.', 'Put it together from YYYY, MM and DD with what stands between them, such as DD/MM/YYYY or MM.YYYY.');
export const importValueUnknown = invalidInput('IMPORT_VALUE_UNKNOWN', '"{value}" is not a value of {field}.', 'Known are: {known}.');
export const importMappingChanged = conflict('IMPORT_MAPPING_CHANGED', 'Somebody saved this mapping at the same time.', 'Read it again and repeat your change.');
