import { conflict, invalidInput, notFound } from '../../kernel/write/refusal.js';

/** No such place that the caller may use; takes `code`. */
export const placeNotFound = notFound('PLACE_NOT_FOUND', 'There is no place with the code {code} that you may use.', 'List the places with the query `places`.');
export const placeCodeTaken = conflict('PLACE_CODE_TAKEN', 'A place with one of these codes exists already, or a code is given twice.', 'List the places with the query `places`.');
export const placeCycle = invalidInput('PLACE_CYCLE', 'These places are inside of one another: {path}.', 'Give each place a parent that is not below it.');
