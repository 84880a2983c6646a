import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Platform } from '../../kernel/platform.js';
import { asFault } from '../../kernel/surface/tell-fault.js';
import { safeError } from '../../kernel/server/safe-error.js';
import { providerSignsOut } from './back-channel.js';
import { beginSignIn } from './begin.js';
import { finishSignIn, SignInRefused } from './finish.js';
import type { SignInParts } from './parts.js';
import { signOut } from './sign-out.js';
import { giveToken } from './token-endpoint.js';

const LARGEST_FORM = 16_000;

/** Answers at `/auth`: tokens of service accounts, and signing in by a browser where there is a provider for it. */
export function signInRoutes(http: FastifyInstance, platform: Platform, url: () => string | undefined, parts: SignInParts | undefined): void {
  void http.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => answerError(platform, error, request as FastifyRequest, reply as FastifyReply));
    scope.removeAllContentTypeParsers();
    // Forms are taken here alone: to GraphQL, pages of other sites could send them.
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: LARGEST_FORM }, (_request, body, done) => done(null, new URLSearchParams(String(body))));
    scope.post('/auth/token', (request, reply) => giveToken(platform, url(), request, reply));
    if (!parts) return;
    scope.get('/auth/sign-in', { exposeHeadRoute: false }, (request, reply) => beginSignIn(parts, request, reply));
    scope.get('/auth/callback', { exposeHeadRoute: false }, (request, reply) => finishSignIn(parts, request, reply));
    scope.post('/auth/sign-out', (request, reply) => signOut(parts, request, reply));
    scope.post('/auth/back-channel-logout', (request, reply) => providerSignsOut(parts, request, reply));
  });
}

/** A browser is told that it did not work and what to do; why is in the log, without what the browser brought. */
function answerError(platform: Platform, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof GraphQLError) {
    return asFault(reply, error).send({ code: error.extensions['code'], message: error.message, errorId: request.id });
  }
  if (error instanceof SignInRefused) {
    platform.log.warn({ request: request.id, why: error.message, because: reasonOf(error.cause) }, 'a sign-in was refused');
    return page(reply, request, 400, 'You were not signed in. Begin again.');
  }
  const status = (error as { readonly statusCode?: number }).statusCode;
  if (status !== undefined && status < 500) return reply.code(status).send({ code: 'BAD_REQUEST', message: 'This is not how to sign in.', errorId: request.id });
  platform.log.error({ request: request.id, error: safeError(error) }, 'signing in failed');
  return page(reply, request, 503, 'Signing in does not work at the moment. Try again in a minute.').header('retry-after', '60');
}

/** Names of what went wrong; messages of the provider may repeat what it was sent. */
function reasonOf(cause: unknown): unknown {
  const { name, code, error } = (cause ?? {}) as { readonly name?: unknown; readonly code?: unknown; readonly error?: unknown };
  return [name, code, error].filter((each) => typeof each === 'string').map((each) => String(each).slice(0, 100));
}

function page(reply: FastifyReply, { id }: FastifyRequest, status: number, text: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8')
    .send(`<!doctype html><html lang="en"><title>Kinga</title><p>${text}</p><p>To the administrator: ${id}</p><p><a href="/auth/sign-in">Sign in</a></p></html>`);
}
