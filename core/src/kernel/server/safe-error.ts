/** What of an error may be logged: PostgreSQL puts values, and so personal data, into its messages and details. */
export interface SafeError {
  readonly message: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly at: readonly string[];
}

export function safeError(error: unknown): SafeError {
  if (!(error instanceof Error)) return { message: 'something that is no error was thrown', at: [] };
  const { code, constraint, routine } = error as { readonly code?: string; readonly constraint?: string; readonly routine?: string };
  const fromDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  const message = error.message.split('\n')[0] ?? '';
  return {
    // What functions in the database raise may hold anything; Kinga's own name tables alone.
    message: fromDatabase && routine === 'exec_stmt_raise' && !code.startsWith('KG') ? 'raised in the database' : fromDatabase ? message.replace(/"[^"]*"/g, '"…"') : message,
    ...(typeof code === 'string' && { code }),
    ...(constraint && { constraint }),
    at: (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).map((line) => line.trim()),
  };
}
