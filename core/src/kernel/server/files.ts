import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Context } from '../context.js';
import { databaseFault } from '../database/database-fault.js';
import { noteRead } from '../audit/read-log.js';
import { encodeId } from '../schema/ids.js';
import { checkLink } from '../files/links.js';
import { readFile } from '../files/read-file.js';
import { receiveFile } from '../files/receive-file.js';
import { fileNotFound, fileSizeDiffers } from '../files/refusals.js';
import { fileSettings } from '../files/settings.js';
import type { Platform } from '../platform.js';
import { refuse, Refused, toUserError } from '../write/refusal.js';
import { maySendSlowly } from '../surface/bodies-in-time.js';
import { charge, chargeRefused } from '../surface/limited.js';
import { asFault } from '../surface/tell-fault.js';
import { safeError } from './safe-error.js';

type Params = { readonly id: string };

/** What sending or receiving a file costs, in the rows in which all costs are told, beside its bytes. */
const TRANSFER_COST = 100;
const BYTES_OF_COST = 10_000;

const STATUS: Readonly<Record<string, number>> = {
  LINK_INVALID: 403, LINK_EXPIRED: 410, FILE_NOT_FOUND: 404, FILE_IS_READY: 409, FILE_TAKEN_OVER: 409, FILE_TOO_LARGE: 413, FILE_TYPE_DIFFERS: 415, FILE_BROKEN: 415,
};

/** Sends and receives the bytes of files at `/files/<id>`, by links that Kinga signed: who holds one needs no token. */
export function serveFiles(http: FastifyInstance, platform: Platform): void {
  void http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bytes go on as they come, whatever they are called.
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.setErrorHandler((error, request, reply) => answerError(platform, error, request as FastifyRequest, reply as FastifyReply));
    scope.put<{ Params: Params }>('/files/:id', async (request) => {
      const { ctx, id } = await contextOf(platform, request, 'PUT');
      maySendSlowly(request);
      return receiveFile(ctx, id, bytesOf(request, fileSettings(platform).largest));
    });
    scope.get<{ Params: Params }>('/files/:id', { exposeHeadRoute: false }, async (request, reply) => {
      const { ctx, id } = await contextOf(platform, request, 'GET');
      const headers = await headersOf(ctx, id);
      await noteRead({ ...ctx, operation: encodeId('file', id) }, { fields: ['File.url'], subjects: [] });
      return reply.headers(headers).send(Readable.from(readFile(ctx, id), { objectMode: false }));
    });
  });
}

/** What is done by a link is done as its file's owner. */
async function contextOf(platform: Platform, request: FastifyRequest<{ Params: Params }>, method: 'GET' | 'PUT'): Promise<{ readonly ctx: Context; readonly id: string }> {
  const id = linked(platform, request, method);
  const { rows } = await platform.pool.query<{ owner: string; size: number }>('select owner, size from kernel.file where id = $1', [id]);
  const [file] = rows;
  if (!file) return refuse(fileNotFound(''));
  const ctx = platform.context({ actor: platform.actorOf({ id: file.owner, roles: [], places: [] }), requestId: request.id, address: request.ip });
  await charge(ctx, TRANSFER_COST + Math.ceil(file.size / BYTES_OF_COST));
  return { id, ctx };
}

/** Who tries links that Kinga did not make is counted as others are who are refused. */
function linked(platform: Platform, request: FastifyRequest<{ Params: Params }>, method: 'GET' | 'PUT'): string {
  try {
    return checkLink(platform, method, request.params.id, request.query as Readonly<Record<string, unknown>>);
  } catch (error) {
    chargeRefused({ platform, address: request.ip });
    throw error;
  }
}

/** The bytes of a request's body; one that has more than any file may have is cut off. */
async function* bytesOf(request: FastifyRequest, most: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const bytes of request.raw as AsyncIterable<Buffer>) {
    size += bytes.length;
    if (size > most) refuse(fileSizeDiffers('', { told: `at most ${most}`, size: `more than ${most}` }));
    yield bytes;
  }
}

/** A file is downloaded, never shown as a page of this origin. */
async function headersOf(ctx: Context, id: string): Promise<Readonly<Record<string, string | number>>> {
  const { rows } = await ctx.platform.pool.query<{ name: string; type: string; size: number; sha256: string }>(
    "select name, media_type as type, size, sha256 from kernel.file where id = $1 and state = 'READY'", [id],
  );
  const [file] = rows;
  if (!file) return refuse(fileNotFound(''));
  return {
    'content-type': file.type,
    'content-length': file.size,
    'content-disposition': `attachment; filename="${file.name.replace(/[^\x20-\x7e]|["%\\]/g, '_')}"; filename*=UTF-8''${encoded(file.name)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    etag: `"${file.sha256}"`,
  };
}

/** RFC 8187. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}

function answerError(platform: Platform, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // By the request's id, its line in the log is found.
  const errorId = request.id;
  if (error instanceof GraphQLError) return asFault(reply, error).send({ code: error.extensions['code'], message: error.message, hint: 'Try again.', errorId });
  if (error instanceof Refused && error.refusals[0]) {
    const [refusal] = error.refusals;
    const locale = request.headers['accept-language']?.split(/[,;]/)[0]?.trim();
    const told = toUserError(platform.context({ actor: platform.system(), ...(locale && locale !== '*' && { locale }) }), refusal);
    return reply.code(STATUS[refusal.code] ?? 400).send({ code: told.code, message: told.message, hint: told.hint, errorId });
  }
  const passing = databaseFault(error);
  if (passing) {
    platform.log.warn({ request: request.id, error: safeError(error) }, 'a file was not sent or received for the state of the database');
    return reply.code(503).header('retry-after', '2').send({ code: passing.extensions['code'], message: passing.message, hint: 'Try again.', errorId });
  }
  const status = (error as { readonly statusCode?: number }).statusCode ?? 500;
  platform.log[status < 500 || request.raw.destroyed ? 'info' : 'error']({ request: request.id, error: safeError(error) }, 'a file was not sent or received');
  return reply.code(status).send({ code: status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR', message: 'It was not done.', hint: 'Try again.', errorId });
}
