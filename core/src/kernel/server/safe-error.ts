import { Refused } from '../write/refusal.js';

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
  const raised = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && routine === 'exec_stmt_raise' && !code.startsWith('KG');
  return {
    // What functions in the database raise may hold anything; Kinga's own name tables alone.
    message: raised ? 'raised in the database' : safeMessage(error),
    ...(typeof code === 'string' && { code }),
    ...(constraint && { constraint }),
    at: (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).map((line) => line.trim()),
  };
}

/** Of what was refused the codes and places alone, since its words are made for whoever asked; of others what they don't quote. */
function safeMessage(error: Error): string {
  if (error instanceof Refused) return error.refusals.map(({ code, path }) => `${code} at ${path || 'input'}`).join('; ');
  return (error.message.split('\n')[0] ?? '').replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '"…"');
}
