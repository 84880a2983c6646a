import { ApolloServer, type ApolloServerPlugin, type GraphQLRequest } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { execute, getOperationAST, GraphQLError, type DocumentNode, type ExecutionResult } from 'graphql';
import { requirePresent } from '../access/presence.js';
import type { Context } from '../context.js';
import { faultToTell } from '../database/database-fault.js';
import { ACCESS_CHANGED } from '../faults.js';
import type { Platform } from '../platform.js';
import { readSession } from '../read/session.js';
import { charge, chargeRefused } from '../surface/limited.js';
import { formatError } from './format-error.js';
import { answering, stringifyResult, type OperationCost } from './execute.js';
import { toldErrors } from './told-errors.js';

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

/** Who is found to be signed out while a request runs gets nothing of its answer. */
async function endedMeanwhile({ actor, platform }: Context): Promise<GraphQLError | undefined> {
  try {
    return void (await requirePresent(actor, platform.pool));
  } catch (error) {
    const told = faultToTell(error) ?? error;
    if (told instanceof GraphQLError) return told;
    throw told;
  }
}

/** What an answer says beside its data; what was seen is read when it has been. */
function told(cost: OperationCost, { seen }: Context): { readonly cost: OperationCost; readonly seen?: string } {
  return { cost, ...(seen && { seen: String(seen) }) };
}

type Executed = Pick<ExecutionResult, 'errors' | 'extensions'> & { readonly data?: unknown };

/**
 * Whether an operation may be tried again by what the actor may now: a query that met a change of their grants, and whatever was
 * refused before anything was done. Another mutation may have done something: its client sends it again.
 */
function mayTryAgain({ data, errors = [] }: Executed, document: DocumentNode, operationName: string | undefined): boolean {
  const has = (code: string): boolean => errors.some(({ extensions, path }) => extensions['code'] === code && (code === ACCESS_CHANGED || !path));
  return getOperationAST(document, operationName)?.operation === 'query' ? has(ACCESS_CHANGED) || has('FORBIDDEN') : data === undefined && has('FORBIDDEN');
}

/** Apollo lets a gateway execute what it has parsed and validated; Kinga's answers by planned reads where it can. */
function plannedExecutor(platform: Platform): GatewayInterface {
  const { admit, answer } = answering(platform);
  const admitted: typeof admit = (context, ...asked) => {
    try {
      return admit(context, ...asked);
    } catch (error) {
      chargeRefused(context);
      throw error;
    }
  };
  const execution = async (context: Context, document: DocumentNode, { operationName, variables = {} }: Pick<GraphQLRequest, 'operationName' | 'variables'>): Promise<Executed> => {
    try {
      const { cost, ctx } = admitted(context, document, operationName, variables);
      await charge(context, cost.requested);
      const written = await answer(ctx, document, operationName, variables);
      if (written) return { data: written as never, extensions: told(cost, ctx) };
      const result = await execute({
        schema: platform.schema, document, contextValue: ctx, variableValues: variables, operationName: operationName ?? null,
        options: { maxCoercionErrors: platform.limits.coercionErrors - 1 },
      });
      const ended = await endedMeanwhile(ctx);
      if (ended) return { errors: [ended] };
      const errors = toldErrors(ctx, result);
      return { ...result, ...(errors && { errors }), extensions: told(cost, ctx) };
    } catch (error) {
      const fault = faultToTell(error) ?? error;
      if (fault instanceof GraphQLError) return { errors: [fault] };
      throw fault;
    }
  };
  return {
    load: async () => ({
      executor: async ({ document, request, context }) => {
        const given = context as unknown as Context;
        const result = await execution(given, document, request);
        const { standing } = given.actor;
        if (!standing?.renew || !mayTryAgain(result, document, request.operationName)) return result as never;
        const actor = await standing.renew();
        if (actor.standing?.epoch === standing.epoch) return result as never;
        return (await execution({ ...given, actor, reads: readSession(() => platform.reads) }, document, request)) as never;
      },
    }),
    onSchemaLoadOrUpdate: (tell) => {
      tell({ apiSchema: platform.schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: async () => undefined,
  };
}
