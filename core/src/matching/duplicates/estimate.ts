import { EXPECTED, FIELDS, FIELD_NAMES, HOMES, WIDTH, type FieldName } from './levels.js';

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
  /** Share of pairs of persons who are born on one day, and who have one phone. */
  readonly sameBirth: number;
  readonly samePhone: number;
}

/** What a run learns, and scores by. Logarithms to the base 2: 3 means eight times as likely. */
export interface Weights {
  /** Per home: that two persons are one, before anything is compared. */
  readonly prior: readonly number[];
  /** Per home, field and level, one after the other. A shared name's own rarity is added to EXACT of the first two homes. */
  readonly weights: readonly number[];
}

const GIVEN = 0;
const FAMILY = 1;
const EXACT = 5;
const BORN = 2;
const SWAPPED_DAY = 4;
const PHONE = 4;
const ROUNDS = 200;
/** How many pairs of one person what is expected counts for, beside those that are found. */
const TRUST_M = 40;
/** The same for pairs of two persons. */
const TRUST_U = 1_000;
/** How many pairs of one person are supposed in each home, beside those found. */
const SUPPOSED = 0.5;
const LEAST = -12;
const MOST = 20;

type Table = number[][];

/**
 * Estimates the weights of Fellegi and Sunter's model (1969): u, how often two persons agree by chance, from pairs drawn at
 * random; m, how often one person's two records agree, and how many such pairs there are, by expectation-maximisation over the
 * patterns of the pairs that blocking found. The blocks hold nearly all true pairs but few of the others, so that the share of
 * true ones is taken of all pairs of the population, for which u holds, not of the blocks.
 */
export function estimateWeights(blocked: readonly PatternCount[], sample: readonly PatternCount[], population: Population): Weights {
  const m: Table = FIELD_NAMES.map((name) => [...EXPECTED[name].m]);
  const u: Table[] = HOMES.map(() => FIELD_NAMES.map((name) => [...EXPECTED[name].u]));
  const lambda = population.pairs.map((pairs) => Math.min(0.2, SUPPOSED / Math.max(pairs, 1)));
  const byChance = (): void => learnChance(u, sample, population, (pattern) => likelihood(pattern, m, u, lambda, population));
  byChance();
  for (let round = 0; round < ROUNDS; round += 1) {
    const likely = blocked.map((pattern) => likelihood(pattern, m, u, lambda, population) * pattern.count);
    const moved = learnAgreement(m, blocked, likely);
    HOMES.forEach((_, home) => {
      const found = blocked.reduce((sum, pattern, index) => sum + (pattern.home === home ? (likely[index] ?? 0) : 0), 0);
      lambda[home] = Math.min(0.5, (found + SUPPOSED) / Math.max(population.pairs[home] ?? 0, 2));
    });
    byChance();
    if (moved < 1e-5) break;
  }
  return {
    prior: lambda.map((share) => round(Math.log2(share / (1 - share)))),
    weights: HOMES.flatMap((_, home) => FIELD_NAMES.flatMap((name, field) => Array.from({ length: WIDTH }, (_each, level) => weight(m, u, home, field, level, name)))),
  };
}

/** Probability that pairs of a pattern are of one person. */
function likelihood({ home, levels, classes }: PatternCount, m: Table, u: readonly Table[], lambda: readonly number[], population: Population): number {
  let odds = (lambda[home] ?? 0) / (1 - (lambda[home] ?? 0));
  levels.forEach((level, field) => {
    if (level === 0) return;
    odds *= at(m, field, level) / at(u[home] ?? [], field, level);
    const spread = field === GIVEN ? population.given : field === FAMILY ? population.family : undefined;
    if (spread && level === EXACT && home < 2) odds *= rarity(spread, classes[field] ?? 0);
  });
  return odds / (1 + odds);
}

