import type { MikroORM } from '@mikro-orm/postgresql';
import {
  GraphQLID, GraphQLInputObjectType, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, getNamedType, isInputObjectType, isObjectType,
  type GraphQLDirective, type GraphQLField, type GraphQLFieldConfig, type GraphQLInputField, type GraphQLInputFieldMap, type GraphQLOutputType,
} from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import type { Class, Module } from '../module/define-module.js';
import type { ReadModel, ResourceModel } from '../read/model.js';
import { resourceOf } from '../read/model.js';
import { attributesOn, attributeTypes } from './attribute-types.js';
import { stoodFor, type Stood } from './input-fields.js';
import { buildModel, MASKED_FIELDS } from './build-model.js';
import { connectionTypes } from './connection-types.js';
import { addedFields, strangeFields } from './describe-resolvers.js';
import { filterTypes } from './filter-types.js';
import { MoneyValue } from './money.js';
import { DateTime, LocalDate } from './scalars.js';
import { attachResolvers } from './resolvers.js';
import { plannedFields, type PlannedField } from './resource.js';

export interface BuiltSchema {
  readonly schema: GraphQLSchema;
  readonly model: ReadModel;
}

/**
 * The schema of a set of modules: what type-graphql makes of their classes, and what the planner adds: connections,
 * filters, look-ups, attributes.
 */
export function buildPlatformSchema(
  modules: readonly Module[], orm: MikroORM, wraps: ReadonlyMap<string, readonly { readonly wrap: unknown }[]>, errorTypes: readonly Class[],
): BuiltSchema {
  const entities = modules.flatMap((module) => module.entities ?? []);
  const resolvers = modules.flatMap((module) => module.resolvers ?? []);
  const base = buildSchemaSync({
    resolvers: resolvers as never,
    orphanedTypes: [...entities, ...errorTypes, MoneyValue] as never,
    validate: false,
    skipCheck: true,
    pubSub: noTopics,
  });
  dropStrange(base, modules);
  const wrapped = new Set(wraps.keys());
  const model = buildModel(orm, base, modules, wrapped);
  const type = (name: string): GraphQLObjectType => {
    const found = base.getType(name);
    if (!isObjectType(found)) throw new Error(`${name} is not a type of this schema`);
    return found;
  };
  const filters = filterTypes(type, (name) => resourceOf(model, name), wrapped);
  const connections = connectionTypes(type, filters);
  const moneyType = type('Money');

  const planned = (resource: ResourceModel, field: PlannedField): GraphQLFieldConfig<unknown, unknown> => {
    const extensions = { planned: true, ...(field.permission && { permission: field.permission }) };
    switch (field.kind) {
      case 'connection': {
        const target = resourceOf(model, field.target().name);
        return connections.field(target, field.description, { permission: target.read, ...extensions });
      }
      case 'sql':
        return { type: nullableUnless(!field.nullable, field.type()), description: field.description, extensions };
      case 'money':
        return { type: nullableUnless(!field.nullable, moneyType), description: field.description, extensions };
    }
  };

  const added = Map.groupBy(modules.flatMap((module) => addedFields(module)), ({ on }) => on);
  const stood = Map.groupBy(stoodFields(base), ({ target }) => target);
  for (const resource of model.byType.values()) {
    const own = type(resource.type);
    for (const field of [...plannedFields(resource.target), ...(added.get(resource.target) ?? []).flatMap((field) => field.planned ?? [])]) {
      addField(own, field.name, planned(resource, field));
    }
    const attributes = addAttributes(own, resource, modules);
    standIn(stood.get(resource.target) ?? [], { Attributes: attributes, Where: filters.where(resource) });
    if (resource.masked.size > 0) addField(own, MASKED_FIELDS, maskedField(resource));
  }
  const query = base.getQueryType();
  if (!query) throw new Error('a schema without queries');
  for (const resource of model.byType.values()) addRoots(query, resource, type, connections.field, wrapped);
  const schema = finish(base, new Set([...entities, ...errorTypes].map(({ name }) => name)));
  attachResolvers(schema, model, wraps);
  return { schema, model };
}

function dropStrange(base: GraphQLSchema, modules: readonly Module[]): void {
  const added = modules.flatMap((module) => addedFields(module));
  for (const { on, name } of strangeFields(modules)) {
    const type = base.getType(on.name);
    if (isObjectType(type) && !added.some((field) => field.on === on && field.name === name)) delete type.getFields()[name];
  }
}

function maskedField(resource: ResourceModel): GraphQLFieldConfig<unknown, unknown> {
  return {
    type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))),
    description: `Which of its fields are masked for you, of ${[...resource.masked.keys()].join(', ')}: null is then no answer.`,
    extensions: { planned: true },
  };
}

