import { join, sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import { inForceOn } from '../access.js';
import { didYouMean } from '../facts.js';
import type { TableVersion, TableVersions } from '../rule-set.js';
import { conversion, valuesOf, type Scope } from '../scope.js';
import type { Term, ValueTerm } from '../term.js';
import { wrong } from '../types.js';
import { aOf, capital, pgTypeOf } from '../values.js';
import type { Call, PlainFunction } from './call.js';
import { textOf } from './texts.js';

const EXAMPLE = 'lookup("grants", household.members.size())';

/** What a version of a table says for some keys. The whole table is a parameter of the statement. */
function inVersion(scope: Scope, table: TableVersions, { rows }: TableVersion, keys: readonly ValueTerm[]): Sql {
  const alias = scope.alias();
  const names = table.keys.map((_, index) => trusted(`k${index}`));
  const columns = table.keys.map((key, index) => sql`${rows.map((row) => row.keys[index] ?? null)}::${pgTypeOf(key.type)}[]`);
  const values = sql`${rows.map(({ value }) => value)}::${pgTypeOf(table.value)}[]`;
  const matches = table.keys.map((key, index) => sql`${alias}.${names[index]} ${trusted(key.match === 'EXACT' ? '=' : '<=')} ${keys[index]?.sql}`);
  const from = table.keys.findIndex(({ match }) => match === 'FROM');
  const last = from < 0 ? trusted('') : sql` order by ${alias}.${names[from]} desc`;
  return sql`(select ${alias}.v from unnest(${join([...columns, values], ', ')}) as ${alias}(${join([...names, trusted('v')], ', ')}) where ${join(matches, ' and ')}${last} limit 1)`;
}

/** The version in force on a day that is known only when the rule is evaluated. */
function onDay(scope: Scope, table: TableVersions, day: Sql, keys: readonly ValueTerm[]): Sql {
  const latestFirst = [...table.versions].sort((one, other) => (one.from < other.from ? 1 : -1));
  for (const { id } of latestFirst) scope.uses('tables', id);
  if (latestFirst.length === 0) return trusted('null');
  return sql`(case ${join(latestFirst.map((version) => sql`when ${day} >= ${version.from}::date then ${inVersion(scope, table, version, keys)}`), ' ')} end)`;
}

function lookup({ scope, args, at }: Call): Term {
  const [name, ...rest] = args;
  const code = name && textOf(name);
  if (!name || code === undefined) return wrong(name?.start ?? at, 'The name of a table in quotes belongs here.', `Write it as ${EXAMPLE}.`);
  const table = scope.vocabulary.tables.get(code) ?? wrong(name.start, `There is no table "${code}".`, didYouMean(code, [...scope.vocabulary.tables.keys()]));
  const given = valuesOf(scope, rest);
  const wanted = table.keys.map(({ type }) => type);
  const day = given[wanted.length];
  if (given.length < wanted.length || given.length > wanted.length + 1) wrong(at, `The table "${code}" takes ${table.keys.map((key) => `${key.name} (${key.type})`).join(', ')}, and a day where it is not today's version.`);
  given.forEach(({ type }, index) => {
    const belongs = wanted[index] ?? 'date';
    if (type !== belongs && type !== 'null') wrong(rest[index]?.start ?? at, `${capital(aOf(belongs))} belongs here; this is ${aOf(type)}.`, conversion(belongs, type).hint);
  });
  const keys = given.slice(0, wanted.length);
  if (day) return { kind: 'value', type: table.value, sql: onDay(scope, table, day.sql, keys), from: 'table' };
  const version = inForceOn(table.versions, scope.on);
  if (!version) return { kind: 'value', type: table.value, sql: sql`null::${pgTypeOf(table.value)}`, from: 'table' };
  scope.uses('tables', version.id);
  return { kind: 'value', type: table.value, sql: inVersion(scope, table, version, keys), from: 'table' };
}

export const lookupFunctions: readonly PlainFunction[] = [
  {
    name: 'lookup', signature: 'lookup(table: text, key…, day?: date): the type of the table', example: EXAMPLE,
    description: 'The value of a table for its keys: equal ones, or the last band that is reached. The version is that in force on the day of the evaluation, or on another day. Unknown where no row fits.',
    meaning: lookup,
  },
];
