import { ask, compileRules, evaluated, join, registryFacts, sql, type CompiledRules, type ProgrammeRules, type Sql, type TxContext } from '@kinga/plugin-sdk';
import { goingOn, withMonths } from '../facts/contributing-on.js';
import type { AwardKind } from '../awards/award-kind.js';

/** Whose entitlement is tested, and from when on a pension would be claimed. */
export interface Tested {
  readonly personId: string;
  readonly kind: AwardKind;
  readonly from: string;
}

/** Facts of a person as of the rules' day, as if a pension of a kind were claimed from a day on. */
export function claimantFacts(ctx: TxContext, compiled: CompiledRules, programmeId: string, { personId, kind, from }: Tested): Sql {
  const facts = registryFacts(ctx, compiled, { where: (row) => sql`${row}.id = ${personId}::uuid`, programmeId });
  return sql`
    select g.id, g.place_id, g.facts || jsonb_build_object('enrolment', coalesce(nullif(g.facts -> 'enrolment', 'null'), '{}')
      || jsonb_build_object('pension', coalesce(nullif(g.facts #> '{enrolment,pension}', 'null'), '{}') || jsonb_build_object('kind', ${kind}::text, 'from', ${from}::date))) as facts
    from (${facts}) g`;
}

/** Days on which it is first known of each condition to hold; undefined where it is on none that was looked at. */
export type Met = ReadonlyMap<string, string | undefined>;

/** What stands for all conditions together. */
export const ALL = '*';
const MONTHS_AHEAD = 720;
const AT_ONCE = 2;

/** Days on which something may begin to hold: the first of each month, and the day of the month on which somebody was born. */
function candidates(from: string, born: string | null): readonly string[] {
  const day = (year: number, month: number, of: number): string => new Date(Date.UTC(year, month, of)).toISOString().slice(0, 10);
  const [year = 0, month = 1] = from.split('-').map(Number);
  const birthday = Number(born?.slice(8) ?? 1);
  const days = Array.from({ length: MONTHS_AHEAD }, (_, ahead) => {
    const last = new Date(Date.UTC(year, month + ahead, 0)).getUTCDate();
    return [day(year, month - 1 + ahead, 1), day(year, month - 1 + ahead, Math.min(birthday, last))];
  }).flat();
  return [...new Set(days)].filter((each) => each > from).sort();
}

type Holds = Readonly<Record<string, boolean | null>>;

/** What holds on some days, by one statement. */
async function holdsOn(ctx: TxContext, rules: ProgrammeRules, tested: Tested, contributing: boolean, days: readonly string[]): Promise<ReadonlyMap<string, Holds>> {
  const { set, vocabulary: known } = rules.compiled;
  const vocabulary = contributing ? withMonths(known, goingOn(tested.from)) : known;
  const each = days.map((day) => {
    const compiled = compileRules(vocabulary, set, day);
    return sql`(select ${day}::text as day, e.outcome, e.values from (${evaluated(compiled, claimantFacts(ctx, compiled, rules.programmeId, { ...tested, from: day }))}) e)`;
  });
  const { rows } = await ask<{ day: string; outcome: string; values: Readonly<Record<string, unknown>> }>(ctx, sql`${join(each, ' union all ')}`);
  return new Map(rows.map(({ day, outcome, values }) => [day, { ...holding(set.rules, values), [ALL]: outcome === 'ELIGIBLE' }]));
}

/** Of each condition whether it is met: of an exclusion, that it does not hold. */
export function holding(rules: CompiledRules['set']['rules'], values: Readonly<Record<string, unknown>>): Holds {
  const met = (kind: string, value: unknown): boolean | null => (typeof value === 'boolean' ? (kind === 'EXCLUSION' ? !value : value) : null);
  return Object.fromEntries(rules.filter(({ kind }) => kind === 'ELIGIBILITY' || kind === 'EXCLUSION').map(({ code, kind }) => [code, met(kind, values[code])]));
}

/**
 * When conditions that do not hold yet will, by the version of the rules that is in force now, its values and tables as of each day: as
 * time goes by alone, or if contributions go on as in the last month. A condition that holds is taken to hold from then on.
 */
export async function whenMet(ctx: TxContext, rules: ProgrammeRules, tested: Tested, born: string | null, contributing: boolean, conditions: readonly string[]): Promise<Met> {
  const days = candidates(tested.from, born);
  // Of each condition the stretch of days in which it begins to hold: after `low`, by `high`.
  const stretches = new Map(conditions.map((code) => [code, { low: -1, high: days.length }]));
  for (;;) {
    const open = [...stretches].filter(([, { low, high }]) => high - low > 1);
    if (open.length === 0) break;
    const looked = new Set(open.flatMap(([, { low, high }]) => {
      const width = high - low;
      return Array.from({ length: Math.min(AT_ONCE, width - 1) }, (_, at) => low + Math.max(1, Math.ceil((width * (at + 1)) / (AT_ONCE + 1)))).filter((at) => at < high);
    }));
    const found = await holdsOn(ctx, rules, tested, contributing, [...looked].map((at) => days[at] ?? ''));
    for (const [code, { low, high }] of open) {
      const inside = [...looked].filter((at) => at > low && at < high).sort((one, other) => one - other);
      const first = inside.find((at) => found.get(days[at] ?? '')?.[code] === true);
      const before = inside.filter((at) => first === undefined || at < first).at(-1);
      stretches.set(code, { low: before ?? low, high: first ?? high });
    }
  }
  return new Map([...stretches].map(([code, { high }]) => [code, days[high]]));
}
