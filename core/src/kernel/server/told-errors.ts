import { GraphQLError, type ExecutionResult } from 'graphql';
import type { Context } from '../context.js';
import { faultToTell } from '../database/database-fault.js';
import { badInput } from '../faults.js';
import { refusedQuery } from '../write/answer-query.js';
import { Refused } from '../write/refusal.js';

/** What graphql-js says, of no variable in particular, where many are wrong. */
const TOO_MANY = 'Too many errors processing variables';

/** The errors of a result as they are told, by whichever way: few, and those that are no mistake of ours by their own codes. */
export function toldErrors(ctx: Context, { errors, data }: Pick<ExecutionResult, 'errors' | 'data'>): readonly GraphQLError[] | undefined {
  const answered = Object.values(data ?? {}).some((value) => value !== null);
  return errors?.slice(0, ctx.platform.limits.errors).map((error) => (error.message.startsWith(TOO_MANY) ? badInput(error.message) : told(ctx, error, answered)));
}

function told(ctx: Context, error: GraphQLError, answered: boolean): GraphQLError {
  const { originalError, nodes, source, positions, path } = error;
  const found = originalError instanceof Refused ? refusedQuery(ctx, originalError) : originalError && faultToTell(originalError);
  if (!found) return error;
  // What else was asked has been answered, and is not refused with it.
  const extensions = answered ? { code: found.extensions['code'] } : found.extensions;
  return new GraphQLError(found.message, { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null, path: path ?? null, originalError: originalError ?? null, extensions });
}
