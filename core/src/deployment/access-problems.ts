import type { Module } from '../kernel/module/define-module.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import { privacyProblems } from '../kernel/privacy/problems.js';
import { addedFields, extensionsOf, rootFields } from '../kernel/schema/describe-resolvers.js';
import type { FieldAccess } from '../kernel/schema/permission.js';
import { resourceOptions } from '../kernel/schema/resource.js';

/** A root field, or a field that a resolver class adds to a type, and who may use it. */
export interface GuardedField {
  readonly coordinate: string;
  readonly module: string;
  /** Class and member. */
  readonly place: string;
  readonly access: FieldAccess;
}

/** Every field that has to state who may use it. Those of resources take the resource's own permission. */
export function guardedFields(modules: readonly Module[]): readonly GuardedField[] {
  return modules.flatMap((module) => [
    ...rootFields(module).map(({ root, name, resolver, member }) => ({
      coordinate: `${root}.${name}`, module: module.id, place: `${resolver.name}.${member}`, access: extensionsOf(resolver, member) as FieldAccess,
    })),
    ...addedFields(module).map(({ on, name, resolver, member, permission }) => ({
      coordinate: `${on.name}.${name}`, module: module.id, place: `${resolver.name}.${member}`,
      access: { ...(extensionsOf(resolver, member) as FieldAccess), ...(permission && { permission }) },
    })),
  ]);
}

/** Default deny: a field that says nothing about who may use it, or about what it holds, keeps the platform from starting. */
export function accessProblems(modules: readonly Module[]): readonly PlanProblem[] {
  const unguarded = guardedFields(modules).filter(({ access }) => !access.permission && !access.public).map(({ coordinate, module, place }) => ({
    code: 'NO_PERMISSION',
    message: `${coordinate} of ${module} (${place}) does not say who may use it.`,
    cure: "Give it @Requires('<module>.<what>.<may>'), or @Public('because …') where it tells nothing about anybody.",
  }));
  return [...unguarded, ...resourceProblems(modules), ...privacyProblems(modules)];
}

/** Wherever a resource is reached from, its own permission is taken; one that names none would be open by every way that leads to it. */
function resourceProblems(modules: readonly Module[]): readonly PlanProblem[] {
  return modules.flatMap((module) => (module.entities ?? []).filter((target) => !resourceOptions(target)?.read).map((target) => ({
    code: 'NO_PERMISSION',
    message: `${target.name} of ${module.id} does not say who may read it.`,
    cure: "Give its @Resource read: '<module>.<what>.read'.",
  })));
}
