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
