import { maskedCategories, openedByReveal, type FieldPrivacy } from '@kinga/plugin-sdk';

/** What somebody is ill with, and what care they had. */
export const CARE = 'health-insurance.care';

/** A field that says something of it. */
export const care: FieldPrivacy = { sensitivity: 'sensitive', category: CARE };

export const maskedCare = maskedCategories.contribute(CARE, {
  description: 'What somebody is ill with, and what care they had', reveal: 'health-insurance.care.reveal', clear: 'health-insurance.care.clear', opened: openedByReveal(CARE),
});
