import { execute, GraphQLError, parse } from 'graphql';
import type { Actor } from '../kernel/access/actor.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { requestOutdated } from './refusals.js';

/** An input as it is kept: what the client gave, as JSON. */
export type HeldInput = Readonly<Record<string, unknown>>;

/**
 * The input to be kept. It is asked for under the idempotency key of the client, and done under one of its own: the
 * client's stands for having asked.
 */
export function heldInput(given: object, requestId: string): HeldInput {
  const { justification: _justification, idempotencyKey, ...input } = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
  return { ...input, ...(idempotencyKey !== undefined && idempotencyKey !== null && { idempotencyKey: `change-request:${requestId}` }) };
}

/**
 * Does a held mutation in this transaction, through the schema as its maker would have: the same coercion, the same wraps of
 * modules, the same work. Who may use the mutation was settled when it was asked for.
 *
 * @throws Refused where the mutation refuses
 */
export async function runHeld(ctx: TxContext, maker: Actor, operation: string, input: HeldInput): Promise<void> {
  const { schema } = ctx.platform;
  const type = schema.getMutationType()?.getFields()[operation]?.args.find(({ name }) => name === 'input')?.type;
  if (!type) refuse(requestOutdated('', { operation }));
  const document = parse(`mutation ($input: ${String(type)}) { ${operation}(input: $input) { __typename } }`);
  const { errors } = await execute({ schema, document, contextValue: { ...ctx, actor: maker }, variableValues: { input } });
  const [error] = errors ?? [];
  if (!error) return;
  if (error.originalError && !(error.originalError instanceof GraphQLError)) throw error.originalError;
  // The input has no place in today's schema.
  refuse(requestOutdated('', { operation }));
}
