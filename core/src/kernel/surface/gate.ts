import { Kind, parse } from 'graphql';
import type { FastifyRequest } from 'fastify';
import type { Platform } from '../platform.js';
import type { TrustedDocuments } from './trusted-documents.js';
import { bodyBytes } from './read-body.js';
import { persistedQueriesOff, preflightRequired, requestTooLarge, unreadable } from './faults.js';
import { NotPlain, readPlainJson } from './plain-json.js';

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
  const { query: source, extensions } = asked(request);
  if ((extensions as { readonly persistedQuery?: unknown } | null | undefined)?.persistedQuery !== undefined) throw persistedQueriesOff();
  const known = typeof source === 'string' && source !== '' ? platform.documents.check(source) : undefined;
  checkBytes(platform, request, typeof source === 'string' ? source : '');
  if (request.method === 'GET' && !known?.tellsNothing && !PREFLIGHT_HEADERS.some((name) => request.headers[name])) throw preflightRequired();
}

/** Where only known documents are answered, puts the text in the place of its hash, and refuses all others. */
export function trustedOnly(trusted: TrustedDocuments | undefined, request: FastifyRequest): void {
  if (!trusted) return;
  const body = request.body as { query?: unknown; readonly documentId?: unknown } | undefined;
  if (body) body.query = trusted.find(body);
  else trusted.find(asked(request));
}

interface Asked {
  readonly query?: unknown;
  readonly extensions?: unknown;
}

/** What a request says: in its body, or by GET in its address, where what is JSON is as plain as a body. */
function asked({ method, body, url }: FastifyRequest): Asked {
  if (method === 'POST') return body ?? {};
  const given = new URLSearchParams(url.split('?')[1] ?? '');
  const [, extensions] = ['variables', 'extensions'].map((name) => plain(name, given.get(name)));
  return { query: given.get('query'), extensions };
}

function plain(name: string, text: string | null): unknown {
  try {
    return text ? readPlainJson(text) : undefined;
  } catch (error) {
    throw error instanceof NotPlain ? unreadable(`In the address, ${name} ${error.message}.`) : error;
  }
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
