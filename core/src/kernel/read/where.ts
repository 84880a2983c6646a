import { bind, fieldsOf, itemsOf, type Argument } from './arguments.js';
import { columnsOf, connected, inSight, visible, type Compilation } from './compile.js';
import { plainValue } from './mask.js';
import type { FieldModel, ResourceModel } from './model.js';
import { resourceOf } from './model.js';
import { badInput } from '../faults.js';
import { uuidOf } from '../schema/ids.js';
import type { Columns } from '../schema/resource.js';
import { join, sql, trusted, type Sql } from './sql.js';
import { listedAt, tableAt, valueAt } from './time.js';

type ValueModel = Extract<FieldModel, { kind: 'value' }>;

/** A filter as a predicate over a row. */
export function whereSql(compilation: Compilation, resource: ResourceModel, alias: Sql, where: Argument): Sql {
  const inner = (argument: Argument): Sql => compilation.limits.deeper(() => whereSql(compilation, resource, alias, argument));
  const conditions = fieldsOf(where).map(([name, argument]) => {
    compilation.limits.condition();
    if (argument.value === null) refuse(argument, 'is null; leave it out, or use isNull');
    switch (name) {
      case 'and':
        return group(itemsOf(argument).map(inner), ' and ', 'true');
      case 'or':
        return group(itemsOf(argument).map(inner), ' or ', 'false');
      case 'not':
        return sql`(${inner(argument)}) is not true`;
      default:
        return fieldCondition(compilation, resource, alias, name, argument);
    }
  });
  return group(conditions, ' and ', 'true');
}

function group(conditions: readonly Sql[], separator: string, empty: string): Sql {
  return conditions.length === 0 ? trusted(empty) : sql`(${join(conditions, separator)})`;
}

function refuse(argument: Argument, why: string): never {
  throw badInput(`${argument.path} ${why}.`);
}

function fieldCondition(compilation: Compilation, resource: ResourceModel, alias: Sql, name: string, argument: Argument): Sql {
  const field = resource.fields.get(name);
  const permission = compilation.model.permissionOf(resource.type, name);
  if (permission) compilation.permissions.add(permission);
  needsSight(compilation, resource, name);
  switch (field?.kind) {
    case 'value':
      return valueCondition(resource, columnsOf(resource, alias), filtered(compilation, resource, name, field), argument);
    case 'object':
      return objectCondition(compilation, resource, name, columnsOf(resource, alias), field.fields, argument);
    case 'one': {
      const column = columnsOf(resource, alias)[field.property] ?? trusted('null');
      const target = resourceOf(compilation.model, field.target);
      return related(compilation, field.target, tableAt(compilation, target, inSight(compilation, target)), argument, (inner) => sql`${inner}."id" = ${column}`);
    }
    case 'connection': {
      const target = resourceOf(compilation.model, field.target);
      const mine = (inner: Sql): Sql => connected(compilation, resource, alias, field, inner);
      const conditions = fieldsOf(argument).map(([quantity, where]) => {
        if (where.value === null) refuse(where, 'is null; leave it out');
        const exists = related(compilation, field.target, listedAt(compilation, target, inSight(compilation, target)), where, mine);
        return quantity === 'none' ? sql`not ${exists}` : exists;
      });
      return group(conditions, ' and ', 'true');
    }
    default:
      throw new Error(`${resource.type}.${name} has no filter`);
  }
}

/** What is masked in some rows alone is there in no others for whoever does not see it of everybody. */
function filtered(compilation: Compilation, resource: ResourceModel, name: string, field: ValueModel): ValueModel {
  const value = valueAt(compilation, field);
  if (!resource.maskedWhen.has(name) || compilation.sights.of(resource.masked.get(name) ?? '') === 'clear') return { ...field, sql: value };
  return { ...field, sql: (columns) => plainValue(resource, columns, name, value(columns)) };
}

/** Choosing rows by a masked value tells the value: it is for those alone who see it of everybody, not for who opened it of one. */
function needsSight(compilation: Compilation, resource: ResourceModel, field: string): void {
  const category = compilation.model.categories.get(resource.masked.get(field) ?? '');
  if (category && !resource.maskedWhen.has(field)) compilation.permissions.add(category.clear);
}

function related(compilation: Compilation, type: string, rows: Sql, where: Argument, key: (alias: Sql) => Sql): Sql {
  const target = resourceOf(compilation.model, type);
  compilation.permissions.add(target.read);
  const alias = trusted(compilation.nextAlias());
  const scope = visible(compilation, target, alias);
  const chosen = compilation.limits.deeper(() => whereSql(compilation, target, alias, where));
  const conditions = [key(alias), chosen, ...(scope ? [scope] : [])];
  return sql`exists (select 1 from ${rows} ${alias} where ${join(conditions, ' and ')})`;
}

function objectCondition(compilation: Compilation, resource: ResourceModel, of: string, columns: Columns, fields: ReadonlyMap<string, FieldModel>, argument: Argument): Sql {
  return group(
    fieldsOf(argument).map(([name, inner]) => {
      const field = fields.get(name);
      if (inner.value === null) refuse(inner, 'is null; leave it out, or use isNull');
      needsSight(compilation, resource, `${of}.${name}`);
      if (field?.kind !== 'value') throw new Error(`${resource.type}.${argument.path}.${name} has no filter`);
      return valueCondition(resource, columns, field, inner);
    }),
    ' and ',
    'true',
  );
}

function valueCondition(resource: ResourceModel, columns: Columns, field: ValueModel, argument: Argument): Sql {
  const column = field.sql(columns);
  const one = (value: string): string => (field.form === 'id' ? uuidOf(resource.prefix, value) : value);
  return group(fieldsOf(argument).map(([operator, operand]) => operatorSql(column, unlimited(field.pgType), one, operator, operand)), ' and ', 'true');
}

/** A value that is compared need not fit into the column: `numeric(9,6)` is asked for as `numeric`. */
function unlimited(type: string): string {
  return type.replace(/\(.*\)/, '');
}

/** Values that LIKE would take as patterns, as text. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

function operatorSql(column: Sql, type: string, one: (value: string) => string, operator: string, operand: Argument): Sql {
  if (operand.value === null) refuse(operand, 'is null; use isNull');
  const value = (): Sql => bind(operand, type, one);
  const list = (): Sql => bind(operand, `${type}[]`, (values: readonly string[]) => values.map(one));
  const like = (pattern: (text: string) => string): Sql => sql`${column} ilike ${bind(operand, 'text', (text: string) => pattern(literally(text)))}`;
  switch (operator) {
    case 'eq':
      return sql`${column} = ${value()}`;
    case 'ne':
      return sql`${column} is distinct from ${value()}`;
    case 'in':
      return sql`${column} = any(${list()})`;
    case 'notIn':
      return sql`(${column} = any(${list()})) is not true`;
    case 'lt':
      return sql`${column} < ${value()}`;
    case 'lte':
      return sql`${column} <= ${value()}`;
    case 'gt':
      return sql`${column} > ${value()}`;
    case 'gte':
      return sql`${column} >= ${value()}`;
    case 'contains':
      return like((text) => `%${text}%`);
    case 'startsWith':
      return like((text) => `${text}%`);
    case 'endsWith':
      return like((text) => `%${text}`);
    case 'isNull':
      return sql`(${column} is null) = ${bind(operand, 'boolean')}`;
    default:
      throw new Error(`no operator ${operator}`);
  }
}
