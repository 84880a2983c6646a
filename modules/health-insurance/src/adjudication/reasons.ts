import type { Contribution } from '@kinga/plugin-sdk';
import { claimReasons } from './step.js';

const reason = (code: string, number: number | null, description: string): Contribution => claimReasons.contribute(code, { number, description });

export const ownReasons: readonly Contribution[] = [
  reason('REJECTED_BY_MACHINE', -2, 'A program that looks at the quality of claims rejected it.'),
  reason('REJECTED_BY_REVIEW', -1, 'The medical review rejected it.'),
  reason('NOT_IN_REGISTER', 1, 'The register did not have the service or item on the day.'),
  reason('ALL_LINES_REJECTED', 1, 'Every line of the claim was rejected.'),
  reason('NOT_IN_PRICE_LIST', 2, 'The price list of the facility did not have it on the day.'),
  reason('NOT_COVERED', 3, 'No policy that covered the patient on the day covers it.'),
  reason('PATIENT_CATEGORY', 4, 'It is not for patients of this sex or age.'),
  reason('FREQUENCY', 5, 'The patient was given the same too short a time before.'),
  reason('DUPLICATED', 6, 'It was claimed before.'),
  reason('PATIENT_NOT_INSURED', 7, 'The patient was not insured, or not alive, on the days of the visit.'),
  reason('DIAGNOSIS_NOT_IN_LIST', 8, 'The register did not have the diagnosis on the day.'),
  reason('VISIT_DATE', 9, 'It was claimed before the visit began.'),
  reason('CARE_TYPE', 10, 'The facility does not give this kind of care.'),
  reason('MOST_ADMISSIONS', 11, 'No more stays in hospital are covered in the period.'),
  reason('MOST_VISITS', 12, 'No more visits are covered in the period.'),
  reason('MOST_CONSULTATIONS', 13, 'No more consultations are covered in the period.'),
  reason('MOST_SURGERIES', 14, 'No more operations are covered in the period.'),
  reason('MOST_DELIVERIES', 15, 'No more deliveries are covered in the period.'),
  reason('MOST_QUANTITY', 16, 'No more of it is covered in the period.'),
  reason('WAITING_PERIOD', 17, 'The waiting period had not passed.'),
  reason('MOST_ANTENATAL', 19, 'No more antenatal contacts are covered in the period.'),
  reason('INVALID_CLAIM', 20, 'The claim as a whole cannot be paid, such as one of a facility without a contract on the day.'),
  reason('NO_COVERAGE_ON_DATES', 21, 'No cover spans the days of the visit.'),
];
