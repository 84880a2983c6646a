import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { execute, GraphQLError } from 'graphql';
import { requirePresent } from '../access/presence.js';
import type { Context } from '../context.js';
import { databaseFault, withDatabaseFault } from '../database/database-fault.js';
import type { Platform } from '../platform.js';
import { badInput } from '../faults.js';
import { formatError } from './format-error.js';
import { answering, stringifyResult } from './execute.js';

/** Apollo Server over a platform: it parses, validates and formats; planned reads answer before it would execute. */
export function apolloServer(platform: Platform, options: { readonly development: boolean; readonly plugins?: readonly ApolloServerPlugin<Context>[] }): ApolloServer<Context> {
  return new ApolloServer<Context>({
    gateway: plannedExecutor(platform),
    introspection: options.development,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !options.development,
    persistedQueries: false,
    parseOptions: { maxTokens: platform.limits.tokens },
    validationOptions: { maxErrors: platform.limits.errors - 1 },
    // Nobody is signed in by what a browser sends on its own: there are no cookies, tokens travel in a header that a foreign
    // page cannot set. Mutations by GET and forms are refused regardless, so plain GETs may be answered, as the audit wants.
    csrfPrevention: false,
    nodeEnv: options.development ? 'development' : 'production',
    stopOnTerminationSignals: false,
    stringifyResult: stringifyResult as never,
    formatError: formatError(platform, options),
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginUsageReportingDisabled(), ...(options.plugins ?? [])],
  });
}

/** What graphql-js says, of no variable in particular, where many are wrong. */
const TOO_MANY = 'Too many errors processing variables';

/** Who is found to be signed out while a request runs gets nothing of its answer. */
async function endedMeanwhile({ actor, platform }: Context): Promise<GraphQLError | undefined> {
  try {
    return void (await requirePresent(actor, platform.pool));
  } catch (error) {
    const told = databaseFault(error) ?? error;
    if (told instanceof GraphQLError) return told;
    throw told;
  }
}

/** Apollo lets a gateway execute what it has parsed and validated; Kinga's answers by planned reads where it can. */
function plannedExecutor(platform: Platform): GatewayInterface {
  const { admit, answer } = answering(platform);
  return {
    load: async () => ({
      executor: async ({ document, request, context }) => {
        const contextValue = context as unknown as Context;
        const variableValues = request.variables ?? {};
        try {
          const cost = admit(contextValue, document, request.operationName, variableValues);
          const written = await answer(contextValue, document, request.operationName, variableValues);
          if (written) return { data: written as never, extensions: { cost } };
          const result = await execute({
            schema: platform.schema, document, contextValue, variableValues, operationName: request.operationName ?? null,
            options: { maxCoercionErrors: platform.limits.coercionErrors - 1 },
          });
          const ended = await endedMeanwhile(contextValue);
          if (ended) return { errors: [ended] };
          const answered = Object.values(result.data ?? {}).some((value) => value !== null);
          const errors = result.errors?.slice(0, platform.limits.errors).map((error) => (error.message.startsWith(TOO_MANY) ? badInput(error.message) : withDatabaseFault(error, answered)));
          return { ...result, ...(errors && { errors }), extensions: { cost } } as never;
        } catch (error) {
          const told = databaseFault(error) ?? error;
          if (told instanceof GraphQLError) return { errors: [told] };
          throw told;
        }
      },
    }),
    onSchemaLoadOrUpdate: (tell) => {
      tell({ apiSchema: platform.schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: async () => undefined,
  };
}
