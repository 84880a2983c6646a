import { closest, distance } from 'fastest-levenshtein';

/** What was perhaps meant by a name, or what there is, as a hint. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = known.length > 0 ? closest(name, known) : undefined;
  if (near && distance(near, name) <= Math.max(2, near.length / 3)) return `Did you mean "${near}"?`;
  return `There are: ${[...known].sort().join(', ')}.`;
}
