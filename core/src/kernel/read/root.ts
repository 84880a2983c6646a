import type { FieldNode, GraphQLField } from 'graphql';
import { argumentsOf, bind, fieldsOf } from './arguments.js';
import { columnsOf, NotPlannable, rowSql, type Compilation } from './compile.js';
import { connectionSql } from './connection.js';
import { resourceOf, type ResourceModel } from './model.js';
import { onAnotherDay, sql, trusted, type Sql } from './sql.js';
import { timeOf } from './time.js';
import { badInput } from '../faults.js';
import { uuidOf } from '../schema/ids.js';

/** What a root field's extensions say to the planner. */
export interface RootPlan {
  readonly kind: 'one' | 'many';
  readonly type: string;
}

export function rootPlan(field: GraphQLField<unknown, unknown> | undefined): RootPlan | undefined {
  return field?.extensions['root'] as RootPlan | undefined;
}

/** A root field as JSON. */
export function rootSql(compilation: Compilation, field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): Sql {
  const plan = rootPlan(field);
  if (!plan) throw new NotPlannable(field.name);
  const resource = resourceOf(compilation.model, plan.type);
  return plan.kind === 'many' ? connectionSql(compilation, resource, field, nodes) : oneSql(compilation, resource, field, nodes);
}

function oneSql(compilation: Compilation, resource: ResourceModel, field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): Sql {
  const first = nodes[0];
  const given = first ? argumentsOf(field, first, compilation.variables) : new Map<string, never>();
  const by = given.get('by');
  const [property, value] = (by?.value ? fieldsOf(by)[0] : undefined) ?? [];
  if (!property || !value) throw badInput(`${field.name} takes one key in by.`);
  const alias = trusted(compilation.nextAlias());
  const column = columnsOf(resource, alias)[property] ?? trusted('null');
  const key = property === 'id' ? bind(value, 'uuid', (id: string) => uuidOf(resource.prefix, id)) : bind(value, resource.columns.get(property)?.type ?? 'text');
  const time = timeOf(given);
  if (!time) return rowSql(compilation, resource, alias, nodes, sql`${column} = ${key}`);
  // What names a row now names it in the past too.
  const now = trusted(compilation.nextAlias());
  const named = property === 'id' ? key : sql`(select ${now}."id" from ${resource.table} ${now} where ${columnsOf(resource, now)[property] ?? trusted('null')} = ${key})`;
  const row = rowSql({ ...compilation, time }, resource, alias, nodes, sql`${alias}."id" = ${named}`);
  return time.day ? onAnotherDay(row, time.day) : row;
}

/** Rows by id, as one JSON object from id to row: what resolvers that only know ids are completed with. */
export function byIdsSql(compilation: Compilation, resource: ResourceModel, nodes: readonly FieldNode[], ids: Sql): Sql {
  const alias = trusted(compilation.nextAlias());
  const row = rowSql(compilation, resource, alias, nodes, sql`${alias}."id" = wanted.id`);
  return sql`select coalesce(json_object_agg(wanted.id, ${row}), '{}'::json)::text as j from (select distinct unnest(${ids}) as id) wanted`;
}
