import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

interface Options {
  readonly development: boolean;
  readonly origins?: readonly string[];
}

const ASKED_WITH = ['authorization', 'content-type', 'accept', 'accept-language', 'apollo-require-preflight', 'kinga-purpose', 'kinga-csrf', 'kinga-grant', 'kinga-seen'];
const TOLD = ['retry-after', 'kinga-request'];

/** No page of another origin may read an answer, unless the deployment names it; no answer is a page. */
export function secureHeaders(http: FastifyInstance, { development, origins = [] }: Options): void {
  void http.register(helmet, {
    // GraphiQL is a page, and is served in development only.
    contentSecurityPolicy: development ? false : { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], formAction: ["'none'"], baseUri: ["'none'"] } },
    crossOriginResourcePolicy: { policy: origins.length > 0 ? 'cross-origin' : 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    hsts: development ? false : { maxAge: 31_536_000, includeSubDomains: false },
    frameguard: { action: 'deny' },
  });
  // Without this, no header says that an answer may be read, and a browser's question beforehand finds nothing.
  if (origins.length > 0) {
    void http.register(cors, { origin: [...origins], methods: ['GET', 'POST'], allowedHeaders: ASKED_WITH, exposedHeaders: TOLD, credentials: true, maxAge: 600 });
  }
}
