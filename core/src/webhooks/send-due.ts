import type { Context } from '../kernel/context.js';
import { encodeId } from '../kernel/schema/ids.js';
import { inTransaction } from '../kernel/write/transaction.js';
import { call, type Called, type CallOptions } from './call.js';
import { WebhookDeliveryState } from './delivery.js';
import { tellable } from './payload.js';
import { liveSecrets } from './secrets.js';
import { settingsOf } from './settings.js';
import { signedHeaders } from './sign.js';

const AT_A_TIME = 20;
/** A worker that dies leaves what it had claimed to others after this time. */
const CLAIMED_MS = 120_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 12 * 3_600_000;

interface Due {
  readonly id: string;
  readonly endpoint: string;
  readonly url: string;
  readonly purpose: string;
  readonly details: boolean;
  readonly event: string;
  readonly sequence: string;
  readonly attempts: number;
  readonly payload: unknown;
  readonly at: string;
}

/**
 * Sends some of what is due. Each delivery is claimed by a lease, so that two workers don't send one at once; one that dies after
 * sending is followed by another that sends again: the receiver tells by `webhook-id`.
 *
 * @returns how many were tried
 */
export async function sendDue(ctx: Context, how: Pick<CallOptions, 'resolve' | 'ca'> = {}): Promise<number> {
  const due = await claim(ctx);
  await Promise.all(due.map((delivery) => sendOne(ctx, delivery, how)));
  return due.length;
}

async function claim(ctx: Context): Promise<readonly Due[]> {
  const now = ctx.platform.now();
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.tx.query<Due>(
      `with due as (
         select d.id from webhooks.delivery d join webhooks.endpoint e on e.id = d.endpoint_id and e.state = 'ACTIVE'
         where d.state = 'PENDING' and d.next_at <= $1 order by d.next_at, d.sequence limit ${AT_A_TIME} for update of d skip locked)
       update webhooks.delivery d set attempts = d.attempts + 1, next_at = $2 from due, webhooks.endpoint e, kernel.event said
       where d.id = due.id and e.id = d.endpoint_id and said.id = d.event_id
       returning d.id, e.id as endpoint, e.url, e.purpose, e.details, d.event, d.sequence, d.attempts, said.payload, said.occurred_at as at`,
      [new Date(now).toISOString(), new Date(now + CLAIMED_MS).toISOString()],
    );
    return rows;
  });
}

async function sendOne(ctx: Context, due: Due, how: Pick<CallOptions, 'resolve' | 'ca'>): Promise<void> {
  const data = await tellable(ctx, due.payload, due);
  if (data === undefined) return settle(ctx, due, WebhookDeliveryState.WITHHELD);
  const id = encodeId('delivery', due.id);
  const body = JSON.stringify({ type: due.event, timestamp: new Date(due.at).toISOString(), sequence: Number(due.sequence), data });
  const headers = signedHeaders(id, Math.floor(ctx.platform.now() / 1000), body, await liveSecrets(ctx, due.endpoint));
  const settings = settingsOf(ctx.platform);
  const called = await call(due.url, { settings, headers, body, ...how });
  if ('status' in called && called.status >= 200 && called.status < 300) return settle(ctx, due, WebhookDeliveryState.DELIVERED, called);
  // 410 Gone: the receiver wants no more of it.
  const over = due.attempts >= settings.attempts || ('status' in called && called.status === 410);
  ctx.platform.log.info({ delivery: id, attempts: due.attempts, ...called }, 'a webhook was not taken');
  return settle(ctx, due, over ? WebhookDeliveryState.DEAD : WebhookDeliveryState.PENDING, called);
}

/** Each wait is three times the one before, and they differ, so that an endpoint that comes back is not met by all at once. */
function waitAfter(attempts: number): number {
  return Math.min(FIRST_WAIT_MS * 3 ** (attempts - 1), LONGEST_WAIT_MS) * (0.8 + 0.4 * Math.random());
}

async function settle(ctx: Context, { id, attempts }: Due, state: WebhookDeliveryState, called?: Called): Promise<void> {
  const now = ctx.platform.now();
  await ctx.platform.pool.query(
    `update webhooks.delivery set state = $2, status = $3, problem = $4, next_at = $5, delivered_at = case when $2 = 'DELIVERED' then $6::timestamptz end
     where id = $1 and state = 'PENDING' and attempts = $7`,
    [id, state, called && 'status' in called ? called.status : null, called && 'problem' in called ? called.problem : null,
      new Date(now + waitAfter(attempts)).toISOString(), new Date(now).toISOString(), attempts],
  );
}
