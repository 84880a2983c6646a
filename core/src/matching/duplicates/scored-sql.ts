import { COLUMNS, FIELD_NAMES, FIELDS, HOMES, RAREST, WIDTH } from './levels.js';
import { NAMES_AT } from './namesakes.js';

const log2 = (value: string): string => `(ln(${value}) / ln(2))`;
const shareOf = (column: string): string => `greatest(p.${column}_share, ${RAREST})`;

/** Where `Weights` stand in a statement: arrays of float8. */
interface Learned {
  readonly weights: string;
  readonly prior: string;
  readonly namesakes: string;
}

/** How much fewer bear both names than is expected: what was counted, believed as much as one namesake more or less (Gamma prior of shape 1). */
function bothNames(namesakes: string): string {
  const expected = `(all_of.persons * ${shareOf('given')} * ${shareOf('family')} * 2 ^ ${namesakes})`;
  return `case when p.namesakes is null then 0 else ${log2(`(${expected} + 1) / greatest(p.namesakes - 1, 1)`)} end`;
}

/** Weight of a field's level where both live as they do. */
function weightOf(index: number, learned: Learned): string {
  const column = COLUMNS[index] ?? '';
  const namesakes = `(${learned.namesakes})[1 + ${NAMES_AT}]`;
  const at = `(${learned.weights})[1 + ((c.home * 2 + case when c.given >= 2 then 1 else 0 end) * ${FIELD_NAMES.length} + ${index}) * ${WIDTH} + c.${column}]`;
  if (column === 'birth') return `${at} + case when c.birth between 2 and 5 or c.birth = 7 then ${log2('all_of.same_year / p.year_share')} else 0 end`;
  // A name that few bear says more; one that nobody else bears no more than one of a hundred thousand.
  const rarity = `case when c.${column} = 5 and c.home < ${column === 'given' ? 3 : 2} then -${log2(shareOf(column))} else 0 end`;
  // Who bears the names the other way round by mistake is alone in it; where others bear them so, both ways are names.
  if (column === 'given') return `${at} + ${rarity} - case when c.given = 6 then ${log2('coalesce(least(p.namesakes, q.namesakes), 1)')} else 0 end`;
  return column === 'family' ? `${at} + ${rarity} - ${namesakes} + case when c.given = 5 and c.family = 5 and c.home = 0 then ${bothNames(namesakes)} else 0 end` : at;
}

const levelName = (index: number): string => {
  const [name, column] = [FIELD_NAMES[index] ?? 'SEX', COLUMNS[index] ?? ''];
  return `(array[${FIELDS[name].map((level) => `'${level}'`).join()}])[1 + s.${column}]`;
};

const COMPARISONS = FIELD_NAMES.map((name, index) => `jsonb_build_object('field', '${name}', 'level', ${levelName(index)}, 'weight', round(s.w_${COLUMNS[index]}::numeric, 2)::text)`);

/** Field by field, of a row `s` of `scored`. */
export const COMPARED_AS_JSON = `jsonb_build_array(${COMPARISONS.join(', ')},
  jsonb_build_object('field', 'HOME', 'level', (array[${HOMES.map((home) => `'${home}'`).join()}])[1 + s.home], 'weight', round(s.w_home::numeric, 2)::text))`;

/** How likely both are one, of a row `s` of `scored`. */
export const PROBABILITY = 'round((1 / (1 + 2 ^ (-s.score)))::numeric, 4)';

/**
 * Compared pairs with their weights and score: the logarithm of the odds that both are one.
 *
 * @param from gives `c`, the comparison; `p` and `q`, both persons; and `all_of`, how many `persons` there are and how many of their pairs were born in the `same_year`
 * @param more columns of these
 */
export function scored(from: string, learned: Learned, more: readonly string[] = []): string {
  return `select s.*, ${COLUMNS.map((column) => `s.w_${column}`).join(' + ')} + s.w_home as score
  from (
    select ${['c.*', ...more, `(${learned.prior})[1 + c.home] as w_home`, ...COLUMNS.map((column, index) => `${weightOf(index, learned)} as w_${column}`)].join(', ')}
    from ${from}) s`;
}
