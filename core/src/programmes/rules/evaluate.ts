import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import type { CompiledRule, CompiledRules } from './compile-rules.js';
import { jsonObject } from './json.js';
import type { ValueType } from './values.js';

/** Where a set of rules is evaluated over rows of `(id, place_id, facts)`: each rule's value, rules of lower levels first. */
export function evaluation({ rules }: CompiledRules, rows: Sql): Sql {
  const levels = [...Map.groupBy(rules, ({ level }) => level)].sort(([one], [other]) => one - other);
  // Each level stands for itself (`offset 0`), so that no value is computed twice.
  const laterals = levels.map(([level, group]) => sql` cross join lateral (select ${join(group.map(({ value, type, column }) => sql`${cast(value, type)} as ${column.name}`), ', ')} offset 0) ${trusted(`l${level}`)}`);
  return sql`(select * from (${rows}) gathered offset 0) f${join(laterals, '')}`;
}

function cast(value: Sql, type: ValueType): Sql {
  return type === 'number' || type === 'money' ? sql`trim_scale(${value})` : value;
}

/**
 * What the rules say of each row: `select id, place_id, facts, outcome, reasons text[], priority numeric, amount numeric, values jsonb`.
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
  const due = amount ? valueOf(amount) : trusted('null::numeric');
  const unpayable = amount
    ? sql`case when ${due} is null then array['AMOUNT_UNKNOWN'] when ${due} < 0 then array['AMOUNT_NEGATIVE'] when scale(${due}) > ${set.minorDigits}::int then array['AMOUNT_NOT_ROUNDED'] else '{}' end`
    : trusted("'{}'::text[]");
  const values = jsonObject(rules.map((each) => [each.rule.code, valueOf(each)]));
  return sql`
    select f.id, f.place_id, f.facts,
      case when o.failed <> '{}' then 'NOT_ELIGIBLE' when o.unknown <> '{}' or o.unpayable <> '{}' then 'UNDETERMINED' else 'ELIGIBLE' end as outcome,
      case when o.failed <> '{}' then o.failed when o.unknown <> '{}' then o.unknown else o.unpayable end as reasons,
      ${priority ? valueOf(priority) : trusted('null::numeric')} as priority,
      case when o.failed = '{}' and o.unknown = '{}' and o.unpayable = '{}' then ${due} end as amount,
      ${values} as values
    from ${evaluation(compiled, rows)}
    cross join lateral (select ${failed} as failed, ${unknown} as unknown, ${unpayable} as unpayable offset 0) o`;
}

function valueOf({ column }: CompiledRule): Sql {
  return sql`${column.table}.${column.name}`;
}

function codes(each: readonly Sql[]): Sql {
  return each.length === 0 ? trusted("'{}'::text[]") : sql`array_remove(array[${join(each, ', ')}], null)`;
}
