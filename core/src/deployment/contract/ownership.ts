import {
  getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isScalarType, type GraphQLNamedType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';
import type { Owner, Plan } from '../../kernel/plan/types.js';

/** Who answers for each place in the schema, those included that nobody declares: payloads, inputs, filters. */
export interface Ownership {
  /** `Type`, `Type.field`, `Type.field.argument` or `Enum.VALUE`; what is gone from the schema belongs to its type's owner. */
  ownerOf(coordinate: string): Owner | undefined;
}

/**
 * Spreads the ownership that the plan knows over the whole schema: an undeclared type belongs to the field that leads to it.
 */
export function ownershipOf(plan: Plan, schema: GraphQLSchema): Ownership {
  const types = new Map<string, Owner>(kernelTypes(plan, schema));
  for (const name of Object.keys(schema.getTypeMap())) {
    const declared = plan.owners.get(`type:${name}`) ?? plan.owners.get(`type:${resourceName(name)}`);
    if (declared) types.set(name, declared);
  }
  const fieldOwner = (type: string, field: string): Owner | undefined => plan.owners.get(`field:${type}.${field}`) ?? types.get(type);
  const spread = (type: GraphQLNamedType): void => {
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      const owner = fieldOwner(type.name, field.name);
      const args = 'args' in field ? field.args : [];
      for (const { type: used } of [field, ...args]) {
        const target = getNamedType(used as GraphQLOutputType);
        if (!owner || types.has(target.name)) continue;
        types.set(target.name, owner);
        spread(target);
      }
    }
  };
  const inOrder = Object.values(schema.getTypeMap()).sort((a, b) => position(plan, types.get(a.name)) - position(plan, types.get(b.name)));
  // A filter of an enum is made for every module, but the enum is its module's own.
  for (const type of inOrder) if (!type.name.endsWith('Filter')) spread(type);
  return {
    ownerOf(coordinate) {
      const [type = '', field = ''] = coordinate.split('.');
      return fieldOwner(type, field);
    },
  };
}

/** `PersonConnection`, `PersonWhere` and the like are made from `Person`. */
function resourceName(type: string): string {
  return type.replace(/(Connection|Edge|Where|OrderBy|Order|By|Attributes|AttributesInput)$/, '');
}

/** What every module shares belongs to the kernel: interfaces and those who carry them, scalars, filters of scalars. */
function kernelTypes(plan: Plan, schema: GraphQLSchema): readonly (readonly [string, Owner])[] {
  const kernel = plan.modules.find((module) => module.id === 'kernel');
  if (!kernel) return [];
  const owner = { module: kernel.id, version: kernel.version, place: 'made for every module' };
  return Object.values(schema.getTypeMap())
    .filter((type) => isScalarType(type) || isInterfaceType(type) || isUserError(type) || /^(PageInfo|Money|OrderDirection|\w+Filter)$/.test(type.name) && !isEnumType(type))
    .map((type) => [type.name, owner]);
}

function isUserError(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getInterfaces().some((parent) => parent.name === 'UserError');
}

function position(plan: Plan, owner: Owner | undefined): number {
  const index = plan.modules.findIndex((module) => module.id === owner?.module);
  return index === -1 ? plan.modules.length : index;
}
