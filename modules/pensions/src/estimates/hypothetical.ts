import { sql, trusted, type CompiledRules, type FactSource, type ProgrammeRules, type Sql } from '@kinga/plugin-sdk';
import { contributionFacts } from '../facts/contribution-facts.js';

/** A month of a made-up history, or the same for several. */
export interface HypotheticalMonths {
  readonly month: string;
  readonly to?: string | null;
  readonly earnings: string;
  readonly paid?: string | null;
  readonly credited?: boolean | null;
  /** What the rules of contributions say of a month, with amounts by the codes of parts. */
  readonly worker?: string;
  readonly employer?: string;
  readonly state?: string;
  readonly parts?: Readonly<Record<string, string>>;
}

/** Somebody hypothetical as JSON, with the facts that were given beside. */
export interface Hypothetical {
  readonly id: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly kind: string;
  readonly history: readonly HypotheticalMonths[];
  /** As `givenFacts` checked them. */
  readonly facts: string;
}

/** The months of a made-up history, in the form of those that were contributed. */
function madeUp({ day }: FactSource): Sql {
  return sql`
    select m.month::date as month, sum(h.earnings) as earnings, bool_and(coalesce(h.credited, false)) as credited, 30::numeric as days,
      sum(coalesce(h.worker, 0)) as worker, sum(coalesce(h.employer, 0)) as employer, sum(coalesce(h.state, 0)) as state, sum(coalesce(h.paid, 0)) as paid
    from jsonb_to_recordset(g.history) as h(month date, "to" date, earnings numeric, paid numeric, credited boolean, worker numeric, employer numeric, state numeric)
    cross join lateral generate_series(date_trunc('month', h.month::timestamp), date_trunc('month', coalesce(h."to", h.month)::timestamp), interval '1 month') m (month)
    where m.month < date_trunc('month', (${day})::timestamp) group by 1`;
}

/** What was computed for the parts of a made-up history, in the form of what was contributed. */
function madeUpParts({ programme, day }: FactSource): Sql {
  return sql`
    select extract(year from h.month) as year, date_trunc('year', h.month::timestamp)::date as first, p.code as part, p.branch, p.tier::numeric as tier, sum(share.value::numeric) as paid
    from jsonb_to_recordset(g.history) as h(month date, parts jsonb) cross join lateral jsonb_each_text(h.parts) share join pensions.contribution_part p on p.programme_id = ${programme} and p.code = share.key
    where h.month < date_trunc('month', (${day})::timestamp) group by 1, 2, 3, 4, 5 order by 1, 3`;
}

/** What the rules ask of contributions. */
function askedOf({ facts }: CompiledRules): ReadonlyMap<string, { readonly of?: { readonly facts: ReadonlyMap<string, unknown> } | undefined }> {
  return facts.get('person')?.facts.get('contributions')?.of?.facts ?? new Map();
}

/** What the rules ask of what was paid, by whomever or by part. */
export function askedOfPaid(compiled: CompiledRules): { readonly paid: boolean; readonly parts: boolean } {
  const asked = askedOf(compiled);
  const parts = asked.has('parts');
  const ofMonths = ['history', 'years'].flatMap((list) => [...(asked.get(list)?.of?.facts.keys() ?? [])]);
  return { parts, paid: parts || asked.has('paid') || ['worker', 'employer', 'state', 'paid'].some((name) => ofMonths.includes(name)) };
}

/** What the rules ask of contributions, worked out of the made-up history by the same expressions as of what was posted. */
function contributionsOf({ compiled, programmeId }: ProgrammeRules): Sql {
  const known = contributionFacts({ months: madeUp, parts: madeUpParts });
  const source: FactSource = { id: sql`g.id`, day: sql`${compiled.on}::date`, currency: sql`${compiled.set.currency}::text`, programme: sql`${programmeId}::uuid` };
  return [...askedOf(compiled).keys()].reduce((object, name) => {
    const fact = known[name];
    if (!fact) return object;
    const value = 'type' in fact ? fact.sql(source) : sql`(select coalesce(jsonb_agg(to_jsonb(item)), '[]') from (${fact.sql(source)}) item)`;
    return sql`${object} || jsonb_build_object(${name}::text, ${value})`;
  }, trusted("'{}'::jsonb"));
}

/** Hypothetical people as rows that are called `g`. */
export function hypotheticalRows(people: readonly Hypothetical[]): Sql {
  return sql`jsonb_to_recordset(${`[${people.map(({ facts, ...each }) => `${JSON.stringify(each).slice(0, -1)},"facts":${facts}}`).join()}]`}::jsonb) as g(id uuid, "birthDate" date, sex text, kind text, history jsonb, facts jsonb)`;
}

/** Hypothetical people as rows for `evaluated` and `explained`: `select id, place_id, facts`. */
export function hypotheticalFacts(rules: ProgrammeRules, people: readonly Hypothetical[]): Sql {
  const { on } = rules.compiled;
  return sql`
    select g.id, null::uuid as place_id, g.facts || jsonb_build_object(
      'person', coalesce(g.facts -> 'person', '{}') || jsonb_build_object('birthDate', g."birthDate", 'sex', g.sex, 'age', extract(year from age(${on}::date, g."birthDate"))::int, 'contributions', ${contributionsOf(rules)}),
      'enrolment', coalesce(g.facts -> 'enrolment', '{}') || jsonb_build_object('pension', jsonb_build_object('kind', g.kind, 'from', ${on}::date))) as facts
    from ${hypotheticalRows(people)}`;
}
