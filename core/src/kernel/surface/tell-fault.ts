import type { FastifyReply } from 'fastify';
import type { GraphQLError } from 'graphql';

/** Gives an answer the status and the headers, such as `Retry-After`, of a fault that was met outside of GraphQL. */
export function asFault(reply: FastifyReply, { extensions }: GraphQLError): FastifyReply {
  const { status = 400, headers } = (extensions['http'] ?? {}) as { readonly status?: number; readonly headers?: ReadonlyMap<string, string> };
  for (const [name, value] of headers ?? []) void reply.header(name, value);
  return reply.code(status);
}
