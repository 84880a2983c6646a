import { GraphQLError } from 'graphql';

/** Faults of a request as a whole, as the client is told them. Each has a code and an HTTP status of its own. */
function fault(code: string, status: number): (message: string) => GraphQLError {
  return (message) => new GraphQLError(message, { extensions: { code, http: { status } } });
}

/** Makes a fault that is the client's (400, `BAD_USER_INPUT`), for queries; mutations refuse instead, by `userErrors`. */
export const badInput = fault('BAD_USER_INPUT', 400);
export const purposeRequired = fault('PURPOSE_REQUIRED', 400);
export const unauthenticated = fault('UNAUTHENTICATED', 401);
export const forbiddenFault = fault('FORBIDDEN', 403);
export const ACCESS_CHANGED = 'ACCESS_CHANGED';
/** Makes a fault for who acts by grants that were changed meanwhile: sent again, the request is judged by the new ones. */
export const accessChanged = fault(ACCESS_CHANGED, 409);

/** Codes of faults that are the client's: told as they are. */
export const CLIENT_FAULTS: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'PURPOSE_REQUIRED', 'BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE',
  'UNAUTHENTICATED', 'FORBIDDEN', ACCESS_CHANGED, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PERSISTED_QUERY_NOT_FOUND',
  'LIMIT_EXCEEDED', 'PREFLIGHT_REQUIRED', 'RATE_LIMITED', 'OVERLOADED', 'TOO_MANY_SUBSCRIPTIONS', 'DOCUMENT_NOT_TRUSTED', 'CLIENT_GONE',
]);

/** Codes of faults of the database and of the provider that pass: told as they are, with an id, since a client should try again. */
export const PASSING_FAULTS: ReadonlySet<string> = new Set(['DATABASE_UNAVAILABLE', 'DATABASE_FULL', 'DATABASE_READ_ONLY', 'TIMEOUT', 'OUTCOME_UNKNOWN', 'SIGN_IN_UNAVAILABLE']);
