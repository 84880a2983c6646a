import { namesakes, namesAt } from './namesakes.js';
import { EXPECTED, EXPECTED_AT_HOME, FIELDS, FIELD_NAMES, HOMES, PAIRS_PER_DUPLICATE, WIDTH, type FieldName } from './levels.js';

/** How often pairs agree in one way: a level for each field, where they live, and how common the names are that they share. */
export interface PatternCount {
  readonly home: number;
  readonly levels: readonly number[];
  /** Classes of the given and of the family name, where those are the same. */
  readonly classes: readonly [number, number];
  readonly count: number;
}

/** How names are spread: the share of persons who bear a name of each class, and the share of pairs of persons who share one. */
export interface NameSpread {
  readonly bearers: readonly number[];
  readonly pairs: readonly number[];
}

export interface Population {
  /** All pairs of persons, by home. */
  readonly pairs: readonly number[];
  readonly given: NameSpread;
  readonly family: NameSpread;
  /** Share of pairs of which one's given name is the other's family name. */
  readonly crossed: number;
  /** Share of pairs of persons who are born on one day, and who have one phone. */
  readonly sameBirth: number;
  readonly samePhone: number;
}

/** What a run learns, and scores by. Logarithms to the base 2: 3 means eight times as likely. */
export interface Weights {
  /** Per home: that two persons are one, before anything is compared. */
  readonly prior: readonly number[];
  /** Per home, whether given names agree, field and level, one after the other. A shared name's own rarity is added to its EXACT; to that of family names not within a household. */
  readonly weights: readonly number[];
  /** What namesakes say less than given and family name on their own, see `namesAt`. */
  readonly namesakes: readonly number[];
}

const [GIVEN, FAMILY, BORN, SEX, PHONE] = [0, 1, 2, 3, 4];
const [EXACT, SWAPPED] = [5, 6];
const SWAPPED_DAY = 4;
const YEAR_APART = 7;
const ROUNDS = 100;
/** How many pairs of one person what is expected counts for, beside those that are found. */
const TRUST_M = 100;
/** The same for pairs of two persons. */
const TRUST_U = 1_000;
/** How many pairs of one person are supposed in each home, beside those found. */
const SUPPOSED = 0.5;
/** Names that have changed places may be misspelt as well, and people of one region share names both ways. */
const CROSSED_BY_CHANCE = 10;
const LEAST = -12;
const MOST = 20;

/** Per field and level. */
type Table = number[][];
/** Per home, whether given names agree, field and level. */
type Chance = Table[][];

/** Whether given names agree: people of one region or faith share family names as well, and a given name tells the sex. */
const agrees = (levels: readonly number[]): number => ((levels[GIVEN] ?? 0) >= 2 ? 1 : 0);

/**
 * Estimates the weights of Fellegi and Sunter's model (1969): u, how often two persons agree by chance, from pairs drawn at
 * random; m, how often one person's two records agree, and how many such pairs there are, by expectation-maximisation over the
 * patterns of the pairs that blocking found. The blocks hold nearly all true pairs but few of the others, so that the share of
 * true ones is taken of all pairs of the population, for which u holds, not of the blocks.
 */
