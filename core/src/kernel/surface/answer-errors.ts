import { randomUUID } from 'node:crypto';
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

/** An address that can't be read, of which Fastify would tell all of it, before any of its handlers. */
export function answerUnreadableAddress(reply: Pick<FastifyReply, 'code'>): void {
  void reply.code(400).type('application/json; charset=utf-8').send({ errors: [{ message: 'This address can\'t be read.', extensions: { code: 'BAD_REQUEST', errorId: randomUUID() } }] });
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
    return reply.code(status).type('application/json; charset=utf-8').send({ errors: [{ message, extensions: { code, errorId } }] });
  });
  http.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('application/json; charset=utf-8').send({ errors: [{ message: 'There is nothing here.', extensions: { code: 'NOT_FOUND', errorId: randomUUID() } }] }));
}
