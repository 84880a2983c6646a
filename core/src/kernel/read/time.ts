import type { Argument } from './arguments.js';
import { bind } from './arguments.js';
import { badInput } from '../faults.js';
import { columnsOf, type Compilation } from './compile.js';
import { resourceOf, type DayStep, type FieldModel, type ResourceModel } from './model.js';
import type { Columns } from '../schema/resource.js';
import { orElse } from './or-else.js';
import { identifier, join, sql, trusted, type Sql } from './sql.js';

/** The time that a part of a query is about. */
export interface Time {
  /** What was true on this day; `undefined` where it is about today. */
  readonly day: Sql | undefined;
  /** As it was recorded at this moment; `undefined` where it is about what is known now. */
  readonly known: Sql | undefined;
}

/** Reads `asOf` and `knownAt`; `undefined` where neither is given. */
export function timeOf(given: ReadonlyMap<string, Argument>): Time | undefined {
  const [asOf, knownAt] = [given.get('asOf'), given.get('knownAt')].map((argument) => (argument && argument.value !== null ? argument : undefined));
  if (!asOf && !knownAt) return undefined;
  return { day: asOf && bind(asOf, 'date'), known: knownAt && bind(knownAt, 'timestamptz', notAhead) };
}

/** What will be known is not known, and would not be answered the same way twice. */
function notAhead(moment: string): string {
  if (Date.parse(moment) > Date.now()) throw badInput(`knownAt ${moment} lies ahead; ask for what was known at a moment that has passed.`);
  return moment;
}

/** Which rows there are, told by what a row is now. */
type Seen = ((row: Sql) => Sql) | undefined;

/** The rows of a resource at the time that the query is about, where it lists them: those that were valid on the day. */
export function listedAt(compilation: Compilation, resource: ResourceModel, seen?: Seen): Sql {
  return tableAt(compilation, resource, seen, true);
}

/**
 * The rows of a resource at the time that the query is about, where another row or the client names one: valid on the day or not.
 *
 * @param seen which rows of another time are in sight. What a row is now tells: somebody who moved away takes the past along
 */
export function tableAt(compilation: Compilation, resource: ResourceModel, seen?: Seen, listed = false): Sql {
  const { time } = compilation;
  if (!time) return resource.table;
  const row = trusted(compilation.nextAlias());
  const columns = columnsOf(resource, row);
  const list = [...resource.columns].map(([property, { name }]) => sql`${onDay(compilation, resource, property, row) ?? columns[property] ?? trusted('null')} as ${identifier(name)}`);
  const from = !time.known ? resource.table : seen && !listed && !resource.passing ? namedRow(compilation, resource, time.known, seen) : knownRows(compilation, resource, time.known, seen);
  const conditions = [time.known ? undefined : seen?.(row), time.day && listed ? validity(resource, row, time.day) : undefined].filter((condition) => condition !== undefined);
  return sql`(select ${join(list, ', ')} from ${from} ${row}${conditions.length > 0 ? sql` where ${join(conditions, ' and ')}` : trusted('')})`;
}

/** Rows as they were recorded at a moment: those not changed since, and the earlier states of the others. */
function knownRows(compilation: Compilation, resource: ResourceModel, known: Sql, seen: Seen): Sql {
  const now = trusted(compilation.nextAlias());
  const [inSight, stillInSight] = seen ? [sql` and ${seen(now)}`, sql` and exists (select 1 from ${resource.table} ${now} where ${now}."id" = h.row_id and ${seen(now)})`] : [trusted(''), trusted('')];
  if (resource.passing) return sql`(select * from ${resource.table} ${now} where ${now}.updated_at <= ${known}${inSight})`;
  return sql`(${present(resource, now)} from ${resource.table} ${now} where ${now}.updated_at <= ${known}${inSight} union all ${past(resource, known)}${stillInSight})`;
}

/** The same for a row that is named by its id: what it is now leads to what it was, so that its table is asked once (docs/decisions/0059). */
function namedRow(compilation: Compilation, resource: ResourceModel, known: Sql, seen: (row: Sql) => Sql): Sql {
  const now = trusted(compilation.nextAlias());
  const then = trusted(compilation.nextAlias());
  const columns = [...resource.columns.values()].map(({ name }) => (name === 'id' ? sql`${now}."id"` : sql`${then}.${identifier(name)}`));
  return sql`(select ${join(columns, ', ')} from ${resource.table} ${now} cross join lateral (
    ${present(resource, now)} where ${now}.updated_at <= ${known} union all ${past(resource, known)} and h.row_id = ${now}."id") ${then} where ${seen(now)})`;
}

