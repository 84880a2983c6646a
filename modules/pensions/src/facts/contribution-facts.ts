import { sql, trusted, type ContributedFact, type FactSource, type Sql } from '@kinga/plugin-sdk';

/** Where the months of somebody come from: the registry, or a history that somebody made up. */
export interface Contributed {
  readonly months: (source: FactSource) => Sql;
  readonly parts: (source: FactSource) => Sql;
}

const money = (description: string) => ({ type: 'money', description }) as const;
const number = (description: string) => ({ type: 'number', description }) as const;

/** What rules know of contributions: the same expressions, whether they were posted or are made up. */
export function contributionFacts({ months, parts }: Contributed): Readonly<Record<string, ContributedFact>> {
  const one = (value: string) => (source: FactSource) => sql`(select ${trusted(value)} from (${months(source)}) m)`;
  return {
    months: { ...number('How many months count: those with a contribution, and those that are credited.'), sql: one('count(*)::numeric') },
    creditedMonths: { ...number('How many of them are credited alone: nobody paid for them.'), sql: one('(count(*) filter (where m.credited))::numeric') },
    days: { ...number('How many days are insured in all, where the scheme counts days.'), sql: one('coalesce(sum(m.days), 0)') },
    firstMonth: { type: 'date', description: 'First day of the first month that counts; unknown where there is none.', sql: one('min(m.month)') },
    lastMonth: { type: 'date', description: 'First day of the last month that counts; unknown where there is none.', sql: one('max(m.month)') },
    earnings: { ...money('All earnings that count, as they were.'), sql: one('coalesce(sum(m.earnings), 0)') },
    paid: { ...money('All that was contributed, whoever paid it.'), sql: one('coalesce(sum(m.paid), 0)') },
    history: {
      description: 'The months that count, from the first on.',
      items: {
        month: { type: 'date', description: 'First day of the month.' }, year: number('Its year.'), earnings: money('Earnings that count.'),
        credited: { type: 'boolean', description: 'Whether it is credited alone.' }, days: number('Insured days.'), worker: money('What the insured person paid.'),
        employer: money('What the employer paid.'), state: money('What the state paid.'), paid: money('What all paid.'),
      },
      sql: (source) => sql`select m.month, extract(year from m.month) as year, m.earnings, m.credited, m.days, m.worker, m.employer, m.state, m.paid from (${months(source)}) m order by m.month`,
    },
    years: {
      description: 'The calendar years in which a month counts, from the first on.',
      items: {
        year: number('The year.'), first: { type: 'date', description: 'Its first day.' }, months: number('How many of its months count.'), earnings: money('Earnings that count.'), paid: money('What all paid.'),
      },
      sql: (source) => sql`
        select extract(year from m.month) as year, date_trunc('year', m.month::timestamp)::date as first, count(*)::numeric as months, sum(m.earnings) as earnings, sum(m.paid) as paid
        from (${months(source)}) m group by 1, 2 order by 1`,
    },
    parts: {
      description: 'What was paid year by year for each part that contributions are made of, such as the accounts of two tiers.',
      items: {
        year: number('The year.'), first: { type: 'date', description: 'Its first day.' }, part: { type: 'text', description: 'Code of the part.' }, branch: { type: 'text', description: 'What it insures, such as OLD_AGE.' }, tier: number('Its tier.'), paid: money('What was paid.'),
      },
      sql: parts,
    },
  };
}
