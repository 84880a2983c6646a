import { getNamedType, isInputObjectType, type GraphQLInputObjectType, type GraphQLSchema } from 'graphql';
import { nearest } from '../kernel/plan/did-you-mean.js';
import type { Platform } from '../kernel/platform.js';
import { policiesOf, type ChangePolicy } from './settings.js';

/** What the policies that apply to a mutation ask for together; `undefined` where it is not held back. */
export interface Approval {
  readonly permissions: readonly string[];
  readonly evidence: boolean;
  readonly days: number | undefined;
}

export function approvalOf(platform: Platform, operation: string, given: object): Approval | undefined {
  const applying = (policiesOf(platform).get(operation) ?? []).filter(({ fields }) => !fields || fields.some((field) => isGiven(given, field)));
  if (applying.length === 0) return undefined;
  const days = applying.flatMap((policy) => policy.days ?? []);
  return {
    permissions: [...new Set(applying.flatMap(({ approve }) => approve ?? []))].sort(),
    evidence: applying.some(({ evidence }) => evidence),
    days: days.length > 0 ? Math.min(...days) : undefined,
  };
}

/** Null is given: it takes away what is there. */
function isGiven(given: unknown, path: string): boolean {
  const value = path.split('.').reduce<unknown>((of, step) => (of as Record<string, unknown> | null | undefined)?.[step], given);
  return value !== undefined;
}

/** The input that a mutation takes. */
export function inputTypeOf(schema: GraphQLSchema, operation: string): GraphQLInputObjectType | undefined {
  const type = schema.getMutationType()?.getFields()[operation]?.args.find(({ name }) => name === 'input')?.type;
  const named = type && getNamedType(type);
  return isInputObjectType(named) ? named : undefined;
}

/** A policy with a misspelt name would hold nothing back, so it keeps the platform from starting. */
export function policyProblems(platform: Platform): readonly string[] {
  const permissions = platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name));
  return [...policiesOf(platform).values()].flat().flatMap((policy) => problemsOf(platform.schema, policy, permissions).map((problem) => `Setting change-requests.policies: ${problem}`));
}

function problemsOf(schema: GraphQLSchema, { operation, fields = [], approve }: ChangePolicy, permissions: readonly string[]): readonly string[] {
  const input = inputTypeOf(schema, operation);
  if (!input) return [`there is no mutation "${operation}" with an input.${meant(operation, Object.keys(schema.getMutationType()?.getFields() ?? {}))}`];
  if (operation.startsWith('changeRequest')) return [`"${operation}" decides on change requests, and cannot wait for one itself.`];
  return [
    ...fields.flatMap((field) => unknownField(input, field, operation)),
    ...(approve !== undefined && !permissions.includes(approve) ? [`no module defines the permission "${approve}".${meant(approve, permissions)}`] : []),
  ];
}

function unknownField(input: GraphQLInputObjectType, path: string, operation: string): readonly string[] {
  let type: unknown = input;
  for (const step of path.split('.')) {
    if (!isInputObjectType(type)) return [`the input of ${operation} has nothing at "${path}".`];
    const field: { readonly type: Parameters<typeof getNamedType>[0] } | undefined = type.getFields()[step];
    if (!field) return [`the input of ${operation} has no field "${path}".${meant(step, Object.keys(type.getFields()))}`];
    type = getNamedType(field.type);
  }
  return [];
}

function meant(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near ? ` Did you mean "${near}"?` : '';
}
