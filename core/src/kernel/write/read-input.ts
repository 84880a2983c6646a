import { validateSync, type ValidationError } from 'class-validator';
import { resourceOptions } from '../schema/resource.js';
import { referencesOf } from '../schema/input-fields.js';
import { decodeId } from '../schema/ids.js';
import { saysNothing } from './blank.js';
import { invalidInput, refuse, type Refusal } from './refusal.js';

const invalid = invalidInput('INVALID_VALUE', '{what}', 'The description of the field in the schema says what it takes.');
const wrongId = invalidInput('WRONG_ID', 'This is not the id of a {type}.', 'An id that begins with "{prefix}_" belongs here.');

/** Checks an input by its class-validator rules and turns its ids into UUIDs. Every problem is told at once. */
export function readInput<I extends object>(input: I): I {
  const refusals: Refusal[] = [];
  const read = decodeReferences(input, '', refusals);
  const errors = validateSync(input, { forbidUnknownValues: false });
  refusals.push(...errors.flatMap((error) => toRefusals(error, '')));
  if (refusals.length > 0) refuse(...refusals);
  return read as I;
}

function toRefusals(error: ValidationError, parent: string): Refusal[] {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((what) => invalid(path, { what: `${what}.` }));
  return [...own, ...(error.children ?? []).flatMap((child) => toRefusals(child, path))];
}

function decodeReferences(value: unknown, path: string, refusals: Refusal[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => decodeReferences(item, join(path, String(index)), refusals));
  if (typeof value === 'string' && value.includes('\0')) refusals.push(invalid(path, { what: 'The text holds the character U+0000, which cannot be stored.' }));
  if (typeof value === 'string' && !value.isWellFormed()) refusals.push(invalid(path, { what: 'The text holds half of a character (a surrogate without the other), which cannot be stored.' }));
  if (typeof value !== 'object' || value === null) return value;
  const references = referencesOf(value);
  const read = Object.create(Object.getPrototypeOf(value) as object) as Record<string, unknown>;
  for (const [name, field] of Object.entries(value)) {
    const target = references.get(name)?.to;
    const nothing = typeof field === 'string' ? saysNothing(value, name, field) : undefined;
    if (nothing) refusals.push(invalid(join(path, name), { what: `${nothing}.` }));
    read[name] = target && field !== null && field !== undefined
      ? decodeIds(field, resourceOptions(target())?.prefix ?? '', target().name, join(path, name), refusals)
      : decodeReferences(field, join(path, name), refusals);
  }
  return read;
}

function decodeIds(field: unknown, prefix: string, type: string, path: string, refusals: Refusal[]): unknown {
  if (Array.isArray(field)) return field.map((id, index) => decodeIds(id, prefix, type, join(path, String(index)), refusals));
  const decoded = decodeId(String(field));
  if (decoded?.prefix === prefix) return decoded.uuid;
  refusals.push(wrongId(path, { type, prefix }));
  return undefined;
}

function join(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}
