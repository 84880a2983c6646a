import { sql } from '../../../kernel/read/sql.js';
import type { TableVersions } from '../rule-set.js';
import { wrong } from '../types.js';
import type { PlainFunction } from './call.js';
import { column, inForce, tableCall } from './dated-tables.js';
import { byKey } from './lookup.js';

const EXAMPLE = 'progressive("income_tax", money(person.attributes.income))';

function slices(table: TableVersions, at: number): TableVersions['keys'] {
  const [key, ...more] = table.keys;
  const fits = key && more.length === 0 && key.match === 'FROM' && (key.type === 'number' || key.type === 'money') && table.value === 'number';
  return fits ? table.keys : wrong(at, `The table "${table.code}" does not hold progressive rates.`, 'Such a table has one key, the amount from which each rate applies (FROM), and rates as values (number).');
}

/** Rates that apply to slices. */
export const progressive: PlainFunction = {
  name: 'progressive', signature: 'progressive(table: text, x: number | money, day?: date): the type of x', example: EXAMPLE,
  description: 'Progressive rates: each rate of the table on the slice of x from its threshold up to the next one, added up. 0 below the first threshold.',
  meaning: (call) => {
    const asked = tableCall(call, EXAMPLE, slices);
    const type = asked.table.keys[0]?.type ?? 'number';
    const [x, t] = [call.scope.alias(), call.scope.alias()];
    const value = inForce(call.scope, asked, type, ({ rows }, [given]) => {
      const sorted = [...rows].sort(byKey('number'));
      const thresholds = sorted.map((row) => row.keys[0] ?? '0');
      const slice = sql`unnest(${column(thresholds, 'number')}, ${[...thresholds.slice(1), 'Infinity']}::numeric[], ${column(sorted.map((row) => row.value), 'number')}) as ${t}(lower, upper, rate)`;
      return sql`(select case when ${x}.v is not null then coalesce((select sum(${t}.rate * (least(${x}.v, ${t}.upper) - ${t}.lower)) from ${slice} where ${t}.lower < ${x}.v), 0) end from (select ${given} as v offset 0) ${x})`;
    });
    return { kind: 'value', type, sql: value, from: 'table' };
  },
};
