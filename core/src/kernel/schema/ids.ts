import { badInput } from '../faults.js';

const FORM = /^([a-z][a-z0-9_]*)_([0-9a-f]{32})$/;

/** `person`, `018f…-…` to `person_018f…`: the prefix, and the UUID's own digits as PostgreSQL shows them. */
export function encodeId(prefix: string, uuid: string): string {
  return `${prefix}_${uuid.replaceAll('-', '')}`;
}

/** The prefix and UUID of an id; `undefined` where it isn't one. */
export function decodeId(id: string): { readonly prefix: string; readonly uuid: string } | undefined {
  const match = FORM.exec(id);
  if (!match?.[1] || !match[2]) return undefined;
  const hex = match[2];
  return { prefix: match[1], uuid: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` };
}

/** The UUID of an id that must be of one type; refuses others by name. */
export function uuidOf(prefix: string, id: string): string {
  const decoded = decodeId(id);
  if (decoded?.prefix === prefix) return decoded.uuid;
  const found = decoded ? `the id of a ${decoded.prefix}` : 'no id';
  throw badInput(`"${id}" is ${found}; an id that begins with "${prefix}_" belongs here.`);
}
