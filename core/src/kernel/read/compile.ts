import { createHash } from 'node:crypto';
import { getNamedType, isObjectType, type FieldNode, type GraphQLField, type GraphQLObjectType } from 'graphql';
import type { Reach } from '../access/reach.js';
import type { Dimension } from '../access/scope.js';
import type { Selected } from './collect.js';
import { collectFields } from './collect.js';
import { connectionSql } from './connection.js';
import type { Limits } from './limits.js';
import type { ConnectionModel, FieldModel, JsonForm, ReadModel, ResourceModel } from './model.js';
import { resourceOf } from './model.js';
import { fromContext, identifier, join, sql, trusted, type Sql } from './sql.js';
import { maskedNames, maskedSql, SEEN_CATEGORIES, seenCategories, seesField, subjectSql, type Sights } from './mask.js';
import { subjectColumn } from './subjects.js';
import { pointedOnDay, tableAt, valueAt, type Time } from './time.js';
import { badInput } from '../faults.js';
import type { RowCondition } from '../schema/resource.js';

/** One compilation: the document, the model, and what is found out on the way. */
export interface Compilation extends Selected {
  readonly model: ReadModel;
  /** The dimensions in which the actor sees only some rows. */
  readonly limitedIn: readonly Dimension[];
  /** How far the actor's places reach, where they are limited. */
  readonly reach: Reach | undefined;
  /** Raw: PostgreSQL writes the answer itself. Otherwise graphql-js walks the rows and may call computed fields. */
  readonly raw: boolean;
  /** Where the query is about another time than now. */
  readonly time?: Time | undefined;
  /** How many rows of a list may be asked for at once. */
  readonly largestPage: number;
  /** Permissions that the filters and orders used take. */
  readonly permissions: Set<string>;
  readonly limits: Limits;
  /** Whether rows about whoever gave no ground for the request's purpose are left out. */
  readonly shared: boolean;
  /** How the actor sees what is masked. */
  readonly sights: Sights;
  /** Told that the statement shows what somebody opened with a reason. */
  revealing(): void;
  /** Told what of persons the statement reads, `Type.field`. */
  reads(field: string): void;
  /** Told that the statement looks at all rows of a table, as far as its policies let it. */
  goesThrough(): void;
  /** Told that a cursor is part of the statement. */
  seeks(): void;
  /** A quoted name that no response key can be: PostgreSQL would take `row_to_json(t1)` for a column `t1` where there is one. */
  nextAlias(): string;
}

/** Thrown where a selection holds a field that PostgreSQL cannot answer. */
export class NotPlannable extends Error {}

const LONGEST_COLUMN = 63;

/** The column that carries a response key. PostgreSQL cuts names at 63 bytes, so longer ones can't be written raw. */
export function columnOf(key: string, raw: boolean): string {
  if (Buffer.byteLength(key) <= LONGEST_COLUMN) return key;
  if (raw) throw new NotPlannable(key);
  return `~${createHash('sha256').update(key).digest('base64url')}`;
}

/** The column that carries a property needed by a computed field. */
export function neededColumn(property: string): string {
  return `$${property}`;
}

/** Under this name a computed field is told whether the actor sees it; no property has it. */
export function seenKey(field: string): string {
  return `sees ${field}`;
}

/** Leaves to graphql-js what a module wraps. */
export function checkUnwrapped(compilation: Compilation, type: string, field: string): void {
  if (compilation.raw && compilation.model.wrapped.has(`${type}.${field}`)) throw new NotPlannable(`${type}.${field}`);
}

/** A resource's columns as SQL under an alias. */
export function columnsOf(resource: ResourceModel, alias: Sql): Readonly<Record<string, Sql>> {
  return Object.fromEntries([...resource.columns].map(([property, column]) => [property, sql`${alias}.${identifier(column.name)}`]));
}

