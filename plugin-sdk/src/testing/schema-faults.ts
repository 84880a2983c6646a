import type { Module } from '@kinga/core';
import type { Contract } from '@kinga/core/testing';
import { getNamedType, getNullableType, isEnumType, isListType, isNonNullType, isObjectType, type GraphQLField } from 'graphql';

const PREFIX = /^[a-z][a-z0-9_]*$/;

/** Rules of the schema that a module breaks, in words. */
export function schemaFaults({ schema, model }: Contract, module: Module): readonly string[] {
  const own = (module.entities ?? []).flatMap((target) => model.byClass.get(target) ?? []);
  // By class: of two types with one prefix or name, the others know one only.
  const prefixes = [...model.byClass.values()].map((resource) => resource.prefix);
  const permissions = (module.permissions ?? []).map(({ name }) => name);
  return [
    ...permissions.filter((name) => !new RegExp(`^${module.id}(\\.[a-z0-9-]+){2,}$`).test(name)).map((name) => `the permission ${name} is not named ${module.id}.<what>.<may>`),
    ...own.filter(({ prefix }) => !PREFIX.test(prefix)).map(({ type, prefix }) => `${type} has the id prefix ${prefix}; take small letters, digits and _`),
    ...own.filter(({ prefix }) => prefixes.filter((other) => other === prefix).length > 1).map(({ type, prefix }) => `${type} has the id prefix ${prefix}, which another type has too`),
    ...own.flatMap((resource) => {
      const type = schema.getType(resource.type);
      if (!isObjectType(type)) return [`${resource.type} is not in the schema`];
      return Object.values(type.getFields()).flatMap((field) => [...nullability(model, resource.type, field), ...enumValues(field)]);
    }),
  ];
}

/** A row that the reader may not see is answered by null, so what leads to it must be able to be null. */
function nullability(model: Contract['model'], type: string, field: GraphQLField<unknown, unknown>): readonly string[] {
  const scoped = model.byType.get(getNamedType(field.type).name)?.scope !== undefined;
  if (!scoped || !isNonNullType(field.type) || isListType(getNullableType(field.type))) return [];
  return [`${type}.${field.name} leads to rows that not everybody may see, so it must be nullable`];
}

function enumValues(field: GraphQLField<unknown, unknown>): readonly string[] {
  const named = getNamedType(field.type);
  const strange = isEnumType(named) ? named.getValues().filter(({ name, value }) => name !== value) : [];
  return strange.map(({ name, value }) => `${named.name}.${name} has the value ${String(value)}; the database keeps names`);
}
