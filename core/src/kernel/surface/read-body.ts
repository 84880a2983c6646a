import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NotPlain, readPlainJson } from './plain-json.js';

const UTF8 = new Set(['utf-8', 'utf8', 'us-ascii']);

/** A body that can't be read, as Fastify tells it on. */
function wrongBody(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}

const sizes = new WeakMap<FastifyRequest, number>();

/** How many bytes a request's body had. */
export function bodyBytes(request: FastifyRequest): number {
  return sizes.get(request) ?? 0;
}

/** Reads bodies of JSON in UTF-8, and nothing else. */
export function readJsonBodies(http: FastifyInstance): void {
  http.removeAllContentTypeParsers();
  http.addHook('preParsing', (request, _reply, payload, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') done(wrongBody(415, 'Compressed bodies are not taken.'));
    else done(null, payload);
  });
  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      sizes.set(request, body.length);
      done(null, readJson(body as Buffer, request.headers['content-type'] ?? ''));
    } catch (error) {
      done(error as Error);
    }
  });
}

function readJson(body: Buffer, type: string): object {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1];
  if (charset !== undefined && !UTF8.has(charset.toLowerCase())) throw wrongBody(415, 'Bodies are taken in UTF-8.');
  const parsed = plain(decoded(body));
  if (Array.isArray(parsed)) throw wrongBody(400, 'One operation at a time: batches are not taken.');
  if (typeof parsed !== 'object' || parsed === null) throw wrongBody(400, 'The body is no object of JSON.');
  return parsed;
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw wrongBody(400, 'The body is not UTF-8.');
  }
}

function plain(text: string): unknown {
  try {
    return readPlainJson(text);
  } catch (error) {
    throw error instanceof NotPlain ? wrongBody(400, `The body ${error.message}.`) : error;
  }
}
