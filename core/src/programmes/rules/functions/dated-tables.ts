import { join, sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import { inForceOn } from '../access.js';
import { didYouMean } from '../did-you-mean.js';
import type { TableVersion, TableVersions } from '../rule-set.js';
import type { Scope } from '../scope.js';
import { conversion, valuesOf } from '../scope.js';
import { wrong } from '../types.js';
import { aOf, capital, pgTypeOf, type ValueType } from '../values.js';
import type { Call } from './call.js';
import { textOf } from './texts.js';

/** A call whose first argument names a table: the table, the values given beside it, and the day where one is given after them. */
export interface TableCall {
  readonly table: TableVersions;
  readonly values: readonly Sql[];
  readonly day?: Sql;
}

/** @param takes the types of the values that belong to the table */
export function tableCall({ scope, args, at }: Call, example: string, takes: (table: TableVersions, at: number) => readonly { readonly name: string; readonly type: ValueType }[]): TableCall {
  const [name, ...rest] = args;
  const code = name && textOf(name);
  if (!name || code === undefined) return wrong(name?.start ?? at, 'The name of a table in quotes belongs here.', `Write it as ${example}.`);
  const table = scope.vocabulary.tables.get(code) ?? wrong(name.start, `There is no table "${code}".`, didYouMean(code, [...scope.vocabulary.tables.keys()]));
  const wanted = takes(table, name.start);
  const given = valuesOf(scope, rest);
  if (given.length < wanted.length || given.length > wanted.length + 1) {
    wrong(at, `With the table "${code}" belong ${wanted.map((each) => `${each.name} (${each.type})`).join(', ')}, and a day where the version of another day is meant.`, `Write it as ${example}.`);
  }
  given.forEach(({ type }, index) => {
    const belongs = wanted[index]?.type ?? 'date';
    if (type !== belongs && type !== 'null') wrong(rest[index]?.start ?? at, `${capital(aOf(belongs))} belongs here; this is ${aOf(type)}.`, conversion(belongs, type).hint);
  });
  const values = given.map(({ sql: value, type }, index) => (type === 'null' ? sql`null::${pgTypeOf(wanted[index]?.type ?? 'date')}` : value));
  const day = values[wanted.length];
  return { table, values: values.slice(0, wanted.length), ...(day && { day }) };
}

/** What the version that is in force says: on the rules' day, or on the day that is given. */
export function inForce(scope: Scope, { table, values, day }: TableCall, type: ValueType, says: (version: TableVersion, values: readonly Sql[]) => Sql): Sql {
  const unknown = sql`null::${pgTypeOf(type)}`;
  if (!day) {
    const version = inForceOn(table.versions, scope.on);
    if (version) scope.uses('tables', version.id);
    else scope.lacks('table', table.code);
    return version ? says(version, values) : unknown;
  }
  const latestFirst = [...table.versions].sort((one, other) => (one.from < other.from ? 1 : -1));
  for (const { id } of latestFirst) scope.uses('tables', id);
  if (!inForceOn(latestFirst, scope.on)) scope.lacks('table', table.code);
  if (latestFirst.length === 0) return unknown;
  const row = scope.alias();
  const names = values.map((_, index) => trusted(`a${index}`));
  const columns = values.map((_, index) => sql`${row}.${names[index]}`);
  // The values stand in the statement once, however many versions there are.
  return sql`(select case ${join(latestFirst.map((version) => sql`when ${row}.d >= ${version.from}::date then ${says(version, columns)}`), ' ')} end
    from (select ${join([sql`${day} as d`, ...values.map((value, index) => sql`${value} as ${names[index]}`)], ', ')} offset 0) ${row})`;
}

/** A key of a version's rows, or their values, as an array. */
export function column(rows: readonly string[], type: ValueType): Sql {
  return sql`${rows}::${pgTypeOf(type)}[]`;
}
