import { Arg, Ctx, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { Import, ImportState } from './import.js';
import { importNotFound, importNotSo, importRefused } from './refusals.js';
import { runImport } from './run-import.js';
import { ImportPayload } from './start-import.js';
import { dependents } from './undo/dependents.js';
import { isEverywhere } from '../../kernel/access/scope.js';

@InputType({ description: 'Names an import.' })
export class ImportSteerInput extends IdempotentInput {
  @Ref(() => Import, { description: 'Which import.' })
  id!: string;
}

interface HeldImport {
  readonly state: ImportState;
  readonly stopped_in: ImportState | null;
  readonly dry_run: boolean;
  /** Nobody works on it: its job has been given up. */
  readonly abandoned: boolean;
}

const RUNNING: readonly ImportState[] = [ImportState.READING, ImportState.CHECKING, ImportState.APPLYING, ImportState.REPORTING];

/** An import of the actor's, held until the transaction ends. Who may act everywhere may steer everybody's. */
async function holdImport(tx: TxContext, id: string): Promise<HeldImport> {
  const { rows: [held] } = await tx.tx.query<HeldImport>(
    `select i.state, i.stopped_in, i.dry_run, coalesce(j.state = 'FAILED', true) as abandoned from exchange.import i left join kernel.job j on j.id = i.job_id
     where i.id = $1 and ($2 or i.started_by = $3) for update of i`, [id, isEverywhere(tx.actor), tx.actor.id],
  );
  return held ?? refuse(importNotFound('id'));
}

/** Gives an import to the workers, in a state. */
async function workOn(tx: TxContext, id: string, state: ImportState): Promise<void> {
  const job = await startJob(tx, runImport, { importId: id });
  await tx.tx.query('update exchange.import set state = $2, stopped_in = null, stop_asked = false, problem = null, job_id = $3 where id = $1', [id, state, job.id]);
}

@Resolver()
export class SteerImport {
  @Mutation(() => ImportPayload, { description: 'Stops an import after what it is at. What was registered stays; `importGoOn` goes on, `importUndo` takes it back.' })
  @Requires('exchange.imports.run')
  importCancel(@Arg('input', () => ImportSteerInput, { description: 'Which one.' }) input: ImportSteerInput, @Ctx() ctx: Context): Promise<ImportPayload> {
    return write<ImportPayload, ImportSteerInput>(ctx, { operation: 'importCancel', input }, async (tx, { id }) => {
      const { state, abandoned } = await holdImport(tx, id);
      if (!RUNNING.includes(state)) refuse(importNotSo('id', { state, wanted: 'running' }));
      await tx.tx.query(abandoned ? "update exchange.import set state = 'CANCELLED', stopped_in = state where id = $1" : 'update exchange.import set stop_asked = true where id = $1', [id]);
      return { import: { id } };
    });
  }

  @Mutation(() => ImportPayload, { description: 'Goes on with an import that was cancelled or failed, where it was.' })
  @Requires('exchange.imports.run')
  importGoOn(@Arg('input', () => ImportSteerInput, { description: 'Which one.' }) input: ImportSteerInput, @Ctx() ctx: Context): Promise<ImportPayload> {
    return write<ImportPayload, ImportSteerInput>(ctx, { operation: 'importGoOn', input }, async (tx, { id }) => {
      const { state, stopped_in: stoppedIn, abandoned } = await holdImport(tx, id);
      const goesOnIn = stoppedIn ?? (abandoned && (RUNNING.includes(state) || state === ImportState.UNDOING) ? state : undefined);
      if (!goesOnIn) return refuse(importNotSo('id', { state, wanted: 'stopped' }));
      await workOn(tx, id, goesOnIn);
      return { import: { id } };
    });
  }

  @Mutation(() => ImportPayload, { description: 'Takes back all that an import did, unless something depends on it by now: then nothing is taken back, and it is told what depends.' })
  @Requires('exchange.imports.run')
  importUndo(@Arg('input', () => ImportSteerInput, { description: 'Which one.' }) input: ImportSteerInput, @Ctx() ctx: Context): Promise<ImportPayload> {
    return write<ImportPayload, ImportSteerInput>(ctx, { operation: 'importUndo', input }, async (tx, { id }) => {
      const { state, dry_run: dryRun } = await holdImport(tx, id);
      if (dryRun || ![ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED].includes(state)) refuse(importNotSo('id', { state: dryRun ? 'a dry run' : state, wanted: 'finished or stopped' }));
      const found = await dependents(tx, id);
      if (found.length > 0) refuse(...found.map(({ table, count }) => importRefused('id', { table, count })));
      await workOn(tx, id, ImportState.UNDOING);
      return { import: { id } };
    });
  }
}
