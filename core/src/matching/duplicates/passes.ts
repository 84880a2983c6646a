/** A way to find pairs that are worth comparing: persons who share a key. */
export interface Pass {
  readonly name: string;
  /** A query of `n`, `key` and `fresh` over matching.duplicate_person. */
  readonly keys: string;
}

/** Two different sounds of a person's names, whichever way round they were written; the sound alone of those who have one. */
const SOUNDS = `cross join lateral (
  select x || '+' || y as sounds from unnest(p.codes[1:5]) x, unnest(p.codes[1:5]) y where x < y
  union all select p.codes[1] where cardinality(p.codes) = 1) s`;

/** First letters of given and family name, whichever way round. */
const INITIALS = "least(left(given, 1), left(family, 1)) || greatest(left(given, 1), left(family, 1))";
const KNOWN_DAY = "born is not null and born_precision = 'DAY'";

export const PASSES: readonly Pass[] = [
  { name: 'identifier', keys: 'select n, v as key, fresh from matching.duplicate_person p, unnest(p.numbers) v' },
  { name: 'phone', keys: 'select n, v as key, fresh from matching.duplicate_person p, unnest(p.phones) v' },
  { name: 'names and year of birth', keys: `select n, s.sounds || extract(year from born) as key, fresh from matching.duplicate_person p ${SOUNDS} where born is not null` },
  { name: 'names and place', keys: `select n, s.sounds || place_id as key, fresh from matching.duplicate_person p ${SOUNDS} where place_id is not null` },
  { name: 'a name and day of birth', keys: `select n, c || born as key, fresh from matching.duplicate_person p, unnest(p.codes[1:5]) c where ${KNOWN_DAY}` },
  { name: 'names and birthday of another year', keys: `select n, s.sounds || to_char(born, 'MMDD') as key, fresh from matching.duplicate_person p ${SOUNDS} where ${KNOWN_DAY}` },
  { name: 'initials and day of birth', keys: `select n, ${INITIALS} || born as key, fresh from matching.duplicate_person p where given is not null and family is not null and ${KNOWN_DAY}` },
  { name: 'a name, initials and month of birth', keys: `select n, c || ${INITIALS} || to_char(born, 'YYYYMM') as key, fresh from matching.duplicate_person p, unnest(p.codes[1:5]) c where given is not null and family is not null and ${KNOWN_DAY}` },
  { name: 'a name, place and year of birth', keys: `select n, c || place_id || extract(year from born) as key, fresh from matching.duplicate_person p, unnest(p.codes[1:5]) c where born is not null and place_id is not null` },
  // Whole households that were registered again elsewhere.
  { name: 'names and a relative', keys: "select n, given_codes[1] || '+' || family_codes[1] || k as key, fresh from matching.duplicate_person p, unnest(p.kin[1:6]) k where cardinality(given_codes) > 0 and cardinality(family_codes) > 0" },
  { name: 'given name and household', keys: 'select n, c || household_id as key, fresh from matching.duplicate_person p, unnest(p.given_codes[1:5]) c where household_id is not null' },
  { name: 'day of birth and household', keys: 'select n, born::text || household_id as key, fresh from matching.duplicate_person p where born is not null and household_id is not null' },
];

/** Writes the pairs of one pass. Blocks of more than `largest` persons share something that says little; others of the passes divide them. */
export function pairsOf({ keys }: Pass): string {
  return `insert into matching.duplicate_pair (a, b)
    select a.n, b.n
    from (select array_agg(distinct n) as ns from (${keys}) k group by hashtextextended(key, 0) having count(*) between 2 and $1::int and bool_or(fresh)) block,
      unnest(ns) with ordinality a(n, i), unnest(ns) with ordinality b(n, i) where a.i < b.i`;
}
