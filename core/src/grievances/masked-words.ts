import { maskedCategories } from '../kernel/privacy/category.js';
import type { FieldPrivacy } from '../kernel/privacy/classification.js';
import { openedByReveal } from '../people/persons/reveals/masked-categories.js';

/** What is said in grievances. */
export const WORDS = 'grievances.words';

/** Of free text: people say anything in it, of themselves and of others. */
export const anything: FieldPrivacy = { sensitivity: 'sensitive', category: WORDS };

export const maskedWords = maskedCategories.contribute(WORDS, {
  description: 'What is said in grievances, by those who complain and those who handle them, and how complainants are reached',
  reveal: 'grievances.words.reveal', clear: 'grievances.words.clear', opened: openedByReveal(WORDS),
});
