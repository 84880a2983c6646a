import { sql, type Sql } from '../../kernel/read/sql.js';
import { likeness } from './likeness.js';

/** A word that somebody asked for, and the words of the registry that may be meant, the likest first. */
export interface AskedWord {
  readonly asked: string;
  readonly meant: ReadonlyMap<string, number>;
}

export interface NearWord {
  readonly at: number;
  readonly asked: string;
  readonly word: string | null;
  readonly alike: boolean | null;
}

/** More words in a name are not looked at. */
const MOST_WORDS = 6;
const MOST_MEANT = 60;
const LEAST_LIKENESS = 0.5;
const SHORTEST_BEGINNING = 3;
/** Keeps the answer small where very many words sound alike. */
const MOST_NEAR = 3_000;

/**
 * For each word asked for, the registry's words that are one slip away, sound alike or begin with it.
 *
 * @param farther also those with some of the same letters in a row (trigrams), for words with several slips
 */
export function nearWords(names: string, farther: boolean): Sql {
  const trigrams = farther ? sql`union all select w.word, false from matching.word w where w.word % given.asked` : sql``;
  return sql`
    with given as materialized (
      select asked collate "C" as asked, at, matching.word_slips(asked) collate "C" as slips, matching.phonetic(asked) collate "C" as codes
      from unnest(matching.name_words(${names})) with ordinality as words (asked, at) where asked <> '' and at <= ${MOST_WORDS}
    )
    select given.at::int as at, given.asked, near.word, near.alike
    from given
    left join lateral (
      select word, bool_or(alike) as alike from (
        (select w.word, w.codes && given.codes as alike from matching.word w where w.slips && given.slips or w.codes && given.codes limit ${MOST_NEAR})
        union all
        (select w.word, false from matching.word w where length(given.asked) >= ${SHORTEST_BEGINNING} and w.word > given.asked and w.word < given.asked || chr(1114111) limit ${MOST_MEANT})
        ${trigrams}
      ) as found group by word
    ) as near on true`;
}

/** The words asked for with what may be meant, compared letter by letter. */
export function meantWords(rows: readonly NearWord[]): readonly AskedWord[] {
  return [...Map.groupBy(rows, ({ at }) => at)].toSorted(([a], [b]) => a - b).map(([, near]) => {
    const asked = near[0]?.asked ?? '';
    const meant = near
      .flatMap(({ word, alike }) => (word === null ? [] : [[word, likeness(asked, word, alike ?? false)] as const]))
      .filter(([, like]) => like >= LEAST_LIKENESS)
      .toSorted(([, a], [, b]) => b - a);
    return { asked, meant: new Map(meant.slice(0, MOST_MEANT)) };
  });
}