export function estimateWeights(blocked: readonly PatternCount[], sample: readonly PatternCount[], population: Population): Weights {
  const m: Table = FIELD_NAMES.map((name) => [...EXPECTED[name].m]);
  const u: Chance = HOMES.map(() => [0, 1].map(() => FIELD_NAMES.map((name) => [...EXPECTED[name].u])));
  const lambda = HOMES.map((_, home) => share(0, home, population));
  let times: readonly number[] = [];
  const odds = (pattern: PatternCount): number => oddsOf(pattern, m, u, lambda, population) / (times[namesAt(pattern)] ?? 1);
  const probability = (pattern: PatternCount): number => odds(pattern) / (1 + odds(pattern));
  learnChance(u, sample, population, probability);
  times = namesakes(blocked, population.pairs, (pattern) => chanceOf(pattern, u, population));
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = blocked.map((pattern) => probability(pattern) * pattern.count);
    const moved = learnAgreement(m, blocked, found);
    HOMES.forEach((_, home) => {
      const here = blocked.reduce((sum, pattern, index) => sum + (pattern.home === home ? (found[index] ?? 0) : 0), 0);
      lambda[home] = share(here, home, population);
    });
    learnChance(u, sample, population, probability);
    if (moved < 1e-4) break;
  }
  return {
    prior: lambda.map((share) => rounded(Math.log2(share / (1 - share)))),
    namesakes: times.map((each) => rounded(Math.log2(each))),
    weights: HOMES.flatMap((_, home) => [0, 1].flatMap((agree) => FIELD_NAMES.flatMap((name, field) =>
      Array.from({ length: WIDTH }, (_each, level) => weight({ m, u, population }, home, agree, field, level, name))))),
  };
}

/** The share of pairs that are of one person; few pairs say little, and what is expected more. */
function share(found: number, home: number, { pairs }: Population): number {
  return (found + SUPPOSED) / Math.max((pairs[home] ?? 0) + SUPPOSED * (PAIRS_PER_DUPLICATE[home] ?? 1), 2 * found);
}

/** How much likelier it is that a pair of a pattern is of one person than of two. */
function oddsOf({ home, levels, classes }: PatternCount, m: Table, u: Chance, lambda: readonly number[], population: Population): number {
  let odds = (lambda[home] ?? 0) / (1 - (lambda[home] ?? 0));
  const chance = u[home]?.[agrees(levels)] ?? [];
  for (let field = 0; field < levels.length; field += 1) {
    const level = levels[field] ?? 0;
    if (says(field, level)) odds *= at(m, field, level) / at(chance, field, level);
    if (isNamed(home, field, level)) odds *= rarity(spreadOf(population, field), classes[field] ?? 0);
  }
  return odds;
}

/** Share of pairs of two persons that agree as a pattern does in names, sex and birth. */
function chanceOf({ home, levels, classes }: PatternCount, u: Chance, population: Population): number {
  const chance = u[home]?.[agrees(levels)] ?? [];
  return [GIVEN, FAMILY, BORN, SEX].reduce((share, field) => {
    const level = levels[field] ?? 0;
    const named = isNamed(home, field, level) ? ofClass(spreadOf(population, field), classes[field] ?? 0) : 1;
    return says(field, level) ? share * at(chance, field, level) * named : share;
  }, 1);
}

/** Of pairs that share a name, the share of those whose name is of a class. */
function ofClass({ pairs }: NameSpread, of: number): number {
  const all = sum(pairs);
  return all > 0 ? (pairs[of] ?? 0) / all : 1;
}

/** What is missing says nothing, and that names have changed places is said once, of the given name. */
function says(field: number, level: number): boolean {
  return level > 0 && !(field === FAMILY && level === SWAPPED);
}

/** Whether which name it is that both have says something: within a household the family name is everybody's. */
const isNamed = (home: number, field: number, level: number): boolean => level === EXACT && (field === GIVEN || (field === FAMILY && home < 2));

const spreadOf = (population: Population, field: number): NameSpread => (field === GIVEN ? population.given : population.family);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** How much more a shared name of a class says than a shared name as such. */
function rarity({ bearers, pairs }: NameSpread, of: number): number {
  const [borne, shared, all] = [bearers[of] ?? 0, pairs[of] ?? 0, sum(pairs)];
  return borne > 0 && shared > 0 && all > 0 ? (borne * all) / shared : 1;
}

