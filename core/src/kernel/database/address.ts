import { connectionProblems, type DatabaseProblem } from './problems.js';

/** What of a database's address may be shown, and what must not be. */
export interface Address {
  readonly host: string;
  readonly database: string;
  /** `user@host:port/database`. */
  readonly shown: string;
  /** Takes the password out of a text, in case a driver or server repeats it. */
  hide(text: string): string;
}

/**
 * Takes DATABASE_URL apart.
 *
 * @throws DatabaseProblem DATABASE_URL_MALFORMED
 */
export function readAddress(url: string): Address {
  const parsed = parse(url);
  if (parsed.protocol !== 'postgres:' && parsed.protocol !== 'postgresql:') {
    throw connectionProblems.malformed(`it starts with "${parsed.protocol}" where postgres: belongs`);
  }
  const host = decoded(parsed.searchParams.get('host') ?? parsed.hostname);
  const user = decoded(parsed.username || (parsed.searchParams.get('user') ?? ''));
  const database = decoded(parsed.pathname.slice(1)) || user;
  if (host === '') throw connectionProblems.malformed('it names no host');
  if (database === '') throw connectionProblems.malformed('it names no database');
  const secrets = [parsed.password, decoded(parsed.password), parsed.searchParams.get('password') ?? ''].filter((text) => text !== '');
  return {
    host,
    database,
    shown: `${user === '' ? '' : `${user}@`}${host}:${parsed.port || '5432'}/${database}`,
    hide: (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text),
  };
}

/** The same server and user, another database. */
export function withDatabase(url: string, database: string): string {
  const parsed = parse(url);
  parsed.pathname = `/${encodeURIComponent(database)}`;
  return parsed.toString();
}

/** Whose address it is. */
export function readAccount(url: string): { readonly user: string; readonly password: string } {
  const { username, password, searchParams } = parse(url);
  return { user: decoded(username || (searchParams.get('user') ?? '')), password: decoded(password || (searchParams.get('password') ?? '')) };
}

/** The same server and database as somebody else. */
export function withAccount(url: string, user: string, password: string): string {
  const parsed = parse(url);
  parsed.searchParams.delete('user');
  parsed.searchParams.delete('password');
  parsed.username = encodeURIComponent(user);
  parsed.password = encodeURIComponent(password);
  return parsed.toString();
}

function parse(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw malformed(url);
  }
}

function malformed(url: string): DatabaseProblem {
  if (!/^postgres(ql)?:\/\//.test(url)) return connectionProblems.malformed('it does not start with postgres://');
  return connectionProblems.malformed('host, port or password are not written as a URL wants them');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw connectionProblems.malformed('it has a % that is not followed by two hexadecimal digits');
  }
}
