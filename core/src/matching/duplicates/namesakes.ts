import { CLASSES, FIELDS, HOMES } from './levels.js';
import type { PatternCount } from './estimate.js';

const LEVELS = FIELDS.GIVEN_NAME.length;
const SEXES = FIELDS.SEX.length;
const SAME_YEAR = 2;
/** How many pairs are needed to be believed against what is expected. */
const DOUBT = 5;

/** How many ways there are. */
export const NAME_PATTERNS = HOMES.length * LEVELS * LEVELS * SEXES * CLASSES.length ** 2;

/** Place in the list of corrections of how two persons agree in names and sex. */
export function namesAt({ home, levels, classes }: Pick<PatternCount, 'home' | 'levels' | 'classes'>): number {
  const [given = 0, family = 0, , sex = 0] = levels;
  return ((((home * LEVELS + given) * LEVELS + family) * SEXES + sex) * CLASSES.length + classes[0]) * CLASSES.length + classes[1];
}

/** The same in SQL, of a row `c` of matching.duplicate_comparison. */
export const NAMES_AT = `((((c.home * ${LEVELS} + c.given) * ${LEVELS} + c.family) * ${SEXES} + c.sex) * ${CLASSES.length} + c.given_class) * ${CLASSES.length} + c.family_class`;

/**
 * How many times as many namesakes there are as fields that are looked at one by one would make expect: names go together, by
 * region, faith and kin. Namesakes who are born in one year, in another month and on another day, are nearly all different persons,
 * and blocking finds all of them; so they tell how many there are.
 *
 * @param byChance share of all pairs of a home that agree so, as far as fields are independent
 */
export function namesakes(blocked: readonly PatternCount[], pairs: readonly number[], byChance: (pattern: PatternCount) => number): number[] {
  const counted = new Map<number, { readonly pattern: PatternCount; count: number }>();
  for (const pattern of blocked) {
    if (pattern.levels[2] !== SAME_YEAR) continue;
    const at = namesAt(pattern);
    const known = counted.get(at);
    if (known) known.count += pattern.count;
    else counted.set(at, { pattern, count: pattern.count });
  }
  const times = Array.from({ length: NAME_PATTERNS }, () => 1);
  for (const [at, { pattern, count }] of counted) {
    const expected = (pairs[pattern.home] ?? 0) * byChance(pattern);
    times[at] = Math.max(1, (count + DOUBT) / (expected + DOUBT));
  }
  return times;
}