/** Which rows of a resource the actor may see, by what they are now; undefined where all of them. */
export function inSight(compilation: Compilation, resource: ResourceModel): ((row: Sql) => Sql) | undefined {
  const limits = [...new Set([
    resource.only, ...compilation.limitedIn.map((dimension) => resource.scope?.[dimension]), compilation.shared ? shareable(compilation.model, resource) : undefined,
  ])].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : (row) => join(limits.map((limit) => sql`(${limit(columnsOf(resource, row), compilation.reach)})`), ' and ');
}

/** The rows of a resource that the actor may see; undefined where all of those that are read, such as those of another time, of which no others are (tableAt). */
export function visible(compilation: Compilation, resource: ResourceModel, alias: Sql): Sql | undefined {
  return compilation.time ? undefined : inSight(compilation, resource)?.(alias);
}

/** The rows about nobody who gave no ground for the purpose for which the rows are given away. */
function shareable({ mayShare }: ReadModel, { subject }: ResourceModel): RowCondition | undefined {
  return subject && ((columns) => mayShare(subjectSql(subject, columns), fromContext((ctx) => ctx.sharedFor, 'text')));
}

/** The select list of a row: one column for each response key. */
export function selectList(compilation: Compilation, resource: ResourceModel, alias: Sql, nodes: readonly FieldNode[]): Sql {
  const type = objectType(compilation, resource.type);
  const columns = columnsOf(resource, alias);
  const pieces: Sql[] = [...subjectColumn(compilation, resource, columns)];
  const needed = new Set<string>();
  const seen = new Map<string, Sql>();
  const asked = collectFields(compilation, type, nodes);
  // That there is such a row is known also where nothing of it is asked.
  if (resource.personal) (asked.size > 0 ? [...asked.values()] : [[]]).forEach(([node]) => compilation.reads(`${resource.type}.${node?.name.value ?? '__typename'}`));
  for (const [key, fieldNodes] of asked) {
    const name = fieldNodes[0]?.name.value ?? key;
    if (name === '__typename') {
      pieces.push(sql`${trusted(`'${resource.type}'::text`)} as ${identifier(columnOf(key, compilation.raw))}`);
      continue;
    }
    const field = resource.fields.get(name);
    checkUnwrapped(compilation, resource.type, name);
    if (!field) throw new NotPlannable(`${resource.type}.${name}`);
    if (field.kind === 'computed') {
      if (compilation.time) throw badInput(`${resource.type}.${name} is computed from the present; leave it out where asOf or knownAt is given.`);
      if (compilation.raw) throw new NotPlannable(name);
      for (const property of ['id', ...field.needs]) needed.add(property);
      if (resource.masked.has(name)) {
        const sees = seesField(compilation, resource, columns, name);
        seen.set(name, typeof sees === 'boolean' ? trusted(String(sees)) : sql`coalesce(${sees}, false)`);
      }
      continue;
    }
    const value = compilation.limits.deeper(() => fieldSql(compilation, resource, columns, alias, type.getFields()[name], field, fieldNodes));
    pieces.push(sql`${value} as ${identifier(columnOf(key, compilation.raw))}`);
  }
  const need = (property: string): Sql => (property === SEEN_CATEGORIES ? seenCategories(compilation, resource, columns) : columns[property] ?? trusted('null'));
  for (const property of needed) pieces.push(sql`${need(property)} as ${identifier(neededColumn(property))}`);
  for (const [name, sees] of seen) pieces.push(sql`${sees} as ${identifier(neededColumn(seenKey(name)))}`);
  return join(pieces, ', ');
}

function fieldSql(
  compilation: Compilation, resource: ResourceModel, columns: Readonly<Record<string, Sql>>, alias: Sql,
  definition: GraphQLField<unknown, unknown> | undefined, field: FieldModel, nodes: readonly FieldNode[],
): Sql {
  if (!definition) throw new NotPlannable(resource.type);
  switch (field.kind) {
    case 'value':
      return jsonValue(maskedSql(compilation, resource, columns, definition.name, field.pgType, () => valueAt(compilation, field)(columns)), field.form, resource.prefix);
    case 'masks':
      return maskedNames(compilation, resource, columns);
    case 'object': {
      const object = objectSql(compilation, resource, definition.name, columns, getNamedType(definition.type) as GraphQLObjectType, field.fields, nodes);
      return field.absent ? sql`case when ${field.absent(columns)} then null else ${object} end` : object;
    }
    case 'one': {
      const target = resourceOf(compilation.model, field.target);
      const inner = trusted(compilation.nextAlias());
      const key = sql`${inner}."id" = ${columns[field.property] ?? trusted('null')}`;
      return rowSql(compilation, target, inner, nodes, key);
    }
    case 'connection': {
      const target = resourceOf(compilation.model, field.target);
      return connectionSql(compilation, target, definition, nodes, (inner) => connected(compilation, resource, alias, field, inner));
    }
    case 'computed':
      throw new NotPlannable(resource.type);
  }
}

