import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { execute, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Context } from '../context.js';
import type { Platform } from '../platform.js';
import { safeError } from './safe-error.js';
import { answering, stringifyResult } from './execute.js';
import { CLIENT_FAULTS } from '../faults.js';

/** Apollo Server over a platform: it parses, validates and formats; planned reads answer before it would execute. */
export function apolloServer(platform: Platform, options: { readonly development: boolean; readonly plugins?: readonly ApolloServerPlugin<Context>[] }): ApolloServer<Context> {
  return new ApolloServer<Context>({
    gateway: plannedExecutor(platform),
    introspection: options.development,
    includeStacktraceInErrorResponses: false,
    // Nobody is signed in by what a browser sends on its own: there are no cookies, tokens travel in a header that a foreign
    // page cannot set. Mutations by GET and forms are refused regardless, so plain GETs may be answered, as the audit wants.
    csrfPrevention: false,
    nodeEnv: options.development ? 'development' : 'production',
    stopOnTerminationSignals: false,
    stringifyResult: stringifyResult as never,
    formatError: formatError(platform),
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginUsageReportingDisabled(), ...(options.plugins ?? [])],
  });
}

/** Apollo lets a gateway execute what it has parsed and validated; Kinga's answers by planned reads where it can. */
function plannedExecutor(platform: Platform): GatewayInterface {
  const { answer } = answering(platform);
  return {
    load: async () => ({
      executor: async ({ document, request, context }) => {
        const contextValue = context as unknown as Context;
        const variableValues = request.variables ?? {};
        try {
          const written = await answer(contextValue, document, request.operationName, variableValues);
          if (written) return { data: written as never };
        } catch (error) {
          if (error instanceof GraphQLError) return { errors: [error] };
          throw error;
        }
        return (await execute({ schema: platform.schema, document, contextValue, variableValues, operationName: request.operationName ?? null })) as never;
      },
    }),
    onSchemaLoadOrUpdate: (tell) => {
      tell({ apiSchema: platform.schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: async () => undefined,
  };
}

/** Faults of the server are logged under an id; the client gets the id and nothing of the inside. */
function formatError(platform: Platform): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const code = String(formatted.extensions?.['code'] ?? '');
    if (CLIENT_FAULTS.has(code)) return formatted;
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    const errorId = crypto.randomUUID();
    platform.log.error({ errorId, path: formatted.path, error: safeError(cause) }, 'a request failed');
    return {
      message: `Something went wrong on our side. Tell the administrator this id: ${errorId}.`,
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    };
  };
}
