import type { Column } from './read-query.js';

type Node = Readonly<Record<string, unknown>>;

/**
 * Turns rows into the bytes of a file. All that it has to remember is in `state`, which is plain JSON: made again from it,
 * it goes on with the very next byte.
 */
export interface TableWriter {
  begin(): Buffer;
  rows(nodes: readonly Node[]): Buffer;
  end(): Buffer;
  state(): object;
}

/** The value of a column in a node; null where something on the way is. */
export function valueAt(node: Node, { path }: Column): unknown {
  let value: unknown = node;
  for (const key of path) {
    if (value === null || value === undefined) return null;
    value = (value as Node)[key];
  }
  return value ?? null;
}

/** A list of values as one text. */
export function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => (item === null ? '' : asText(item))).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
