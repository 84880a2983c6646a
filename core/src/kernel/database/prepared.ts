import { createHash } from 'node:crypto';

/** A prepared statement stays in each connection for good, so only so many are; later ones are parsed each time. */
const MOST_PREPARED = 1_000;
const names = new Map<string, string>();

/** The name under which PostgreSQL keeps a statement prepared; nothing where there are enough of them. */
export function preparedName(text: string): { readonly name?: string } {
  const known = names.get(text);
  if (known) return { name: known };
  if (names.size >= MOST_PREPARED) return {};
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
  names.set(text, name);
  return { name };
}
