import { extensionPoint } from '../module/extension-point.js';
import type { TxContext } from '../write/transaction.js';
import { DIMENSIONS, type Dimension, type Scope } from './scope.js';

/** What knows the codes of a dimension of scopes, and which lie in which. */
export interface ScopeDirectory {
  /**
   * Those of the codes that there are not, or that lie outside.
   *
   * @param within codes that hold what lies below them too; `null` for no limit
   */
  outside(ctx: TxContext, codes: readonly string[], within: readonly string[] | null): Promise<readonly string[]>;
}

/** Who knows the codes of `places`, `organisations` and `programmes`. */
export const scopeDirectories = extensionPoint<ScopeDirectory>('kernel.scope-directories', 'many', 'What knows the codes by which scopes are limited');

/** Codes of a scope that there are not, or that lie outside of another; where it is without limit and the other is not, `*`. */
export async function outsideOf(ctx: TxContext, scope: Scope, within: Scope): Promise<readonly { readonly dimension: Dimension; readonly code: string }[]> {
  const found: { readonly dimension: Dimension; readonly code: string }[] = [];
  for (const dimension of DIMENSIONS) {
    const [codes, limit] = [scope[dimension], within[dimension]];
    if (codes === null) found.push(...(limit === null ? [] : [{ dimension, code: '*' }]));
    else if (codes.length > 0) found.push(...(await outside(ctx, dimension, codes, limit)).map((code) => ({ dimension, code })));
  }
  return found;
}

async function outside(ctx: TxContext, dimension: Dimension, codes: readonly string[], within: readonly string[] | null): Promise<readonly string[]> {
  const directory = ctx.platform.extensions(scopeDirectories).get(dimension);
  return directory ? directory.outside(ctx, codes, within) : codes;
}
