import type { Module } from '@kinga/core';
import type { Contract } from '@kinga/core/testing';

const PREFIX = /^[a-z][a-z0-9_]*$/;

/** Rules of the schema that a module breaks, in words. */
export function schemaFaults(contract: Contract, module: Module): readonly string[] {
  const { model } = contract;
  const own = (module.entities ?? []).flatMap((target) => model.byClass.get(target) ?? []);
  // By class: of two types with one prefix or name, the others know one only.
  const prefixes = [...model.byClass.values()].map((resource) => resource.prefix);
  const permissions = (module.permissions ?? []).map(({ name }) => name);
  return [
    ...permissions.filter((name) => !new RegExp(`^${module.id}(\\.[a-z0-9-]+){2,}$`).test(name)).map((name) => `the permission ${name} is not named ${module.id}.<what>.<may>`),
    ...own.filter(({ prefix }) => !PREFIX.test(prefix)).map(({ type, prefix }) => `${type} has the id prefix ${prefix}; take small letters, digits and _`),
    ...own.filter(({ prefix }) => prefixes.filter((other) => other === prefix).length > 1).map(({ type, prefix }) => `${type} has the id prefix ${prefix}, which another type has too`),
    ...contract.promises(module).map(({ message }) => message),
  ];
}
