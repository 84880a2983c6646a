import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../context.js';

const ANSWERED = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * GraphQL over HTTP wants 200 for well-formed requests from clients that don't accept the newer media type, also when
 * the document is wrong; Apollo answers 400 to all.
 */
export const specificationStatus: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response }) => {
      const accept = request.http?.headers.get('accept') ?? '';
      if (response.http.status !== 400 || accept.includes('application/graphql-response+json') || response.body.kind !== 'single') return;
      const errors = response.body.singleResult.errors ?? [];
      if (errors.every(({ extensions = {} }) => ANSWERED.has(String(extensions['code'])) && extensions['limit'] === undefined)) response.http.status = 200;
    },
  }),
};
