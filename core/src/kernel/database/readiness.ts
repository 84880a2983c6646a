import pg from 'pg';
import { checksumOf } from './migration.js';
import { migrationsOf } from './plan-migrations.js';
import { NotReadyProblem } from '../module/ready-when.js';
import type { Plan } from '../plan/types.js';

/** Asks why the database can't be worked with now; nothing where it can. */
export interface Readiness {
  ask(): Promise<string | undefined>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 2_000;

/**
 * Looks at the database on a connection of its own, so that a pool which is busy does not look like a database that is gone.
 * Askers at the same time share one look. A database that is ahead is fine: the old version of a deployment works on while
 * the new one takes its place.
 *
 * @param also asks what else must hold, on the same connection
 */
export function readiness(pool: pg.Pool, plan: Plan, also: (own: pg.Pool) => Promise<string | undefined>): Readiness {
  const own = new pg.Pool({ ...pool.options, max: 1, min: 0, idleTimeoutMillis: 60_000, connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS });
  own.on('error', () => undefined);
  own.on('connect', (client) => client.on('error', () => undefined));
  const wanted = migrationsOf(plan);
  wanted.catch(() => undefined);
  let looking: Promise<string | undefined> | undefined;
  const look = async (): Promise<string | undefined> => {
    const migrations = await wanted;
    try {
      const { rows } = await own.query<{ there: number }>(
        `select count(*)::int as there from kernel.migration applied
         join unnest($1::text[], $2::text[], $3::text[]) as wanted (module, name, checksum)
           on (applied.module, applied.name, applied.checksum) = (wanted.module, wanted.name, wanted.checksum)`,
        [migrations.map(({ module }) => module), migrations.map(({ name }) => name), migrations.map(checksumOf)],
      );
      return rows[0]?.there === migrations.length ? await also(own) : 'the database lacks migrations';
    } catch (error) {
      if (error instanceof NotReadyProblem) return error.message;
      return 'the database does not answer';
    }
  };
  return {
    ask: () => (looking ??= look().finally(() => { looking = undefined; })),
    stop: () => own.end(),
  };
}
