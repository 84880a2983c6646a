import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkedPayload } from '../../kernel/access/verify-token.js';
import { sql } from '../../kernel/read/sql.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { endSessions } from '../sessions/end-session.js';
import { countTry } from './count-try.js';
import type { SignInParts } from './parts.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const SKEW = 30;

/** The provider says that somebody signed out there (`POST /auth/back-channel-logout`, OpenID Connect Back-Channel Logout 1.0). */
export async function providerSignsOut(parts: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { platform, provider } = parts;
  const right = await countTry(platform, request);
  const { issuer, knownAs = issuer, clientId, keys, algorithms = ['RS256', 'ES256'] } = await provider();
  const token = request.body instanceof URLSearchParams ? request.body.getAll('logout_token') : [];
  const payload = await checkedPayload({ issuer, audience: clientId, algorithms, type: 'logout+jwt' }, keys, token.length === 1 ? (token[0] ?? '') : '', parts.now()).catch(() => undefined);
  const { events, nonce, sid, sub, iat } = payload ?? {};
  const meant = typeof sid === 'string' ? sql`s.provider_session = ${sid}` : typeof sub === 'string' ? sql`s.subject = ${sub}` : undefined;
  if (!meant || nonce !== undefined || typeof (events as Record<string, unknown> | undefined)?.[EVENT] !== 'object') {
    return reply.code(400).send({ error: 'invalid_request', errorId: request.id });
  }
  right();
  // Sent again later, it must not end what began since.
  const until = new Date(((iat ?? 0) + SKEW) * 1000);
  await inTransaction(platform.context({ actor: platform.system(knownAs), requestId: request.id }), (tx) =>
    endSessions(tx, sql`s.issuer = ${knownAs} and s.created_at <= ${until}::timestamptz and ${meant}`));
  return reply.code(200).send();
}
