import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';

/** Tells apart the statements of one operation from those of workers and of other operations that use the pool meanwhile. */
export interface StatementCounter {
  /** Runs work and tells which statements it sent, in order. */
  during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly statements: readonly string[] }>;
  /** Runs work that sends so many statements and then none, and tells whether it came to its end. @throws what the work throws of itself */
  killedAfter(statements: number, work: () => Promise<unknown>): Promise<boolean>;
}

interface Watched {
  readonly sent: string[];
  readonly most: number;
  /** What it is part of. */
  readonly whole?: Watched | undefined;
}

/** Takes a statement down; whether it may be sent. */
function takeDown({ sent, most, whole }: Watched, text: string): boolean {
  return sent.push(text) <= most && (!whole || takeDown(whole, text));
}

type Query = (...args: never[]) => unknown;

/** Watches a pool before it is used: what goes through the pool itself, and through connections that it lends. */
export function countStatements(pool: pg.Pool): StatementCounter {
  const current = new AsyncLocalStorage<Watched | undefined>();
  const watched = (query: Query): Query => (...args) => {
    const one = current.getStore();
    if (!one) return query(...args);
    if (!takeDown(one, textOf(args[0]))) return Promise.reject(new Error('killed'));
    // The pool hands the statement on to a connection, which is watched too.
    return current.run(undefined, () => query(...args));
  };
  pool.query = watched(pool.query.bind(pool) as Query) as typeof pool.query;
  pool.on('connect', (client) => {
    client.query = watched(client.query.bind(client) as Query) as typeof client.query;
  });
  return {
    async during(work) {
      const statements: string[] = [];
      return { result: await current.run({ sent: statements, most: Infinity, whole: current.getStore() }, work), statements };
    },
    async killedAfter(most, work) {
      const one: Watched = { sent: [], most };
      const alive = (): boolean => one.sent.length <= most;
      await current.run(one, work).catch((error: unknown) => {
        if (alive()) throw error;
      });
      return alive();
    },
  };
}

function textOf(statement: unknown): string {
  return typeof statement === 'string' ? statement : String((statement as { readonly text?: unknown } | null)?.text ?? '');
}
