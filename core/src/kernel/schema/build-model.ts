import { ReferenceKind, type EntityMetadata, type EntityProperty, type MikroORM } from '@mikro-orm/postgresql';
import { getNamedType, isEnumType, isNonNullType, type GraphQLField, type GraphQLNamedType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { Class, Module } from '../module/define-module.js';
import type { FieldModel, JsonForm, ReadModel, ResourceModel } from '../read/model.js';
import { identifier, sql, trusted } from '../read/sql.js';
import { categoriesOf } from '../privacy/category.js';
import { shareRuleOf } from '../privacy/share-rule.js';
import { fieldPrivacy, type FieldPrivacy } from '../privacy/classification.js';
import { attributeFields, attributesOn } from './attribute-types.js';
import { addedFields, type AddedField } from './describe-resolvers.js';
import { neededProperties, plannedFields, resourceOptions, type Columns, type PlannedField } from './resource.js';

type Fields = Map<string, FieldModel>;

/** What the planner knows, from MikroORM's metadata, the schema that type-graphql built, and the modules' planned fields. */
export function buildModel(orm: MikroORM, schema: GraphQLSchema, modules: readonly Module[], wrapped: ReadonlySet<string>): ReadModel {
  const targets = modules.flatMap((module) => module.entities ?? []);
  const added = modules.flatMap((module) => addedFields(module));
  const byType = new Map<string, ResourceModel>();
  const permissions = new Map<string, string>();
  for (const target of targets) {
    const resource = resourceModel(orm.getMetadata().get(target as never) as EntityMetadata, schema, target, added, modules);
    byType.set(resource.type, resource);
    for (const field of added) if (field.on === target && field.permission) permissions.set(`${resource.type}.${field.name}`, field.permission);
    for (const field of plannedFields(target)) if (field.permission) permissions.set(`${resource.type}.${field.name}`, field.permission);
  }
  return {
    byType,
    byPrefix: new Map([...byType.values()].map((resource) => [resource.prefix, resource])),
    byClass: new Map([...byType.values()].map((resource) => [resource.target, resource])),
    wrapped,
    categories: categoriesOf(modules),
    mayShare: shareRuleOf(modules),
    permissionOf: (type, field) => permissions.get(`${type}.${field}`),
  };
}

function resourceModel(meta: EntityMetadata, schema: GraphQLSchema, target: Class, added: readonly AddedField[], modules: readonly Module[]): ResourceModel {
  const options = resourceOptions(target);
  if (!options) throw new Error(`${target.name} has no @Resource`);
  const type = schema.getType(target.name) as GraphQLObjectType;
  const columns = new Map(meta.props.flatMap((property) => columnOf(property)));
  const fields: Fields = new Map();
  for (const field of Object.values(type.getFields())) fields.set(field.name, ownField(meta, field, columns, added, target));
  for (const field of [...plannedFields(target), ...added.filter((field) => field.on === target).flatMap((field) => field.planned ?? [])]) {
    fields.set(field.name, plannedModel(field));
  }
  const attributes = attributeFields(target, modules);
  if (attributes) fields.set('attributes', { kind: 'object', fields: attributes });
  const privacy = privacyOf(target, [...fields.keys()], added, modules);
  const masked = told(privacy, 'category');
  if (masked.size > 0) fields.set(MASKED_FIELDS, { kind: 'masks' });
  return {
    type: target.name,
    target,
    table: sql`${identifier(meta.schema ?? 'public')}.${identifier(meta.tableName)}`,
    tableName: options.table,
    prefix: options.prefix,
    read: options.read,
    subject: options.privacy?.subject,
    personal: ['personal', 'sensitive'].includes(options.privacy?.sensitivity ?? ''),
    scope: options.scope,
    seenWith: options.seenWith ?? [],
    maker: options.maker,
    only: options.only,
    listed: options.listed,
    onDay: new Map(Object.entries(options.onDay ?? {})),
    // The kernel's own tables are work under way; every module's are kept (the conformance test sees to it).
    remembers: !options.table.startsWith('kernel.') && !options.passing && columns.has('updatedAt'),
    passing: options.passing === true,
    keys: options.keys ?? [],
    one: options.one,
    many: options.many,
    columns,
    fields,
    masked,
    maskedWhen: told(privacy, 'when'),
  };
}

/** The field of a resource that tells which of its fields are masked. */
export const MASKED_FIELDS = 'maskedFields';

/** What is said of each field, attributes as `attributes.<name>`. */
function privacyOf(target: Class, names: readonly string[], added: readonly AddedField[], modules: readonly Module[]): readonly (readonly [string, FieldPrivacy | undefined])[] {
  const own = names.map((name) => {
    const by = added.find((field) => field.on === target && field.name === name);
    return [name, by ? fieldPrivacy(by.resolver, by.member) : fieldPrivacy(target, name)] as const;
  });
  const attributes = [...attributesOn(target, modules)].map(([name, { privacy }]) => [`attributes.${name}`, privacy] as const);
  return [...own, ...attributes];
}

function told(privacy: ReturnType<typeof privacyOf>, what: 'category' | 'when'): ReadonlyMap<string, string> {
  return new Map(privacy.flatMap(([name, said]) => (said?.[what] === undefined ? [] : [[name, said[what]] as const])));
}

function columnOf(property: EntityProperty): readonly (readonly [string, { name: string; type: string; nullable: boolean }])[] {
  const name = property.fieldNames?.[0];
  if (!name || (property.kind !== ReferenceKind.SCALAR && property.kind !== ReferenceKind.MANY_TO_ONE)) return [];
  return [[property.name, { name, type: property.columnTypes?.[0] ?? 'text', nullable: property.nullable === true }]];
}

function ownField(
  meta: EntityMetadata, field: GraphQLField<unknown, unknown>, columns: ResourceModel['columns'], added: readonly AddedField[], target: Class,
): FieldModel {
  const property = meta.props.find((candidate) => candidate.name === field.name);
  const column = columns.get(field.name);
  if (property?.kind === ReferenceKind.MANY_TO_ONE) {
    return { kind: 'one', target: getNamedType(field.type).name, property: field.name, nullable: property.nullable === true };
  }
  if (!column) {
    const by = added.find((candidate) => candidate.on === target && candidate.name === field.name);
    return { kind: 'computed', needs: neededProperties(by?.resolver ?? target, by?.member ?? field.name) };
  }
  return {
    kind: 'value',
    form: formOf(getNamedType(field.type).name),
    pgType: column.type,
    nullable: !isNonNullType(field.type),
    sql: (own) => own[field.name] ?? trusted('null'),
    ...valuesOf(getNamedType(field.type)),
  };
}

function valuesOf(type: GraphQLNamedType): { readonly values?: readonly string[] } {
  return isEnumType(type) ? { values: type.getValues().map(({ value }) => String(value)) } : {};
}

function plannedModel(field: PlannedField): FieldModel {
  switch (field.kind) {
    case 'connection':
      return { kind: 'connection', target: field.target().name, mappedBy: field.mappedBy, ...(field.of && { of: field.of }), ...(field.where && { where: field.where }) };
    case 'sql':
      return { kind: 'value', form: formOf(field.type().name), pgType: pgTypeOf(field.type().name), nullable: field.nullable, sql: field.sql, ...(field.at && { at: field.at }) };
    case 'money': {
      const { amount: from } = field;
      const amount = typeof from === 'string' ? (own: Columns) => own[from] ?? trusted('null') : from;
      return {
        kind: 'object',
        ...(field.nullable && { absent: (own: Columns) => sql`(${amount(own)}) is null` }),
        fields: new Map<string, FieldModel>([
          ['amount', { kind: 'value', form: 'text', pgType: 'numeric', nullable: false, sql: amount }],
          ['currency', { kind: 'value', form: 'plain', pgType: 'text', nullable: false, sql: (own) => own[field.currency] ?? trusted('null') }],
        ]),
      };
    }
  }
}

export function formOf(graphqlType: string): JsonForm {
  return ({ ID: 'id', Decimal: 'text', DateTime: 'datetime' } as const)[graphqlType] ?? 'plain';
}

export function pgTypeOf(graphqlType: string): string {
  return ({ Int: 'integer', Boolean: 'boolean', Decimal: 'numeric', LocalDate: 'date', DateTime: 'timestamptz' } as Record<string, string>)[graphqlType] ?? 'text';
}
