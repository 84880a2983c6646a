import { v7 as uuidv7 } from 'uuid';
import type { TxContext } from '../write/transaction.js';
import type { EventDefinition } from './define-event.js';

export const DELIVERIES = 'kernel.deliveries';

/** A handler's turn with an event, as the queue carries it. */
export interface Delivery {
  readonly event: string;
  readonly handler: string;
}

/**
 * Says that something happened. Handlers inside the transaction run now and may refuse; for each handler after the
 * commit a delivery is put into the queue in the same transaction, so that it is neither lost nor premature.
 */
export async function publish<T>(ctx: TxContext, event: EventDefinition<T>, payload: T): Promise<void> {
  const id = uuidv7();
  await ctx.tx.query(
    'insert into kernel.event (id, name, payload, actor, request, today) values ($1, $2, $3, $4, $5, $6)',
    [id, event.name, JSON.stringify(payload), ctx.actor.id, ctx.requestId, ctx.today],
  );
  const handlers = ctx.platform.handlersOf(event.name);
  for (const handler of handlers) {
    if (handler.when === 'in-transaction') await handler.handle(ctx, payload);
  }
  const deliveries = handlers.filter((handler) => handler.when === 'after-commit').map((handler): Delivery => ({ event: id, handler: handler.name }));
  if (deliveries.length > 0) await ctx.platform.queue.enqueue(ctx, DELIVERIES, deliveries);
}
