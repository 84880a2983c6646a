import { GraphQLError, parse, validate } from 'graphql';
import { authzMatrix, type AuthzMatrix, type MatrixOperation } from '../deployment/authz-matrix.js';
import { everywhere } from '../kernel/access/scope.js';
import type { Platform } from '../kernel/platform.js';
import { answering } from '../kernel/server/execute.js';

/** A cell of the matrix: what is declared, and what the server does. */
export interface MatrixCell {
  readonly role: string;
  readonly operation: MatrixOperation;
  readonly declared: 'let through' | 'refused';
  readonly found: 'let through' | 'refused';
}

/** Somebody who signed in and was given no role. */
export const NO_ROLE = 'no role';
/** Nobody. */
export const ANONYMOUS = 'anonymous';

/**
 * Asks, by the code that admits operations in the server, for each operation as the holder of each role; as somebody without a
 * role; and as nobody. Nothing is executed: arguments are variables without values.
 */
export function matrixCells(platform: Platform): { readonly matrix: AuthzMatrix; readonly cells: readonly MatrixCell[]; readonly invalid: readonly string[] } {
  const matrix = authzMatrix(platform.plan, platform.schema, platform.model);
  const { permit } = answering(platform);
  const roles = [...matrix.roles, { name: NO_ROLE, description: '', permissions: [] }, { name: ANONYMOUS, description: '', permissions: [] }];
  const documents = new Map(matrix.operations.map((operation) => [operation, parse(operation.document)]));
  const invalid = [...documents].flatMap(([{ coordinate }, document]) => validate(platform.schema, document).map(({ message }) => `${coordinate}: ${message}`));
  const cells = roles.flatMap((role) => {
    const known = role.name !== NO_ROLE && role.name !== ANONYMOUS;
    const actor = platform.actorOf({ id: role.name === ANONYMOUS ? 'anonymous' : 'somebody@example.org', roles: known ? [role.name] : [], ...everywhere });
    const ctx = platform.context({ actor });
    return [...documents].map(([operation, document]): MatrixCell => ({
      role: role.name, operation,
      declared: matrix.may(role, operation) ? 'let through' : 'refused',
      found: passes(() => permit(ctx, document, {})) ? 'let through' : 'refused',
    }));
  });
  return { matrix, cells, invalid };
}

function passes(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    const code = error instanceof GraphQLError ? error.extensions['code'] : undefined;
    if (code !== 'FORBIDDEN' && code !== 'UNAUTHENTICATED') throw error;
    return false;
  }
}
