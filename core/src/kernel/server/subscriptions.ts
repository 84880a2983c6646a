import type { FastifyReply, FastifyRequest } from 'fastify';
import { execute, getOperationAST, getVariableValues, GraphQLError, NoSchemaIntrospectionCustomRule, parse, specifiedRules, subscribe, validate, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { createHandler, type OperationArgs, type OperationContext, type RequestParams } from 'graphql-sse';
import { requirePresent } from '../access/presence.js';
import type { Context } from '../context.js';
import { faultToTell } from '../database/database-fault.js';
import { accessChanged } from '../faults.js';
import type { Platform } from '../platform.js';
import { sendEvents, type EventContext } from './event-stream.js';
import { answering } from './execute.js';
import { charge } from '../surface/limited.js';
import { inTime } from '../surface/request-time.js';
import { watched } from '../surface/watched.js';
import { formatError } from './format-error.js';
import { toldErrors } from './told-errors.js';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** What events are answered with. */
export interface EventsOptions {
  readonly context: (request: FastifyRequest) => Promise<Context>;
  readonly development: boolean;
  /** Lets a subscription stay open, or throws where there are too many. */
  readonly hold: (ctx: Context, request: FastifyRequest, reply: FastifyReply) => void;
}

/** An operation that is answered as events, by its context. */
interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly cost: number;
}

/** Answers operations as server-sent events, for clients that accept them: each result when it is there. */
export function subscriptionHandler(platform: Platform, { context, development, hold }: EventsOptions): Handler {
  const { admit, permit } = answering(platform);
  const format = formatError(platform, { development });
  const rules = development ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const asked = new WeakMap<object, Asked>();
  const askedFor = (args: ExecutionArgs): Asked & { readonly ctx: Context } => {
    const ctx = args.contextValue as Context;
    const found = asked.get(ctx);
    if (!found) throw new Error('an operation that nobody prepared');
    return { ...found, ctx };
  };

  /** As what somebody may stands in the database now, whatever this process knew of it. */
  const afresh = async (request: FastifyRequest): Promise<Context> => {
    const known = await context(request);
    if (!known.actor.standing?.renew) return known;
    await known.actor.standing.renew();
    return context(request);
  };

  const prepare = async (request: FastifyRequest, reply: FastifyReply, { query, operationName, variables }: RequestParams): Promise<ExecutionArgs> => {
    // Refuses also what is too large to be looked at further.
    const first = await context(request);
    const document = parsed(query, platform.limits.tokens);
    const [invalid] = validate(platform.schema, document, rules, { maxErrors: 1 });
    if (invalid) throw coded(invalid, 'GRAPHQL_VALIDATION_FAILED');
    const operation = getOperationAST(document, operationName);
    if (!operation) throw coded(new GraphQLError('Name the operation that is meant.'), 'OPERATION_RESOLUTION_FAILURE');
    const { errors: [wrong] = [] } = getVariableValues(platform.schema, operation.variableDefinitions ?? [], variables ?? {}, { maxErrors: 1 });
    if (wrong) throw coded(wrong, 'BAD_USER_INPUT');
    const asking = operation.operation === 'subscription' ? await afresh(request) : first;
    const { cost, ctx: contextValue } = admit(asking, document, operationName, variables ?? {});
    await charge(asking, cost.requested);
    if (operation.operation === 'subscription') hold(asking, request, reply);
    asked.set(contextValue, { request, reply, cost: cost.requested });
    return { schema: platform.schema, document, operationName: operationName ?? null, variableValues: variables ?? null, contextValue };
  };

  /** Whoever is no longer signed in, or may no longer do the same, hears nothing more. */
  const askAgain = async (args: ExecutionArgs): Promise<void> => {
    const { request, ctx: { actor: before } } = askedFor(args);
    const now = await afresh(request);
    if (now.actor.standing?.epoch !== before.standing?.epoch) throw accessChanged('What you may do was changed; subscribe again.');
    permit(now, args.document, args.variableValues ?? {});
    await requirePresent(now.actor, platform.pool);
  };

  const handle = createHandler<FastifyRequest, EventContext, OperationContext>({
    // Each request has a stream of its own; no name leads to another's.
    authenticate: () => null,
    onSubscribe: async (request, params) => {
      const prepared = await prepare(request.raw, request.context.reply, params).catch((error: unknown): ExecutionResult => {
        if (error instanceof GraphQLError) return { data: null, errors: [error] };
        throw error;
      });
      return prepared as ExecutionResult | OperationArgs<OperationContext>;
    },
    // What is no subscription has no longer than over plain HTTP.
    execute: (args) => {
      const { request, reply, ctx } = askedFor(args);
      return inTime(request, reply, platform.limits, { stream: false }, async () => {
        const result = await execute(args);
        await requirePresent(ctx.actor, platform.pool);
        return result;
      }).catch(toResult);
    },
    subscribe: async (args) => {
      const { cost, ctx } = askedFor(args);
      const events = await subscribe(args);
      if (!isEvents(events)) return events;
      return watched(events, { ask: () => askAgain(args), each: () => charge(ctx, cost), everyMs: platform.limits.subscriptionCheckMs });
    },
    // The client is told no more of a fault than over plain HTTP.
    onNext: (ctx, _request, result) => {
      const errors = ctx ? toldErrors(ctx as unknown as Context, result as ExecutionResult) : result.errors;
      if (errors) return { ...result, errors: errors.map((error) => format(error.toJSON(), error)) } as never;
    },
  });
  return (request, reply) => sendEvents(handle, request, reply);
}

const isEvents = (result: object): result is AsyncGenerator<ExecutionResult> => Symbol.asyncIterator in result;

function toResult(error: unknown): ExecutionResult {
  const told = faultToTell(error) ?? error;
  if (told instanceof GraphQLError) return { data: null, errors: [told] };
  throw told;
}

function parsed(query: string, maxTokens: number): DocumentNode {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    throw error instanceof GraphQLError ? coded(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

function coded(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, { nodes: error.nodes ?? null, source: error.source ?? null, positions: error.positions ?? null, extensions: { code } });
}

export function wantsEvents(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/event-stream');
}
