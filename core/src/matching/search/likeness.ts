/** A slip counts as one letter; words that sound alike are apart by spelling only, and that counts for less. */
const SPELLING = 0.6;
/** Part of a longer word, from its beginning on, as somebody types who has not ended yet or abbreviates. */
const BEGINNING = 0.6;

/**
 * How like two normalised words are, from 0 to 1; 1 where they are the same.
 *
 * @param alike whether they share a phonetic code
 */
export function likeness(asked: string, word: string, alike: boolean): number {
  if (asked === word) return 1;
  const apart = slipsBetween(asked, word) * (alike ? SPELLING : 1);
  const spelled = 1 - apart / Math.max(asked.length, word.length);
  const begun = word.startsWith(asked) ? BEGINNING + (1 - BEGINNING) * 0.8 * (asked.length / word.length) : 0;
  return Math.max(spelled, begun, 0);
}

/** Letters to drop, add, replace, or swap with the next (the distance of optimal string alignment). */
export function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
