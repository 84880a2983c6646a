import type { FastifyRequest } from 'fastify';
import type { Platform } from '../platform.js';
import type { TrustedDocuments } from './trusted-documents.js';
import { persistedQueriesOff, preflightRequired } from './faults.js';

/** A page of another origin can't send one of these without asking first, and is told no. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name', 'kinga-require-preflight'];

/**
 * Looks at what is asked, before anybody asks who asks it.
 *
 * Queries by GET are answered where a browser would have asked first. Without that, only what tells nothing about anybody:
 * type names and introspection.
 *
 * @throws GraphQLError
 */
export function checkRequest(platform: Platform, request: FastifyRequest): void {
  const extensions = (request.body as { readonly extensions?: { readonly persistedQuery?: unknown } | null } | null | undefined)?.extensions;
  if (extensions?.persistedQuery !== undefined || /[?&]extensions=[^&]*persistedQuery/.test(request.url)) throw persistedQueriesOff();
  const source = request.method === 'GET' ? new URLSearchParams(request.url.split('?')[1] ?? '').get('query') : (request.body as { readonly query?: unknown } | null | undefined)?.query;
  const known = typeof source === 'string' && source !== '' ? platform.documents.check(source) : undefined;
  if (request.method === 'GET' && !known?.tellsNothing && !PREFLIGHT_HEADERS.some((name) => request.headers[name])) throw preflightRequired();
}

/** Where only known documents are answered, puts the text in the place of its hash, and refuses all others. */
export function trustedOnly(trusted: TrustedDocuments | undefined, request: FastifyRequest): void {
  if (!trusted) return;
  const body = request.body as { query?: unknown; readonly documentId?: unknown } | null | undefined;
  if (request.method === 'GET' || !body) trusted.find({ query: new URLSearchParams(request.url.split('?')[1] ?? '').get('query') });
  else body.query = trusted.find(body);
}
