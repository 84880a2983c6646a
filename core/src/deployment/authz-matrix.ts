import { getNamedType, isLeafType, isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import type { RoleDefinition } from '../kernel/access/permissions.js';
import type { Plan } from '../kernel/plan/types.js';
import type { ReadModel, ResourceModel } from '../kernel/read/model.js';
import { resourceRoots } from '../kernel/schema/describe-resolvers.js';
import { guardedFields } from './access-problems.js';

/** One thing that a client may ask for: a root field, or a field that a module adds to a type. */
export interface MatrixOperation {
  /** Such as `Mutation.grantGive` or `Person.documents`. */
  readonly coordinate: string;
  /** Every permission that it takes, as declared; none where it is open to everybody. */
  readonly needs: readonly string[];
  /** Why it is open to everybody. */
  readonly public?: string;
  /** By what its rows are bound, besides. */
  readonly scope: 'rows of the scope' | 'not bound';
  /** The smallest valid document that asks for it. */
  readonly document: string;
}

/** Which role may use what: what is declared, before anything runs. */
export interface AuthzMatrix {
  readonly operations: readonly MatrixOperation[];
  readonly roles: readonly RoleDefinition[];
  may(role: Pick<RoleDefinition, 'permissions'>, operation: MatrixOperation): boolean;
}

/** The matrix of role × operation × scope, from the modules' declarations alone. */
export function authzMatrix(plan: Plan, schema: GraphQLSchema, model: ReadModel): AuthzMatrix {
  const declared = [
    ...guardedFields(plan.modules).map(({ coordinate, access }) => ({ coordinate, permission: access.permission, because: access.public })),
    ...plan.modules.flatMap((module) => resourceRoots(module)).map(({ name, target }) => ({ coordinate: `Query.${name}`, permission: model.byClass.get(target)?.read, because: undefined })),
  ];
  const operations = declared.flatMap(({ coordinate, permission, because }) => {
    const [parent = '', name = ''] = coordinate.split('.');
    const type = schema.getType(parent);
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    const document = field && documentFor(schema, model, parent, field);
    if (!field || !document) return [];
    const reached = model.byType.get(getNamedType(field.type).name.replace(/Connection$/, ''));
    const needs = [...new Set([permission, reached?.read].filter((each) => each !== undefined))].sort();
    return [{ coordinate, needs, ...(because && { public: because }), scope: scopeOf(reached), document }];
  });
  return {
    operations: operations.sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1)),
    roles: plan.modules.flatMap((module) => module.roles ?? []),
    may: ({ permissions }, { needs }) => needs.every((permission) => permissions.includes(permission)),
  };
}

function scopeOf(resource: ResourceModel | undefined): MatrixOperation['scope'] {
  return resource?.scope || resource?.only ? 'rows of the scope' : 'not bound';
}

const ROOTS = new Map([['Query', 'query'], ['Mutation', 'mutation'], ['Subscription', 'subscription']]);

/** Arguments are variables of just their types, so that no value has to be made up; `undefined` where nothing leads to the type by itself. */
function documentFor(schema: GraphQLSchema, model: ReadModel, parent: string, field: GraphQLField<unknown, unknown>): string | undefined {
  const required = field.args.filter(({ type, defaultValue }) => String(type).endsWith('!') && defaultValue === undefined);
  const variables = required.map(({ name, type }) => `$${name}: ${String(type)}`);
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  const given = required.length > 0 ? `(${required.map(({ name }) => `${name}: $${name}`).join(', ')})` : '';
  const asked = `${field.name}${given}${selection}`;
  const root = ROOTS.get(parent);
  if (root) return `${root}${variables.length > 0 ? ` (${variables.join(', ')})` : ''} { ${asked} }`;
  if (!model.byType.has(parent) || !schema.getType(parent)) return undefined;
  return `query (${['$node: ID!', ...variables].join(', ')}) { node(id: $node) { ... on ${parent} { ${asked} } } }`;
}
