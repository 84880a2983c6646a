import { sql, trusted, type CompiledRules, type FactSource, type Sql } from '@kinga/plugin-sdk';
import { contributionFacts } from '../facts/contribution-facts.js';

/** Somebody hypothetical as JSON, with the facts that were given beside. */
export interface Hypothetical {
  readonly id: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly kind: string;
  readonly history: readonly { readonly month: string; readonly to?: string | null; readonly earnings: string; readonly paid?: string | null; readonly credited?: boolean | null }[];
  /** As `givenFacts` checked them. */
  readonly facts: string;
}

/** The months of a made-up history, in the form of those that were contributed. */
function madeUp({ day }: FactSource): Sql {
  return sql`
    select m.month::date as month, sum(h.earnings) as earnings, bool_and(coalesce(h.credited, false)) as credited, 30::numeric as days, 0::numeric as worker, 0::numeric as employer, 0::numeric as state, sum(coalesce(h.paid, 0)) as paid
    from jsonb_to_recordset(g.history) as h(month date, "to" date, earnings numeric, paid numeric, credited boolean)
    cross join lateral generate_series(date_trunc('month', h.month::timestamp), date_trunc('month', coalesce(h."to", h.month)::timestamp), interval '1 month') m (month)
    where m.month < date_trunc('month', (${day})::timestamp) group by 1`;
}

const NO_PARTS = (): Sql => sql`select null::numeric as year, null::date as first, null::text as part, null::text as branch, null::numeric as tier, null::numeric as paid where false`;

/** What the rules ask of contributions, worked out of the made-up history by the same expressions as of what was posted. */
function contributionsOf(compiled: CompiledRules): Sql {
  const known = contributionFacts({ months: madeUp, parts: NO_PARTS });
  const source: FactSource = { id: sql`g.id`, day: sql`${compiled.on}::date`, currency: sql`${compiled.set.currency}::text`, programme: trusted('null::uuid') };
  const asked = [...(compiled.facts.get('person')?.facts.get('contributions')?.of?.facts.keys() ?? [])];
  return asked.reduce((object, name) => {
    const fact = known[name];
    if (!fact) return object;
    const value = 'type' in fact ? fact.sql(source) : sql`(select coalesce(jsonb_agg(to_jsonb(item)), '[]') from (${fact.sql(source)}) item)`;
    return sql`${object} || jsonb_build_object(${name}::text, ${value})`;
  }, trusted("'{}'::jsonb"));
}

/** Hypothetical people as rows for `evaluated` and `explained`: `select id, place_id, facts`. */
export function hypotheticalFacts(compiled: CompiledRules, people: readonly Hypothetical[]): Sql {
  return sql`
    select g.id, null::uuid as place_id, g.facts || jsonb_build_object(
      'person', coalesce(g.facts -> 'person', '{}') || jsonb_build_object('birthDate', g."birthDate", 'sex', g.sex, 'age', extract(year from age(${compiled.on}::date, g."birthDate"))::int, 'contributions', ${contributionsOf(compiled)}),
      'enrolment', coalesce(g.facts -> 'enrolment', '{}') || jsonb_build_object('pension', jsonb_build_object('kind', g.kind, 'from', ${compiled.on}::date))) as facts
    from jsonb_to_recordset(${`[${people.map(({ facts, ...each }) => `${JSON.stringify(each).slice(0, -1)},"facts":${facts}}`).join()}]`}::jsonb) as g(id uuid, "birthDate" date, sex text, kind text, history jsonb, facts jsonb)`;
}
