import type { FastifyReply, FastifyRequest } from 'fastify';
import { getOperationAST, GraphQLError, NoSchemaIntrospectionCustomRule, parse, specifiedRules, validate, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { OperationArgs, OperationContext, RequestParams } from 'graphql-sse';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import type { Context } from '../context.js';
import type { Platform } from '../platform.js';
import { answering } from './execute.js';
import { charge } from '../surface/limited.js';
import { formatError } from './format-error.js';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Answers operations as server-sent events, for clients that accept them: each result when it is there. */
export function subscriptionHandler(platform: Platform, context: (request: FastifyRequest) => Promise<Context>, development: boolean, hold: (ctx: Context, reply: FastifyReply) => void): Handler {
  const { admit } = answering(platform);
  const format = formatError(platform, { development });
  const rules = development ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const prepare = async (request: FastifyRequest, reply: FastifyReply, { query, operationName, variables }: RequestParams): Promise<ExecutionArgs> => {
    // Refuses also what is too large to be looked at further.
    const asking = await context(request);
    const document = parsed(query, platform.limits.tokens);
    const [invalid] = validate(platform.schema, document, rules, { maxErrors: 1 });
    if (invalid) throw coded(invalid, 'GRAPHQL_VALIDATION_FAILED');
    if (!getOperationAST(document, operationName)) throw coded(new GraphQLError('Name the operation that is meant.'), 'OPERATION_RESOLUTION_FAILURE');
    const { cost, ctx: contextValue } = admit(asking, document, operationName, variables ?? {});
    await charge(asking, cost.requested);
    hold(asking, reply);
    return { schema: platform.schema, document, operationName: operationName ?? null, variableValues: variables ?? null, contextValue };
  };
  return createHandler({
    onSubscribe: async (request, params) => {
      const prepared = await prepare(request.raw, request.context.reply, params).catch((error: unknown): ExecutionResult => {
        if (error instanceof GraphQLError) return { data: null, errors: [error] };
        throw error;
      });
      return prepared as ExecutionResult | OperationArgs<OperationContext>;
    },
    // The client is told no more of a fault than over plain HTTP.
    onNext: (_context, _request, result) => {
      if (result.errors) return { ...result, errors: result.errors.map((error) => format(error.toJSON(), error)) } as never;
    },
  });
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
