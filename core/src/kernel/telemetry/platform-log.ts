import pino, { type Logger } from 'pino';

const LEVELS: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** Bytes of lines that may wait; what comes beyond them is dropped. */
const MOST_UNWRITTEN = 16_000_000;

/**
 * Logs go to standard error, as lines of JSON; standard output is for answers. `LOG_LEVEL` says from what on (`info` in
 * production, `warn` at one's desk), `LOG_FORMAT=pretty` makes lines for people.
 */
export function platformLog(production: boolean, env: NodeJS.ProcessEnv = process.env): Logger {
  const options = { name: 'kinga', level: env['LOG_LEVEL'] || (production ? 'info' : 'warn') };
  if (env['LOG_FORMAT'] === 'pretty') return pino(options, { write: (line: string) => void process.stderr.write(pretty(line)) });
  // Whoever reads the log slowly must not hold up answers: in production lines are written beside them, and the last ones at the exit.
  return pino(options, pino.destination(production ? { dest: 2, sync: false, maxLength: MOST_UNWRITTEN } : { dest: 2, sync: true }));
}

/** `09:30:00 warn the job queue met a fault error="…"`. */
export function pretty(line: string): string {
  const { time, level, msg, name: _name, pid: _pid, hostname: _host, ...rest } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const details = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === 'string' && /^[\w.:/-]+$/.test(value) ? value : JSON.stringify(value)}`);
  return `${[new Date(Number(time)).toISOString().slice(11, 19), LEVELS[Number(level)] ?? level, msg, ...details].join(' ')}\n`;
}
