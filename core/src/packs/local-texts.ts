import type { LocalTextInput } from '../kernel/schema/local-texts.js';

/** Texts by language as the API takes them. */
export function localTexts(texts: Readonly<Record<string, string>>): readonly LocalTextInput[] {
  return Object.entries(texts).map(([language, text]) => ({ language, text }));
}
