import { GraphQLError } from 'graphql';
import { badInput } from '../faults.js';
import { errorCode, isLost } from './errors.js';

type Make = (cause: unknown) => GraphQLError;

/** A fault of the database as the client is told it: none of it is the client's doing, and all of it may be tried again. */
function fault(code: string, retryAfterSeconds: number, message: string): Make {
  const http = { status: 503, headers: new Map([['retry-after', String(retryAfterSeconds)]]) };
  return (cause) => new GraphQLError(message, { originalError: cause as Error, extensions: { code, http } });
}

const unavailable = fault('DATABASE_UNAVAILABLE', 2, 'The database does not answer at the moment; nothing was done. Try again in a few seconds.');
const full = fault('DATABASE_FULL', 30, 'The database has no room left to write; nothing was done. Tell the administrator, and try again later.');
const readOnly = fault('DATABASE_READ_ONLY', 30, 'The database only reads at the moment; nothing was done. Try again later.');
const timeout = fault('TIMEOUT', 2, 'This took longer than it may, or waited for others too long; nothing was done. Ask for less, or try again.');

/** For a commit that nobody answered. */
export const outcomeUnknown = fault('OUTCOME_UNKNOWN', 2,
  'The connection to the database broke while it was committing: it was done as a whole, or not at all. Send it again with the same idempotencyKey, or look.');

/** For a commit of which no standby has said that it has it, where it is waited for. */
export const oneCopyAlone = fault('OUTCOME_UNKNOWN', 2,
  'It was written, but no second server has confirmed it, so that it would be lost with the first. Send it again with the same idempotencyKey, or look.');

const BY_CODE: Readonly<Record<string, Make>> = {
  '53100': full, '53200': full,
  '25006': readOnly,
  '57014': timeout, '55P03': timeout, '25P04': timeout, '53400': timeout,
};
const NO_TEXT = new Set(['22021', '22P05']);

/** What of an error the client is told: the database's state, or that a text is none that it can hold; nothing where it is a mistake of ours. */
export function faultToTell(error: unknown): GraphQLError | undefined {
  return databaseFault(error) ?? (NO_TEXT.has(errorCode(error) ?? '') ? badInput('A text holds the character U+0000, which no text here has.') : undefined);
}

/** What of an error is the database's state rather than a mistake in what it was asked; nothing where it is something else. */
export function databaseFault(error: unknown): GraphQLError | undefined {
  const found = BY_CODE[errorCode(error) ?? ''] ?? (isLost(error) ? unavailable : undefined);
  return found?.(error);
}