function learnAgreement(m: Table, patterns: readonly PatternCount[], found: readonly number[]): number {
  let moved = 0;
  FIELD_NAMES.forEach((name, field) => {
    const sums = EXPECTED[name].m.map((share) => share * TRUST_M);
    patterns.forEach(({ levels }, index) => {
      const level = levels[field] ?? 0;
      if (says(field, level)) sums[level] = (sums[level] ?? 0) + (found[index] ?? 0);
    });
    const learned = shares(sums);
    moved = Math.max(moved, ...learned.map((share, level) => Math.abs(share - at(m, field, level))));
    m[field] = learned;
  });
  return moved;
}

/** Pairs drawn at random hold some of one person too, most of all within households: those are left out by their probability. */
function learnChance(u: Chance, sample: readonly PatternCount[], population: Population, likely: (pattern: PatternCount) => number): void {
  const chance = sample.map((pattern) => (1 - likely(pattern)) * pattern.count);
  HOMES.forEach((_, home) => {
    FIELD_NAMES.forEach((name, field) => {
      const counted = (agree: number | null, before: readonly number[], trust: number): number[] => {
        const sums = before.map((share) => share * trust);
        sample.forEach((pattern, index) => {
          const level = pattern.levels[field] ?? 0;
          if (pattern.home === home && says(field, level) && (agree === null || agrees(pattern.levels) === agree)) sums[level] = (sums[level] ?? 0) + (chance[index] ?? 0);
        });
        return shares(sums);
      };
      const expected = home === 0 ? EXPECTED[name].u : ((home === 2 ? EXPECTED_AT_HOME[name] : undefined) ?? u[0]?.[0]?.[field] ?? []);
      const all = counted(null, expected, TRUST_U);
      const known = home === 0 ? exactly(all, field, population) : all;
      const depends = field === FAMILY || field === SEX;
      [0, 1].forEach((agree) => {
        // What the sample says of those whose given names agree, in proportion to what it says of all.
        const part = depends ? counted(agree, expected, TRUST_U / 4) : all;
        (u[home]?.[agree] ?? [])[field] = known.map((share, level) => (all[level] ? (share * (part[level] ?? 0)) / all[level] : share));
      });
    });
  });
}

/** What can be counted of the whole registry is not drawn. */
function exactly(learned: readonly number[], field: number, population: Population): number[] {
  const known = [...learned];
  const pairs = population.pairs[0] ?? 0;
  const trusted = (share: number, expected: number): number => (share * pairs + expected * TRUST_U) / (pairs + TRUST_U);
  if (field <= FAMILY) known[EXACT] = trusted(sum(spreadOf(population, field).pairs), EXPECTED.GIVEN_NAME.u[EXACT] ?? 0);
  if (field === GIVEN) known[SWAPPED] = Math.max(CROSSED_BY_CHANCE * population.crossed ** 2, 1e-7);
  if (field === BORN) {
    known[EXACT] = trusted(population.sameBirth, EXPECTED.BIRTH_DATE.u[EXACT] ?? 0);
    known[SWAPPED_DAY] = (known[EXACT] ?? 0) * 0.4;
    known[YEAR_APART] = (known[EXACT] ?? 0) * 2;
  }
  if (field === PHONE) known[2] = trusted(population.samePhone, EXPECTED.PHONE.u[2] ?? 0);
  return known;
}

function weight({ m, u, population }: { readonly m: Table; readonly u: Chance; readonly population: Population }, home: number, agree: number, field: number, level: number, name: FieldName): number {
  if (!says(field, level) || level >= FIELDS[name].length) return 0;
  const ratio = at(m, field, level) / at(u[home]?.[agree] ?? [], field, level);
  // The name's own share is put in place of the mean one when a pair is scored.
  return rounded(Math.min(MOST, Math.max(LEAST, Math.log2(isNamed(home, field, level) ? ratio * sum(spreadOf(population, field).pairs) : ratio))));
}

function shares(sums: readonly number[]): number[] {
  const total = sum(sums);
  return sums.map((each) => each / total);
}

function at(table: Table, field: number, level: number): number {
  return Math.max(table[field]?.[level] ?? 0, 1e-9);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
