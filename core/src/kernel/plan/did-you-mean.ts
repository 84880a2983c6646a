import { closest, distance } from 'fastest-levenshtein';

/** The candidate that a name was probably meant to be, if one is near enough. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const others = [...candidates].filter((candidate) => candidate !== name).sort();
  if (others.length === 0) return undefined;
  const found = closest(name, others);
  return distance(name, found) <= Math.min(3, 1 + Math.floor(name.length / 3)) ? found : undefined;
}
