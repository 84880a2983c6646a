import { v7 as uuidv7 } from 'uuid';
import type { Identity } from '../../kernel/access/identity.js';
import { presenceKey } from '../../kernel/access/presence.js';
import { publish } from '../../kernel/events/publish.js';
import type { Platform } from '../../kernel/platform.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { sessionSettings } from '../settings.js';
import { sessionStarted } from './events.js';
import { hashOf, makeToken } from './session-token.js';

/** Who signs in, and by what. */
export interface NewSession extends Pick<Identity, 'issuer' | 'subject' | 'claims' | 'scopes'> {
  readonly kind: 'BROWSER' | 'SERVICE';
  readonly providerSession?: string | undefined;
  readonly client?: string | undefined;
}

/** A session that begins, and the one time that its token is known. */
export interface StartedSession {
  readonly id: string;
  readonly token: string;
  /** Until when it lasts at most, in seconds from now. */
  readonly seconds: number;
}

const MINUTE = 60_000;

/** Starts a session, always under a token of its own: none that a browser brings is ever taken for a new one. */
export async function startSession(platform: Platform, { kind, issuer, subject, claims, scopes, providerSession, client }: NewSession): Promise<StartedSession> {
  const { hours, idleMinutes, serviceMinutes } = sessionSettings(platform);
  const [minutes, idle] = kind === 'BROWSER' ? [hours * 60, idleMinutes] : [serviceMinutes, serviceMinutes];
  const [id, token, now] = [uuidv7(), makeToken(), platform.now()];
  const ctx = platform.context({ actor: platform.system(subject) });
  await inTransaction(ctx, async (tx) => {
    await tx.tx.query(
      `insert into access.session (id, kind, token_hash, user_key, issuer, subject, claims, scopes, provider_session, client, seen_at, idle_minutes, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [id, kind, hashOf(token), presenceKey('user', issuer, subject), issuer, subject, JSON.stringify(claims), scopes ?? null, providerSession ?? null,
        client?.slice(0, 200) ?? null, new Date(now), idle, new Date(now + minutes * MINUTE)],
    );
    await publish(tx, sessionStarted, { id, kind, issuer, subject });
  });
  return { id, token, seconds: minutes * 60 };
}
