import type { Refusal } from '../../kernel/write/refusal.js';
import { languageUnknown } from './refusals.js';

/** Language tags in their canonical form (BCP 47), each once; what is none goes to `refusals`. */
export function readLanguages(tags: readonly string[], path: string, refusals: Refusal[]): readonly string[] {
  return [...new Set(tags.flatMap((language, index) => {
    try {
      return Intl.getCanonicalLocales(language);
    } catch {
      refusals.push(languageUnknown(`${path}.${index}`));
      return [];
    }
  }))];
}
