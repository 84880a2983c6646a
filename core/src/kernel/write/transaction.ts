import { setTimeout as wait } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Kysely, PostgresDialect } from 'kysely';
import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import type { Context } from '../context.js';
import { endedFault, foundPresent, requirePresence } from '../access/presence.js';
import { openInScope } from '../access/scope.js';
import { changedFault } from '../access/standing.js';
import { oneCopyAlone, outcomeUnknown } from '../database/database-fault.js';
import { isLost } from '../database/errors.js';
import { statementMs } from '../database/cancellation.js';
import { preparedName } from '../database/prepared.js';
import { statement } from '../telemetry/statement.js';
import { safeError } from '../server/safe-error.js';

/** The transaction in which a write happens. */
export interface Tx {
  /** MikroORM's unit of work, in this transaction: `flush` it. */
  readonly em: EntityManager;
  query<R extends QueryResultRow = QueryResultRow>(text: string, values?: readonly unknown[]): Promise<QueryResult<R>>;
  /** Runs when the transaction has committed, in this process only: for hints, never for effects. */
  afterCommit(hint: () => void): void;
}

/** A context inside a transaction. */
export interface TxContext extends Context {
  readonly tx: Tx;
}

const RETRYABLE = new Set(['40001', '40P01']);
const MOST_ATTEMPTS = 5;

/** What the audit says of a transaction beside who and when. */
export interface Because {
  /** What is done, such as the mutation's name; the context's where left out. */
  readonly operation?: string | undefined;
  /** Why, in words. */
  readonly reason?: string | null | undefined;
}

/**
 * Runs work in one transaction, told to the database as the actor's. Serialization failures and deadlocks are tried
 * again as a whole, so work must have no effect outside of the database. Inside a transaction, joins it.
 */
export async function inTransaction<T>(ctx: Context, work: (ctx: TxContext) => Promise<T>, because: Because = {}): Promise<T> {
  if (ctx.tx) return work(ctx as TxContext);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(ctx, work, because);
    } catch (error) {
      const passes = error instanceof NotBegun || RETRYABLE.has((error as { readonly code?: string }).code ?? '');
      if (!passes || attempt === MOST_ATTEMPTS) throw error instanceof NotBegun ? error.cause : error;
      ctx.platform.telemetry.metrics.retries.inc({ code: error instanceof NotBegun ? 'lost' : String((error as { readonly code?: string }).code) });
      await wait(2 ** attempt * 5 * (0.5 + Math.random()));
    }
  }
}

/**
 * Does work and undoes it, all within the transaction: what it would refuse and what it would answer. Its view of the rows
 * is its own, so that nothing of them is left in the unit of work.
 */
export async function rehearse<T>(ctx: TxContext, work: (ctx: TxContext) => Promise<T>): Promise<T> {
  const client = connections.get(ctx.tx);
  if (!client) throw new Error('a transaction without a connection');
  await ctx.tx.query('savepoint rehearsal');
  const result = await work({ ...ctx, tx: transactionOn(ctx, client, []) });
  // What is checked at the commit is checked now; going back to the savepoint takes that back too.
  await ctx.tx.query('set constraints all immediate');
  await ctx.tx.query('rollback to savepoint rehearsal');
  return result;
}

async function once<T>(ctx: Context, work: (ctx: TxContext) => Promise<T>, because: Because): Promise<T> {
  const client = await ctx.platform.pool.connect();
  const hints: (() => void)[] = [];
  let broken: Error | undefined;
  try {
    const quoted = (text: string): string => client.escapeLiteral(text);
    const [request, about] = [ctx.requestId, aboutTransaction(ctx, { operation: because.operation })].map(quoted);
    await begin(client, `begin; select ${openInScope(ctx.actor, quoted)}, set_config('kinga.request', ${request}, true), set_config('kinga.audit', ${about}, true), set_config('statement_timeout', '${statementMs() ?? ctx.platform.limits.jobStatementMs}', true)${requirePresence(ctx.actor)}`);
    foundPresent(ctx.actor);
    // Somebody's own words, which no list of activity may show.
    if (because.reason) await client.query("select set_config('kinga.audit', $1, true)", [aboutTransaction(ctx, because)]);
    const result = await work({ ...ctx, tx: transactionOn(ctx, client, hints) });
    await commit(ctx, client);
    hints.forEach((hint) => giveHint(ctx, hint));
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw endedFault(ctx.actor, error) ?? changedFault(ctx.actor, error) ?? error;
  } finally {
    client.release(broken);
  }
}

