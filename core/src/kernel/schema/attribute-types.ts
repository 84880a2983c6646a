import {
  GraphQLBoolean, GraphQLEnumType, GraphQLInputObjectType, GraphQLInt, GraphQLObjectType, GraphQLString,
  type GraphQLInputType, type GraphQLOutputType, type GraphQLScalarType,
} from 'graphql';
import type { Class, Module } from '../module/define-module.js';
import type { FieldModel } from '../read/model.js';
import { sql, trusted } from '../read/sql.js';
import type { AttributeDefinition } from './attributes.js';
import { Decimal, LocalDate } from './scalars.js';

const PG: Readonly<Record<AttributeDefinition['type'], string>> = {
  text: 'text', choice: 'text', date: 'date', integer: 'integer', decimal: 'numeric', boolean: 'boolean',
};

/** Every attribute that modules give to a resource, by name. */
export function attributesOn(target: Class, modules: readonly Module[]): ReadonlyMap<string, AttributeDefinition> {
  const sets = modules.flatMap((module) => module.attributes ?? []).filter((set) => set.on === target);
  return new Map(sets.flatMap((set) => Object.entries(set.fields)));
}

/** How the planner reads them: out of the `attributes` column. */
export function attributeFields(target: Class, modules: readonly Module[]): ReadonlyMap<string, FieldModel> | undefined {
  const attributes = attributesOn(target, modules);
  if (attributes.size === 0) return undefined;
  return new Map([...attributes].map(([name, definition]) => [name, attributeField(name, definition)]));
}

function attributeField(name: string, { type, choices }: AttributeDefinition): FieldModel {
  const key = trusted(`'${name.replaceAll("'", "''")}'`);
  const cast = trusted(PG[type]);
  return {
    kind: 'value',
    form: type === 'decimal' ? 'text' : 'plain',
    pgType: PG[type],
    nullable: true,
    sql: (columns) => sql`(${columns['attributes'] ?? trusted('null::jsonb')} ->> ${key})::${cast}`,
    ...(choices && { values: choices }),
  };
}

/** The GraphQL types of a resource's attributes. */
export function attributeTypes(target: Class, attributes: ReadonlyMap<string, AttributeDefinition>): { readonly output: GraphQLObjectType; readonly input: GraphQLInputObjectType } {
  const types = new Map([...attributes].map(([name, definition]) => [name, typeOf(target, name, definition)]));
  const describe = (name: string): string => attributes.get(name)?.description ?? '';
  return {
    output: new GraphQLObjectType({
      name: `${target.name}Attributes`,
      description: `Fields of ${target.name} that this deployment's modules add.`,
      fields: Object.fromEntries([...types].map(([name, type]) => [name, { type: type as GraphQLOutputType, description: describe(name) }])),
    }),
    input: new GraphQLInputObjectType({
      name: `${target.name}AttributesInput`,
      description: `Fields of ${target.name} that this deployment's modules add. Those left out stay as they are; null removes.`,
      fields: Object.fromEntries([...types].map(([name, type]) => [name, { type: type as GraphQLInputType, description: describe(name) }])),
    }),
  };
}

function typeOf(target: Class, name: string, definition: AttributeDefinition): GraphQLScalarType | GraphQLEnumType {
  switch (definition.type) {
    case 'text':
      return GraphQLString;
    case 'integer':
      return GraphQLInt;
    case 'decimal':
      return Decimal;
    case 'boolean':
      return GraphQLBoolean;
    case 'date':
      return LocalDate;
    case 'choice':
      return new GraphQLEnumType({
        name: `${target.name}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
        description: definition.description,
        values: Object.fromEntries((definition.choices ?? []).map((choice) => [choice, { description: choice.toLowerCase().replaceAll('_', ' ') }])),
      });
  }
}

