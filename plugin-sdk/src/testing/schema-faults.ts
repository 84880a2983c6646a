import type { Module } from '@kinga/core';
import type { Contract } from '@kinga/core/testing';
import { getNamedType, isEnumType, isNonNullType, isObjectType } from 'graphql';

/** Rules of the schema that a module breaks, in words. */
export function schemaFaults({ schema, model }: Contract, module: Module): readonly string[] {
  const own = (module.entities ?? []).flatMap((target) => model.byClass.get(target) ?? []);
  const prefixes = [...model.byType.values()].map((resource) => resource.prefix);
  const permissions = (module.permissions ?? []).map(({ name }) => name);
  return [
    ...permissions.filter((name) => !name.startsWith(`${module.id}.`)).map((name) => `the permission ${name} is not named ${module.id}.<what>.<may>`),
    ...own.filter(({ prefix }) => prefixes.filter((other) => other === prefix).length > 1).map(({ type, prefix }) => `${type} has the id prefix ${prefix}, which another resource has too`),
    ...own.flatMap((resource) => {
      const type = schema.getType(resource.type);
      if (!isObjectType(type)) return [`${resource.type} is not in the schema`];
      return Object.values(type.getFields()).flatMap((field) => {
        const kind = resource.fields.get(field.name);
        const scoped = kind?.kind === 'one' && model.byType.get(kind.target)?.scope !== undefined;
        const named = getNamedType(field.type);
        const strange = isEnumType(named) ? named.getValues().filter(({ name, value }) => name !== value) : [];
        return [
          ...(scoped && isNonNullType(field.type) ? [`${resource.type}.${field.name} leads to rows that not everybody may see, so it must be nullable`] : []),
          ...strange.map(({ name, value }) => `${named.name}.${name} has the value ${String(value)}; the database keeps names`),
        ];
      });
    }),
  ];
}
