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
    if (!(error instanceof Refused)) throw error;
    throw badInput(error.refusals.map((refusal) => {
      const { message, hint } = toUserError(ctx, refusal);
      return [refusal.path && `${refusal.path}:`, message, hint].filter(Boolean).join(' ');
    }).join(' '));
  }
}
