import { conflict, invalidInput, ruleViolation } from '@kinga/plugin-sdk';

export const serviceUnknown = invalidInput('HEALTH_SERVICE_UNKNOWN', 'The register has no service {code}.', 'Look it up with the query `healthServices`, or register it first.');
export const registerTwice = invalidInput('CODE_TWICE', 'The code {code} is given twice.', 'Give each code once.');
export const registerPeriod = invalidInput('VALIDITY_PERIOD', 'It would end before it begins.', 'Give an end after the first day, or none.');
export const priceNegative = invalidInput('PRICE_NEGATIVE', 'A price cannot be less than nothing.', 'Give zero or more.');
export const priceTooFine = invalidInput('PRICE_TOO_FINE', '{amount} is finer than {currency} has digits.', 'Round the price to the smallest coin.');
export const quantityPositive = invalidInput('QUANTITY_NOT_POSITIVE', 'A quantity is more than nothing.', 'Give more than zero.');
export const partsOfPackage = ruleViolation('PACKAGE_PARTS', 'Packages have parts, simple services have none.', 'Give at least one part to a BUNDLE or FIXED package, and none to a SIMPLE service.');
export const packageInPackage = ruleViolation('PACKAGE_IN_PACKAGE', '{code} is a package and cannot be a part of another.', 'Name the simple services that belong to it.');
export const priceListUnknown = invalidInput('PRICE_LIST_UNKNOWN', 'There is no price list {code}.', 'Look it up with the query `priceLists`.');
export const priceListTaken = conflict('PRICE_LIST_TAKEN', 'There is a price list of this code.', 'Take another code, or set prices on the one there is.');
export const registerFile = invalidInput('REGISTER_FILE', 'The file cannot be read: {why}.', 'Send the text of a CSV file whose first line names the columns and whose last line is ended.');
export const registerColumn = invalidInput('REGISTER_COLUMN', 'Line {line}: {column} cannot be what stands there.', 'Mend the line and send the file again; nothing of it was taken.');
