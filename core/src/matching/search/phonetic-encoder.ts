import type { Context } from '../../kernel/context.js';
import { extensionPoint } from '../../kernel/module/extension-point.js';

/** How a word's sound is written down, so that words that sound alike share a code. */
export interface PhoneticEncoder {
  readonly description: string;
  /**
   * A function in the database, `schema.name(word text) returns text[]`, immutable, laid by a migration of the module: codes
   * of one normalised word (`matching.normal_name`), more than one where it can be read in several ways.
   */
  readonly sqlFunction: string;
}

/**
 * The encoder of a deployment, for search and for duplicates: both call it as `matching.phonetic(name)`. After another has been
 * chosen, the mutation `personSearchReencode` puts it into effect.
 */
export const phoneticEncoders = extensionPoint<PhoneticEncoder>('matching.phonetic-encoders', 'one', 'How the sound of a name is written down');

/** Core's: measured on names of Africa and Asia in their several spellings; Metaphone and its like are made for English. */
export const skeleton = phoneticEncoders.contribute('skeleton', {
  description: 'What is left of a word without vowels and without what spellings of one sound differ in',
  sqlFunction: 'matching.skeleton',
});

export function encoderOf({ platform }: Pick<Context, 'platform'>): PhoneticEncoder {
  const [encoder] = platform.extensions(phoneticEncoders).values();
  if (!encoder) throw new Error('The plan lets no deployment start without a phonetic encoder.');
  return encoder;
}
