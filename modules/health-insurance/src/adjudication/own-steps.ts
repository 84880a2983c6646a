import type { Contribution } from '@kinga/plugin-sdk';
import { coverageDates, diagnosis, facilityContract, patient, visitDates } from './check-claim.js';
import { assign, categoryCount, cover, quantity, trim, waitingPeriod } from './check-cover.js';
import { careType, frequency, patientOfItems, patientOfServices, priceList, register } from './check-lines.js';
import { adjudicationSteps, type AdjudicationStep } from './step.js';
import { categoryCeiling, ceiling, coInsurance, deductible, fixedAmount, price, relativePrice, review } from './value-lines.js';

/** In this order. A step of another module stands between two of them by their names. */
const STEPS: readonly (readonly [string, AdjudicationStep])[] = [
  ['visit-dates', visitDates], ['facility-contract', facilityContract], ['patient', patient], ['diagnosis', diagnosis], ['coverage-dates', coverageDates],
  ['register', register], ['price-list', priceList], ['care-type', careType], ['patient-of-items', patientOfItems], ['frequency', frequency], ['patient-of-services', patientOfServices],
  ['cover', cover], ['waiting-period', waitingPeriod], ['quantity', quantity], ['category-count', categoryCount], ['assign', assign], ['trim', trim],
  ['review', review], ['price', price], ['fixed-amount', fixedAmount], ['deductible', deductible], ['co-insurance', coInsurance], ['category-ceiling', categoryCeiling], ['ceiling', ceiling], ['relative-price', relativePrice],
];

/** Steps that look whether care may be paid at all: a deployment that has its own may do without. */
export const CHECKS_OF_OURS: ReadonlySet<string> = new Set(STEPS.slice(0, STEPS.findIndex(([name]) => name === 'assign')).map(([name]) => name).filter((name) => !['price-list', 'cover'].includes(name)));

export const ownSteps: readonly Contribution[] = STEPS.map(([name, step], at) => adjudicationSteps.contribute(name, step, at === 0 ? {} : { after: [STEPS[at - 1]?.[0] ?? ''] }));
