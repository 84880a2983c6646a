import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Context } from '../context.js';
import type { Platform } from '../platform.js';
import { answering, stringifyResult } from './execute.js';

/** Apollo Server over a platform: it parses, validates and formats; planned reads answer before it would execute. */
export function apolloServer(platform: Platform, options: { readonly development: boolean; readonly plugins?: readonly ApolloServerPlugin<Context>[] }): ApolloServer<Context> {
  const server = answering(platform);
  const planned: ApolloServerPlugin<Context> = {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, request, contextValue, response }) => {
        const answer = await server.answer(contextValue, document, request.operationName, request.variables ?? {});
        if (!answer) return null;
        return { http: response.http, body: { kind: 'single', singleResult: { data: answer as never } } };
      },
    }),
  };
  return new ApolloServer<Context>({
    schema: platform.schema,
    introspection: options.development,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    nodeEnv: options.development ? 'development' : 'production',
    stopOnTerminationSignals: false,
    stringifyResult: stringifyResult as never,
    formatError: formatError(platform),
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginUsageReportingDisabled(), planned, ...(options.plugins ?? [])],
  });
}

const CLIENT_FAULTS = new Set([
  'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE',
  'UNAUTHENTICATED', 'FORBIDDEN', 'PERSISTED_QUERY_NOT_SUPPORTED', 'PERSISTED_QUERY_NOT_FOUND',
]);

/** Faults of the server are logged under an id; the client gets the id and nothing of the inside. */
function formatError(platform: Platform): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const code = String(formatted.extensions?.['code'] ?? '');
    if (CLIENT_FAULTS.has(code)) return formatted;
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    const errorId = crypto.randomUUID();
    platform.log.error({ errorId, path: formatted.path, error: cause instanceof Error ? { message: cause.message, stack: cause.stack } : String(cause) }, 'a request failed');
    return {
      message: `Something went wrong on our side. Tell the administrator this id: ${errorId}.`,
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    };
  };
}
