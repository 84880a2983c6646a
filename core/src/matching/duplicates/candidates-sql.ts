import { COMPARED_AS_JSON, PROBABILITY, scored } from './scored-sql.js';

const known = (person: string): string =>
  `matching.compared_of(${['given', 'family', 'sex', 'born', 'born_precision', 'phones', 'numbers'].map((column) => `${person}.${column}`).join(', ')})`;

/** Every pair that was compared. */
const SCORED = scored(
  `matching.duplicate_comparison c join matching.duplicate_person p on p.n = c.a join matching.duplicate_person q on q.n = c.b
      cross join (select count(*)::float8 as persons, (select sum(share ^ 2) from (select count(*)::float8 / sum(count(*)) over () as share from matching.duplicate_person where born is not null group by extract(year from born)) t) as same_year from matching.duplicate_person) all_of
    where not c.sample`,
  { weights: '$1::float8[]', prior: '$2::float8[]', namesakes: '$3::float8[]' },
  ['p.id as a_id', 'q.id as b_id', `${known('p')} as a_known`, `${known('q')} as b_known`],
);

/**
 * Writes those who are likely enough: $1 weights, $2 priors, $3 what namesakes say less, $4 least score. What somebody dismissed stays dismissed unless one of both
 * has changed.
 */
export const WRITE_CANDIDATES = `
  insert into matching.duplicate_candidate as old (id, first_id, second_id, score, probability, compared, known)
  select kernel.uuid7(), least(s.a_id, s.b_id), greatest(s.a_id, s.b_id), round(s.score::numeric, 2), ${PROBABILITY}, ${COMPARED_AS_JSON},
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
