import type { FastifyReply, FastifyRequest } from 'fastify';
import { buildEndSessionUrl } from 'openid-client';
import { sql } from '../../kernel/read/sql.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { endSessions } from '../sessions/end-session.js';
import { countTry } from './count-try.js';
import { checkOwnPage } from './own-page.js';
import type { SignInParts } from './parts.js';

/** Signs a browser out (`POST /auth/sign-out`), and tells where the provider's own session is ended. */
export async function signOut(parts: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { platform, cookies, find } = parts;
  checkOwnPage(request);
  const right = await countTry(platform, request);
  const token = cookies.session.read(request);
  cookies.session.clear(reply);
  const identity = token === undefined ? undefined : await find(token).catch(() => undefined);
  if (identity?.session) {
    right();
    const { session, subject } = identity;
    await inTransaction(platform.context({ actor: { ...platform.system(), id: subject }, requestId: request.id }), (tx) => endSessions(tx, sql`s.id = ${session}::uuid`));
  }
  return reply.send({ next: await providersEnd(parts).catch(() => null) });
}

async function providersEnd({ provider }: SignInParts): Promise<string | null> {
  const { configuration, clientId, url } = await provider();
  if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
  return buildEndSessionUrl(configuration, { client_id: clientId, post_logout_redirect_uri: new URL('/', url).href }).href;
}
