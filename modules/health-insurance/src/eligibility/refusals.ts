import { invalidInput, notFound } from '@kinga/plugin-sdk';

export const serviceUnknown = notFound('ELIGIBILITY_SERVICE', 'The register has no {code}.', 'List services and items with the query `healthServices`.');
export const facilityUnknown = notFound('ELIGIBILITY_FACILITY', 'There is no health facility {code} that you may see.', 'List them with the query `healthFacilities`.');
export const quantityPositive = invalidInput('ELIGIBILITY_QUANTITY', 'Nothing, or less than nothing, cannot be given.', 'Ask for more than zero.');
