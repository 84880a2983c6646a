import { defineJob, type JobControl } from '../../kernel/jobs/define-job.js';
import { Refused } from '../../kernel/write/refusal.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import type { Context } from '../../kernel/context.js';
import { applyChunk, type Turn } from './apply/apply-chunk.js';
import { checkRows } from './check/run-check.js';
import { ImportState } from './import.js';
import { loadImport, type LoadedImport } from './load-import.js';
import { mappedRows } from './map/mapped-rows.js';
import { report } from './report/report.js';
import { stagePiece } from './stage.js';
import { undoImport } from './undo/undo-import.js';

/** Chunks that are applied side by side: while one waits for the disk, another works. */
const SIDE_BY_SIDE = 2;

/**
 * Takes an import from where it stands to its end. Each state is left in the transaction that did its last part, so a worker that
 * is killed anywhere is followed by one that goes on there.
 */
export const runImport = defineJob<{ readonly importId: string }>({
  name: 'exchange.import',
  description: 'Imports a file of households, or undoes it',
  async run(ctx, { importId }, job) {
    for (;;) {
      const given = await loadImport(ctx, importId);
      const work = STEPS[given.state];
      if (!work) return { state: given.state };
      try {
        if (given.state !== ImportState.UNDOING && given.stopAsked) await stop(ctx, given);
        else await work(ctx, given, job);
      } catch (error) {
        if (error instanceof Refused) await fail(ctx, given, error);
        throw error;
      }
    }
  },
});

const STEPS: Partial<Record<ImportState, (ctx: Context, given: LoadedImport, job: JobControl) => Promise<void>>> = {
  READING: read,
  CHECKING: async (ctx, given, job) => {
    await job.progress(0, given.rowCount, 'checking');
    await checkRows(ctx, given);
  },
  APPLYING: apply,
  REPORTING: async (ctx, given, job) => {
    await job.progress(given.rowCount, given.rowCount, 'writing what is rejected');
    await report(ctx, given);
  },
  UNDOING: undoImport,
};

async function read(ctx: Context, given: LoadedImport, job: JobControl): Promise<void> {
  const rows = mappedRows(ctx, given);
  try {
    for (let [readTo, ended] = [given.readTo, false]; !ended; ) {
      const piece = await stagePiece(ctx, { id: given.id, readTo }, rows);
      if (piece.stop) return;
      [readTo, ended] = [piece.readTo, piece.ended];
      await job.progress(readTo, 0, 'reading');
    }
  } finally {
    await rows.return(undefined);
  }
}

async function apply(ctx: Context, given: LoadedImport, job: JobControl): Promise<void> {
  const turns = async (patient: boolean): Promise<void> => {
    for (let turn: Turn = 'applied'; turn === 'applied'; ) {
      turn = await inTransaction(ctx, (tx) => applyChunk(tx, given, patient));
      if (turn === 'applied') await tellApplied(ctx, given, job);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => turns(false)));
  // What another worker held and gave back.
  await turns(true);
  await ctx.platform.pool.query(
    `update exchange.import set state = 'REPORTING' where id = $1 and state = 'APPLYING' and not stop_asked
       and not exists (select 1 from exchange.import_chunk where import_id = $1 and applied_at is null)`, [given.id],
  );
}

async function tellApplied(ctx: Context, { id, rowCount }: LoadedImport, job: JobControl): Promise<void> {
  const { rows: [now] } = await ctx.platform.pool.query<{ done: number }>('select created_count + updated_count + unchanged_count + rejected_count as done from exchange.import where id = $1', [id]);
  await job.progress(now?.done ?? 0, rowCount, 'registering');
}

async function stop(ctx: Context, { id, state }: LoadedImport): Promise<void> {
  await ctx.platform.pool.query("update exchange.import set state = 'CANCELLED', stopped_in = state, stop_asked = false where id = $1 and state = $2 and stop_asked", [id, state]);
}

async function fail(ctx: Context, { id, state }: LoadedImport, { refusals, message }: Refused): Promise<void> {
  await ctx.platform.pool.query("update exchange.import set state = 'FAILED', stopped_in = state, problem = $3 where id = $1 and state = $2", [id, state, refusals.length > 0 ? message : null]);
}
