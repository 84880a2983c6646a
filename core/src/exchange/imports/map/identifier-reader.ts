import type { Platform } from '../../../kernel/platform.js';
import type { MappedIdentifier } from './mapped-row.js';
import type { Read } from './value-readers.js';

/** Reads numbers of a type of identifiers. */
export function identifierReader(_platform: Platform, _type: string): (text: string) => Read<MappedIdentifier> {
  return () => ({ problem: 'IDENTIFIER_MALFORMED' });
}
