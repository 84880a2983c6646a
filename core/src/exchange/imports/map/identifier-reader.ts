import { oneOfManyIds } from '../many-ids.js';
import { newDataKey, sealWith } from '../../../kernel/secrets/data-keys.js';
import { digests } from '../../../kernel/secrets/secrets.js';
import { isPossible, normalForm, typesOf } from '../../../people/persons/identifiers/identifier-type.js';
import { identifierPurpose } from '../../../people/persons/identifiers/write-identifiers.js';
import type { MappedIdentifier, MappedRow } from './mapped-row.js';
import type { Read, WithPlatform } from './value-readers.js';

/** Reads numbers of a type of identifiers, as they are stored: from here on a secret one is digest and seal only. */
export function identifierReader(ctx: WithPlatform, code: string): (text: string, row: Pick<MappedRow, 'key'>) => Read<MappedIdentifier> {
  const type = typesOf(ctx).get(code);
  if (!type) return () => ({ problem: 'IDENTIFIER_MALFORMED' });
  const purpose = identifierPurpose(code);
  return (text, row) => {
    const normal = normalForm(type, text);
    if (text.length > 100 || !isPossible(type, normal)) return { problem: 'IDENTIFIER_MALFORMED' };
    const id = oneOfManyIds();
    const key = type.secret ? (row.key ??= newDataKey()) : undefined;
    const [digest = Buffer.alloc(0), ...older] = digests(ctx, purpose, normal);
    return {
      value: {
        id, type: code, digest, older, issuer: type.issuer ?? null,
        value: key ? null : normal, sealed: key ? sealWith(key, { purpose, row: id }, normal) : null,
      },
    };
  };
}
