import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';

/** Tells apart the statements of one operation from those of workers and of other operations that use the pool meanwhile. */
export interface StatementCounter {
  /** Runs work and tells which statements it sent, in order. */
  during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly statements: readonly string[] }>;
}

type Query = (...args: never[]) => unknown;

/** Watches a pool before it is used: what goes through the pool itself, and through connections that it lends. */
export function countStatements(pool: pg.Pool): StatementCounter {
  const current = new AsyncLocalStorage<string[] | undefined>();
  const watched = (query: Query): Query => (...args) => {
    const sent = current.getStore();
    if (!sent) return query(...args);
    sent.push(textOf(args[0]));
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
      return { result: await current.run(statements, work), statements };
    },
  };
}

function textOf(statement: unknown): string {
  return typeof statement === 'string' ? statement : String((statement as { readonly text?: unknown } | null)?.text ?? '');
}
