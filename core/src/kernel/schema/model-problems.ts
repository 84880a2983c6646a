import { getNamedType, isEnumType, isNonNullType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { PlanProblem } from '../plan/types.js';
import type { ReadModel, ResourceModel } from '../read/model.js';

/** What PostgreSQL would write otherwise than GraphQL promises, since no resolver looks at it any more. Keeps a deployment from starting. */
export function modelProblems(schema: GraphQLSchema, model: ReadModel, of: readonly ResourceModel[] = [...model.byType.values()]): readonly PlanProblem[] {
  return brokenPromises(schema, model, of).map((message) => ({ code: 'PROMISE_NOT_KEPT', message: `${message}.`, cure: 'Say in the entity what the database can keep.' }));
}

function brokenPromises(schema: GraphQLSchema, model: ReadModel, of: readonly ResourceModel[]): readonly string[] {
  return of.flatMap((resource) => {
    const type = schema.getType(resource.type);
    if (!isObjectType(type)) return [];
    return [...unknownOnDay(model, resource), ...wronglyMasked(type, resource), ...Object.values(type.getFields()).flatMap((field) => {
      const kind = resource.fields.get(field.name);
      const where = `${resource.type}.${field.name}`;
      const required = isNonNullType(field.type);
      const named = getNamedType(field.type);
      const column = resource.columns.get(kind?.kind === 'one' ? kind.property : field.name);
      return [
        ...(kind?.kind === 'one' && required && model.byType.get(kind.target)?.scope && !resource.seenWith.includes(field.name) ? [`${where} leads to rows that not everybody may see: make it nullable, or name it in seenWith`] : []),
        ...((kind?.kind === 'one' || kind?.kind === 'value') && required && column?.nullable ? [`${where} is not nullable, its column is: make both the same`] : []),
        ...(isEnumType(named) && named.getValues().some(({ name, value }) => name !== value) ? [`${where} is an enum whose values are not its names: the database keeps names`] : []),
        ...(kind?.kind === 'value' && named.name === 'Float' ? [`${where} is a Float: use Decimal, which is exact`] : []),
      ];
    })];
  });
}

/** Masked is null; and what is masked names no row. */
function wronglyMasked(type: GraphQLObjectType, resource: ResourceModel): readonly string[] {
  return [...resource.masked.keys()].flatMap((name) => [
    ...(isNonNullType(type.getFields()[name]?.type) ? [`${resource.type}.${name} is masked for those who may not see it: make it nullable`] : []),
    ...(resource.keys.includes(name) ? [`${resource.type}.${name} is masked and yet a key, by which it could be guessed`] : []),
    ...(resource.subject ? [] : [`${resource.type}.${name} is masked, and ${resource.type} does not say whom its rows are about: nobody could open it`]),
  ]);
}

/** Properties that `onDay` names and that are none. */
function unknownOnDay(model: ReadModel, resource: ResourceModel): readonly string[] {
  return [...resource.onDay].flatMap(([property, rule]) => {
    const own = ['since' in rule ? rule.since : property, property].map((name) => [resource, name] as const);
    const between = 'since' in rule ? [] : rule.ways.flat().flatMap(({ of, mine, gives, where }) => [mine, gives, 'validFrom', 'validTo', ...Object.keys(where ?? {})].map((name) => [model.byClass.get(of()), name] as const));
    return [...own, ...between].filter(([of, name]) => !of?.columns.has(name)).map(([of, name]) => `${resource.type}.${property} on another day is told by ${of?.type ?? 'something that is no resource'}.${name}, which is not kept`);
  });
}