function addRoots(
  query: GraphQLObjectType, resource: ResourceModel, type: (name: string) => GraphQLObjectType,
  connection: ReturnType<typeof connectionTypes>['field'], wrapped: ReadonlySet<string>,
): void {
  const permission = resource.read;
  if (resource.many) {
    addField(query, resource.many, connection(resource, `Lists ${resource.type} rows.`, { permission, root: { kind: 'many', type: resource.type } }));
  }
  if (!resource.one) return;
  const own = type(resource.type);
  const by = new GraphQLInputObjectType({
    name: `${resource.type}By`,
    description: `Names one ${resource.type}, in one of these ways.`,
    isOneOf: true,
    fields: {
      id: { type: GraphQLID, description: 'By its id.' },
      ...Object.fromEntries(resource.keys.filter((key) => !wrapped.has(`${resource.type}.${key}`)).map((key) => [key, { type: keyType(own, key), description: `By its ${key}.` }])),
    },
  });
  addField(query, resource.one, {
    type: own,
    description: `Finds one ${resource.type}; null where there is none that you may see.`,
    args: {
      by: { type: new GraphQLNonNull(by), description: 'Which one.' },
      ...(resource.remembers && {
        asOf: { type: LocalDate, description: 'What was true on this day: who belonged where, what held, how old somebody was. Today where left out.' },
        knownAt: { type: DateTime, description: 'As it was recorded at this moment. As it is known now where left out.' },
      }),
    },
    extensions: { permission, root: { kind: 'one', type: resource.type } },
  });
}

function keyType(type: GraphQLObjectType, key: string): typeof GraphQLID {
  const field = type.getFields()[key];
  if (!field) throw new Error(`${type.name} has no field ${key}`);
  return (field.type instanceof GraphQLNonNull ? field.type.ofType : field.type) as typeof GraphQLID;
}

function nullableUnless(required: boolean, type: GraphQLOutputType): GraphQLOutputType {
  return required ? new GraphQLNonNull(type as GraphQLObjectType) : type;
}

/** graphql-js lets a type's fields be added to until a schema is made of it; this does so in its own form of a field. */
function addField(type: GraphQLObjectType, name: string, config: GraphQLFieldConfig<unknown, unknown>): void {
  const field = new GraphQLObjectType({ name: 'Holder', fields: { [name]: config } }).getFields()[name];
  const fields = type.getFields();
  if (fields[name]) throw new Error(`${type.name}.${name} is defined twice`);
  if (field) fields[name] = field as GraphQLField<unknown, unknown>;
}

/** @returns the input type of the attributes; undefined where no module gives any */
function addAttributes(own: GraphQLObjectType, resource: ResourceModel, modules: readonly Module[]): GraphQLInputObjectType | undefined {
  const attributes = attributesOn(resource.target, modules);
  if (attributes.size === 0) return undefined;
  const types = attributeTypes(resource.target, attributes);
  addField(own, 'attributes', {
    type: new GraphQLNonNull(types.output),
    description: `Fields of ${resource.type} that this deployment's modules add.`,
    extensions: { planned: true },
  });
  return types.input;
}

/** A field of an input type for which a type of a resource is to stand. */
interface StoodField extends Stood {
  readonly fields: GraphQLInputFieldMap;
  readonly field: GraphQLInputField;
}

function stoodFields(schema: GraphQLSchema): readonly StoodField[] {
  return Object.values(schema.getTypeMap()).filter(isInputObjectType).flatMap((type) => {
    const fields = type.getFields();
    return Object.values(fields).flatMap((field) => {
      const stands = stoodFor(getNamedType(field.type));
      return stands ? [{ ...stands, fields, field }] : [];
    });
  });
}

/** Puts the types of a resource where others stand for them; a field whose type there is not is left out. */
function standIn(stood: readonly StoodField[], types: Readonly<Record<Stood['what'], GraphQLInputObjectType | undefined>>): void {
  for (const { fields, field, what } of stood) {
    const type = types[what];
    if (type) (field as { -readonly [K in keyof GraphQLInputField]: GraphQLInputField[K] }).type = type;
    else delete fields[field.name];
  }
}

/** type-graphql wants a broker; Kinga's subscriptions bring their own source, since jobs may run in another process. */
const noTopics = {
  publish: (): void => undefined,
  subscribe: (): never => {
    throw new Error('a subscription without a source: give @Subscription a subscribe function');
  },
};

/** A schema made anew, so that it knows the types that were added; sorted, so that it prints the same whatever the order. */
function finish(base: GraphQLSchema, orphans: ReadonlySet<string>): GraphQLSchema {
  const config = base.toConfig();
  const kept = config.types.filter((type) => orphans.has(type.name));
  return new GraphQLSchema({ ...config, types: kept, directives: config.directives as GraphQLDirective[], assumeValid: false });
}

