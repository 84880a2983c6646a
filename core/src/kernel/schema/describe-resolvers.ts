import { getMetadataStorage } from 'type-graphql';
import type { Class, Module } from '../module/define-module.js';
import { plannedFields, resourceOptions, type PlannedField } from './resource.js';

/** A field that a resolver class adds to a type. */
export interface AddedField {
  readonly on: Class;
  readonly name: string;
  readonly resolver: Class;
  /** The method or property that defines it. */
  readonly member: string;
  readonly permission?: string;
  readonly planned?: PlannedField;
}

/** A root field that a resolver class defines. */
export interface RootField {
  readonly root: 'Query' | 'Mutation' | 'Subscription';
  readonly name: string;
  readonly resolver: Class;
  readonly member: string;
}

/** type-graphql's store; its own interface is not public, and these are the parts that are read. */
interface Store {
  readonly queries: readonly Handler[];
  readonly mutations: readonly Handler[];
  readonly subscriptions: readonly Handler[];
  readonly fieldResolvers: readonly (Handler & { readonly kind: string })[];
  readonly resolverClasses: readonly { readonly target: Class; readonly getObjectType: () => Class }[];
  readonly fieldExtensions: readonly { readonly target: Class; readonly fieldName: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

interface Handler {
  readonly target: Class;
  readonly schemaName: string;
  readonly methodName: string;
}

function store(): Store {
  return getMetadataStorage() as unknown as Store;
}

/** The type that a resolver class adds to: `@Resolver(() => Person)`. */
function extendedType(resolver: Class): Class | undefined {
  const found = store().resolverClasses.find((candidate) => candidate.target === resolver);
  try {
    return found?.getObjectType();
  } catch {
    return undefined;
  }
}

export function extensionsOf(target: Class, member: string): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...store().fieldExtensions.filter((entry) => entry.target === target && entry.fieldName === member).map((entry) => entry.extensions));
}

export function addedFields(module: Module): readonly AddedField[] {
  return (module.resolvers ?? []).flatMap((resolver) => {
    const on = extendedType(resolver);
    if (!on) return [];
    const computed = store().fieldResolvers
      .filter((handler) => handler.kind === 'external' && handler.target === resolver)
      .map((handler) => {
        const permission = extensionsOf(resolver, handler.methodName)['permission'] as string | undefined;
        return { on, resolver, name: handler.schemaName, member: handler.methodName, ...(permission && { permission }) };
      });
    const planned = plannedFields(resolver).map((field) => ({
      on, resolver, name: field.name, member: field.name, planned: field, ...(field.permission && { permission: field.permission }),
    }));
    return [...computed, ...planned];
  });
}

/** Fields that resolvers of no module here add: type-graphql keeps those of whatever schema the process has built before. */
export function strangeFields(modules: readonly Module[]): readonly Pick<AddedField, 'on' | 'name'>[] {
  const ours = new Set<Class>(modules.flatMap((module) => module.resolvers ?? []));
  return store().fieldResolvers.filter((handler) => handler.kind === 'external' && !ours.has(handler.target)).flatMap((handler) => {
    const on = extendedType(handler.target);
    return on ? [{ on, name: handler.schemaName }] : [];
  });
}

export function rootFields(module: Module): readonly RootField[] {
  const classes = new Set<Class>(module.resolvers);
  const of = (root: RootField['root'], handlers: readonly Handler[]): RootField[] =>
    handlers.filter((handler) => classes.has(handler.target)).map((handler) => ({ root, name: handler.schemaName, resolver: handler.target, member: handler.methodName }));
  return [...of('Query', store().queries), ...of('Mutation', store().mutations), ...of('Subscription', store().subscriptions)];
}

/** Root fields that the planner makes for a module's resources. */
export function resourceRoots(module: Module): readonly { readonly name: string; readonly target: Class }[] {
  return (module.entities ?? []).flatMap((target) => {
    const options = resourceOptions(target);
    return [options?.one, options?.many].filter((name) => name !== undefined).map((name) => ({ name, target }));
  });
}