/** Whether the row `inner` is one of a connection of the row `alias`. */
export function connected(compilation: Compilation, resource: ResourceModel, alias: Sql, { target, mappedBy, of = 'id', where }: ConnectionModel, inner: Sql): Sql {
  const other = resourceOf(compilation.model, target);
  const points = pointsHere(compilation, other, mappedBy, inner, columnsOf(resource, alias)[of] ?? trusted('null'));
  return where ? sql`(${points} and ${where(columnsOf(other, inner))})` : points;
}

/** Whether a row refers to another by a property, which may hold many. */
export function pointsHere(compilation: Compilation, from: ResourceModel, mappedBy: string, inner: Sql, id: Sql): Sql {
  const onDay = pointedOnDay(compilation, from, mappedBy, inner, id);
  if (onDay) return onDay;
  const column = columnsOf(from, inner)[mappedBy] ?? trusted('null');
  return from.columns.get(mappedBy)?.type.endsWith('[]') ? sql`${column} @> array[${id}]` : sql`${column} = ${id}`;
}

/** One row as JSON, or null where there is none that the actor may see. */
export function rowSql(compilation: Compilation, resource: ResourceModel, alias: Sql, nodes: readonly FieldNode[], key: Sql): Sql {
  const list = selectList(compilation, resource, alias, nodes);
  const scope = visible(compilation, resource, alias);
  const row = trusted(compilation.nextAlias());
  return sql`(select row_to_json(${row}) from (select ${list} from ${tableAt(compilation, resource, inSight(compilation, resource))} ${alias} where ${key}${scope ? sql` and ${scope}` : trusted('')}) ${row})`;
}

function objectSql(
  compilation: Compilation, resource: ResourceModel, of: string, columns: Readonly<Record<string, Sql>>, type: GraphQLObjectType,
  fields: ReadonlyMap<string, FieldModel>, nodes: readonly FieldNode[],
): Sql {
  const pieces: Sql[] = [];
  for (const [key, fieldNodes] of collectFields(compilation, type, nodes)) {
    const name = fieldNodes[0]?.name.value ?? key;
    const field = fields.get(name);
    checkUnwrapped(compilation, type.name, name);
    const column = identifier(columnOf(key, compilation.raw));
    if (name === '__typename') pieces.push(sql`${trusted(`'${type.name}'::text`)} as ${column}`);
    else if (field?.kind === 'value') pieces.push(sql`${jsonValue(maskedSql(compilation, resource, columns, `${of}.${name}`, field.pgType, () => field.sql(columns)), field.form, '')} as ${column}`);
    else throw new NotPlannable(`${type.name}.${name}`);
  }
  const row = trusted(compilation.nextAlias());
  return sql`(select row_to_json(${row}) from (select ${join(pieces, ', ')}) ${row})`;
}

/** A value as row_to_json must find it, so that it is written just as the scalar's serialize would. */
function jsonValue(value: Sql, form: JsonForm, prefix: string): Sql {
  switch (form) {
    case 'plain':
      return value;
    case 'text':
      return sql`(${value})::text`;
    case 'datetime':
      return sql`to_char((${value}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    case 'id':
      return sql`${trusted(`'${prefix}_'`)} || encode(uuid_send(${value}), 'hex')`;
  }
}

export function objectType(compilation: Selected, name: string): GraphQLObjectType {
  const type = compilation.schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is not an object type`);
  return type;
}
