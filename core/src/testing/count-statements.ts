import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';

/** Tells apart the statements of one operation from those of workers and of other operations that use the pool meanwhile. */
export interface StatementCounter {
  /** Runs work and tells which statements it sent, in order, those of which a part of it is told as well. */
  during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly statements: readonly string[] }>;
  /** Runs work that sends so many statements and then none, and tells whether it came to its end. @throws what the work throws of itself */
  killedAfter(statements: number, work: () => Promise<unknown>): Promise<boolean>;
}

interface Watched {
  readonly sent: string[];
  /** What it is part of. */
  readonly of: Watched | undefined;
  /** How many statements are left until it is killed, with all that it is part of. */
  readonly life: { left: number } | undefined;
}

type Query = (...args: never[]) => unknown;

/** Watches a pool: what goes through the pool itself, and through connections that it lends, also those that it had before. */
export function countStatements(pool: pg.Pool): StatementCounter {
  const current = new AsyncLocalStorage<Watched | undefined>();
  const watched = (query: Query): Query => (...args) => {
    const one = current.getStore();
    if (!one) return query(...args);
    if (one.life && (one.life.left -= 1) < 0) return Promise.reject(new Error('killed'));
    for (let whole: Watched | undefined = one; whole; whole = whole.of) whole.sent.push(textOf(args[0]));
    // The pool hands the statement on to a connection, which is watched too.
    return current.run(undefined, () => query(...args));
  };
  pool.query = watched(pool.query.bind(pool) as Query) as typeof pool.query;
  const known = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (known.has(client)) return;
    known.add(client);
    client.query = watched(client.query.bind(client) as Query) as typeof client.query;
  });
  return {
    async during(work) {
      const statements: string[] = [];
      return { result: await current.run({ sent: statements, of: current.getStore(), life: current.getStore()?.life }, work), statements };
    },
    async killedAfter(statements, work) {
      const life = { left: statements };
      await current.run({ sent: [], of: current.getStore(), life }, work).catch((error: unknown) => {
        if (life.left >= 0) throw error;
      });
      return life.left >= 0;
    },
  };
}

function textOf(statement: unknown): string {
  return typeof statement === 'string' ? statement : String((statement as { readonly text?: unknown } | null)?.text ?? '');
}
