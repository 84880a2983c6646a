import { COLUMNS, FIELD_NAMES, FIELDS, HOMES, RAREST, WIDTH } from './levels.js';
import { NAMES_AT } from './namesakes.js';

const log2 = (value: string): string => `(ln(${value}) / ln(2))`;
const shareOf = (column: string): string => `greatest(p.${column}_share, ${RAREST})`;
const NAMESAKES = `($3::float8[])[1 + ${NAMES_AT}]`;
/** How many others are expected to bear both names, as far as is known without counting them. */
const EXPECTED_NAMESAKES = `(all_of.persons * ${shareOf('given')} * ${shareOf('family')} * 2 ^ ${NAMESAKES})`;
/** How much fewer bear both names than is expected: what was counted, believed as much as one namesake more or less (Gamma prior of shape 1). */
const BOTH_NAMES = log2(`(${EXPECTED_NAMESAKES} + 1) / greatest(p.namesakes - 1, 1)`);

/** Weight of a field's level where both live as they do; $1 holds them one after the other, see `Weights`. */
function weightOf(index: number): string {
  const column = COLUMNS[index] ?? '';
  const at = `($1::float8[])[1 + ((c.home * 2 + case when c.given >= 2 then 1 else 0 end) * ${FIELD_NAMES.length} + ${index}) * ${WIDTH} + c.${column}]`;
  if (column === 'birth') return `${at} + case when c.birth between 2 and 5 or c.birth = 7 then ${log2('all_of.same_year / p.year_share')} else 0 end`;
  // A name that few bear says more; one that nobody else bears no more than one of a hundred thousand.
  const rarity = `case when c.${column} = 5 and c.home < ${column === 'given' ? 3 : 2} then -${log2(shareOf(column))} else 0 end`;
  // Who bears the names the other way round by mistake is alone in it; where others bear them so, both ways are names.
  if (column === 'given') return `${at} + ${rarity} - case when c.given = 6 then ${log2('least(p.namesakes, q.namesakes)')} else 0 end`;
  return column === 'family' ? `${at} + ${rarity} - ${NAMESAKES} + case when c.given = 5 and c.family = 5 and c.home = 0 then ${BOTH_NAMES} else 0 end` : at;
}

const levelName = (index: number): string => {
  const [name, column] = [FIELD_NAMES[index] ?? 'SEX', COLUMNS[index] ?? ''];
  return `(array[${FIELDS[name].map((level) => `'${level}'`).join()}])[1 + s.${column}]`;
};

const COMPARISONS = FIELD_NAMES.map((name, index) => `jsonb_build_object('field', '${name}', 'level', ${levelName(index)}, 'weight', round(s.w_${COLUMNS[index]}::numeric, 2)::text)`);

const known = (person: string): string =>
  `matching.compared_of(${['given', 'family', 'sex', 'born', 'born_precision', 'phones', 'numbers'].map((column) => `${person}.${column}`).join(', ')})`;

/** Every pair that was compared, with its score: the logarithm of the odds that both are one. */
const SCORED = `
  select s.*, ${COLUMNS.map((column) => `s.w_${column}`).join(' + ')} + s.w_home as score
  from (
    select c.*, p.id as a_id, q.id as b_id, ${known('p')} as a_known, ${known('q')} as b_known, ($2::float8[])[1 + c.home] as w_home, ${COLUMNS.map((column, index) => `${weightOf(index)} as w_${column}`).join(', ')}
    from matching.duplicate_comparison c join matching.duplicate_person p on p.n = c.a join matching.duplicate_person q on q.n = c.b
      cross join (select count(*)::float8 as persons, (select sum(share ^ 2) from (select count(*)::float8 / sum(count(*)) over () as share from matching.duplicate_person where born is not null group by extract(year from born)) t) as same_year from matching.duplicate_person) all_of
    where not c.sample) s`;

/**
 * Writes those who are likely enough: $1 weights, $2 priors, $3 what namesakes say less, $4 least score. What somebody dismissed stays dismissed unless one of both
 * has changed.
 */
export const WRITE_CANDIDATES = `
  insert into matching.duplicate_candidate as old (id, first_id, second_id, score, probability, compared, known)
  select kernel.uuid7(), least(s.a_id, s.b_id), greatest(s.a_id, s.b_id), round(s.score::numeric, 2), round((1 / (1 + 2 ^ (-s.score)))::numeric, 4),
    jsonb_build_array(${COMPARISONS.join(', ')},
      jsonb_build_object('field', 'HOME', 'level', (array[${HOMES.map((home) => `'${home}'`).join()}])[1 + s.home], 'weight', round(s.w_home::numeric, 2)::text)),
    case when s.a_id < s.b_id then s.a_known || ' ' || s.b_known else s.b_known || ' ' || s.a_known end
  from (${SCORED}) s where s.score >= $4::float8
  on conflict on constraint duplicate_candidate_pair do update
  set score = excluded.score, probability = excluded.probability, compared = excluded.compared, known = excluded.known, state = 'OPEN', decided_by = null, decided_on = null, decision_reason = null
  where (old.state = 'OPEN' and (old.score, old.compared, old.known) is distinct from (excluded.score, excluded.compared, excluded.known))
    or old.state = 'SUPERSEDED' or (old.state = 'DISMISSED' and old.known <> excluded.known)`;

/** After a search of everybody: pairs that nobody decided about and that are no longer likely leave the queue. */
export const LEAVE_UNLIKELY = `
  update matching.duplicate_candidate old set state = 'SUPERSEDED'
  where old.state = 'OPEN' and not exists (
    select from (${SCORED}) s where s.score >= $4::float8 and least(s.a_id, s.b_id) = old.first_id and greatest(s.a_id, s.b_id) = old.second_id)`;
