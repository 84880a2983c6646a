import { conflict, invalidInput, notFound, ruleViolation, type Refusal } from '@kinga/plugin-sdk';

export const planNotFound = notFound('INSURANCE_PLAN_NOT_FOUND', 'There is no such plan that you may see.', 'List the plans with the query `insurancePlans`.');
export const planOfProgramme = conflict('INSURANCE_PLAN_OF_PROGRAMME', 'The programme has a plan already.', 'Draft a version of that one with `insurancePlanVersionDraft`.');
export const planScheme = ruleViolation('INSURANCE_PLAN_SCHEME', 'This programme is worked out by {scheme}, not by health-insurance.', 'Take a programme whose scheme is health-insurance.');
export const planTarget = ruleViolation('INSURANCE_PLAN_TARGET', 'This programme does not enrol households.', 'Take a programme whose target is HOUSEHOLD.');
export const planConvertsInCircle = ruleViolation('INSURANCE_PLAN_CIRCLE', 'Plans would be converted in a circle.', 'Convert into a plan that is not converted into this one.');
export const planPlaceUnknown = notFound('INSURANCE_PLAN_PLACE', 'There is no place {code}.', 'List the places with the query `places`.');
export const planVersionNotFound = notFound('INSURANCE_PLAN_VERSION_NOT_FOUND', 'There is no such version of a plan that you may see.', 'List them with `insurancePlan { versions }`.');
export const planDraftExists = conflict('INSURANCE_PLAN_DRAFT_EXISTS', 'A version of the plan is a draft.', 'Change it with `insurancePlanVersionChange`, or publish it.');
export const planVersionFinal = conflict('INSURANCE_PLAN_VERSION_FINAL', 'This version is {state}; only a draft changes.', 'Draft the next version with `insurancePlanVersionDraft`.');
export const planVersionSecondPerson = ruleViolation('INSURANCE_PLAN_VERSION_SECOND_PERSON', 'Who wrote in a version does not publish it.', 'Have another person publish it.');
export const planVersionDay = conflict('INSURANCE_PLAN_VERSION_DAY', 'Another version of the plan was published for this day.', 'Give another first day.');
export const planDayPassed = ruleViolation('INSURANCE_PLAN_DAY_PASSED', 'Policies were sold from {day} on by the version before.', 'Give a later first day: what was sold stays as it was sold.');
export const planTermInvalid = invalidInput('INSURANCE_PLAN_TERM', '{term} cannot be so.', 'Amounts are not below zero, discounts lie between 0 and 1, and cycles are days of every year in their order.');
export const planLimitTwice = invalidInput('INSURANCE_PLAN_LIMIT_TWICE', 'There are two limits for the same.', 'Give one for each kind, what it counts over, and care.');
export const planLimitGrows = invalidInput('INSURANCE_PLAN_LIMIT_GROWS', 'Only ceilings of policies grow with their members, by an amount and up to another.', 'Leave `extraMemberAmount` and `mostAmount` out, or give both of a CEILING per POLICY.');
export const planCategorySays = invalidInput('INSURANCE_PLAN_CATEGORY_SAYS', 'The limit of a category says how often or for how much; that of visits how often.', 'Give `most` or `amount`.');
export const planOrganisationUnknown = notFound('INSURANCE_PLAN_PAYER', 'There is no such organisation.', 'List them with the query `organisations`.');
export const coverServiceUnknown = notFound('INSURANCE_COVER_SERVICE', 'The register has no {code}.', 'List services and items with the query `healthServices`.');
export const coverTwice = conflict('INSURANCE_COVER_TWICE', 'A service, or a kind of visit of one, is given twice.', 'Give each once.');
export const coverLimit = invalidInput('INSURANCE_COVER_LIMIT', 'A share lies between 0 and 1, and nothing is below 0.', 'Write eighty in a hundred as 0.8.');

/** What the database says of terms that cannot be, by its constraints. */
export const termConstraints: Readonly<Record<string, Refusal>> = {
  ...Object.fromEntries([
    ['lump_sum', 'lumpSum'], ['premium_adult', 'premiumAdult'], ['premium_child', 'premiumChild'], ['registration_lump_sum', 'registrationLumpSum'], ['registration_fee', 'registrationFee'],
    ['assembly_lump_sum', 'assemblyLumpSum'], ['assembly_fee', 'assemblyFee'], ['enrolment_discount', 'enrolmentDiscount'], ['renewal_discount', 'renewalDiscount'], ['cycles', 'cycles'],
  ].map(([column, term = '']) => [`plan_version_${column}`, planTermInvalid(term, { term })])),
  plan_limit_amount: planTermInvalid('limits', { term: 'limits' }),
  plan_limit_extra: planTermInvalid('limits', { term: 'limits' }),
  plan_limit_most: planTermInvalid('limits', { term: 'limits' }),
  plan_category_limit_amount: planTermInvalid('categoryLimits', { term: 'categoryLimits' }),
  plan_limit_once: planLimitTwice('limits'),
  plan_limit_grows: planLimitGrows('limits'),
  plan_category_limit_once: planLimitTwice('categoryLimits'),
  plan_category_limit_says: planCategorySays('categoryLimits'),
  plan_subsidy_once: planLimitTwice('subsidies'),
  plan_subsidy_organisation_id_fkey: planOrganisationUnknown('subsidies'),
  plan_version_one_draft: planDraftExists('planId'),
  plan_version_on: planVersionDay('id'),
  plan_version_second_person: planVersionSecondPerson('id'),
};