/** A connection that was lost while nobody used it shows that only when it is used. */
class NotBegun extends Error {}

async function begin(client: PoolClient, text: string): Promise<void> {
  await client.query(text).catch((error: unknown) => {
    throw isLost(error) ? new NotBegun('the connection was lost', { cause: error }) : error;
  });
}

/** Where PostgreSQL says that it gave up waiting for standbys, when the statement was cancelled or its time was over: the commit itself it calls done. */
const GAVE_UP_WAITING = 'SyncRepWaitForLSN';

/** Whether a commit happened is known from its answer alone. */
async function commit(ctx: Context, client: PoolClient): Promise<void> {
  const { platform: { replicas }, seen } = ctx;
  let gaveUp = false;
  const hear = ({ routine }: { readonly routine?: string | undefined }): void => void (gaveUp ||= routine === GAVE_UP_WAITING);
  client.on('notice', hear);
  const done = await client.query(replicas ? 'commit; select kernel.wal_position()::text as at' : 'commit').catch((error: unknown) => {
    throw isLost(error) ? outcomeUnknown(error) : error;
  }).finally(() => client.off('notice', hear));
  if (gaveUp) throw oneCopyAlone(new Error('committed without a standby'));
  if (!replicas) return;
  const at = ((done as unknown as readonly QueryResult<{ at: string }>[])[1])?.rows[0]?.at;
  seen?.upTo(at);
  await replicas.wrote(ctx, at);
}

/** What `kernel.audit_close` writes into the transaction's entry. */
function aboutTransaction(ctx: Context, { operation, reason }: Because): string {
  return JSON.stringify({ operation: operation ?? ctx.operation, reason: reason ?? undefined, session: ctx.actor.session, purpose: ctx.purpose });
}

/** Nothing that a hint meets undoes the commit, so nothing of it may tell the caller that the write failed. */
function giveHint(ctx: Context, hint: () => void): void {
  try {
    hint();
  } catch (error) {
    ctx.platform.log.warn({ error: safeError(error) }, 'a hint after a commit failed');
  }
}

const connections = new WeakMap<Tx, PoolClient>();

function transactionOn(ctx: Context, client: PoolClient, hints: (() => void)[]): Tx {
  let em: EntityManager | undefined;
  const tx: Tx = {
    get em() {
      return (em ??= entityManager(ctx, client));
    },
    query: (text, values) => {
      ctx.platform.onStatement(text);
      return statement(ctx, 'write', text, () => (values ? client.query({ ...preparedName(text), text, values: values as unknown[] }) : client.query(text)));
    },
    afterCommit: (hint) => void hints.push(hint),
  };
  connections.set(tx, client);
  return tx;
}

/** MikroORM on a connection whose transaction is already open. */
function entityManager(ctx: Context, client: PoolClient): EntityManager {
  const query = (text: string | { readonly text: string }, ...rest: readonly unknown[]): Promise<unknown> =>
    statement(ctx, 'write', typeof text === 'string' ? text : text.text, () => (client.query as (...given: unknown[]) => Promise<unknown>)(text, ...rest));
  const held = { query, release: () => undefined };
  const kysely = new Kysely({ dialect: new PostgresDialect({ pool: { connect: async () => held, end: async () => undefined } as never }) });
  const em = ctx.platform.orm.em.fork({ clear: true });
  em.setTransactionContext(kysely as never);
  return em;
}
