import { randomFrom } from '../seed/random.mjs';
import { respell, SLIPS } from '../seed/misspell.mjs';

const KINDS = {
  'letter dropped': SLIPS.dropped,
  'letters swapped': SLIPS.swapped,
  'letter doubled': SLIPS.doubled,
  // The order alone would be no misspelling, since words are looked for in any order.
  'names in another order, letter dropped': SLIPS.dropped,
  'other spelling of the sound': respell,
};

/** Persons drawn from the registry, each with a misspelling of the name: as many of each kind. */
export async function misspellings(pool, count, { seed = 5, place } = {}) {
  const { rows } = await pool.query(
    `select p.id, p.given_name || ' ' || p.family_name as name, extract(year from p.birth_date)::int as year from people.person p
     where $2::uuid[] is null or p.place_id = any($2) order by md5(p.id::text || $3) limit $1`, [count * 2, place ?? null, String(seed)]);
  const random = randomFrom(seed);
  const kinds = Object.entries(KINDS);
  const made = [];
  for (const { id, name, year } of rows) {
    if (made.length === count) break;
    const [kind, slip] = kinds[made.length % kinds.length];
    const text = misspell(name.toLowerCase().split(' '), slip, random, kind.startsWith('names'));
    if (text) made.push({ id, name: wordsOf(name), year, kind, text });
  }
  return made;
}

/** One word is misspelt; where the kind cannot be done to it, another. */
function misspell(words, slip, random, turned) {
  const able = words.map((word, at) => at).filter((at) => words[at].length > 2);
  for (let attempt = 0; attempt < 10 && able.length > 0; attempt += 1) {
    const at = random.pick(able);
    const wrong = slip(words[at], random);
    if (!wrong || wrong === words[at]) continue;
    const all = words.with(at, wrong);
    return (turned ? all.toReversed() : all).join(' ');
  }
  return undefined;
}

/** The words of a name, in no order: what tells one name from another in a search that asks for none. */
export function wordsOf(name) {
  return name.toLowerCase().split(' ').toSorted().join(' ');
}
