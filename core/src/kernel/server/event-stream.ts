import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Handler } from 'graphql-sse';
import { mutationByGet, unreadable } from '../surface/faults.js';

/** What answers an operation needs its reply for. */
export interface EventContext {
  readonly reply: FastifyReply;
}

/**
 * Answers by events. Not by the way into Fastify that comes with graphql-sse: that takes a body of `null` for one yet to come and waits
 * for it, wants events to be all that is accepted, and says what it refuses without a code.
 *
 * @throws GraphQLError BAD_REQUEST, METHOD_NOT_ALLOWED
 */
export async function sendEvents(handle: Handler<FastifyRequest, EventContext>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { method, url, body } = request;
  const read: Readonly<Record<string, string | undefined>> = { accept: 'text/event-stream', 'content-type': request.headers['content-type'] };
  const [events, { status, headers }] = await handle({
    method, url, body: body as Record<string, unknown> | null, raw: request, context: { reply }, headers: { get: (name) => read[name] ?? null },
  });
  if (!events || typeof events === 'string') throw status === 405 ? mutationByGet() : unreadable('Send query, operationName, variables and extensions as GraphQL over HTTP says.');
  const { raw } = reply;
  const stop = (): void => void events.return(undefined);
  raw.once('close', stop);
  raw.writeHead(status, { ...(reply.getHeaders() as Readonly<Record<string, string>>), ...headers, 'cache-control': 'no-store' });
  for await (const event of events) {
    if (raw.destroyed || raw.writableEnded) break;
    // Called when it has left, or never will.
    await new Promise<void>((left) => void raw.write(event, () => left()));
  }
  raw.off('close', stop);
  await new Promise<void>((ended) => void raw.end(() => ended()));
}
