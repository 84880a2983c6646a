import { pino, type Logger } from 'pino';

/** A log that remembers what lay behind the faults that clients are told as ids only. */
export interface FaultLog {
  readonly log: Logger;
  /** What happened, and where. */
  causeOf(errorId: string): string | undefined;
}

export function faultLog(): FaultLog {
  const causes = new Map<string, string>();
  const level = process.env['KINGA_TEST_LOG'];
  const log = pino({ level: level ?? 'error' }, {
    write: (line: string) => {
      const { errorId, error } = JSON.parse(line) as { readonly errorId?: string; readonly error?: { readonly message: string; readonly at?: readonly string[] } };
      if (errorId && error) causes.set(errorId, [error.message, ...(error.at ?? [])].join('\n  '));
      if (level) process.stderr.write(line);
    },
  });
  return { log, causeOf: (errorId) => causes.get(errorId) };
}
