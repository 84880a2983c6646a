import { sql } from '../../kernel/read/sql.js';
import type { Ranked } from './rank.js';
import { run, type Searching } from './run.js';

/** The recorded names in which the matching words stand, by person; each word is told by one name. */
export async function namesOf(ctx: Searching, found: readonly Ranked[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const matching = new Map(found.filter((one) => one.matching.length > 0).map((one) => [one.id, one.matching]));
  if (matching.size === 0) return new Map();
  const rows = await run<{ id: string; name: string; words: readonly string[] }>(ctx, sql`
    select n.person_id as id, n.name, matching.name_words(n.name) as words from matching.person_name_text n where n.person_id = any(${[...matching.keys()]}::uuid[])`);
  const names = Map.groupBy(rows, ({ id }) => id);
  return new Map([...matching].map(([id, words]) => [id, telling(words, names.get(id) ?? [])]));
}

/** As few names as tell all of the words. */
function telling(words: readonly string[], names: readonly { readonly name: string; readonly words: readonly string[] }[]): readonly string[] {
  const left = new Set(words);
  const told: string[] = [];
  const counted = (name: { readonly words: readonly string[] }): number => name.words.filter((word) => left.has(word)).length;
  while (left.size > 0) {
    const best = names.toSorted((a, b) => counted(b) - counted(a))[0];
    if (!best || counted(best) === 0) break;
    told.push(best.name);
    best.words.forEach((word) => left.delete(word));
  }
  return told;
}
