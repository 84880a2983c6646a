import { badInput } from '../../kernel/faults.js';
import { decodeId } from '../../kernel/schema/ids.js';

/** The UUID in an id of a query's argument; null where none is given. */
export function uuidIn(argument: string, id: string | null | undefined, prefix: string): string | null {
  if (id === null || id === undefined) return null;
  const decoded = decodeId(id);
  if (decoded?.prefix !== prefix) throw badInput(`${argument} takes an id that begins with "${prefix}_".`);
  return decoded.uuid;
}
