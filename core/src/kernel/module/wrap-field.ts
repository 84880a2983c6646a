import type { GraphQLFieldResolver } from 'graphql';
import type { Context } from '../context.js';

type Resolve = GraphQLFieldResolver<unknown, Context>;

/** A change to how another module's field resolves; its type stays as it is. */
export interface FieldWrap {
  /** `Type.field` */
  readonly coordinate: string;
  /** Why, in words: printed by `kinga why`. */
  readonly because: string;
  readonly wrap: (next: Resolve) => Resolve;
}

/**
 * Wraps the resolver of a field that another module owns.
 *
 * @example wrapField('Person.phone', 'staff of the shelter programme must not see numbers', (next) => (source, args, ctx, info) => …)
 */
export function wrapField(coordinate: string, because: string, wrap: FieldWrap['wrap']): FieldWrap {
  return Object.freeze({ coordinate, because, wrap });
}
