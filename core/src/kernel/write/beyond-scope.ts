import { scopeText } from '../access/scope.js';
import type { TxContext } from './transaction.js';

/**
 * Does what has to see the rows of everybody within an actor's transaction, such as whether a number is taken: the policies
 * give way for it and hold again after it. What it finds must be told so that nobody learns of a row of others.
 */
export async function beyondScope<T>(ctx: TxContext, work: () => Promise<T>): Promise<T> {
  await ctx.tx.query("select set_config('kinga.scope', 'all', true)");
  const result = await work();
  await ctx.tx.query("select set_config('kinga.scope', $1, true)", [scopeText(ctx.actor)]);
  return result;
}
