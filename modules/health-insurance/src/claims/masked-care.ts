import { maskedCategories, openedByReveal } from '@kinga/plugin-sdk';

/** What somebody is ill with, and what care they had. */
export const CARE = 'health-insurance.care';

export const maskedCare = maskedCategories.contribute(CARE, {
  description: 'What somebody is ill with, and what care they had', reveal: 'health-insurance.care.reveal', clear: 'health-insurance.care.clear', opened: openedByReveal(CARE),
});
