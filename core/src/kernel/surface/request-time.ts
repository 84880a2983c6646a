import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { within } from '../database/cancellation.js';
import type { Limits } from './limits.js';

const tookTooLong = (): GraphQLError => new GraphQLError('This took longer than a request may; nothing of it was written. Ask for less, or try again.', { extensions: { code: 'TIMEOUT', http: { status: 503, headers: new Map([['retry-after', '2']]) } } });
const nobodyWaits = (): GraphQLError => new GraphQLError('Whoever asked has hung up.', { extensions: { code: 'CLIENT_GONE', http: { status: 499 } } });

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
    const lost = setTimeout(() => reject(tookTooLong()), limits.requestMs + GRACE_MS);
    const settle = (): void => [late, lost].forEach(clearTimeout);
    within(allowed, work).finally(settle).then(resolve, reject);
  });
}