function present({ columns }: ResourceModel, now: Sql): Sql {
  return sql`select ${join([...columns.values()].map(({ name }) => sql`${now}.${identifier(name)}`), ', ')}`;
}

function past({ columns, tableName }: ResourceModel, known: Sql): Sql {
  return sql`select ${join([...columns.values()].map(({ name, type }) => sql`${earlier(name, type)} as ${identifier(name)}`), ', ')} from ${trusted(pastOf(tableName))} h
    where h.changed_at > ${known} and (h.row_before ->> 'updated_at')::timestamptz <= ${known}`;
}

/** How a value is told at the time that the query is about. */
export function valueAt(compilation: Compilation, { sql: now, at }: Extract<FieldModel, { kind: 'value' }>): (columns: Columns) => Sql {
  if (!compilation.time || !at) return now;
  return (columns) => at(columns, (of) => tableAt(compilation, resourceOf(compilation.model, of().name)));
}

/** The view of a table's history that holds the same rows back as the table does. */
export function pastOf(table: string): string {
  return `kernel.${identifier(`past_${table.replace('.', '_')}`).strings[0]}`;
}

/** A column out of an earlier state of its row. */
function earlier(name: string, type: string): Sql {
  if (name === 'id') return trusted('h.row_id');
  const key = text(name);
  if (type.startsWith('json')) return trusted(`h.row_before -> ${key}`);
  if (type.endsWith('[]')) return trusted(`case when jsonb_typeof(h.row_before -> ${key}) = 'array' then array(select jsonb_array_elements_text(h.row_before -> ${key}))::${type} end`);
  return trusted(`(h.row_before ->> ${key})::${type}`);
}

function text(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

/** Rows with a time of validity are there only where it holds the day. */
export function validity(resource: ResourceModel, row: Sql, day: Sql): Sql | undefined {
  const { validFrom, validTo } = columnsOf(resource, row);
  return validFrom && validTo ? sql`${validFrom} <= ${day} and (${validTo} is null or ${validTo} > ${day})` : undefined;
}

/** What a property was on the day, where its column holds what it is now. */
function onDay(compilation: Compilation, resource: ResourceModel, property: string, row: Sql): Sql | undefined {
  const day = compilation.time?.day;
  const rule = resource.onDay.get(property);
  if (!day || !rule) return undefined;
  const own = columnsOf(resource, row)[property] ?? trusted('null');
  if ('since' in rule) return sql`case when ${columnsOf(resource, row)[rule.since]} <= ${day} then ${own} end`;
  const then = rule.ways.map((way) => way.reduce((of, step) => sql`(select ${stepRows(compilation, step, 'gives', 'mine', of)} limit 1)`, sql`${row}."id"`));
  return (rule.orNow ? [...then, own] : then).reduceRight((next, first) => orElse(first, next));
}

/** For `parent.rows`: which rows pointed to the parent on the day, found from the other end. */
export function pointedOnDay(compilation: Compilation, resource: ResourceModel, property: string, alias: Sql, parent: Sql): Sql | undefined {
  const rule = compilation.time?.day ? resource.onDay.get(property) : undefined;
  const way = rule && 'ways' in rule && rule.ways.length === 1 ? rule.ways[0] : undefined;
  const step = way?.length === 1 && !(rule as { readonly orNow?: boolean }).orNow ? way[0] : undefined;
  // An array, since PostgreSQL would take the list for a large one and read the whole table beside it.
  return step && sql`${alias}."id" = any(array(select ${stepRows(compilation, step, 'mine', 'gives', parent)}))`;
}

function stepRows(compilation: Compilation, step: DayStep, gives: 'gives' | 'mine', by: 'gives' | 'mine', of: Sql): Sql {
  const between = resourceOf(compilation.model, step.of().name);
  const alias = trusted(compilation.nextAlias());
  const columns = columnsOf(between, alias);
  const fixed = Object.entries(step.where ?? {}).map(([property, value]) => sql` and ${columns[property]} = ${trusted(text(value))}`);
  return sql`${columns[step[gives]]} from ${listedAt(compilation, between)} ${alias} where ${columns[step[by]]} = ${of}${join(fixed, '')}`;
}
