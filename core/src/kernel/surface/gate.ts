import { Kind, parse } from 'graphql';
import type { FastifyRequest } from 'fastify';
import type { Platform } from '../platform.js';
import type { TrustedDocuments } from './trusted-documents.js';
import { bodyBytes } from './read-body.js';
import { persistedQueriesOff, preflightRequired, requestTooLarge } from './faults.js';

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
  checkBytes(platform, request, typeof source === 'string' ? source : '');
  if (request.method === 'GET' && !known?.tellsNothing && !PREFLIGHT_HEADERS.some((name) => request.headers[name])) throw preflightRequired();
}

/** Where only known documents are answered, puts the text in the place of its hash, and refuses all others. */
export function trustedOnly(trusted: TrustedDocuments | undefined, request: FastifyRequest): void {
  if (!trusted) return;
  const body = request.body as { query?: unknown; readonly documentId?: unknown } | null | undefined;
  if (request.method === 'GET' || !body) trusted.find({ query: new URLSearchParams(request.url.split('?')[1] ?? '').get('query') });
  else body.query = trusted.find(body);
}

/** A body may be larger than others where every mutation in it takes so much. */
function checkBytes({ limits, schema }: Platform, request: FastifyRequest, source: string): void {
  const bytes = Number(request.headers['content-length'] ?? bodyBytes(request));
  if (bytes <= limits.bodyBytes) return;
  const fields = schema.getMutationType()?.getFields() ?? {};
  const allowed = mutationsIn(source).map((name) => Number(fields[name]?.extensions['bodyBytes'] ?? 0));
  if (allowed.length === 0 || Math.min(...allowed) < bytes) throw requestTooLarge(limits.bodyBytes);
}

/** Names of the mutations of a document that has nothing else; none of any other. */
function mutationsIn(source: string): readonly string[] {
  try {
    const [operation, ...more] = parse(source, { noLocation: true }).definitions;
    if (more.length > 0 || operation?.kind !== Kind.OPERATION_DEFINITION || operation.operation !== 'mutation') return [];
    return operation.selectionSet.selections.map((selection) => (selection.kind === Kind.FIELD ? selection.name.value : ''));
  } catch {
    return [];
  }
}
