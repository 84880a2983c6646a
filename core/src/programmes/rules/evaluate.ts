import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import type { CompiledRule, CompiledRules } from './compile-rules.js';
import { jsonObject } from './json.js';
import type { ValueType } from './values.js';

/**
 * Rows with the value of each rule in a column of its own, under the alias `f`: rules of lower levels first. Each level stands
 * for itself (`offset 0`), so that no value is computed twice.
 */
export function evaluation({ rules }: CompiledRules, rows: Sql): Sql {
  const levels = [...Map.groupBy(rules, ({ level }) => level)].sort(([one], [other]) => one - other);
  return levels.reduce(
    (inner, [, group]) => sql`(select f.*, ${join(group.map(({ value, type, column }) => sql`${cast(value, type)} as ${column}`), ', ')} from ${inner} offset 0) f`,
    sql`(select * from (${rows}) gathered offset 0) f`,
  );
}

function cast(value: Sql, type: ValueType): Sql {
  return type === 'number' || type === 'money' ? sql`trim_scale(${value})` : value;
}

/**
 * What the rules say of each row: `select id, place_id, facts, outcome, reasons text[], priority numeric, amount numeric, values jsonb`.
 * The amount is null of whoever is eligible where it depends on the period and none is given.
 *
 * @param rows gives `(id, place_id, facts)`: `registryFacts`, or `givenRows`
 */
export function evaluated(compiled: CompiledRules, rows: Sql): Sql {
  const { rules, set } = compiled;
  const of = (kind: string): readonly CompiledRule[] => rules.filter(({ rule }) => rule.kind === kind);
  const [must, mustNot] = [of('ELIGIBILITY'), of('EXCLUSION')];
  const [amount, priority] = [of('AMOUNT')[0], of('PRIORITY')[0]];
  const failed = codes([...must.map((each) => sql`case when not ${valueOf(each)} then ${each.rule.code}::text end`), ...mustNot.map((each) => sql`case when ${valueOf(each)} then ${each.rule.code}::text end`)]);
  const unknown = codes([...must, ...mustNot].map((each) => sql`case when ${valueOf(each)} is null then ${each.rule.code}::text end`));
  const holds = join([...must.map(valueOf), ...mustNot.map((each) => sql`not ${valueOf(each)}`), trusted('true')], ' and ');
  const due = amount ? valueOf(amount) : trusted('null::numeric');
  // What is due for a period is not known before there is one; whether somebody is eligible is known all the same.
  const noPeriod = compiled.facts.get('period')?.facts.size ? trusted(`jsonb_strip_nulls(coalesce(f.facts -> 'period', '{}')) = '{}'`) : trusted('false');
  const unpayable = amount
    ? sql`case when ${due} is null then case when not ${noPeriod} then 'AMOUNT_UNKNOWN' end when ${due} < 0 then 'AMOUNT_NEGATIVE' when scale(${due}) > ${set.minorDigits}::int then 'AMOUNT_NOT_ROUNDED' end`
    : trusted('null::text');
  return sql`
    select o.id, o.place_id, o.facts,
      case when not o.holds then 'NOT_ELIGIBLE' when o.holds and o.unpayable is null then 'ELIGIBLE' else 'UNDETERMINED' end as outcome,
      case when not o.holds then ${failed} when o.holds is null then ${unknown} else array_remove(array[o.unpayable], null) end as reasons,
      ${priority ? valueOf(priority) : trusted('null::numeric')} as priority,
      case when o.holds and o.unpayable is null then ${due} end as amount,
      ${jsonObject(rules.map((each) => [each.rule.code, valueOf(each)]))} as values
    from (select f.*, (${holds}) as holds, ${unpayable} as unpayable from ${evaluation(compiled, rows)} offset 0) o`;
}

function valueOf({ column }: CompiledRule): Sql {
  return column;
}

function codes(each: readonly Sql[]): Sql {
  return each.length === 0 ? trusted("'{}'::text[]") : sql`array_remove(array[${join(each, ', ')}], null)`;
}
