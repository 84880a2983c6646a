import type { FastifyReply, FastifyRequest } from 'fastify';
import { getOperationAST, GraphQLError, parse, validate, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { OperationArgs, OperationContext, RequestParams } from 'graphql-sse';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { fieldPermissions, requirePermissions } from '../access/authorise.js';
import type { Context } from '../context.js';
import type { Platform } from '../platform.js';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Answers operations as server-sent events, for clients that accept them: each result when it is there. */
export function subscriptionHandler(platform: Platform, context: (request: FastifyRequest) => Promise<Context>): Handler {
  const permissionsOf = fieldPermissions(platform.schema, platform.model);
  const prepare = async (request: FastifyRequest, { query, operationName, variables }: RequestParams): Promise<ExecutionArgs | ExecutionResult> => {
    const document = parse(query);
    const errors = validate(platform.schema, document);
    if (errors.length > 0) return { errors };
    if (!getOperationAST(document, operationName)) return { errors: [new GraphQLError('Name the operation that is meant.')] };
    const contextValue = await context(request);
    requirePermissions(contextValue, permissionsOf(document));
    return { schema: platform.schema, document, operationName: operationName ?? null, variableValues: variables ?? null, contextValue };
  };
  return createHandler({
    onSubscribe: async (request, params) => {
      const prepared = await prepare(request.raw, params).catch((error: unknown): ExecutionResult => {
        if (error instanceof GraphQLError) return { errors: [error] };
        throw error;
      });
      return prepared as ExecutionResult | OperationArgs<OperationContext>;
    },
  });
}

export function wantsEvents(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/event-stream');
}
