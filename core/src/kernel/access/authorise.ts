import { getNamedType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { Context } from '../context.js';
import type { ReadModel } from '../read/model.js';
import { forbiddenFault, unauthenticated } from '../faults.js';
import { narrowed } from './held-grants.js';
import type { FieldAccess } from '../schema/permission.js';

/** Refuses where the actor lacks one of the permissions. */
export function requirePermissions(ctx: Context, permissions: readonly string[]): void {
  const missing = permissions.filter((permission) => !ctx.actor.permissions.has(permission));
  if (missing.length > 0) throw forbidden(ctx, missing);
}

/** The context as an operation takes it that needs permissions: its actor narrowed to the grants that hold them all. */
export function permitted(ctx: Context, permissions: readonly string[]): Context {
  const actor = narrowed(ctx.actor, permissions);
  const narrow = actor === ctx.actor ? ctx : { ...ctx, actor };
  requirePermissions(narrow, permissions);
  return narrow;
}

export function forbidden(ctx: Context, missing: readonly string[]): GraphQLError {
  if (ctx.actor.id === 'anonymous') {
    return unauthenticated('Sign in first: send an Authorization header with a bearer token.');
  }
  return forbiddenFault(`This takes a permission that you don't have: ${[...new Set(missing)].sort().join(', ')}.`);
}

/** Finds out, once per document, which permissions its fields take. */
export function fieldPermissions(schema: GraphQLSchema, model: ReadModel): (document: DocumentNode) => readonly string[] {
  const known = new WeakMap<DocumentNode, readonly string[]>();
  return (document) => {
    const found = known.get(document);
    if (found) return found;
    const permissions = new Set<string>();
    const types = new TypeInfo(schema);
    visit(document, visitWithTypeInfo(types, {
      Field: () => {
        const field = types.getFieldDef();
        const access = field?.extensions as FieldAccess | undefined;
        if (access?.permission) permissions.add(access.permission);
        const resource = field && model.byType.get(getNamedType(field.type).name);
        if (resource) permissions.add(resource.read);
      },
    }));
    const result = [...permissions];
    known.set(document, result);
    return result;
  };
}
