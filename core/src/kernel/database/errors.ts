/** The code of a system or PostgreSQL error, such as `ENOENT` or `42P01`. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Node tries several addresses of a host and then throws all failures as one.
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  return undefined;
}

/** The message of whatever was thrown. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return errorText(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** Codes of a server that cannot be reached, or turns away who comes. */
const UNREACHABLE = new Set([
  '57P01', '57P02', '57P03', '57P05', '53300', '25P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH',
]);
/** What pg and its pool throw has no code. */
const LOST = /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Query read timeout|server closed the connection)/;

/** Whether an error means that the connection to the database is lost, or was not had. */
export function isLost(error: unknown): boolean {
  const code = errorCode(error);
  return code === undefined ? LOST.test(errorText(error)) : code.startsWith('08') || UNREACHABLE.has(code);
}
