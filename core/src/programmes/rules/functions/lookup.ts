import { Decimal } from 'decimal.js';
import { join, sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import type { TableKey, TableRow, TableVersions } from '../rule-set.js';
import { constant } from '../values.js';
import type { PlainFunction } from './call.js';
import { column, inForce, tableCall } from './dated-tables.js';

const EXAMPLE = 'lookup("grants", household.members.size())';

/** The value of the row that fits: whole tables are parameters of the statement, so that it reads none. */
function rowFor({ keys, value }: Pick<TableVersions, 'keys' | 'value'>, rows: readonly TableRow[], given: readonly Sql[]): Sql {
  const [key, ...others] = keys;
  if (!key || rows.length === 0) return trusted('null');
  if (others.length === 0) return oneKey(key, value, rows, given[0] ?? trusted('null'));
  const groups = [...Map.groupBy(rows, (row) => row.keys[0] ?? '')];
  const branches = groups.map(([first, group]) => sql`when ${constant(key.type, first)} then ${rowFor({ keys: others, value }, group.map((row) => ({ ...row, keys: row.keys.slice(1) })), given.slice(1))}`);
  return sql`(case ${given[0]} ${join(branches, ' ')} end)`;
}

function oneKey({ match, type }: TableKey, valueType: TableVersions['value'], rows: readonly TableRow[], given: Sql): Sql {
  const sorted = match === 'FROM' ? [...rows].sort(byKey(type)) : rows;
  const values = column(sorted.map(({ value }) => value), valueType);
  const keys = column(sorted.map((row) => row.keys[0] ?? ''), type);
  return match === 'FROM' ? sql`(${values})[nullif(width_bucket(${given}, ${keys}), 0)]` : sql`(${values})[array_position(${keys}, ${given})]`;
}

/** Thresholds in their order; of numbers not by their digits as text. */
export function byKey(type: TableKey['type']): (one: TableRow, other: TableRow) => number {
  const numeric = type === 'number' || type === 'money';
  return ({ keys: [one = ''] }, { keys: [other = ''] }) => (numeric ? new Decimal(one).cmp(other) : one < other ? -1 : 1);
}

const lookup: PlainFunction = {
  name: 'lookup', signature: 'lookup(table: text, key…, day?: date): the type of the table', example: EXAMPLE,
  description: 'The value of a table for its keys: equal ones, or the last band that is reached. The version is that in force on the day of the evaluation, or on the day that is given. Unknown where no row fits.',
  meaning: (call) => {
    const asked = tableCall(call, EXAMPLE, ({ keys }) => keys);
    const { table } = asked;
    return { kind: 'value', type: table.value, sql: inForce(call.scope, asked, table.value, ({ rows }, values) => rowFor(table, rows, values)), from: 'table' };
  },
};

export const lookupFunctions: readonly PlainFunction[] = [lookup];
