import type { GraphQLError } from 'graphql';
import type { Pool } from 'pg';
import { requirePermissions } from '../access/authorise.js';
import { endedFault, foundPresent, readPresent } from '../access/presence.js';
import { readInScope } from '../access/scope.js';
import { changedFault } from '../access/standing.js';
import { noteRead } from '../audit/read-log.js';
import type { Context } from '../context.js';
import { preparedName } from '../database/prepared.js';
import { statement } from '../telemetry/statement.js';
import { tooLarge } from './limits.js';
import { foreignCursor } from './order.js';
import { parameters, type Run } from './sql.js';
import { takeSubjects } from './subjects.js';
import type { Prepared } from './statement-cache.js';

/** Sends a planned read and gives its JSON. The one place where planned reads reach the database: the primary, unless it may be any. */
export type RunRead = (prepared: Prepared, run: Run, from?: 'anywhere') => Promise<string | null>;

export function readRunner({ pool, onStatement }: { readonly pool: Pool; readonly onStatement: (text: string) => void }): RunRead {
  return async (prepared, run, from) => {
    const { actor, seen, platform: { replicas } } = run.ctx;
    requirePermissions(run.ctx, prepared.permissions);
    onStatement(prepared.text);
    const scoped = readInScope(actor, prepared.text, parameters(prepared, run), prepared.reach, prepared.whole);
    const there = from && seen && replicas ? await replicas.read(run.ctx, seen, scoped.text, scoped.values) : undefined;
    if (there) return prepared.reads.size > 0 ? noted(run.ctx, prepared, there.json) : there.json;
    const present = readPresent(actor, scoped.text, scoped.values);
    const { text, values } = seen ? { ...present, text: `select "~at".j, kernel.wal_position()::text as at from (${present.text}) "~at"` } : present;
    const result = await statement(run.ctx, 'read', text, () => pool.query<{ j: string | null; at?: string }>({ ...preparedName(text), text, values: [...values] })).catch((error: { readonly code?: string }) => {
      throw endedFault(actor, error) ?? changedFault(actor, error) ?? clientFault(error.code ?? '', prepared) ?? error;
    });
    foundPresent(actor);
    seen?.upTo(result.rows[0]?.at);
    const json = result.rows[0]?.j ?? null;
    return prepared.reads.size > 0 ? noted(run.ctx, prepared, json) : json;
  };
}

/** What was read about persons is told when it has been noted, and not where that fails. */
async function noted(ctx: Context, { reads, reveals }: Prepared, marked: string | null): Promise<string | null> {
  const { json, subjects } = takeSubjects(marked ?? '');
  await noteRead(ctx, { fields: [...reads].sort(), subjects, revealed: reveals });
  return marked === null ? null : json;
}

/** Errors of PostgreSQL that mean that the query is at fault: its limits, and values that only a forged cursor can bring. */
function clientFault(code: string, { seeks }: Prepared): GraphQLError | undefined {
  if (code.startsWith('54')) return tooLarge();
  return seeks && code.startsWith('22') ? foreignCursor() : undefined;
}
