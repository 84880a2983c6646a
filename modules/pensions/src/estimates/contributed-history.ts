import { ask, badInput, compileRules, join, sql, type Sql, type TxContext } from '@kinga/plugin-sdk';
import { computed } from '../rates/computed.js';
import { contributionRulesIfAny, type ContributionRules } from '../rates/contribution-rules.js';
import type { Scheme } from '../scheme-of.js';
import { hypotheticalRows, type Hypothetical } from './hypothetical.js';

/** A month in which people may have earned something, and until before which month the same rules, values and tables hold. */
interface Stretch {
  readonly from: string;
  readonly before: string;
  readonly rules: ContributionRules | undefined;
}

interface Computed {
  readonly person: string;
  readonly month: string;
  readonly earnings: string | null;
  readonly credited: boolean;
  readonly worker: string;
  readonly employer: string;
  readonly state: string;
  readonly paid: string;
  readonly parts: Readonly<Record<string, string>>;
  readonly problem: string | null;
}

const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;

function monthAfter(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** The first month on whose first day something holds that holds from a day on. */
const firstMonthOf = (day: string): string => (day.endsWith('-01') ? day : monthAfter(day));

/** The months from which on some of the rules' values, tables or their version are other ones. */
function changesOf({ compiled: { set, vocabulary } }: ContributionRules, months: readonly string[]): readonly string[] {
  const text = set.rules.map(({ expression }) => expression).join('\n');
  // What is asked of the day of the month itself may be other in each.
  if (/\bon\b/.test(text)) return months;
  const named = (code: string): boolean => text.includes(code);
  return [...[...vocabulary.parameters.values()].filter(({ code }) => named(code)).flatMap(({ values }) => values), ...[...vocabulary.tables.values()].filter(({ code }) => named(code)).flatMap(({ versions }) => versions)]
    .map(({ from }) => firstMonthOf(from));
}

/** The stretches of some months, in their order. */
async function stretchesOf(tx: TxContext, programmeId: string, months: readonly string[]): Promise<readonly Stretch[]> {
  const [first, last] = [months[0] ?? '', months.at(-1) ?? ''];
  const { rows } = await tx.tx.query<{ from: string }>("select distinct effective_from::text as from from programmes.programme_version where programme_id = $1 and state in ('PUBLISHED', 'SUPERSEDED')", [programmeId]);
  const inside = (days: readonly string[]): readonly string[] => [...new Set([first, ...days.filter((day) => day > first && day <= last)])].sort();
  const found: { from: string; rules: ContributionRules | undefined }[] = [];
  const versions = inside(rows.map(({ from }) => firstMonthOf(from)));
  for (const [at, version] of versions.entries()) {
    const rules = await contributionRulesIfAny(tx, programmeId, version, 'programmeId');
    const until = versions[at + 1] ?? monthAfter(last);
    const changes = rules ? changesOf(rules, months).filter((month) => month > version && month < until) : [];
    for (const from of [version, ...new Set(changes)].sort()) {
      found.push({ from, rules: rules && { ...rules, compiled: compileRules(rules.compiled.vocabulary, rules.compiled.set, from) } });
    }
  }
  return found.map((stretch, at) => ({ ...stretch, before: found[at + 1]?.from ?? monthAfter(last) }));
}

/** What is computed of the months of a stretch; where the scheme has no rules of contributions then, all counts and nothing is paid. */
function ofStretch({ id, digits }: Scheme, { from, before, rules }: Stretch, countedBefore: string): Sql {
  const here = sql`m.month >= ${from}::date and m.month < ${before}::date and not m.credited`;
  if (!rules) return sql`select m.id, m.earned as counted, 0::numeric as worker, 0::numeric as employer, 0::numeric as state, '{}'::jsonb as parts, null::text as problem from months m where ${here}`;
  return computed(rules, id, digits, sql`
    select m.id, null::uuid as place_id, m.facts || jsonb_build_object(
      'person', coalesce(m.facts -> 'person', '{}') || jsonb_build_object('birthDate', m.born, 'sex', m.sex, 'age', extract(year from age(m.month, m.born))::int),
      'contribution', '{"days": 30, "category": "EMPLOYEE", "activity": null, "contractedOut": false, "countedInMonth": 0}'::jsonb || jsonb_strip_nulls(coalesce(m.facts -> 'contribution', '{}'))
        || jsonb_build_object('earnings', m.earned, 'month', m.month, 'countedInYear', coalesce((${countedBefore}::jsonb #>> array[m.person::text, extract(year from m.month)::text])::numeric, 0))) as facts
    from months m where ${here}`);
}

async function compute(tx: TxContext, scheme: Scheme, people: readonly Estimated[], stretches: readonly Stretch[], ofYear: number | null, countedBefore: object): Promise<readonly Computed[]> {
  const { rows } = await ask<Computed>(tx, sql`
    with months as materialized (
      select md5(g.id::text || m.month)::uuid as id, g.id as person, g."birthDate" as born, g.sex, g.facts, m.month::date as month,
        coalesce(sum(h.earnings) filter (where not coalesce(h.credited, false)), 0) as earned, coalesce(sum(h.earnings) filter (where h.credited), 0) as granted, bool_and(coalesce(h.credited, false)) as credited, sum(h.paid) as paid
      from ${hypotheticalRows(people.map((person) => ({ ...person, facts: person.given })))} cross join jsonb_to_recordset(g.history) as h(month date, "to" date, earnings numeric, paid numeric, credited boolean)
      cross join lateral generate_series(date_trunc('month', h.month::timestamp), date_trunc('month', coalesce(h."to", h.month)::timestamp), interval '1 month') m (month)
      where ${ofYear}::int is null or extract(month from m.month) = ${ofYear}::int group by g.id, g."birthDate", g.sex, g.facts, m.month),
    outcome as materialized (${join(stretches.map((stretch) => ofStretch(scheme, stretch, JSON.stringify(countedBefore))), ' union all ')})
    select m.person, m.month::text, (m.granted + case when m.credited then 0 else o.counted end)::text as earnings, m.credited, coalesce(o.worker, 0)::text as worker, coalesce(o.employer, 0)::text as employer, coalesce(o.state, 0)::text as state,
      coalesce(m.paid, o.worker + o.employer + o.state, 0)::text as paid, coalesce(o.parts, '{}') as parts, o.problem
    from months m left join outcome o on o.id = m.id order by m.person, m.month`);
  return rows;
}

/** Somebody of a query: which of those that were given, and all facts that were. */
export interface Estimated extends Hypothetical {
  readonly index: number;
  readonly given: string;
}

/** What the rules of a scheme ask of what was paid, and not of earnings alone. */
export interface AskedOfPaid {
  readonly paid: boolean;
  readonly parts: boolean;
}

/**
 * The histories of hypothetical people with what counts of their earnings and what is contributed by the rules of the scheme that are in force
 * in each month: as a declaration would have it. What was given as paid stays.
 *
 * @throws a fault of input where the rules do not say what counts, or what is paid and somebody asks
 */
export async function contributedHistories(tx: TxContext, scheme: Scheme, people: readonly Estimated[], asked: AskedOfPaid): Promise<readonly Estimated[]> {
  const months = monthsOf(people);
  if (months.length === 0) return people;
  const stretches = await stretchesOf(tx, scheme.id, months);
  if (stretches.every(({ rules }) => rules === undefined)) return people;
  const found: Computed[] = [];
  if (!stretches.some(({ rules }) => rules?.compiled.facts.get('contribution')?.facts.has('countedInYear'))) found.push(...await compute(tx, scheme, people, stretches, null, {}));
  else {
    // A ceiling of the year leaves of each month what those before it left.
    const counted = new Map<string, Map<string, string>>();
    for (let month = 1; month <= 12; month += 1) {
      const rows = await compute(tx, scheme, people, stretches, month, Object.fromEntries([...counted].map(([person, years]) => [person, Object.fromEntries(years)])));
      found.push(...rows);
      await addCounted(tx, counted, rows);
    }
  }
  const byPerson = Map.groupBy(found, ({ person }) => person);
  return people.map((person) => {
    const own = byPerson.get(person.id) ?? [];
    const wrong = own.find(({ problem, earnings }) => problem !== null && (asked.paid || earnings === null));
    if (wrong) throw badInput(`people.${person.index}.history: By the rules it is not known what is contributed for ${wrong.month.slice(0, 7)} (${wrong.problem}). Give what they ask for as facts, such as {"contribution": {"category": "EMPLOYEE"}}.`);
    const given = person.history.findIndex(({ paid }) => paid !== undefined && paid !== null);
    if (asked.parts && given >= 0) throw badInput(`people.${person.index}.history.${given}.paid: The rules ask what was paid for each part. Leave it out: by the rules of contributions it is computed.`);
    return { ...person, history: own.map(({ month, earnings, credited, worker, employer, state, paid, parts }) => ({ month, earnings: earnings ?? '0', credited, worker, employer, state, paid, parts })) };
  });
}

async function addCounted(tx: TxContext, counted: Map<string, Map<string, string>>, rows: readonly Computed[]): Promise<void> {
  const keys = rows.filter(({ credited, earnings }) => !credited && earnings !== null);
  const before = keys.map(({ person, month }) => counted.get(person)?.get(month.slice(0, 4)) ?? '0');
  const { rows: sums } = await ask<{ sum: string }>(tx, sql`select (a + b)::text as sum from unnest(${before}::numeric[], ${keys.map(({ earnings }) => earnings)}::numeric[]) with ordinality as t(a, b, n) order by n`);
  keys.forEach(({ person, month }, at) => {
    const years = counted.get(person) ?? new Map<string, string>();
    counted.set(person, years.set(month.slice(0, 4), sums[at]?.sum ?? '0'));
  });
}

/** All months from the first to the last of histories. */
function monthsOf(people: readonly Hypothetical[]): readonly string[] {
  const ends = people.flatMap(({ history }) => history.flatMap(({ month, to }) => [monthOf(month), monthOf(to ?? month)])).sort();
  const [first, last] = [ends[0], ends.at(-1)];
  const months: string[] = [];
  for (let month = first; month && last && month <= last; month = monthAfter(month)) months.push(month);
  return months;
}
