import type { LocalTextInput, Texts } from '../kernel/schema/local-texts.js';
import type { Refusal } from '../kernel/write/refusal.js';
import { textTwice } from './refusals.js';

/** Two texts in one language. */
export function textProblems(texts: readonly LocalTextInput[], path: string): readonly Refusal[] {
  return texts.flatMap(({ language }, index) => (texts.findIndex((other) => other.language === language) < index ? [textTwice(`${path}.${index}`, { language })] : []));
}

/** Texts as rows keep them. */
export function textsFrom(texts: readonly LocalTextInput[] | null | undefined): Texts {
  return Object.fromEntries((texts ?? []).map(({ language, text }) => [language, text]));
}
