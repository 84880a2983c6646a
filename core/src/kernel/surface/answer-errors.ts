import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Platform } from '../platform.js';
import { safeError } from '../server/safe-error.js';
import { traceOf } from '../telemetry/request-log.js';
import { isOverload } from './admission.js';
import { asFault } from './tell-fault.js';

const CODES: Readonly<Record<number, string>> = { 404: 'NOT_FOUND', 405: 'METHOD_NOT_ALLOWED', 408: 'REQUEST_TIMEOUT', 413: 'LIMIT_EXCEEDED', 415: 'UNSUPPORTED_MEDIA_TYPE', 429: 'RATE_LIMITED', 431: 'LIMIT_EXCEEDED' };

/** Texts of our own; others may hold parts of the request. */
const TEXTS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as application/json.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large.',
  FST_ERR_CTP_EMPTY_TYPE: 'Send the body as application/json.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its header says.',
};

const JSON_TYPE = 'application/json; charset=utf-8';

/** A fault in the form of GraphQL's, where there is nothing to tell but its code. */
function bare(code: string, message: string): { readonly errorId: string; readonly body: object } {
  const errorId = randomUUID();
  return { errorId, body: { errors: [{ message, extensions: { code, errorId } }] } };
}

/** An address that can't be read, of which Fastify would tell all of it, before any of its handlers. */
export function answerUnreadableAddress(reply: Pick<FastifyReply, 'code'>): void {
  void reply.code(400).type(JSON_TYPE).send(bare('BAD_REQUEST', 'This address can\'t be read.').body);
}

const STATUS_OF: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413 };

/** Answers bytes that are no request of HTTP, or one that never came to its end, and closes their connection. */
export function answerNoRequest({ log }: Pick<Platform, 'log'>, headers: Readonly<Record<string, string>>): (error: Error & { readonly code?: string }, socket: Socket) => void {
  return (error, socket) => {
    const status = STATUS_OF[error.code ?? ''] ?? 400;
    const { errorId, body } = bare(CODES[status] ?? 'BAD_REQUEST', 'This is no request of HTTP that can be read.');
    log.info({ errorId, status, code: error.code }, 'what came was no request');
    if (socket.writable) {
      const text = JSON.stringify(body);
      const told = { ...headers, 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(text), connection: 'close' };
      socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${Object.entries(told).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${text}`);
    }
    socket.destroy(error);
  };
}

/** What goes wrong before or beside GraphQL is told in its form: a code, an id to find it by in the log, nothing of the inside. */
export function answerErrors(http: FastifyInstance, platform: Platform): void {
  http.setErrorHandler((error, request, reply) => {
    const { statusCode = 500, code: kind } = error as { readonly statusCode?: number; readonly code?: string };
    const status = error instanceof GraphQLError ? asFault(reply, error).statusCode : statusCode;
    const theirs = status < 500;
    const errorId = randomUUID();
    const told = traceOf(request as FastifyRequest)?.told;
    if (told && error instanceof GraphQLError) told.outcome = String(error.extensions['code']);
    // Whoever is turned away for overload has a line of its request, and is counted: more would be more to do.
    if (!isOverload(error)) platform.log[theirs || request.raw.destroyed ? 'info' : 'error']({ errorId, request: request.id, error: safeError(error) }, 'a request failed');
    const own = error instanceof GraphQLError || (kind === undefined && theirs);
    const message = own ? (error as Error).message : theirs ? (TEXTS[kind ?? ''] ?? 'This request can\'t be read.') : `Something went wrong on our side. Tell the administrator this id: ${errorId}.`;
    const code = error instanceof GraphQLError ? error.extensions['code'] : (CODES[status] ?? (theirs ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR'));
    return reply.code(status).type(JSON_TYPE).send({ errors: [{ message, extensions: { code, errorId } }] });
  });
  http.setNotFoundHandler((_request, reply) => reply.code(404).type(JSON_TYPE).send(bare('NOT_FOUND', 'There is nothing here.').body));
  // Node's own answer has neither code nor id.
  http.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(417, { 'content-type': JSON_TYPE, connection: 'close' }).end(JSON.stringify(bare('EXPECTATION_FAILED', 'Nothing but 100-continue can be expected here.').body));
  });
}
