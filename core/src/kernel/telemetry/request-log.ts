import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import type { Platform } from '../platform.js';
import type { Keys } from '../secrets/keys.js';
import { digest } from '../secrets/secrets.js';
import { kindOfOutcome } from './metrics.js';
import { beginTrace, type Trace } from './trace.js';

const traces = new WeakMap<FastifyRequest, Trace>();

export const traceOf = (request: FastifyRequest): Trace | undefined => traces.get(request);

const LONGEST_NAME = 80;
/** Asked every few seconds by machines. */
const QUIET = /^\/(health\/|graphiql\/)/;

/** One line, one measurement and one span for each request over HTTP: never its text, variables or values. */
export function logRequests(http: FastifyInstance, platform: Platform): void {
  const { log, telemetry: { metrics, tracer } } = platform;
  http.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    if (QUIET.test(route)) return done();
    const trace = beginTrace(tracer, header(request, 'traceparent'));
    traces.set(request, trace);
    reply.header('x-request-id', request.id);
    const began = performance.now();
    reply.raw.once('close', () => {
      const { span, id, told } = trace;
      const ms = Math.round((performance.now() - began) * 10) / 10;
      const status = reply.raw.statusCode;
      const left = !reply.raw.writableFinished;
      const outcome = left ? 'left' : kindOfOutcome(told.outcome, status);
      const type = told.type ?? (route === '/graphql' ? 'none' : 'other');
      metrics.requests.observe({ type, outcome }, ms / 1000);
      span?.updateName(told.type ? `${told.type} ${told.operation ?? ''}`.trim() : `${request.method} ${route}`);
      span?.setAttributes({ 'http.response.status_code': status, 'kinga.outcome': told.outcome ?? outcome, ...(told.type && { 'graphql.operation.type': told.type }), ...(told.operation && { 'graphql.operation.name': told.operation }) });
      span?.end();
      log.info({ request: request.id, ...(id && { trace: id }), method: request.method, route, status, ms, ...told, outcome: told.outcome ?? outcome }, 'request');
    });
    done();
  });
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Tells a request's line what the request was. */
export const tellRequests: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ contextValue }) => {
    const told = contextValue.trace?.told;
    if (!told) return undefined as never;
    told.principal = pseudonym(contextValue);
    return {
      didResolveOperation: async ({ operation, operationName }) => {
        told.type = operation?.operation ?? 'none';
        if (operationName) told.operation = operationName.slice(0, LONGEST_NAME);
      },
      willSendResponse: async ({ response: { body } }) => {
        if (body.kind !== 'single') return;
        const { errors, data, extensions } = body.singleResult;
        told.outcome = errors?.length ? String(errors[0]?.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR') : told.type === 'mutation' && isRefused(data) ? 'refused' : 'ok';
        const cost = extensions?.['cost'] as { readonly requested?: number } | number | undefined;
        const number = typeof cost === 'object' ? cost.requested : cost;
        if (typeof number === 'number') told.cost = number;
      },
    };
  },
};

function isRefused(data: unknown): boolean {
  return Object.values(data ?? {}).some((payload) => ((payload as { readonly userErrors?: readonly unknown[] } | null)?.userErrors ?? []).length > 0);
}

const MOST_KNOWN = 10_000;
const pseudonyms = new WeakMap<Keys, Map<string, string>>();

/** Whose line it is without saying who: keyed, so that nobody finds it by trying names. Audit knows who, by the request's id. */
function pseudonym({ platform, actor: { id } }: Context): string {
  if (id === 'anonymous') return id;
  const known = pseudonyms.get(platform.keys) ?? new Map<string, string>();
  pseudonyms.set(platform.keys, known);
  const found = known.get(id);
  if (found) return found;
  const made = digest({ platform }, 'kernel.log', id).toString('base64url').slice(-16);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(id, made);
  return made;
}
