import { AsyncLocalStorage } from 'node:async_hooks';
import { connect } from 'node:net';
import type { Pool, PoolClient } from 'pg';
import { isLost } from './errors.js';
import { errorCode } from './errors.js';

/** What a request may still take of the database. */
export interface Allowed {
  /** Ends what runs: the time is over, or nobody waits any longer. Its reason is what is thrown. */
  readonly signal: AbortSignal;
  /** Milliseconds that one statement may take. */
  readonly statementMs: number;
}

const current = new AsyncLocalStorage<Allowed>();
const NEVER = new AbortController().signal;

/** Does work whose statements are cancelled in PostgreSQL when it is not to go on. */
export function within<T>(allowed: Allowed, work: () => T): T {
  return current.run(allowed, work);
}

/** How long a statement of what runs may take; undefined where nobody waits for it. */
export function statementMs(): number | undefined {
  return current.getStore()?.statementMs;
}

/** Does work whose statements may take so many milliseconds at most, and less where less is allowed. */
export function hurried<T>(ms: number, work: () => T): T {
  const allowed = current.getStore();
  return current.run({ signal: allowed?.signal ?? NEVER, statementMs: Math.min(ms, allowed?.statementMs ?? ms) }, work);
}

/** A pool whose connections, when lent to a request, are cancelled with it. */
export function cancellable(pool: Pool): Pool {
  const lend = (...args: unknown[]): unknown => {
    const allowed = current.getStore();
    return allowed && args.length === 0 ? lent(pool, allowed) : (pool.connect as (...all: unknown[]) => unknown).apply(pool, args);
  };
  const query = (...args: unknown[]): unknown => {
    const allowed = current.getStore();
    return allowed && typeof args.at(-1) !== 'function' ? once(pool, allowed, args) : (pool.query as (...all: unknown[]) => unknown).apply(pool, args);
  };
  return new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') return lend;
      if (name === 'query') return query;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as (...all: unknown[]) => unknown).bind(target) : value;
    },
  });
}

async function once(pool: Pool, allowed: Allowed, args: unknown[]): Promise<unknown> {
  const client = await checkedOut(pool, allowed);
  const watch = watchOver(client, allowed);
  const late = setTimeout(watch.cancel, allowed.statementMs);
  try {
    const result = await (client.query as (...all: unknown[]) => Promise<unknown>)(...args);
    clearTimeout(late);
    client.release(await watch.end());
    return result;
  } catch (error) {
    clearTimeout(late);
    const dangling = await watch.end(errorCode(error));
    client.release(dangling ?? (isLost(error) ? (error as Error) : undefined));
    throw error;
  }
}

/** For a transaction: cancelled until it is given back. */
async function lent(pool: Pool, allowed: Allowed): Promise<PoolClient> {
  const client = await checkedOut(pool, allowed);
  const watch = watchOver(client, allowed);
  const { release, query } = client;
  const send = query.bind(client) as (...all: unknown[]) => unknown;
  // What ends between two statements must not go on with the next.
  client.query = ((...args: unknown[]) => (allowed.signal.aborted && args[0] !== 'rollback' ? Promise.reject(allowed.signal.reason as Error) : send(...args))) as typeof query;
  client.release = (broken) => {
    Object.assign(client, { release, query });
    void watch.end().then((dangling) => release.call(client, broken ?? dangling));
  };
  return client;
}

async function checkedOut(pool: Pool, { signal }: Allowed): Promise<PoolClient> {
  signal.throwIfAborted();
  const client = await pool.connect();
  if (!signal.aborted) return client;
  client.release();
  throw signal.reason as Error;
}

interface Watch {
  readonly cancel: () => void;
  /**
   * Ends the watch.
   *
   * @param code of the error that the last statement ended with
   * @returns why the connection can't be used again: a cancellation may still be on its way to it
   */
  end(code?: string): Promise<Error | undefined>;
}

/** What waits at PgBouncer for a connection is not cancelled there, and runs later: it is asked for until the statement has ended. */
const AGAIN_MS = 250;

function watchOver(client: PoolClient, { signal }: Allowed): Watch {
  let sent = 0;
  let last: Promise<void> | undefined;
  let again: NodeJS.Timeout | undefined;
  let ended = false;
  const send = (): void => {
    sent += 1;
    last = sendCancel(client).then(() => {
      if (!ended) again = setTimeout(send, AGAIN_MS);
    });
  };
  const cancel = (): void => {
    if (sent === 0) send();
  };
  signal.addEventListener('abort', cancel, { once: true });
  return {
    cancel,
    async end(code) {
      ended = true;
      signal.removeEventListener('abort', cancel);
      clearTimeout(again);
      if (sent === 0) return undefined;
      await last;
      return code === '57014' && sent === 1 ? undefined : new Error('a cancellation was sent to this connection');
    },
  };
}

const CANCEL_REQUEST = 80_877_102;
const PATIENCE_MS = 2_000;

/**
 * Asks the server, by the key of the connection, to end what runs on it. PgBouncer gives out keys of its own and passes the
 * request on. Settled when the server has taken it, or can't be reached.
 */
function sendCancel(client: PoolClient): Promise<void> {
  const { host, port, processID, secretKey } = client as unknown as { readonly host: string; readonly port: number; readonly processID: number; readonly secretKey: number };
  const message = Buffer.alloc(16);
  [16, CANCEL_REQUEST, processID, secretKey].forEach((part, index) => message.writeInt32BE(part | 0, index * 4));
  return new Promise((settle) => {
    const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('error', () => undefined).on('close', () => settle());
    socket.on('connect', () => socket.write(message)).resume();
  });
}
