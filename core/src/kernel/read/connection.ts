import { getNamedType, type FieldNode, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { argumentsOf, fieldsOf, type Argument } from './arguments.js';
import { collectFields } from './collect.js';
import { checkUnwrapped, columnOf, columnsOf, inSight, NotPlannable, objectType, selectList, visible, type Compilation } from './compile.js';
import type { ResourceModel } from './model.js';
import { cursorSql, orderOf, orderBySql, seekSql, type OrderKey } from './order.js';
import { pageOf, type Page } from './page.js';
import { identifier, join, sql, trusted, type Sql } from './sql.js';
import { listedAt } from './time.js';
import { whereSql } from './where.js';

/** What the parts of a connection are made from. */
interface Parts {
  readonly compilation: Compilation;
  readonly resource: ResourceModel;
  readonly alias: Sql;
  readonly order: readonly OrderKey[];
  readonly page: Page;
  /** Rows of the connection, all pages. */
  readonly all: Sql;
  /** Rows of this page and what follows. */
  readonly from: Sql;
}

/**
 * A connection as JSON.
 *
 * @param parent which rows belong to it, for the alias of the row; `undefined` at the root
 */
export function connectionSql(
  compilation: Compilation, resource: ResourceModel, definition: GraphQLField<unknown, unknown>,
  nodes: readonly FieldNode[], parent?: (alias: Sql) => Sql,
): Sql {
  const first = nodes[0];
  if (!first) throw new Error('a connection without a field');
  const given = argumentsOf(definition, first, compilation.variables);
  const alias = trusted(compilation.nextAlias());
  const page = pageOf(compilation, given);
  const order = orderOf(compilation, resource, given.get('orderBy'));
  const where = given.get('where');
  const conditions = [
    parent ? parent(alias) : resource.listed?.(columnsOf(resource, alias)),
    visible(compilation, resource, alias),
    where && where.value !== null ? whereSql(compilation, resource, alias, where) : undefined,
  ].filter((condition) => condition !== undefined);
  const seek = [
    page.after && seekSql(compilation, columnsOf(resource, alias), order, page.after, false),
    page.before && seekSql(compilation, columnsOf(resource, alias), order, page.before, true),
  ].filter((condition) => condition !== undefined);
  const table = listedAt(compilation, resource, inSight(compilation, resource));
  const rows = (all: readonly Sql[]): Sql =>
    sql`from ${table} ${alias}${all.length > 0 ? sql` where ${join(all, ' and ')}` : trusted('')}`;
  const parts = { compilation, resource, alias, order, page, all: rows(conditions), from: rows([...conditions, ...seek]) };
  const type = getNamedType(definition.type) as GraphQLObjectType;
  const fields = collectFields(compilation, type, nodes);
  if (!parent && (names(fields).includes('totalCount') || (where && where.value !== null && !narrow(where)))) compilation.goesThrough();
  const row = trusted(compilation.nextAlias());
  return sql`(select row_to_json(${row}) from (${connectionRow(parts, type, fields)}) ${row})`;
}

const names = (fields: ReadonlyMap<string, readonly FieldNode[]>): readonly (string | undefined)[] => [...fields.values()].map((nodes) => nodes[0]?.name.value);

/** Whether a filter leads to few rows by an index: something is to equal a value. */
function narrow(where: Argument): boolean {
  return fieldsOf(where).some(([name, filter]) => !['and', 'or', 'not'].includes(name) && filter.value !== null && fieldsOf(filter).some(([operator]) => operator === 'eq' || operator === 'in'));
}

function connectionRow(parts: Parts, type: GraphQLObjectType, fields: ReadonlyMap<string, readonly FieldNode[]>): Sql {
  const asked = names(fields);
  const paged = !parts.page.backward && asked.every((name) => name === 'nodes' || name === 'totalCount' || name === '__typename');
  const build = paged ? simpleField : pagedField;
  if (parts.resource.personal && asked.includes('totalCount')) parts.compilation.reads(`${type.name}.totalCount`);
  const columns: Sql[] = [];
  const inner: Sql[] = [];
  for (const [key, nodes] of fields) {
    checkUnwrapped(parts.compilation, type.name, nodes[0]?.name.value ?? key);
    columns.push(sql`${build(parts, type, nodes, inner)} as ${identifier(columnOf(key, parts.compilation.raw))}`);
  }
  if (paged || inner.length === 0) return sql`select ${join(columns, ', ')}`;
  const { page, order, alias, resource } = parts;
  const direction = orderBySql(columnsOf(resource, alias), order, page.backward);
  // Going backward the rows come in reverse, and their numbers turn them round.
  const numbered = page.backward ? sql`, row_number() over (order by ${direction}) as "#"` : trusted('');
  // With having it is one row, also where nothing of the page's rows is asked for.
  return sql`select ${join(columns, ', ')} from (select ${join(inner, ', ')}${numbered} ${parts.from} order by ${direction} limit ${trusted(String(page.size + 1))}) p having true`;
}

/** Values of the page's rows in the page's order, as JSON; the row after the page, which tells that there is one, is left out. */
function listed(page: Page, value: Sql): Sql {
  const size = trusted(String(page.size));
  return page.backward
    ? sql`coalesce(json_agg(${value} order by p."#" desc) filter (where p."#" <= ${size}), '[]'::json)`
    : sql`coalesce(array_to_json((array_agg(${value}))[1:${size}]), '[]'::json)`;
}

/** A value of the first or the last row of the page; null where it has none. */
function atEnd(page: Page, value: Sql, end: 'first' | 'last'): Sql {
  const size = trusted(String(page.size));
  if (!page.backward) return sql`(array_agg(${value}))[${end === 'first' ? trusted(page.size === 0 ? '0' : '1') : sql`least(${size}, count(*))`}]`;
  return sql`(array_agg(${value} order by p."#" ${trusted(end === 'first' ? 'desc' : 'asc')}) filter (where p."#" <= ${size}))[1]`;
}

/** Nodes and count alone: no row numbers needed. */
function simpleField(parts: Parts, type: GraphQLObjectType, nodes: readonly FieldNode[]): Sql {
  const name = nodes[0]?.name.value;
  if (name === 'totalCount') return sql`(select count(*)::int ${parts.all})`;
  if (name === '__typename') return trusted(`'${type.name}'::text`);
  const { compilation, resource, alias, order, page } = parts;
  const row = trusted(compilation.nextAlias());
  const list = selectList(compilation, resource, alias, nodes);
  const ordered = orderBySql(columnsOf(resource, alias), order, false);
  return sql`(select coalesce(json_agg(${row}), '[]'::json) from (select ${list} ${parts.from} order by ${ordered} limit ${trusted(String(page.size))}) ${row})`;
}

function pagedField(parts: Parts, type: GraphQLObjectType, nodes: readonly FieldNode[], inner: Sql[]): Sql {
  const { compilation, page } = parts;
  switch (nodes[0]?.name.value) {
    case '__typename':
      return trusted(`'${type.name}'::text`);
    case 'totalCount':
      return sql`(select count(*)::int ${parts.all})`;
    case 'nodes':
      return listed(page, addInner(inner, nodeSql(parts, nodes)));
    case 'edges':
      return listed(page, edgeSql(parts, nodes, inner));
    case 'pageInfo':
      return pageInfoSql(parts, nodes, inner);
    default:
      throw new NotPlannable(`${compilation.schema.getType(type.name)?.name}.${nodes[0]?.name.value}`);
  }
}

function addInner(inner: Sql[], value: Sql): Sql {
  const name = `c${inner.length}`;
  inner.push(sql`${value} as ${identifier(name)}`);
  return sql`p.${identifier(name)}`;
}

function nodeSql(parts: Parts, nodes: readonly FieldNode[]): Sql {
  const row = trusted(parts.compilation.nextAlias());
  return sql`(select row_to_json(${row}) from (select ${selectList(parts.compilation, parts.resource, parts.alias, nodes)}) ${row})`;
}

function cursor(parts: Parts): Sql {
  return cursorSql(columnsOf(parts.resource, parts.alias), parts.order);
}

function edgeSql(parts: Parts, nodes: readonly FieldNode[], inner: Sql[]): Sql {
  const { compilation, resource } = parts;
  const type = objectType(compilation, `${resource.type}Edge`);
  const pieces: Sql[] = [];
  for (const [key, fieldNodes] of collectFields(compilation, type, nodes)) {
    const name = fieldNodes[0]?.name.value ?? key;
    checkUnwrapped(compilation, type.name, name);
    const value =
      name === '__typename' ? trusted(`'${type.name}'::text`) : addInner(inner, name === 'cursor' ? cursor(parts) : nodeSql(parts, fieldNodes));
    pieces.push(sql`${value} as ${identifier(columnOf(key, compilation.raw))}`);
  }
  needRows(inner);
  const row = trusted(compilation.nextAlias());
  return sql`(select row_to_json(${row}) from (select ${join(pieces, ', ')}) ${row})`;
}

/** Where nothing of a row is asked for, the rows of the page are there all the same. */
function needRows(inner: Sql[]): void {
  if (inner.length === 0) addInner(inner, trusted('1'));
}

function pageInfoSql(parts: Parts, nodes: readonly FieldNode[], inner: Sql[]): Sql {
  const { compilation, page } = parts;
  const type = objectType(compilation, 'PageInfo');
  const more = trusted(`count(*) > ${page.size}`);
  const pieces: Sql[] = [];
  const outer: Sql[] = [];
  for (const [key, fieldNodes] of collectFields(compilation, type, nodes)) {
    const name = fieldNodes[0]?.name.value ?? key;
    checkUnwrapped(compilation, type.name, name);
    const value = ((): Sql => {
      switch (name) {
        case 'hasNextPage':
          return page.backward ? trusted(String(page.before !== undefined)) : more;
        case 'hasPreviousPage':
          return page.backward ? more : trusted(String(page.after !== undefined));
        case 'startCursor':
          return atEnd(page, addInner(inner, cursor(parts)), 'first');
        case 'endCursor':
          return atEnd(page, addInner(inner, cursor(parts)), 'last');
        default:
          return trusted(`'${type.name}'::text`);
      }
    })();
    outer.push(value);
    pieces.push(identifier(columnOf(key, compilation.raw)));
  }
  needRows(inner);
  const pairs = outer.map((value, index) => sql`${stringLiteral(pieces[index])}, ${value}`);
  return sql`json_build_object(${join(pairs, ', ')})`;
}

/** A response key (letters, digits and underscores) as an SQL string. */
function stringLiteral(name: Sql | undefined): Sql {
  return trusted(`'${(name?.strings[0] ?? '').slice(1, -1)}'`);
}
