import type { FastifyReply, FastifyRequest } from 'fastify';
import { authorizationCodeGrant } from 'openid-client';
import { foreignSubject } from '../../kernel/access/identity.js';
import { checkedPayload } from '../../kernel/access/verify-token.js';
import { sql } from '../../kernel/read/sql.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { endSessions } from '../sessions/end-session.js';
import { startSession, type NewSession } from '../sessions/start-session.js';
import { countTry } from './count-try.js';
import { callbackOf, type SignInParts } from './parts.js';
import { openPending, type Pending } from './pending.js';
import type { KnownProvider } from './provider.js';

/** What is kept of what the provider says: by what access may be decided, and how to call them. */
const KEPT = ['name', 'roles', 'places', 'organisations', 'programmes'];

/** What the browser and the provider brought does not fit together. Says nothing of the why: that is in the log. */
export class SignInRefused extends Error {}

/** Takes a browser back from the provider (`/auth/callback`): checks all of its answer, and starts a session. */
export async function finishSignIn(parts: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { platform, cookies } = parts;
  const right = await countTry(platform, request);
  const pending = openPending(platform, cookies.pending.read(request));
  // Whatever comes of it, this sign-in is over: its state is good once.
  cookies.pending.clear(reply);
  if (!pending) throw new SignInRefused('there is no sign-in under way in this browser');
  const known = await parts.provider();
  const session = await answered(known, pending, request.url, parts.now()).catch((error: unknown) => {
    throw new SignInRefused('the answer of the provider does not hold', { cause: error });
  });
  right();
  await endBefore(parts, request);
  const { token, seconds } = await startSession(platform, { ...session, client: request.headers['user-agent'] });
  cookies.session.set(reply, token, seconds);
  return reply.redirect(pending.next, 303);
}

/** Exchanges the code; then checks the ID token's signature too, which openid-client leaves to the transport. */
async function answered(provider: KnownProvider, { state, nonce, verifier }: Pending, url: string, now: number): Promise<NewSession> {
  const { issuer, knownAs = issuer, clientId, configuration, keys, algorithms = ['RS256', 'ES256'] } = provider;
  const query = new URL(url, provider.url).search;
  const tokens = await authorizationCodeGrant(configuration, new URL(`${callbackOf(provider)}${query}`), {
    expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true,
  });
  const payload = await checkedPayload({ issuer, audience: clientId, algorithms }, keys, tokens.id_token ?? '', now);
  const { sub, sid } = payload;
  return {
    kind: 'BROWSER', issuer: knownAs, subject: foreignSubject(sub ?? ''),
    claims: Object.fromEntries(KEPT.flatMap((claim) => (payload[claim] === undefined ? [] : [[claim, payload[claim]]]))),
    providerSession: typeof sid === 'string' ? sid : undefined,
  };
}

/** Who signs in anew leaves the session that the browser had, whosever it was. */
async function endBefore({ platform, cookies, find }: SignInParts, request: FastifyRequest): Promise<void> {
  const token = cookies.session.read(request);
  const before = token === undefined ? undefined : await find(token).catch(() => undefined);
  if (!before?.session) return;
  const { session } = before;
  await inTransaction(platform.context({ actor: platform.system(before.subject), requestId: request.id }), (tx) => endSessions(tx, sql`s.id = ${session}::uuid`));
}
