import { isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType, isSpecifiedScalarType, type GraphQLNamedType } from 'graphql';
import type { PlanProblem } from '../../kernel/plan/types.js';
import type { Subject } from './subject.js';

/** Types, fields, arguments, inputs and enum values that nobody has described. */
export function checkDescriptions({ schema, ownership }: Subject): readonly PlanProblem[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map((type) => type?.name);
  const coordinates = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap(undescribed)
    .filter((coordinate) => !roots.includes(coordinate));
  return coordinates.sort().map((coordinate) => {
    const owner = ownership.ownerOf(coordinate);
    return {
      code: 'NO_DESCRIPTION',
      message: `${coordinate} of ${owner ? `${owner.module} (${owner.place})` : 'nobody known'} has no description.`,
      cure: 'Say in one sentence what it holds: description: …',
    };
  });
}

function undescribed(type: GraphQLNamedType): readonly string[] {
  const parts = [{ coordinate: type.name, description: type.description }];
  if (isEnumType(type)) parts.push(...type.getValues().map(({ name, description }) => ({ coordinate: `${type.name}.${name}`, description })));
  if (isInputObjectType(type)) parts.push(...Object.values(type.getFields()).map(({ name, description }) => ({ coordinate: `${type.name}.${name}`, description })));
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const { name, description, args } of Object.values(type.getFields())) {
      parts.push({ coordinate: `${type.name}.${name}`, description });
      parts.push(...args.map((arg) => ({ coordinate: `${type.name}.${name}.${arg.name}`, description: arg.description })));
    }
  }
  return parts.filter(({ description }) => !description?.trim()).map(({ coordinate }) => coordinate);
}
