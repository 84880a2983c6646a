import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CLIENT_FAULTS, PASSING_FAULTS } from '../faults.js';
import type { Platform } from '../platform.js';
import { safeError } from './safe-error.js';

/** Faults of the server are logged under an id; the client gets the id and nothing of the inside. */
export function formatError(platform: Platform): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const code = String(formatted.extensions?.['code'] ?? '');
    if (CLIENT_FAULTS.has(code)) return formatted;
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    const errorId = crypto.randomUUID();
    if (PASSING_FAULTS.has(code)) {
      platform.log.warn({ errorId, code, path: formatted.path, error: safeError(cause) }, 'a request failed for the state of the database');
      return { ...formatted, extensions: { code, errorId } };
    }
    platform.log.error({ errorId, path: formatted.path, error: safeError(cause) }, 'a request failed');
    return {
      message: `Something went wrong on our side. Tell the administrator this id: ${errorId}.`,
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    };
  };
}
