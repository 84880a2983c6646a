import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import type { CompiledRules } from './compile-rules.js';
import { evaluation } from './evaluate.js';
import { jsonArray } from './json.js';
import { aggregated, positionedRowsOf, whereKnown } from './functions/over-lists.js';
import type { Origin, Part, ValueTerm } from './term.js';
import { textOfPart } from './text-of.js';
import type { ValueType } from './values.js';

/** Why a value is unknown, where the reason lies in itself and not in what it is computed from. */
export type Unknown = 'FACT_MISSING' | 'NOT_IN_FORCE' | 'NO_ROW' | 'DIVISION_BY_ZERO' | 'EMPTY_LIST';

/** A part of a rule with its value, and what it consists of. */
export interface Explained {
  /** As it stands in the rule. */
  readonly expression: string;
  readonly type: ValueType | 'null' | 'list';
  /** Null where it is unknown; of a list, how many items it has. */
  readonly value: unknown;
  readonly from?: Origin;
  readonly unknown?: Unknown;
  readonly children: readonly Explained[];
  /** Of what is asked of each item of a list: the part for one item after the other. */
  readonly items?: readonly Explained[];
}

/** A rule with its value and all of its parts. */
export interface ExplainedRule extends Explained {
  readonly rule: string;
  readonly kind: string;
}

/**
 * Every part of the rules with its value, for each row: `select id, explanation jsonb`, a list of `ExplainedRule` in the order of the set.
 *
 * @param rows gives `(id, place_id, facts)`, as for `evaluated`
 */
export function explained(compiled: CompiledRules, rows: Sql): Sql {
  const trees = compiled.set.rules.flatMap((rule) => {
    const of = compiled.rules.find((each) => each.rule === rule);
    return of ? [sql`jsonb_build_object('rule', ${rule.code}::text, 'kind', ${rule.kind}::text) || ${treeOf(of.part)}`] : [];
  });
  return sql`select f.id, ${jsonArray(trees)} as explanation from ${evaluation(compiled, rows)}`;
}

/** The reasons for which something is unknown, each where it lies. */
export function unknownIn(tree: Explained): readonly { readonly expression: string; readonly unknown: Unknown }[] {
  const own = tree.unknown ? [{ expression: tree.expression, unknown: tree.unknown }] : [];
  return [...own, ...[...tree.children, ...(tree.items ?? [])].flatMap(unknownIn)];
}

function treeOf({ node, term, parts }: Part): Sql {
  const expression = sql`'expression', ${textOfPart(node)}::text, 'children', ${childrenOf(parts)}`;
  if (term.kind === 'list') {
    const size = aggregated(term, trusted('count(*)'));
    return sql`jsonb_build_object(${expression}, 'type', 'list', 'value', ${size})`;
  }
  if (term.kind !== 'value') return sql`jsonb_build_object(${expression})`;
  const value = term.type === 'number' || term.type === 'money' ? sql`trim_scale(${term.sql})` : term.type === 'null' ? trusted('null::text') : term.sql;
  const from = term.from ? sql`, 'from', ${term.from}::text` : trusted('');
  return sql`(select jsonb_build_object(${expression}, 'type', ${term.type}::text, 'value', x.v${from}) || ${unknown(node.op, term, parts)} from (select ${value} as v offset 0) x)`;
}

/** Rows say nothing by themselves, and literals no more than the expression. */
function childrenOf(parts: readonly Part[]): Sql {
  const told = parts.filter(({ term, node }) => term.kind !== 'row' && term.kind !== 'wrong' && node.op !== 'value').map((part) => (part.each ? itemsOf(part) : treeOf(part)));
  return jsonArray(told);
}

/** What is asked of each item of a list, one after the other. */
function itemsOf(part: Part): Sql {
  const { node, term, each } = part;
  if (!each) return treeOf(part);
  const items = whereKnown(each, sql`(select coalesce(jsonb_agg(${treeOf(part)} order by ${each.position}), '[]') from ${positionedRowsOf(each)})`);
  const type = term.kind === 'value' ? term.type : 'list';
  return sql`jsonb_build_object('expression', ${textOfPart(node)}::text, 'type', ${type}::text, 'value', null, 'children', '[]'::jsonb, 'items', ${items})`;
}

const OF_ORIGIN: Readonly<Record<Origin, Unknown | undefined>> = { fact: 'FACT_MISSING', parameter: 'NOT_IN_FORCE', table: 'NO_ROW', rule: undefined };

/** Why the value `x.v` is unknown although all that it is made of is known. */
function unknown(op: string, { from }: ValueTerm, parts: readonly Part[]): Sql {
  const why = from ? OF_ORIGIN[from] : op === '/' || op === '%' ? 'DIVISION_BY_ZERO' : op === 'rcall' ? 'EMPTY_LIST' : undefined;
  if (!why) return trusted("'{}'::jsonb");
  const made = parts.flatMap(({ term, each }) => (term.kind === 'value' && !each && term.type !== 'null' ? [sql`${term.sql} is not null`] : []));
  const lists = parts.flatMap(({ term }) => (why === 'EMPTY_LIST' && term.kind === 'list' ? [sql`${aggregated(term, trusted('count(*)'))} = 0`] : []));
  return sql`case when ${join([sql`x.v is null`, ...made, ...lists], ' and ')} then jsonb_build_object('unknown', ${why}::text) else '{}' end`;
}