/** How much more a shared name of a class says than a shared name as such. */
function rarity({ bearers, pairs }: NameSpread, of: number): number {
  const all = pairs.reduce((sum, share) => sum + share, 0);
  const [borne, shared] = [bearers[of] ?? 0, pairs[of] ?? 0];
  return borne > 0 && shared > 0 && all > 0 ? (borne * all) / shared : 1;
}

function learnAgreement(m: Table, patterns: readonly PatternCount[], likely: readonly number[]): number {
  let moved = 0;
  FIELD_NAMES.forEach((name, field) => {
    const sums = EXPECTED[name].m.map((share) => share * TRUST_M);
    patterns.forEach(({ levels }, index) => {
      const level = levels[field] ?? 0;
      if (level > 0) sums[level] = (sums[level] ?? 0) + (likely[index] ?? 0);
    });
    const learned = shares(sums);
    moved = Math.max(moved, ...learned.map((share, level) => Math.abs(share - at(m, field, level))));
    m[field] = learned;
  });
  return moved;
}

/** Pairs drawn at random hold some of one person too, most of all within households: those are left out by their probability. */
function learnChance(u: Table[], sample: readonly PatternCount[], population: Population, likely: (pattern: PatternCount) => number): void {
  const chance = sample.map((pattern) => (1 - likely(pattern)) * pattern.count);
  HOMES.forEach((_, home) => {
    FIELD_NAMES.forEach((name, field) => {
      const before = home === 0 ? EXPECTED[name].u : (u[0]?.[field] ?? EXPECTED[name].u);
      const sums = before.map((share) => share * TRUST_U);
      sample.forEach((pattern, index) => {
        const level = pattern.levels[field] ?? 0;
        if (pattern.home === home && level > 0) sums[level] = (sums[level] ?? 0) + (chance[index] ?? 0);
      });
      const learned = shares(sums);
      if (home === 0) exactly(learned, field, population);
      (u[home] ?? [])[field] = learned;
    });
  });
}

/** What can be counted of the whole registry is not drawn. */
function exactly(learned: number[], field: number, population: Population): void {
  const spread = field === GIVEN ? population.given : field === FAMILY ? population.family : undefined;
  const floor = 0.2 / Math.max(Math.sqrt(population.pairs[0] ?? 1), 10);
  const trusted = (share: number, expected: number): number => {
    const pairs = population.pairs[0] ?? 0;
    return Math.max((share * pairs + expected * TRUST_U) / (pairs + TRUST_U), floor / 100);
  };
  if (spread) learned[EXACT] = trusted(spread.pairs.reduce((sum, share) => sum + share, 0), EXPECTED.GIVEN_NAME.u[EXACT] ?? 0);
  if (field === BORN) {
    learned[EXACT] = trusted(population.sameBirth, EXPECTED.BIRTH_DATE.u[EXACT] ?? 0);
    learned[SWAPPED_DAY] = (learned[EXACT] ?? 0) * 0.4;
  }
  if (field === PHONE) learned[2] = trusted(population.samePhone, EXPECTED.PHONE.u[2] ?? 0);
}

function weight(m: Table, u: readonly Table[], home: number, field: number, level: number, name: FieldName): number {
  if (level === 0 || level >= FIELDS[name].length) return 0;
  const chance = at(u[home] ?? [], field, level);
  // The name's own share is put in place of the mean one when a pair is scored.
  const named = (field === GIVEN || field === FAMILY) && level === EXACT && home < 2;
  const ratio = named ? (at(m, field, level) * at(u[0] ?? [], field, level)) / chance : at(m, field, level) / chance;
  return round(Math.min(MOST, Math.max(LEAST, Math.log2(ratio))));
}

function shares(sums: readonly number[]): number[] {
  const total = sums.reduce((sum, each) => sum + each, 0);
  return sums.map((each) => each / total);
}

function at(table: Table, field: number, level: number): number {
  return Math.max(table[field]?.[level] ?? 0, 1e-9);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
