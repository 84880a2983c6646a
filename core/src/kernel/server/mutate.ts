import type { Context } from '../context.js';
import { runOperation } from './run-operation.js';

/**
 * Runs an operation that must succeed, for seeds and stories: faults and `userErrors` become an error that names them.
 *
 * @returns the operation's data
 */
export async function mutate<D>(ctx: Context, source: string, variables: Readonly<Record<string, unknown>> = {}): Promise<D> {
  const { data, errors } = await runOperation(ctx, source, variables);
  const refused = Object.values(data ?? {}).flatMap((payload) => (payload as { readonly userErrors?: readonly Told[] } | null)?.userErrors ?? []);
  const told = [...(errors ?? []).map((error) => error.message), ...refused.map(({ code, path, message }) => `${code} at ${path?.join('.') ?? 'input'}: ${message}`)];
  if (told.length > 0) throw new Error(told.join('; '));
  return data as D;
}

interface Told {
  readonly code: string;
  readonly message: string;
  readonly path?: readonly string[];
}
