import { getNamedType, isInputObjectType, type GraphQLInputObjectType, type GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import type { Class } from '../kernel/module/define-module.js';
import { nearest } from '../kernel/plan/did-you-mean.js';
import type { Platform } from '../kernel/platform.js';
import type { ResourceModel } from '../kernel/read/model.js';
import { referencesOf } from '../kernel/schema/input-fields.js';
import { approvalSettings, type ChangeCondition, type ChangePolicy, type StepDeciders } from './settings.js';
import { referredField } from './values-at.js';

/** The input that a mutation takes. */
function inputTypeOf(schema: GraphQLSchema, operation: string): GraphQLInputObjectType | undefined {
  const type = schema.getMutationType()?.getFields()[operation]?.args.find(({ name }) => name === 'input')?.type;
  const named = type && getNamedType(type);
  return isInputObjectType(named) ? named : undefined;
}

/** A policy with a misspelt name would hold nothing back, so it keeps the platform from starting. */
export function policyProblems(platform: Platform): readonly string[] {
  return approvalSettings(platform).policies.flatMap((policy) => problemsOf(platform, policy).map((problem) => `Setting change-requests.policies: ${problem}`));
}

/** Mutations that decide, or say who decides: they cannot wait for what they settle. */
const SETTLES = /^(changeRequest|taskReassign)/;

function problemsOf(platform: Platform, policy: ChangePolicy): readonly string[] {
  const { operation, fields = [], when = [], steps = [], approve } = policy;
  const { schema } = platform;
  const input = inputTypeOf(schema, operation);
  if (!input) return [`there is no mutation "${operation}" with an input.${meant(operation, Object.keys(schema.getMutationType()?.getFields() ?? {}))}`];
  if (SETTLES.test(operation)) return [`"${operation}" decides on change requests, and cannot wait for one itself.`];
  const names = steps.map(({ name }) => name);
  return [
    ...fields.flatMap((field) => unknownField(input, field, operation) ?? []),
    ...[...when, ...steps.flatMap((step) => step.when ?? [])].flatMap((condition) => wrongCondition(platform, input, condition, operation)),
    ...(approve === undefined ? [] : unknownDeciders(platform, { permission: approve })),
    ...steps.flatMap(({ by = {}, escalate = {} }) => [...unknownDeciders(platform, by), ...unknownDeciders(platform, escalate)]),
    ...names.filter((name, at) => names.indexOf(name) < at).map((name) => `the policy for ${operation} has two steps named "${name}".`),
  ];
}

/** Roles come and go while the platform runs. */
function unknownDeciders(platform: Platform, { permission, group }: StepDeciders): readonly string[] {
  const permissions = platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name));
  const groups = approvalSettings(platform).groups.map(({ code }) => code);
  return [
    ...(permission === undefined || permissions.includes(permission) ? [] : [`no module defines the permission "${permission}".${meant(permission, permissions)}`]),
    ...(group === undefined || groups.includes(group) ? [] : [`change-requests.groups has no group "${group}".${meant(group, groups)}`]),
  ];
}

/** The input classes of type-graphql's store; its own interface is not public. */
interface Store {
  readonly inputTypes: readonly { readonly name: string; readonly target: Class }[];
}

/** What an id of an input refers to. */
function referred({ model }: Platform, input: GraphQLInputObjectType, field: string): ResourceModel | undefined {
  const target = (getMetadataStorage() as unknown as Store).inputTypes.find(({ name }) => name === input.name)?.target;
  const to = target && referencesOf(Object.create(target.prototype as object) as object).get(field)?.to;
  return to && model.byClass.get(to());
}

const NUMBERS = new Set(['Int', 'Float', 'Decimal']);

/** A condition over what there is not, or over what is no amount. */
function wrongCondition(platform: Platform, input: GraphQLInputObjectType, { field: path, from }: ChangeCondition, operation: string): readonly string[] {
  const noAmount = (type: string): readonly string[] => (from === undefined || NUMBERS.has(type) || /^(numeric|int|bigint|smallint)/.test(type) ? [] : [`"${path}" of the input of ${operation} is no number, so nothing is from ${from} on.`]);
  const steps = path.split('.');
  let type = input;
  for (const [at, step] of steps.entries()) {
    const field = type.getFields()[step];
    if (!field) return [unknown(type, path, step, operation)];
    const named = getNamedType(field.type);
    const rest = steps.slice(at + 1);
    if (rest.length === 0) return noAmount(named.name);
    if (isInputObjectType(named)) type = named;
    else {
      const resource = referred(platform, type, step);
      const value = resource && referredField(platform.model, resource, rest);
      if (!resource || !value) return [`the input of ${operation} leads to nothing at "${path}".${resource ? meant(rest[0] ?? '', resource.fields.keys()) : ''}`];
      return noAmount(value.pgType);
    }
  }
  return [];
}

function unknownField(input: GraphQLInputObjectType, path: string, operation: string): string | undefined {
  let type: unknown = input;
  for (const step of path.split('.')) {
    if (!isInputObjectType(type)) return `the input of ${operation} has nothing at "${path}".`;
    const field: { readonly type: Parameters<typeof getNamedType>[0] } | undefined = type.getFields()[step];
    if (!field) return unknown(type, path, step, operation);
    type = getNamedType(field.type);
  }
  return undefined;
}

function unknown(type: GraphQLInputObjectType, path: string, step: string, operation: string): string {
  return `the input of ${operation} has no field "${path}".${meant(step, Object.keys(type.getFields()))}`;
}

function meant(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return near ? ` Did you mean "${near}"?` : '';
}
