import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

interface Options {
  readonly development: boolean;
  readonly origins?: readonly string[];
}

const ASKED_WITH = ['authorization', 'content-type', 'accept', 'accept-language', 'apollo-require-preflight', 'kinga-purpose', 'kinga-csrf', 'kinga-grant', 'kinga-seen'];
const TOLD = ['retry-after', 'x-request-id'];

/** What every answer says to browsers and to whoever keeps answers on the way: that it is no page, is for who asked alone, and is not kept. */
export function headersOf({ development, origins = [] }: Options): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': origins.length > 0 ? 'cross-origin' : 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    // GraphiQL is a page, and is served in development only, without TLS.
    ...(!development && {
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'",
      'strict-transport-security': 'max-age=31536000',
    }),
  };
}

/** Gives them to all answers, also to those that are given before or beside Fastify; and lets pages of the origins that the deployment names read them. */
export function secureHeaders(http: FastifyInstance, options: Options): void {
  const headers = new Map(Object.entries(headersOf(options)));
  for (const event of ['request', 'checkExpectation']) http.server.prependListener(event, (_request: IncomingMessage, response: ServerResponse) => void response.setHeaders(headers));
  const { origins = [] } = options;
  // Without this, no header says that an answer may be read, and a browser's question beforehand finds nothing.
  if (origins.length > 0) {
    void http.register(cors, { origin: [...origins], methods: ['GET', 'POST', 'PUT'], allowedHeaders: ASKED_WITH, exposedHeaders: TOLD, credentials: true, maxAge: 600 });
  }
}
