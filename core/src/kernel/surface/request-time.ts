import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { within } from '../database/cancellation.js';
import type { Limits } from './limits.js';

const tookTooLong = (): GraphQLError => new GraphQLError('This took longer than a request may; nothing of it was written. Ask for less, or try again.', { extensions: { code: 'TIMEOUT', http: { status: 503, headers: new Map([['retry-after', '2']]) } } });
const notKnown = (): GraphQLError => new GraphQLError('This took longer than a request may, and it is not known whether it was written. Send it again with the same idempotencyKey, or look.', { extensions: { code: 'OUTCOME_UNKNOWN', http: { status: 503, headers: new Map([['retry-after', '2']]) } } });
const nobodyWaits = (): GraphQLError => new GraphQLError('Whoever asked has hung up.', { extensions: { code: 'CLIENT_GONE', http: { status: 499 } } });

/** Whether a request may be in the middle of its commit, which is not undone by cancelling it. */
function mayWrite({ body }: FastifyRequest): boolean {
  return /\bmutation\b/.test(String((body as { readonly query?: unknown } | undefined)?.query));
}

/** After what was cancelled has had time to tell. */
const GRACE_MS = 500;

/** Ends a request when its time is over or its client has hung up, and what PostgreSQL does for it too. A stream ends with its client only. */
export function inTime<T>(request: FastifyRequest, reply: FastifyReply, limits: Limits, { stream }: { readonly stream: boolean }, work: () => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const gone = (): void => {
    if (!reply.raw.writableFinished) ended.abort(nobodyWaits());
  };
  reply.raw.once('close', gone);
  const allowed = { signal: ended.signal, statementMs: limits.statementMs };
  if (stream) return within(allowed, work);
  return new Promise<T>((resolve, reject) => {
    const late = setTimeout(() => ended.abort(tookTooLong()), limits.requestMs);
    const lost = setTimeout(() => reject(mayWrite(request) ? notKnown() : tookTooLong()), limits.requestMs + GRACE_MS);
    const settle = (): void => [late, lost].forEach(clearTimeout);
    within(allowed, work).finally(settle).then(resolve, reject);
  });
}
