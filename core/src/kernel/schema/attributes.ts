import type { Class } from '../module/define-module.js';
import type { FieldPrivacy } from '../privacy/classification.js';

/** The types an attribute can have; `choice` is one of a list of codes. */
export type AttributeType = 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'choice';

/** One field of a country, as `defineAttributes` takes it. */
export interface AttributeDefinition {
  readonly type: AttributeType;
  readonly description: string;
  /** The codes of a `choice`. */
  readonly choices?: readonly string[];
  /** How sensitive it is and what it is for, where that is not as its resource says; with a category it is masked. */
  readonly privacy?: FieldPrivacy;
}

/** Fields that a module adds to the `attributes` of a resource. */
export interface AttributeSet {
  readonly on: Class;
  readonly fields: Readonly<Record<string, AttributeDefinition>>;
}

type ValueOf<A extends AttributeDefinition> = A['type'] extends 'integer'
  ? number
  : A['type'] extends 'boolean'
    ? boolean
    : A extends { choices: readonly (infer C)[] }
      ? C
      : string;

/** The TypeScript type of a set of attributes, from its one definition. */
export type AttributesOf<S extends AttributeSet> = { [K in keyof S['fields']]?: ValueOf<S['fields'][K]> | null };

/**
 * Describes a country's own fields of a resource. One definition gives the GraphQL output and input, the validation,
 * the filter and (by `AttributesOf`) the TypeScript type.
 *
 * @example defineAttributes(Household, { roof: { type: 'choice', choices: ['THATCH', 'IRON'], description: 'Material of the roof' } })
 */
export function defineAttributes<const F extends Record<string, AttributeDefinition>>(
  on: Class,
  fields: F,
): { readonly on: Class; readonly fields: F } {
  return Object.freeze({ on, fields: Object.freeze(fields) });
}
