import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

/** No such place that the caller may use; takes `code`. */
export const placeNotFound = notFound('PLACE_NOT_FOUND', 'There is no place with the code {code} that you may use.', 'List the places with the query `places`.');
export const placeCodeTaken = conflict('PLACE_CODE_TAKEN', 'A place with one of these codes exists already or existed before, or a code is given twice.', 'List the places with the query `places`.');
export const placeCycle = invalidInput('PLACE_CYCLE', 'These places are inside of one another: {path}.', 'Give each place a parent that is not below it.');
/** A place that has ended, or had not begun on the day; takes `code`, `from`, `to`, `day`. */
export const placeNotValid = ruleViolation('PLACE_NOT_VALID', 'The place {code} holds from {from} to {to}, not on {day}.', 'Take a place that holds; `Place.successors` says what became of one that has ended.');
export const rootReserved = ruleViolation('PLACE_ROOT_RESERVED', 'Only who may act in every place may make a root.', 'Give a parent that is among your places.');
export const linkLater = ruleViolation('PLACE_LINK_LATER', 'The place {code} has been where it is since {from} only, so it cannot leave on {day}.', 'Give a later day.');
export const hierarchyNotFound = notFound('PLACE_HIERARCHY_NOT_FOUND', 'There is no hierarchy with the code {code}.', 'List them with the query `placeHierarchies`.');
export const hierarchyCodeTaken = conflict('PLACE_HIERARCHY_CODE_TAKEN', 'Another hierarchy has this code.', 'Take another code.');
export const notInHierarchy = ruleViolation('PLACE_NOT_IN_HIERARCHY', 'The place {code} is not in the hierarchy {hierarchy}.', 'Bring it in with `placesMove` first.');
export const mainStays = ruleViolation('PLACE_STAYS_IN_MAIN', 'Every place is in the administrative hierarchy.', 'Replace a place with `placesReplace` where it ends.');
export const childrenInHierarchy = ruleViolation('PLACE_HAS_CHILDREN', 'The place {code} has places below it in this hierarchy.', 'Move them first.');
export const furtherCodeTaken = conflict('PLACE_FURTHER_CODE_TAKEN', 'Another place has one of these codes of that scheme in that time.', 'Look with the query `placeCodes`.');
export const schemeReserved = ruleViolation('PLACE_CODE_SCHEME_RESERVED', 'Codes of the scheme `former` are kept by `placeUpdate` alone.', 'Take the name of the list that the code is from.');
export const placeCodeNotFound = notFound('PLACE_FURTHER_CODE_NOT_FOUND', 'There is no such code of a place that you may change, or it has ended.', 'Look with the query `placeCodes`.');
export const geometryInvalid = invalidInput('GEOMETRY_INVALID', 'This is no outline of a place: {what}.', 'Give a GeoJSON Polygon or MultiPolygon in WGS 84, longitude first, each ring closed.');
export const boundaryLater = ruleViolation('PLACE_BOUNDARY_LATER', 'The place has an outline from {from} on, so none can begin on {day}.', 'Give a later day.');
export const replacedTwice = invalidInput('PLACE_REPLACED_TWICE', 'The place {code} is given twice.', 'Give each place once, with all that it became.');
export const beginsOtherDay = invalidInput('PLACE_BEGINS_OTHER_DAY', 'The place {code} begins on {from}, not on {day}.', 'Leave `validFrom` out: new places begin on the day of the replacement.');
export const notSuccessor = invalidInput('PLACE_NOT_SUCCESSOR', 'The place {code} is not among what {of} became.', 'Name it in `successorCodes`, or take one that is named there.');
export const notBelow = invalidInput('PLACE_NOT_BELOW', 'The place {code} is not right below one that ends, or it is named twice.', 'Name in `children` only places right below those that end, each once.');
export const residentsLeft = ruleViolation('PLACE_RESIDENTS_LEFT', 'In {code} there are still {households} households, {persons} persons without one and {organisations} organisations and groups of which nothing is said.', 'Say where each household goes, or give `restToCode` for all others.');
export const childrenLeft = ruleViolation('PLACE_CHILDREN_LEFT', 'Below {code} there are still places of which nothing is said: {children}.', 'Say in `children` where each goes, or give `restToCode` for all others.');
export const linkUnclear = ruleViolation('PLACE_LINK_UNCLEAR', 'It is not clear where {code} belongs in the hierarchy {hierarchy}.', 'Say it in `parents` of the new place.');
export const householdNotThere = notFound('HOUSEHOLD_NOT_THERE', 'No household {code} lives in one of the places that end, or it is named twice.', 'Look at `Place.households`.');
