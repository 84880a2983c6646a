import { join, sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import type { TableVersions } from '../rule-set.js';
import { wrong } from '../types.js';
import type { ValueType } from '../values.js';
import type { Call, PlainFunction } from './call.js';
import { column, inForce, tableCall } from './dated-tables.js';

const BY_DEATHS = 'annuityFactorByMortality("mortality", person.sex, person.age, params.interest)';
const EXPECTED_BY_DEATHS = 'lifeExpectancyByMortality("mortality", person.sex, person.age)';
const ANNUITY = 'annuityFactor("life_table", person.sex, person.age, params.interest)';
const EXPECTANCY = 'lifeExpectancy("life_table", person.sex, person.age)';

/** What the values of a table are: survivors at each age (l of x), or the probability to die within the year (q of x). */
type Holds = 'SURVIVORS' | 'DEATHS';

const VALUES: Readonly<Record<Holds, string>> = { SURVIVORS: 'Its values are the survivors at each age (number).', DEATHS: 'Its values are the probability to die within the year at each age, from 0 to 1 (number).' };

type Key = { readonly name: string; readonly type: ValueType };

function lifeTable(table: TableVersions, at: number, holds: Holds): readonly Key[] {
  const age = table.keys.at(-1);
  const fits = age?.type === 'number' && table.keys.every(({ match }) => match === 'EXACT') && table.value === 'number';
  return fits ? table.keys : wrong(at, `The table "${table.code}" is no life table.`, `The last key of a life table is the age, a number; other keys, such as the sex, stand before it; all match exactly. ${VALUES[holds]}`);
}

/**
 * Over the rows of a life table from an age on: `l` survivors, `first` those at the age itself, `power` the interest since. Where the table
 * holds deaths, of one at the age itself as many survive as did not die in the years before.
 */
function survivors(call: Call, holds: Holds, example: string, more: readonly Key[], result: (row: Sql) => Sql): ReturnType<PlainFunction['meaning']> {
  const asked = tableCall(call, example, (table, at) => [...lifeTable(table, at, holds), ...more]);
  const keys = asked.table.keys;
  const [q, t, s] = [call.scope.alias(), call.scope.alias(), call.scope.alias()];
  const value = inForce(call.scope, asked, 'number', ({ rows }, values) => {
    const names = keys.map((_, index) => trusted(`k${index}`));
    const given = values.map((value_, index) => sql`${value_} as ${trusted(`a${index}`)}`);
    const last = keys.length - 1;
    const own = keys.slice(0, -1).map((_, index) => sql`${t}.${names[index]} = ${q}.${trusted(`a${index}`)}`);
    const columns = keys.map((key, index) => column(rows.map((row) => row.keys[index] ?? ''), key.type));
    const rate = more.length > 0 ? sql`${q}.${trusted(`a${keys.length}`)}` : trusted('0');
    const before = trusted('order by age rows between unbounded preceding and 1 preceding');
    const [alive, first] = holds === 'SURVIVORS' ? [sql`${t}.l`, sql`first_value(${t}.l) over (order by ${t}.age)`] : [sql`coalesce(programmes.product(1 - ${t}.l) over (${before}), 1)`, trusted('1::numeric')];
    return sql`(select ${result(s)} from (
      select ${alive} as l, ${t}.age, ${q}.${trusted(`a${last}`)} as start, ${rate} as rate, ${first} as first, coalesce(programmes.product(1 + ${rate}) over (${before}), 1) as power
      from (select ${join(given, ', ')} offset 0) ${q} cross join unnest(${join([...columns, column(rows.map((row) => row.value), 'number')], ', ')}) as ${t}(${join([...names.slice(0, -1), trusted('age'), trusted('l')], ', ')})
      where ${join([...own, sql`${t}.age >= ${q}.${trusted(`a${last}`)}`], ' and ')}) ${s})`;
  });
  return { kind: 'value', type: 'number', sql: value, from: 'table' };
}

const INTEREST: readonly Key[] = [{ name: 'interest', type: 'number' }];
const annuity = (row: Sql): Sql => sql`case when min(${row}.age) = min(${row}.start) and min(${row}.first) > 0 and min(${row}.rate) > -1 then sum(programmes.quotient(${row}.l, ${row}.first * ${row}.power)) end`;
const expectancy = (row: Sql): Sql => sql`case when min(${row}.age) = min(${row}.start) and min(${row}.first) > 0 then coalesce(sum(programmes.quotient(${row}.l, ${row}.first)) filter (where ${row}.age > ${row}.start), 0) end`;

export const lifeTables: readonly PlainFunction[] = [
  {
    name: 'annuityFactor', signature: 'annuityFactor(table: text, key…, age: number, interest: number, day?: date): number', example: ANNUITY,
    description: 'What a pension of 1 a year for life is worth, paid at the beginning of each year (annuity-due): the sum over the ages from this one on of survivors at that age ÷ survivors now ÷ (1 + interest) to the power of the years until then; each term rounded half up at 20 decimals. The table holds survivors (l of x) by yearly ages. Source: Bowers et al., Actuarial Mathematics, 2nd edition, section 5.3. Unknown where nobody of the age is in the table.',
    meaning: (call) => survivors(call, 'SURVIVORS', ANNUITY, INTEREST, annuity),
  },
  {
    name: 'annuityFactorByMortality', signature: 'annuityFactorByMortality(table: text, key…, age: number, interest: number, day?: date): number', example: BY_DEATHS,
    description: 'The same as annuityFactor of a table that holds the probability to die within the year at each age (q of x, from 0 to 1): survivors are who did not die in the years before. Nobody lives beyond the last age of the table.',
    meaning: (call) => survivors(call, 'DEATHS', BY_DEATHS, INTEREST, annuity),
  },
  {
    name: 'lifeExpectancy', signature: 'lifeExpectancy(table: text, key…, age: number, day?: date): number', example: EXPECTANCY,
    description: 'Whole years that somebody of an age lives on average (curtate expectation): the sum over the later ages of survivors at that age ÷ survivors now; half a year more is the complete expectation. Source: Bowers et al., Actuarial Mathematics, 2nd edition, section 3.5. Unknown where nobody of the age is in the table.',
    meaning: (call) => survivors(call, 'SURVIVORS', EXPECTANCY, [], expectancy),
  },
  {
    name: 'lifeExpectancyByMortality', signature: 'lifeExpectancyByMortality(table: text, key…, age: number, day?: date): number', example: EXPECTED_BY_DEATHS,
    description: 'The same as lifeExpectancy of a table that holds the probability to die within the year at each age (q of x, from 0 to 1).',
    meaning: (call) => survivors(call, 'DEATHS', EXPECTED_BY_DEATHS, [], expectancy),
  },
];
