import { getNamedType, isObjectType, type GraphQLSchema } from 'graphql';
import type { Module } from '../kernel/module/define-module.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import type { ReadModel } from '../kernel/read/model.js';
import { guardedFields } from './access-problems.js';

/**
 * Permissions that nobody can be granted, and roles that let somebody do what they then may not see. A grant is of a role, and an
 * operation takes all of its permissions from one grant: what is missing in a role is not made up for by another.
 */
export function roleProblems(modules: readonly Module[], schema: GraphQLSchema, model: ReadModel): readonly PlanProblem[] {
  return [...unheld(modules), ...blind(modules, schema, model)];
}

function unheld(modules: readonly Module[]): readonly PlanProblem[] {
  const held = new Set(modules.flatMap(({ roles = [] }) => roles.flatMap(({ permissions }) => permissions)));
  return modules.flatMap((module) => (module.permissions ?? []).filter(({ name }) => !held.has(name)).map(({ name }) => ({
    code: 'PERMISSION_WITHOUT_ROLE',
    message: `No role has the permission ${name} of ${module.id}, so that nobody can be granted it.`,
    cure: 'Put it into a role of the module: defineRole(…).',
  })));
}

function blind(modules: readonly Module[], schema: GraphQLSchema, model: ReadModel): readonly PlanProblem[] {
  const answers = guardedFields(modules).flatMap(({ coordinate, access }) => {
    const [root = '', name = ''] = coordinate.split('.');
    const payload = root === 'Mutation' && access.permission ? getNamedType(schema.getMutationType()?.getFields()[name]?.type) : undefined;
    if (!isObjectType(payload)) return [];
    const parts = Object.values(payload.getFields()).filter(({ name: field }) => !BESIDE.has(field));
    return parts.flatMap(({ name: field, type }) => {
      const read = model.byType.get(getNamedType(type).name)?.read;
      return read ? [{ mutation: name, does: access.permission as string, field, read }] : [];
    });
  });
  return modules.flatMap((module) => (module.roles ?? []).flatMap(({ name, permissions }) =>
    answers.filter(({ does, read }) => permissions.includes(does) && !permissions.includes(read)).map(({ mutation, field, read }) => ({
      code: 'ROLE_CANNOT_SEE',
      message: `The role ${name} of ${module.id} may do ${mutation} and may not see its answer's ${field}.`,
      cure: `Give the role the permission ${read} too.`,
    }))));
}

/** Whoever follows requests for approval has a role for that beside. */
const BESIDE: ReadonlySet<string> = new Set(['userErrors', 'changeRequest']);
