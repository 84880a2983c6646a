import { Person, sql, type Sql, type Vocabulary } from '@kinga/plugin-sdk';
import { contributionFacts } from './contribution-facts.js';
import { monthsOf, partsOf } from './months.js';

/** A vocabulary in which contributions come from somewhere else: a history that goes on, or one that somebody made up. */
export function withMonths(vocabulary: Vocabulary, months: typeof monthsOf): Vocabulary {
  return { ...vocabulary, contributed: new Map(vocabulary.contributed).set('contributions', [{ on: () => Person, facts: contributionFacts({ months, parts: partsOf }) }]) };
}

/**
 * The months of a person as if they went on contributing as in the last one, from the month of a day on until the rules' day. Who never
 * contributed goes on with earnings of 0.
 */
export function goingOn(from: string): typeof monthsOf {
  return (source): Sql => sql`
    with real as (${monthsOf(source)})
    select * from real
    union all
    select n.month::date, coalesce(last.earnings, 0), false, coalesce(last.days, 0), coalesce(last.worker, 0), coalesce(last.employer, 0), coalesce(last.state, 0), coalesce(last.paid, 0)
    from generate_series(date_trunc('month', ${from}::timestamp), date_trunc('month', (${source.day})::timestamp) - interval '1 month', interval '1 month') n (month)
    left join lateral (select * from real order by real.month desc limit 1) last on true
    where not exists (select from real r where r.month = n.month::date)`;
}
