import { maskedCategories } from '../kernel/privacy/category.js';
import { openedByReveal } from '../people/persons/reveals/masked-categories.js';

/** Answers to questions that are said to be special. */
export const SPECIAL_ANSWERS = 'surveys.special-answers';

export const specialAnswers = maskedCategories.contribute(SPECIAL_ANSWERS, {
  description: 'Answers to questions that are specially protected, such as about health, faith or violence',
  reveal: 'surveys.special-answers.reveal', clear: 'surveys.special-answers.clear', opened: openedByReveal(SPECIAL_ANSWERS),
});
