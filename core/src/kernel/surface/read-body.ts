import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createScanner, SyntaxKind } from 'jsonc-parser';

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

function readJson(body: Buffer, type: string): unknown {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1];
  if (charset !== undefined && !UTF8.has(charset.toLowerCase())) throw wrongBody(415, 'Bodies are taken in UTF-8.');
  const text = decoded(body);
  const parsed = parsedJson(text);
  if (Array.isArray(parsed)) throw wrongBody(400, 'One operation at a time: batches are not taken.');
  if (saysTwice(text)) throw wrongBody(400, 'The body says the same twice.');
  return parsed;
}

/** What a request says: said twice, whoever looks at it on its way, such as a proxy that lets some operations pass, may see another operation than the one that is run. */
const SAID = ['query', 'documentId', 'operationName', 'variables', 'extensions'];

/** Whether one of the names of a request comes twice, however it is written. The text is JSON. */
function saysTwice(text: string): boolean {
  const twice = (name: string): boolean => {
    const quoted = JSON.stringify(name);
    return text.indexOf(quoted) !== text.lastIndexOf(quoted);
  };
  // Few texts have to be looked at: those where such a name stands twice somewhere, or may be written by its numbers.
  if (!text.includes('\\u') && !SAID.some(twice)) return false;
  const scanner = createScanner(text, true);
  const found = new Set<string>();
  let [depth, last] = [0, ''];
  for (let kind = scanner.scan(); kind !== SyntaxKind.EOF; kind = scanner.scan()) {
    if (kind === SyntaxKind.OpenBraceToken || kind === SyntaxKind.OpenBracketToken) depth += 1;
    else if (kind === SyntaxKind.CloseBraceToken || kind === SyntaxKind.CloseBracketToken) depth -= 1;
    else if (kind === SyntaxKind.StringLiteral) last = scanner.getTokenValue();
    else if (kind === SyntaxKind.ColonToken && depth === 1) {
      if (found.has(last) && SAID.includes(last)) return true;
      found.add(last);
    }
  }
  return false;
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw wrongBody(400, 'The body is not UTF-8.');
  }
}

function parsedJson(text: string): unknown {
  let harmful = false;
  try {
    const parsed: unknown = JSON.parse(text, text.includes('__proto__') || text.includes('\\u') ? (name, value: unknown) => {
      if (name === '__proto__') harmful = true;
      return value;
    } : undefined);
    if (!harmful) return parsed;
  } catch {
    throw wrongBody(400, 'The body is not JSON.');
  }
  throw wrongBody(400, 'The body has a key __proto__.');
}
