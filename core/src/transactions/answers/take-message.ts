import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import type { Context } from '../../kernel/context.js';
import { InboundRefused } from '../../kernel/server/inbound.js';
import { channelsOf } from '../channels/channels-of.js';
import { BATCH_OF } from '../runs/in-batch.js';
import type { LockedRun } from '../runs/lock-run.js';
import { UnreadableAnswer, UntrustedMessage, type AnswerLine, type ChannelMessage, type ReadMessage } from '../payment-channel.js';
import { takeAnswer } from '../runs/take-answer.js';

/**
 * Takes what a channel's provider sent by itself. It is booked once, however often it comes, and tells of the channel's own payments
 * alone. One that comes before it is booked that its batch was sent is put off: the provider sends it again.
 *
 * @throws InboundRefused 404, 401, 400, 409
 */
export async function takeMessage(ctx: Context, name: string, message: ChannelMessage): Promise<void> {
  const channel = channelsOf(ctx.platform).get(name);
  if (!channel?.readMessage) throw new InboundRefused(404, 'NOT_FOUND');
  const read = await channel.readMessage(ctx, message).catch((error: unknown) => {
    if (error instanceof UntrustedMessage) throw new InboundRefused(401, 'UNTRUSTED');
    if (error instanceof UnreadableAnswer) throw new InboundRefused(400, 'UNREADABLE');
    throw error;
  });
  await inTransaction(ctx, (tx) => book(tx, name, read), { operation: `message of ${name}` });
}

interface Named extends LockedRun {
  readonly references: readonly string[];
  readonly early: boolean;
}

async function book(ctx: TxContext, channel: string, { id, answer }: ReadMessage): Promise<void> {
  const runs = await runsOf(ctx, channel, answer.lines);
  if (runs.some(({ early }) => early)) throw new InboundRefused(409, 'TOO_EARLY');
  const known = new Map(runs.flatMap((run) => run.references.map((reference) => [reference, run.id] as const)));
  const unknown = [...answer.unreadable, ...answer.lines.filter(({ reference }) => !known.has(reference)).map(({ line, reference }) => ({ line, reference, reason: 'UNKNOWN_REFERENCE' }))];
  const { rowCount } = await ctx.tx.query('insert into transactions.channel_message (channel, message_id, unknown) values ($1, $2, $3) on conflict do nothing', [channel, id, JSON.stringify(unknown)]);
  if (rowCount === 0) return;
  for (const run of runs) {
    const lines = answer.lines.filter(({ reference }) => known.get(reference) === run.id);
    await takeAnswer(ctx, run, { lines, unreadable: [] }, JSON.stringify(lines));
  }
}

/** The runs of the channel whose payments are named, locked in one order whoever locks. */
async function runsOf(ctx: TxContext, channel: string, lines: readonly AnswerLine[]): Promise<readonly Named[]> {
  const references = lines.map(({ reference }) => reference);
  const { rows: locked } = await ctx.tx.query<LockedRun>(
    `select id, code, programme_id, funder_id, currency, channel, kind, state, created_by, content_hash, held_by is not null as held from transactions.payment_run
     where channel = $1 and id in (select i.run_id from transactions.payment_instruction i where i.reference = any ($2) and i.reference = i.payment union select p.run_id from transactions.organisation_payment p where p.reference = any ($2)) order by id for no key update`, [channel, references],
  );
  const { rows: named } = await ctx.tx.query<{ run: string; references: readonly string[]; early: boolean }>(
    `select i.run_id as run, array_agg(i.reference) as references, bool_or(i.state = 'PENDING' and b.state = 'SENDING') as early
     from (select i.run_id, i.reference, i.state, ${BATCH_OF} as number from transactions.payment_instruction i where i.reference = any ($1) and i.reference = i.payment
       union all select p.run_id, p.reference, p.state, p.batch_number from transactions.organisation_payment p where p.reference = any ($1)) i
     left join transactions.payment_batch b on b.run_id = i.run_id and b.number = i.number group by 1`, [references],
  );
  const byRun = new Map(named.map((row) => [row.run, row]));
  return locked.flatMap((run) => {
    const found = byRun.get(run.id);
    return found ? [{ ...run, references: found.references, early: found.early }] : [];
  });
}
