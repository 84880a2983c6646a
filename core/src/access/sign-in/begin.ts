import type { FastifyReply, FastifyRequest } from 'fastify';
import { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { countTry } from './count-try.js';
import { nextPath, PENDING_SECONDS, sealPending } from './pending.js';
import { callbackOf, type SignInParts } from './parts.js';

/** Sends a browser to the provider (`/auth/sign-in?next=/path`). */
export async function beginSignIn({ platform, provider, cookies }: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await countTry(platform, request);
  const known = await provider();
  const pending = {
    state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), next: nextPath((request.query as { readonly next?: unknown }).next),
  };
  const address = buildAuthorizationUrl(known.configuration, {
    redirect_uri: callbackOf(known), scope: known.scope ?? 'openid profile', state: pending.state, nonce: pending.nonce,
    code_challenge: await calculatePKCECodeChallenge(pending.verifier), code_challenge_method: 'S256',
  });
  cookies.pending.set(reply, sealPending(platform, pending), PENDING_SECONDS);
  return reply.redirect(address.href, 303);
}
