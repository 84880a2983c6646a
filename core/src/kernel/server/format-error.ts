import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CLIENT_FAULTS, PASSING_FAULTS } from '../faults.js';
import type { Platform } from '../platform.js';
import { safeError } from './safe-error.js';

/** What graphql-js tells of the schema to whoever guesses. */
const SUGGESTION = / Did you mean .+\?$/s;

/**
 * Every error has an id under which the log tells more. Of faults of the server the client gets the id and nothing of the
 * inside; of its own faults, outside of development, no names that it did not know.
 */
export function formatError(platform: Platform, { development }: { readonly development: boolean }): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const code = String(formatted.extensions?.['code'] ?? '');
    const errorId = crypto.randomUUID();
    if (CLIENT_FAULTS.has(code)) {
      platform.log.info({ errorId, code, path: formatted.path }, 'a request was refused');
      const message = development ? formatted.message : withoutValues(formatted.message.replace(SUGGESTION, ''));
      // The status is for HTTP, where one is still to be told.
      return { ...formatted, message, extensions: { ...formatted.extensions, http: undefined, errorId } };
    }
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
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

/**
 * A fault of the client without the values that it sent: what is told is logged and shown by whoever is between. Where it lies is
 * told, and of which type it should be.
 */
function withoutValues(message: string): string {
  return message
    .replace(/^(Variable "\$\w+" got) invalid value .*?(?: (at "[\w.[\]]+"))?; (?:(Field "\w+" of required type .* was not provided\.)|.*)$/s, (_all, said: string, at?: string, missing?: string) => `${said} a wrong value${at ? ` ${at}` : ''}.${missing ? ` ${missing}` : ''}`)
    .replace(/, found .*$/s, '.')
    .replace(/(cannot represent [\w -]*value): .*$/s, '$1.')
    .replace(/^"(?:[^"\\]|\\.)*" is (not?|the) /s, 'A value is $1 ')
    .replace(/^Unknown operation named ".*"\.$/s, 'The document has no operation of this name.')
    .replace(/^Field ".*?" is not defined/s, 'A field is not defined')
    .replace(/^(Syntax Error: .*?\b(?:Name|String|BlockString|Int|Float)) ".*$/s, '$1.');
}
