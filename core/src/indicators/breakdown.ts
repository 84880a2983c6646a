import { registerEnumType } from 'type-graphql';
import { sql, trusted, type Sql } from '../kernel/read/sql.js';

export enum IndicatorBreakdown {
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
  YEAR = 'YEAR',
  PLACE = 'PLACE',
  SEX = 'SEX',
  AGE = 'AGE',
  PROGRAMME = 'PROGRAMME',
  FUNCTION = 'FUNCTION',
  FINANCING = 'FINANCING',
}
registerEnumType(IndicatorBreakdown, {
  name: 'IndicatorBreakdown',
  description: 'By what an indicator is told apart.',
  valuesConfig: {
    MONTH: { description: 'By month: `2026-03`.' },
    QUARTER: { description: 'By quarter: `2026-Q1`.' },
    YEAR: { description: 'By year: `2026`.' },
    PLACE: { description: 'By the places of a level: their codes.' },
    SEX: { description: 'By sex.' },
    AGE: { description: 'By groups of age in completed years: `18–59`, `60+`.' },
    PROGRAMME: { description: 'By programme: their codes.' },
    FUNCTION: { description: 'By what programmes protect against, as SDG 1.3.1 and the Social Security Inquiry of the ILO tell it apart.' },
    FINANCING: { description: 'By how programmes are financed and targeted, as the Social Security Inquiry of the ILO tells it apart: CONTRIBUTORY, MEANS_TESTED, UNIVERSAL.' },
  },
});

/** What an indicator is asked by. */
export interface Breakdowns {
  readonly by: readonly IndicatorBreakdown[];
  readonly placeLevel: string | null;
  /** Lower ends of groups of age but for the first, in ascending order. */
  readonly ages: readonly number[];
}

/** How long the periods are of which a stock is told: a month where nothing says otherwise. */
export function periodOf(by: readonly IndicatorBreakdown[]): 'month' | 'quarter' | 'year' | null {
  if (by.includes(IndicatorBreakdown.MONTH)) return 'month';
  if (by.includes(IndicatorBreakdown.QUARTER)) return 'quarter';
  return by.includes(IndicatorBreakdown.YEAR) ? 'year' : null;
}

/** Names of groups of age: `0–17`, `18–59`, `60+`. */
export function ageLabels(ages: readonly number[]): readonly string[] {
  const from = [0, ...ages];
  return from.map((each, at) => (at + 1 < from.length ? `${each}–${(from[at + 1] ?? 0) - 1}` : `${each}+`));
}

/** What a row `f` of an indicator, with its programme `p`, is told by: a text each, null where it is not known. */
export function groupOf(breakdown: IndicatorBreakdown, { placeLevel, ages }: Breakdowns): Sql {
  switch (breakdown) {
    case IndicatorBreakdown.MONTH: return trusted("to_char(f.on_day, 'YYYY-MM')");
    case IndicatorBreakdown.QUARTER: return trusted(`to_char(f.on_day, 'YYYY"-Q"Q')`);
    case IndicatorBreakdown.YEAR: return trusted("to_char(f.on_day, 'YYYY')");
    case IndicatorBreakdown.SEX: return trusted('f.sex');
    case IndicatorBreakdown.PROGRAMME: return trusted('p.code');
    case IndicatorBreakdown.FUNCTION: return trusted('p.ilo_function');
    case IndicatorBreakdown.FINANCING: return trusted("case when p.contributory then 'CONTRIBUTORY' when p.means_tested then 'MEANS_TESTED' when p.contributory is false and p.means_tested is false then 'UNIVERSAL' end");
    case IndicatorBreakdown.AGE: return sql`(${ageLabels(ages)}::text[])[width_bucket(f.age, ${[0, ...ages]}::int[])]`;
    case IndicatorBreakdown.PLACE: return sql`(select up.code from people.place here join people.place up on here.number between up.number and up.last_number and up.level = ${placeLevel}::text where here.id = f.place_id)`;
  }
}
