import {
  defaultFieldResolver, getNamedType, isInterfaceType, isObjectType,
  type GraphQLField, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLResolveInfo, type GraphQLSchema,
} from 'graphql';
import type { Context } from '../context.js';
import { columnOf, neededColumn, seenKey } from '../read/compile.js';
import type { ReadModel, ResourceModel } from '../read/model.js';
import { rootPlan } from '../read/root.js';
import { MoneyValue } from './money.js';

type Resolve = GraphQLFieldResolver<unknown, Context>;
type Row = Readonly<Record<string, unknown>>;

/** Gives every field the resolver that the planner's rows need, and applies the modules' wraps. */
export function attachResolvers(schema: GraphQLSchema, model: ReadModel, wraps: ReadonlyMap<string, readonly { readonly wrap: unknown }[]>): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInterfaceType(type)) type.resolveType = (value) => typenameOf(model, value);
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const resource = model.byType.get(type.name);
    for (const field of Object.values(type.getFields()) as GraphQLField<unknown, Context>[]) {
      field.resolve = wrap(resolverOf(model, resource, type, field), wraps.get(`${type.name}.${field.name}`));
    }
  }
}

function wrap(resolve: Resolve, wraps: readonly { readonly wrap: unknown }[] = []): Resolve {
  return wraps.reduce((next, { wrap: outer }) => (outer as (next: Resolve) => Resolve)(next), resolve);
}

function resolverOf(model: ReadModel, resource: ResourceModel | undefined, type: GraphQLObjectType, field: GraphQLField<unknown, Context>): Resolve {
  if (rootPlan(field as GraphQLField<unknown, unknown>)) return (_source, _args, ctx, info) => ctx.reads.root(ctx, info);
  const kind = resource?.fields.get(field.name)?.kind;
  if (kind !== undefined && kind !== 'computed') return plannedValue;
  if (isPlannedType(model, type)) return plannedValue;
  if (type.name === 'Money') return (source, args, ctx, info) => (source instanceof MoneyValue ? defaultFieldResolver : plannedValue)(source, args, ctx, info);
  const resolve = resource ? computed(resource, field) : (field.resolve ?? defaultFieldResolver);
  if (getNamedType(field.type).name === 'Money') return async (...given) => asMoney(await resolve(...given));
  return returnsRows(model, field) ? completed(model, field, resolve) : resolve;
}

/** A value that the statement put under the field's response key. */
const plannedValue: Resolve = (source, _args, _ctx, info) => (source as Row)[columnOf(String(info.path.key), false)];

/** Connections, edges and attributes come whole out of a statement. */
function isPlannedType(model: ReadModel, type: GraphQLObjectType): boolean {
  const resource = model.byType.get(type.name.replace(/(Connection|Edge|Attributes)$/, ''));
  return type.name === 'PageInfo' || (resource !== undefined && resource.type !== type.name);
}

/** A computed field sees the properties that it said it needs, by their own names, and the id as UUID. */
function computed(resource: ResourceModel, field: GraphQLField<unknown, Context>): Resolve {
  const model = resource.fields.get(field.name);
  const resolve = field.resolve ?? defaultFieldResolver;
  const needs = ['id', ...(model?.kind === 'computed' ? model.needs : [])];
  const masked = resource.masked.has(field.name);
  return (source, args, ctx, info) => {
    if (masked && (source as Row)[neededColumn(seenKey(field.name))] !== true) return null;
    const view = Object.fromEntries(needs.map((property) => [property, (source as Row)[neededColumn(property)]]));
    return resolve(view, args, ctx, info);
  };
}

/** An answer that was kept under an idempotency key has been JSON in between. */
function asMoney(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMoney);
  if (value === null || value === undefined || value instanceof MoneyValue) return value;
  const { amount, currency } = value as MoneyValue;
  return new MoneyValue(amount, currency);
}

function returnsRows(model: ReadModel, field: GraphQLField<unknown, Context>): boolean {
  const named = getNamedType(field.type);
  return model.byType.has(named.name) || named.name === 'Node';
}

/** What a resolver gives by UUID is read by a planned statement, batched over the request. */
function completed(model: ReadModel, field: GraphQLField<unknown, Context>, resolve: Resolve): Resolve {
  const own = model.byType.get(getNamedType(field.type).name);
  const complete = (value: unknown, ctx: Context, info: GraphQLResolveInfo): unknown => {
    if (value === null || value === undefined) return null;
    if (own && Array.isArray(value) && value.every((item) => item)) return ctx.reads.rows(ctx, own, value.map(({ id }: { readonly id: string }) => id), info);
    if (Array.isArray(value)) return Promise.all(value.map((item) => complete(item, ctx, info)));
    const { id, type } = value as { readonly id: string; readonly type?: string };
    const resource = own ?? model.byType.get(type ?? '');
    if (!resource) throw new Error(`${info.parentType.name}.${info.fieldName} answers something that has no type`);
    return ctx.reads.row(ctx, resource, id, info).then((row) => (row === null ? null : Object.assign(row as object, { [TYPE]: resource.type })));
  };
  return async (source, args, ctx, info) => complete(await resolve(source, args, ctx, info), ctx, info);
}

/** Not a text, since a client may call any field `__typename`. */
const TYPE = Symbol('type');

function typenameOf(model: ReadModel, value: unknown): string {
  const { [TYPE]: type, __typename, constructor } = value as { readonly [TYPE]?: string; readonly __typename?: string; readonly constructor: { readonly name: string } };
  return type ?? __typename ?? model.byType.get(constructor.name)?.type ?? constructor.name;
}
