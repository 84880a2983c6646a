import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

/** No such organisation that the caller may change; takes `code`. */
export const organisationNotFound = notFound('ORGANISATION_NOT_FOUND', 'There is no organisation with the code {code} that you may use.', 'List the organisations with the query `organisations`.');
export const organisationCodeTaken = conflict('ORGANISATION_CODE_TAKEN', 'Another organisation has this code.', 'Take another code, or change the organisation that has it.');
export const organisationCycle = invalidInput('ORGANISATION_CYCLE', 'These organisations are parts of one another: {path}.', 'Give it a parent that is not a part of it.');
export const organisationParentNeeded = ruleViolation('ORGANISATION_PARENT_NEEDED', 'Only who may act for every organisation may keep one that is part of none.', 'Give an organisation that is among yours, or part of one of them.');
export const organisationPlaceNeeded = ruleViolation('ORGANISATION_PLACE_NEEDED', 'Only who may act in every place may keep organisations without a seat.', 'Give a place that is among yours.');
export const roleUnknown = invalidInput('ORGANISATION_ROLE_UNKNOWN', 'There is no role {role}.', 'Take one of `organisationRoleTypes`.');
export const roleAlready = conflict('ORGANISATION_ROLE_ALREADY', 'The organisation has this role in that time already.', 'Look at its `roles`.');
export const identifierTypeUnknown = invalidInput('ORGANISATION_IDENTIFIER_TYPE_UNKNOWN', 'There is no such type of number.', 'Take one of `organisationIdentifierTypes`.');
export const identifierInvalid = invalidInput('ORGANISATION_IDENTIFIER_INVALID', 'This cannot be a number of the type {type}.', 'Check each digit; such a number looks like {example}.');
export const identifierTaken = conflict('ORGANISATION_IDENTIFIER_TAKEN', 'An organisation has this number in that time already.', 'Look with the query `organisationIdentifiers`.');
export const contactInvalid = invalidInput('ORGANISATION_CONTACT_INVALID', 'This is none: {kind}.', 'Write telephone numbers as + and digits with the country, web addresses with http.');
export const contactAlready = conflict('ORGANISATION_CONTACT_ALREADY', 'The organisation is reached by this in that time already.', 'Look at its `contacts`.');
export const worksThereAlready = conflict('ORGANISATION_WORKS_THERE_ALREADY', 'The organisation works in this place in that time already.', 'Look at its `worksIn`.');
export const partNotFound = notFound('ORGANISATION_PART_NOT_FOUND', 'There is no such entry of an organisation that you may change, or it has ended.', 'Look at the organisation.');
export const organisationAccountKind = invalidInput('ORGANISATION_ACCOUNT_KIND', 'An organisation is paid at a bank or into a wallet.', 'Give BANK or WALLET.');
/** Four eyes over where an organisation is paid. */
export const organisationAccountSecondPerson = ruleViolation('ORGANISATION_ACCOUNT_SECOND_PERSON', 'Who recorded an account does not verify it.', 'Have it verified by somebody else.');
export const organisationIsClosed = ruleViolation('ORGANISATION_IS_CLOSED', 'The organisation is not open.', 'Open it again with `organisationReopen`.');
export const organisationIsOpen = ruleViolation('ORGANISATION_IS_OPEN', 'The organisation is open since {from}.', 'Close it first with `organisationClose`.');
export const reopensBeforeClosing = invalidInput('ORGANISATION_REOPENS_EARLY', 'It was open until {to}; it cannot open again on {day}.', 'Give a day from then on.');
