import { shown } from './changes.js';
import type { HeldInput } from './run-held.js';

/** A value that was asked for, and where in the input it stands. */
export interface AskedValue {
  readonly path: string;
  readonly value: string | null;
}

/** Every value of an input with its path, in the order given. */
export function askedValues({ idempotencyKey: _key, ...input }: HeldInput): readonly AskedValue[] {
  return leaves(input, '');
}

function leaves(value: unknown, path: string): readonly AskedValue[] {
  if (typeof value !== 'object' || value === null) return [{ path, value: shown(value) }];
  return Object.entries(value).flatMap(([step, inner]) => leaves(inner, path === '' ? step : `${path}.${step}`));
}
