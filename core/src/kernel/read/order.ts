import type { GraphQLError } from 'graphql';
import { bind, type Argument } from './arguments.js';
import type { Compilation } from './compile.js';
import type { ResourceModel } from './model.js';
import { join, sql, trusted, type Sql } from './sql.js';
import { valueAt } from './time.js';
import { badInput } from '../faults.js';
import type { Columns } from '../schema/resource.js';

/** One key of an order; the last is always the id, so that no two rows are equal. */
export interface OrderKey {
  readonly field: string;
  readonly descending: boolean;
  readonly type: string;
  readonly nullable: boolean;
  readonly sql: (columns: Columns) => Sql;
}

export function orderOf(compilation: Compilation, resource: ResourceModel, argument: Argument | undefined): readonly OrderKey[] {
  argument?.from.forEach((variable) => compilation.pin(variable));
  const given = (argument?.value ?? []) as readonly Readonly<Record<string, 'ASC' | 'DESC'>>[];
  const keys = given.flatMap((key) => Object.entries(key)).map(([field, direction]) => orderKey(compilation, resource, field, direction === 'DESC'));
  const upToId = keys.findIndex((key) => key.field === 'id');
  if (upToId >= 0) return keys.slice(0, upToId + 1);
  return [...keys, orderKey(compilation, resource, 'id', keys.length > 0 && keys.every((key) => key.descending))];
}

function orderKey(compilation: Compilation, resource: ResourceModel, field: string, descending: boolean): OrderKey {
  const model = resource.fields.get(field);
  if (model?.kind !== 'value') throw new Error(`${resource.type}.${field} has no order`);
  const permission = compilation.model.permissionOf(resource.type, field);
  if (permission) compilation.permissions.add(permission);
  return { field, descending, type: model.pgType, nullable: model.nullable, sql: valueAt(compilation, model) };
}

export function orderBySql(columns: Columns, order: readonly OrderKey[], reversed: boolean): Sql {
  return join(order.map((key) => sql`${key.sql(columns)} ${trusted(key.descending === reversed ? 'asc' : 'desc')}`), ', ');
}

/** Names an order inside a cursor, so that a cursor of another order is refused. */
function signature(order: readonly OrderKey[]): string {
  return order.map((key) => `${key.descending ? '-' : ''}${key.field}`).join();
}

export function cursorSql(columns: Columns, order: readonly OrderKey[]): Sql {
  const values = order.map((key) => sql`(${key.sql(columns)})::text`);
  const array = sql`json_build_array(${trusted(`'${signature(order)}'::text`)}, ${join(values, ', ')})::text`;
  return sql`replace(encode(convert_to(${array}, 'UTF8'), 'base64'), E'\\n', '')`;
}

/**
 * The rows after a cursor in an order. PostgreSQL takes null as the largest value, and so does this. Keys that are never
 * null are compared in the forms that an index can begin at.
 */
export function seekSql(compilation: Compilation, columns: Columns, order: readonly OrderKey[], cursor: Argument, reversed: boolean): Sql {
  compilation.seeks();
  const expected = signature(order);
  const columnOf = (index: number): Sql => order[index]?.sql(columns) ?? trusted('null');
  const value = (index: number): Sql =>
    bind(cursor, order[index]?.type ?? 'text', (text: string) => readCursor(text, expected, order.length)[index]);
  const operator = (index: number): Sql => trusted(order[index]?.descending === reversed ? '>' : '<');
  const indexes = order.map((_, index) => index);
  if (order.every((key) => !key.nullable && key.descending === order[0]?.descending)) {
    return sql`(${join(indexes.map(columnOf), ', ')}) ${operator(0)} (${join(indexes.map(value), ', ')})`;
  }
  const further = (index: number): Sql => {
    const [column, at, key] = [columnOf(index), value(index), order[index]];
    if (!key?.nullable) return sql`${column} ${operator(index)} ${at}`;
    return key.descending === reversed
      ? sql`(${column} > ${at} or (${column} is null and ${at} is not null))`
      : sql`(${column} < ${at} or (${column} is not null and ${at} is null))`;
  };
  const beyond = (index: number): Sql => {
    if (index === order.length - 1) return further(index);
    const same = order[index]?.nullable ? sql`${columnOf(index)} is not distinct from ${value(index)}` : sql`${columnOf(index)} = ${value(index)}`;
    return sql`(${further(index)} or (${same} and ${beyond(index + 1)}))`;
  };
  const start = order[0]?.nullable ? trusted('') : sql`${columnOf(0)} ${operator(0)}= ${value(0)} and `;
  return sql`(${start}${beyond(0)})`;
}

function readCursor(text: string, expected: string, length: number): readonly unknown[] {
  const parts = parseCursor(text);
  const whole = Array.isArray(parts) && parts[0] === expected && parts.length === length + 1 && parts.every((part) => part === null || typeof part === 'string');
  if (!whole) throw foreignCursor();
  return parts.slice(1) as readonly unknown[];
}

export function foreignCursor(): GraphQLError {
  return badInput('This cursor does not belong to this list in this order; take one that the same query answered.');
}

function parseCursor(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
