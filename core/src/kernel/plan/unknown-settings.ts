import { z } from 'zod';
import { nearest } from './did-you-mean.js';

interface UnknownSetting {
  readonly path: readonly (string | number)[];
  /** The key that was probably meant. */
  readonly near: string | undefined;
}

type Shape = z.core.JSONSchema.BaseSchema;

/** Keys that no one reads: zod drops them in silence, so that a misspelt setting would leave its default in effect. */
export function unknownSettings(shape: z.ZodType, given: unknown): readonly UnknownSetting[] {
  return unknownIn(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }), given, []);
}

function unknownIn(shape: Shape | boolean | undefined, given: unknown, path: UnknownSetting['path']): readonly UnknownSetting[] {
  if (typeof shape !== 'object' || typeof given !== 'object' || given === null) return [];
  if (Array.isArray(given)) {
    const { items } = shape;
    return Array.isArray(items) ? [] : given.flatMap((item: unknown, index) => unknownIn(items, item, [...path, index]));
  }
  const known = shape.properties;
  if (!known) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const at = [...path, key];
    if (Object.hasOwn(known, key)) return unknownIn(known[key], value, at);
    // Set where the module takes any other key, or where zod itself refuses them.
    return shape.additionalProperties === undefined ? [{ path: at, near: nearest(key, Object.keys(known)) }] : [];
  });
}
