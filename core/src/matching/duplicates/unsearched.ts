import { estimateWeights, type Population } from './estimate.js';
import { EXPECTED } from './levels.js';
import { NAME_PATTERNS } from './namesakes.js';

/** How frequent a name is of which nothing is known, and among how many years of birth people are spread. */
export const SHARE_OF_A_NAME = EXPECTED.GIVEN_NAME.u[5] ?? 0;
const YEARS = 90;

/** Of a hundred persons two are registered twice: nearly one elsewhere, another in the same place, seldom in the same household. */
const TWICE = { elsewhere: 0.008, inPlace: 0.008, inHousehold: 0.004 } as const;
/** Persons of a place and of a household. */
const [OF_PLACE, OF_HOUSEHOLD] = [500, 4];

const spread = { bearers: [0, 1, 0, 0, 0], pairs: [0, SHARE_OF_A_NAME, 0, 0, 0] };
const population: Population = { pairs: [0, 0, 0], given: spread, family: spread, crossed: 0.001, sameBirth: 0, samePhone: 0 };

/** Logarithm of the share of pairs that are of one person, where each of `among` could be the other. */
const prior = (twice: number, among: string): string => `ln(2 * ${twice} / (${among})) / ln(2)`;

/**
 * What is supposed of a registry that nobody has searched yet, as the columns of the last search: what is expected of any, and as
 * many persons as PostgreSQL remembers. A name's share is counted where it is asked.
 */
export const SUPPOSED = `
  select persons, years, 1 / ${YEARS}::float8 as same_year,
    '{${estimateWeights([], [], population).weights.join()}}'::float8[] as weights,
    array[${[prior(TWICE.elsewhere, 'persons'), prior(TWICE.inPlace, `${OF_PLACE}`), prior(TWICE.inHousehold, `${OF_HOUSEHOLD}`)].join()}]::float8[] as prior,
    array_fill(0::float8, array[${NAME_PATTERNS}]) as namesakes
  from (
    select (select greatest(reltuples, 1000)::float8 from pg_class where oid = 'people.person'::regclass) as persons,
      (select jsonb_object_agg(year, 1 / ${YEARS}::float8) from generate_series(extract(year from now())::int - ${YEARS - 1}, extract(year from now())::int) year) as years) registry`;
