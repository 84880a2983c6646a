import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import type { AskedWord } from './words.js';

/** A person who may be meant. */
export interface Candidate {
  readonly id: string;
  readonly words: readonly string[];
  readonly birth_year: number | null;
}

/** How like a word has to be, step by step; a person whose words are all likelier stands in an earlier step. */
const STEPS = [1, 0.8, 0.5];
const MOST_PER_STEP = 300;
const MOST_PER_PART = 60;

const having = (words: readonly (readonly string[])[]): Sql => join(words.map((meant) => sql`e.words && ${meant}::text[]`), ' and ');

const atLeast = ({ meant }: AskedWord, least: number): readonly string[] => [...meant].filter(([, like]) => like >= least).map(([word]) => word);

/** Initials choose among those who are found by the other words; alone they are names themselves. */
const longer = (asked: readonly AskedWord[]): readonly AskedWord[] => {
  const words = asked.filter((word) => word.asked.length > 1);
  return words.length > 0 ? words : asked;
};

/**
 * Persons who bear all the words, those with the likest first; later steps are run only where earlier ones find too few.
 * Nothing where one of the words is like none.
 *
 * @param scope predicate over `e`, the person's entry
 */
export function personsOfAll(asked: readonly AskedWord[], scope: Sql, year: number | undefined): Sql | undefined {
  const steps = STEPS.map((least) => longer(asked).map((word) => atLeast(word, least)))
    .filter((words, at, all) => words.every(({ length }) => length > 0) && count(words) !== count(all[at - 1] ?? []));
  if (steps.length === 0) return undefined;
  const ofYear = year === undefined ? [] : steps.map((words) => step(sql`${having(words)} and e.birth_year between ${year - 1} and ${year + 1}`, scope, MOST_PER_STEP));
  return sql`select * from (${join([...ofYear, ...steps.map((words) => step(having(words), scope, MOST_PER_STEP))], ' union all ')}) as candidate limit ${MOST_PER_STEP}`;
}

/** Persons who bear all the words but one. */
export function personsOfMost(asked: readonly AskedWord[], scope: Sql): Sql | undefined {
  const parts = longer(asked).map((_, left) => longer(asked).filter((__, at) => at !== left).map((word) => atLeast(word, STEPS[1] ?? 1)))
    .filter((words) => words.length > 0 && words.every(({ length }) => length > 0));
  if (parts.length === 0) return undefined;
  return join(parts.map((words) => step(having(words), scope, MOST_PER_PART)), ' union all ');
}

function step(condition: Sql, scope: Sql, most: number): Sql {
  return sql`(select e.person_id as id, e.words, e.birth_year from matching.person_entry_seen e where ${condition} and ${scope} limit ${trusted(String(most))})`;
}

const count = (words: readonly (readonly string[])[]): number => words.reduce((sum, { length }) => sum + length, 0);
