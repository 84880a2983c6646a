import { AsyncResource } from 'node:async_hooks';
import type { Pool } from 'pg';
import type { Context } from '../context.js';
import { preparedName } from '../database/prepared.js';

/** What was read about persons. */
export interface PersonalRead {
  /** `Type.field` of each value. */
  readonly fields: readonly string[];
  /** UUIDs of the persons and households. */
  readonly subjects: readonly string[];
  /** Whether values were shown that are masked otherwise. */
  readonly revealed?: boolean;
}

/** Notes reads of personal data. */
export interface ReadLog {
  /** Ends when the note is safe in the database; throws where it is not, and what was read must not be told then. */
  note(ctx: Context, read: PersonalRead): Promise<void>;
}

/** The statement that writes all notes that wait; tests that count statements know it by this beginning. */
export const READ_LOG_INSERT = 'insert into kernel.read_log';

const INSERT = `${READ_LOG_INSERT} (actor, roles, session, request, operation, purpose, fields, subjects, revealed)
  select actor, roles, session, request, operation, purpose, fields, subjects, revealed
  from jsonb_to_recordset($1::jsonb) as note (actor text, roles text[], session text, request text, operation text, purpose text, fields text[], subjects uuid[], revealed boolean)`;

interface Waiting {
  readonly note: object;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The read log over a pool. While one statement writes, notes gather for the next: however many read at once, they share one
 * statement and one commit.
 */
export function openReadLog(pool: Pick<Pool, 'query'>): ReadLog {
  // Belongs to no request: one that is given up must not take others' notes along.
  const apart = new AsyncResource('read log');
  let waiting: Waiting[] = [];
  let writing = false;
  const write = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await pool.query({ ...preparedName(INSERT), text: INSERT, values: [JSON.stringify(group.map(({ note }) => note))] });
        group.forEach(({ done }) => done());
      } catch (error) {
        group.forEach(({ failed }) => failed(error));
      }
    }
    writing = false;
  };
  return {
    note: ({ actor, requestId, operation, purpose }, { fields, subjects, revealed = false }) =>
      new Promise((done, failed) => {
        const note = { actor: actor.id, roles: actor.roles, session: actor.session, request: requestId, operation, purpose, fields, subjects, revealed };
        waiting.push({ note, done, failed });
        if (!writing) void apart.runInAsyncScope(write);
      }),
  };
}

/**
 * Notes what a resolver read about persons by SQL of its own. Planned reads are noted by themselves.
 *
 * @throws where it can't be noted: then it must not be told
 */
export async function noteRead(ctx: Context, read: PersonalRead): Promise<void> {
  await ctx.platform.readLog.note(ctx, read);
}
