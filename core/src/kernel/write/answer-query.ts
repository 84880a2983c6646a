import type { GraphQLError } from 'graphql';
import type { Context } from '../context.js';
import { badInput } from '../faults.js';
import { Refused, toUserError } from './refusal.js';
import { inTransaction, type TxContext } from './transaction.js';

/**
 * Answers a query that is worked out in a transaction. What would refuse a mutation is a fault of the request here: there is no payload
 * whose `userErrors` could say it.
 *
 * @throws GraphQLError `BAD_USER_INPUT` with what the refusals say
 */
export async function answerQuery<T>(ctx: Context, work: (ctx: TxContext) => Promise<T>): Promise<T> {
  try {
    return await inTransaction(ctx, work);
  } catch (error) {
    throw error instanceof Refused ? refusedQuery(ctx, error) : error;
  }
}

/** The fault of the request that a refusal is, where there is no payload to say it. */
export function refusedQuery(ctx: Context, { refusals }: Refused): GraphQLError {
  return badInput(refusals.map((refusal) => {
    const { message, hint } = toUserError(ctx, refusal);
    return [refusal.path && `${refusal.path}:`, message, hint].filter(Boolean).join(' ');
  }).join(' '));
}
