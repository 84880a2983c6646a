import { join, sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import type { TableVersions } from '../rule-set.js';
import { wrong } from '../types.js';
import type { ValueType } from '../values.js';
import type { Call, PlainFunction } from './call.js';
import { column, inForce, tableCall } from './dated-tables.js';

const ANNUITY = 'annuityFactor("life_table", person.sex, person.age, params.interest)';
const EXPECTANCY = 'lifeExpectancy("life_table", person.sex, person.age)';

type Key = { readonly name: string; readonly type: ValueType };

function lifeTable(table: TableVersions, at: number): readonly Key[] {
  const age = table.keys.at(-1);
  const fits = age?.type === 'number' && table.keys.every(({ match }) => match === 'EXACT') && table.value === 'number';
  return fits ? table.keys : wrong(at, `The table "${table.code}" is no life table.`, 'The last key of a life table is the age, a number; other keys, such as the sex, stand before it; all match exactly. Its values are the survivors at each age (number).');
}

/** Over the rows of a life table from an age on: `l` survivors, `first` those at the age itself, `k` years later, `power` the interest since. */
function survivors(call: Call, example: string, more: readonly Key[], result: (row: Sql) => Sql): ReturnType<PlainFunction['meaning']> {
  const asked = tableCall(call, example, (table, at) => [...lifeTable(table, at), ...more]);
  const keys = asked.table.keys;
  const [q, t, s] = [call.scope.alias(), call.scope.alias(), call.scope.alias()];
  const value = inForce(call.scope, asked, 'number', ({ rows }, values) => {
    const names = keys.map((_, index) => trusted(`k${index}`));
    const given = values.map((value_, index) => sql`${value_} as ${trusted(`a${index}`)}`);
    const last = keys.length - 1;
    const own = keys.slice(0, -1).map((_, index) => sql`${t}.${names[index]} = ${q}.${trusted(`a${index}`)}`);
    const columns = keys.map((key, index) => column(rows.map((row) => row.keys[index] ?? ''), key.type));
    const rate = more.length > 0 ? sql`${q}.${trusted(`a${keys.length}`)}` : trusted('0');
    return sql`(select ${result(s)} from (
      select ${t}.l, ${t}.age, ${q}.${trusted(`a${last}`)} as start, ${rate} as rate, first_value(${t}.l) over (order by ${t}.age) as first,
        coalesce(programmes.product(1 + ${rate}) over (order by ${t}.age rows between unbounded preceding and 1 preceding), 1) as power
      from (select ${join(given, ', ')} offset 0) ${q} cross join unnest(${join([...columns, column(rows.map((row) => row.value), 'number')], ', ')}) as ${t}(${join([...names.slice(0, -1), trusted('age'), trusted('l')], ', ')})
      where ${join([...own, sql`${t}.age >= ${q}.${trusted(`a${last}`)}`], ' and ')}) ${s})`;
  });
  return { kind: 'value', type: 'number', sql: value, from: 'table' };
}

export const lifeTables: readonly PlainFunction[] = [
  {
    name: 'annuityFactor', signature: 'annuityFactor(table: text, key…, age: number, interest: number, day?: date): number', example: ANNUITY,
    description: 'What a pension of 1 a year for life is worth, paid at the beginning of each year (annuity-due): the sum over the ages from this one on of survivors at that age ÷ survivors now ÷ (1 + interest) to the power of the years until then; each term rounded half up at 20 decimals. The table holds survivors (l of x) by yearly ages. Source: Bowers et al., Actuarial Mathematics, 2nd edition, section 5.3. Unknown where nobody of the age is in the table.',
    meaning: (call) => survivors(call, ANNUITY, [{ name: 'interest', type: 'number' }],
      (row) => sql`case when min(${row}.age) = min(${row}.start) and min(${row}.first) > 0 and min(${row}.rate) > -1 then sum(programmes.quotient(${row}.l, ${row}.first * ${row}.power)) end`),
  },
  {
    name: 'lifeExpectancy', signature: 'lifeExpectancy(table: text, key…, age: number, day?: date): number', example: EXPECTANCY,
    description: 'Whole years that somebody of an age lives on average (curtate expectation): the sum over the later ages of survivors at that age ÷ survivors now; half a year more is the complete expectation. Source: Bowers et al., Actuarial Mathematics, 2nd edition, section 3.5. Unknown where nobody of the age is in the table.',
    meaning: (call) => survivors(call, EXPECTANCY, [],
      (row) => sql`case when min(${row}.age) = min(${row}.start) and min(${row}.first) > 0 then coalesce(sum(programmes.quotient(${row}.l, ${row}.first)) filter (where ${row}.age > ${row}.start), 0) end`),
  },
];
