import { invalidInput, notFound, ruleViolation } from '@kinga/plugin-sdk';

export const facilityUnknown = notFound('HEALTH_FACILITY_UNKNOWN', 'There is no health facility {code}.', 'Look it up with the query `healthFacilities`.');
export const notAFacility = ruleViolation('NOT_A_HEALTH_FACILITY', 'The organisation {code} does not have the role health-facility.', 'Give it the role with `organisationRoleAdd` first.');
export const facilityTwice = invalidInput('HEALTH_FACILITY_TWICE', 'The facility {code} is given twice.', 'Give each once.');
export const contractPeriod = invalidInput('CONTRACT_PERIOD', 'The contract would end before it begins.', 'Give an end after the first day, or none.');
