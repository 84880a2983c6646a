import { nearest } from '../kernel/plan/did-you-mean.js';

/** ` Did you mean …?` with the name that is nearest to what was said, or nothing where none is near. */
export function didYouMean(said: string, names: Iterable<string>): string {
  const near = nearest(said, names);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}
