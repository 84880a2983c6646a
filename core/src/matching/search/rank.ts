import type { Candidate } from './candidates.js';
import type { AskedWord } from './words.js';

/** What a word of the name that nobody asked for takes off, and what words in the order asked for add: enough to tell equals apart. */
const NOT_ASKED_FOR = 0.02;
const IN_ORDER = 0.01;
const SAME_YEAR = 0.1;
const NEXT_YEAR = 0.05;

export interface Ranked {
  readonly id: string;
  /** From 0 to 1. */
  readonly score: number;
  readonly words: readonly string[];
  /** The words that match, in the order of the name. */
  readonly matching: readonly string[];
  readonly sameYear: boolean;
}

/** The candidates, the likest first; each once. Each word of a name answers one word asked for. */
export function rank(candidates: readonly Candidate[], asked: readonly AskedWord[], year?: number): readonly Ranked[] {
  const letters = asked.reduce((sum, word) => sum + word.asked.length, 0);
  const once = [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()];
  return once.map((candidate) => score(candidate, asked, letters, year)).toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function score({ id, words, birth_year: born }: Candidate, asked: readonly AskedWord[], letters: number, year: number | undefined): Ranked {
  const pairs = asked
    .flatMap((word, from) => words.map((name, to) => ({ from, to, like: likenessOf(word, name) })))
    .filter(({ like }) => like > 0)
    .toSorted((a, b) => b.like - a.like);
  const [answered, used] = [new Map<number, number>(), new Set<number>()];
  let sum = 0;
  for (const { from, to, like } of pairs) {
    if (answered.has(from) || used.has(to)) continue;
    answered.set(from, to);
    used.add(to);
    sum += like * (asked[from]?.asked.length ?? 0);
  }
  const order = [...answered].toSorted(([a], [b]) => a - b).map(([, to]) => to);
  const inOrder = order.every((to, at) => at === 0 || to > (order[at - 1] ?? 0));
  const sameYear = year !== undefined && born === year;
  const near = year !== undefined && born !== null && Math.abs(born - year) === 1;
  const hint = sameYear ? SAME_YEAR : near ? NEXT_YEAR : 0;
  const plain = sum / Math.max(letters, 1) - NOT_ASKED_FOR * (words.length - used.size) + (inOrder ? IN_ORDER : 0);
  return { id, words, sameYear, matching: words.filter((_, at) => used.has(at)), score: Math.max(0, plain + hint) / (1 + IN_ORDER + (year === undefined ? 0 : SAME_YEAR)) };
}

/** An initial stands for every word that begins with it, though for none well. */
function likenessOf({ asked, meant }: AskedWord, name: string): number {
  return meant.get(name) ?? (asked.length === 1 && name.startsWith(asked) ? 0.6 : 0);
}
