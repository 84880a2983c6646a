import { presenceKey } from '../../kernel/access/presence.js';
import { publish } from '../../kernel/events/publish.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { sessionEnded, userSessionsEnded, type SessionEvent } from './events.js';

/** No session and hardly any token lasts longer than what is kept of their end. */
const KEPT = '400 days';

/** Ends the sessions that are meant and last; the next request by one of them is refused in every process. */
export async function endSessions(tx: TxContext, which: Sql): Promise<readonly SessionEvent[]> {
  const { rows } = await ask<SessionEvent & Record<string, unknown>>(tx, sql`
    update access.session s set ended_at = clock_timestamp(), ended_by = ${tx.actor.id}, version = version + 1, updated_at = now()
    where s.ended_at is null and s.expires_at > ${new Date(tx.platform.now())} and (${which})
    returning s.id, s.kind, s.issuer, s.subject`);
  for (const { id, kind, issuer, subject } of rows) {
    await end(tx, presenceKey('session', id));
    await publish(tx, sessionEnded, { id, kind, issuer, subject });
  }
  return rows;
}

/**
 * Ends everything by which a user is signed in: sessions, and bearer tokens that were issued until now.
 *
 * @param issuer whose user; of any issuer where left out
 * @returns how many sessions lasted
 */
export async function endUser(tx: TxContext, subject: string, issuer?: string): Promise<number> {
  const ended = await endSessions(tx, sql`s.subject = ${subject} and (${issuer ?? null}::text is null or s.issuer = ${issuer ?? null})`);
  await end(tx, issuer === undefined ? presenceKey('user', subject) : presenceKey('user', issuer, subject));
  await publish(tx, userSessionsEnded, { subject, issuer: issuer ?? null });
  return ended.length;
}

async function end(tx: TxContext, key: string): Promise<void> {
  await tx.tx.query('call kernel.end_presence($1, $2::interval)', [key, KEPT]);
}
