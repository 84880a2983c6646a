import type { Context } from '../../kernel/context.js';
import type { JobControl } from '../../kernel/jobs/define-job.js';
import { publish } from '../../kernel/events/publish.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { seesPerson } from '../../people/scope.js';
import { LEAVE_UNLIKELY, WRITE_CANDIDATES } from './candidates-sql.js';
import { estimateWeights, type Weights } from './estimate.js';
import { duplicatesFound } from './events.js';
import { KEEP_NAME_SHARES, RUN_FIGURES } from './figures-sql.js';
import { PASSES, pairsOf } from './passes.js';
import { readCounts } from './read-counts.js';
import { duplicatesSettings } from './settings.js';
import { COMPARE_PAIRS, COMPARE_SAMPLE, nameRows, personRows } from './work-sql.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { isEverywhere } from '../../kernel/access/scope.js';

/** A run as its row has it. */
interface Run {
  readonly id: string;
  readonly step: number;
  readonly since: string | null;
  readonly persons: number;
  readonly weights: Weights | null;
}

interface Step {
  readonly name: string;
  readonly work: (ctx: TxContext, run: Run) => Promise<Partial<Record<'persons' | 'pairs' | 'candidates' | 'weights', unknown>>>;
}

/** Whoever stands for themselves, in the actor's places. */
const whom = (ctx: TxContext): Sql => sql`p.merged_into_id is null and p.erased_on is null and ${seesPerson(ctx, sql`p`)}`;

const STEPS: readonly Step[] = [
  {
    name: 'names',
    work: async (ctx) => {
      await ctx.tx.query('call matching.clear_duplicate_work()');
      const { rowCount } = await ask(ctx, nameRows(whom(ctx)));
      await ctx.tx.query("call kernel.gather_figures('matching.duplicate_name')");
      return { persons: rowCount ?? 0 };
    },
  },
  {
    name: 'persons',
    work: async (ctx, run) => {
      const { rowCount } = await ask(ctx, personRows(whom(ctx), run.since));
      await ctx.tx.query("call kernel.gather_figures('matching.duplicate_person')");
      return { persons: rowCount ?? 0 };
    },
  },
  ...PASSES.map((pass): Step => ({
    name: `pairs by ${pass.name}`,
    work: async (ctx) => {
      await ctx.tx.query(pairsOf(pass), [duplicatesSettings(ctx).largestBlock]);
      return {};
    },
  })),
  {
    name: 'comparisons',
    work: async (ctx) => {
      await ctx.tx.query("call kernel.gather_figures('matching.duplicate_pair')");
      const { rowCount } = await ctx.tx.query(COMPARE_PAIRS);
      return { pairs: rowCount ?? 0 };
    },
  },
  {
    name: 'weights',
    work: async (ctx, run) => {
      if (isEverywhere(ctx.actor)) await keepFigures(ctx, run.id);
      if (run.weights) return {};
      await ctx.tx.query(COMPARE_SAMPLE, [Math.max(run.persons, 1), Math.min(duplicatesSettings(ctx).sampledPairs, Math.ceil((run.persons * run.persons) / 2))]);
      const { blocked, sample, population } = await readCounts(ctx);
      return { weights: JSON.stringify(estimateWeights(blocked, sample, population)) };
    },
  },
  {
    name: 'candidates',
    work: async (ctx, run) => {
      if (!run.weights) throw new Error('a search for duplicates has no weights to score by');
      const { proposeFrom } = duplicatesSettings(ctx);
      const given = [run.weights.weights, run.weights.prior, run.weights.namesakes, Math.log2(proposeFrom / (1 - proposeFrom))];
      await ctx.tx.query("call kernel.gather_figures('matching.duplicate_comparison')");
      const { rowCount } = await ctx.tx.query(WRITE_CANDIDATES, given);
      if (run.since === null && isEverywhere(ctx.actor)) await ctx.tx.query(LEAVE_UNLIKELY, given);
      await ctx.tx.query('call matching.clear_duplicate_work()');
      await ctx.tx.query('update matching.duplicate_run set finished_at = now() where id = $1', [run.id]);
      await publish(ctx, duplicatesFound, { run: run.id, candidates: rowCount ?? 0 });
      return { candidates: rowCount ?? 0 };
    },
  },
];

/** What `personDuplicates` compares one person by, until the next search of everybody. */
async function keepFigures(ctx: TxContext, run: string): Promise<void> {
  for (const statement of KEEP_NAME_SHARES) await ctx.tx.query(statement);
  await ctx.tx.query(`update matching.duplicate_run set figures = told.figures from (${RUN_FIGURES}) told where id = $1`, [run]);
}

/** Does one step of a run in a transaction of its own; a run that was killed goes on with the step that it was at. */
async function doStep(ctx: Context, id: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    await tx.tx.query("set local work_mem = '64MB'");
    const { rows } = await tx.tx.query<Run>('select id, step, since::text, persons, weights from matching.duplicate_run where id = $1 for update', [id]);
    const [run] = rows;
    if (!run) throw new Error(`the search for duplicates ${id} is gone`);
    const step = STEPS[run.step];
    if (!step) return STEPS.length;
    if (run.step > 0 && (await isLost(tx, run))) {
      await tx.tx.query('update matching.duplicate_run set step = 0 where id = $1', [id]);
      return 0;
    }
    const { persons = null, pairs = null, candidates = null, weights = null } = await step.work(tx, run);
    await tx.tx.query(
      `update matching.duplicate_run set step = step + 1, persons = coalesce($2, persons), pairs = coalesce($3, pairs), candidates = coalesce($4, candidates), weights = coalesce($5, weights) where id = $1`,
      [id, persons, pairs, candidates, weights],
    );
    return run.step + 1;
  });
}

/** Unlogged tables are empty after a crash of the database. */
async function isLost(ctx: TxContext, { step, persons }: Run): Promise<boolean> {
  const { rows } = await ctx.tx.query<{ there: boolean }>(`select exists (select from ${step === 1 ? 'matching.duplicate_name' : 'matching.duplicate_person'}) as there`, []);
  return persons > 0 && rows[0]?.there === false;
}

/** Does a run to its end, wherever it is. */
export async function finishRun(ctx: Context, id: string, job: JobControl): Promise<Record<string, unknown>> {
  for (let step = -1; step < STEPS.length; ) {
    step = await doStep(ctx, id);
    await job.progress(step, STEPS.length, STEPS[step]?.name);
  }
  const { rows } = await readRows<{ persons: number; pairs: number; candidates: number }>(ctx, 'select persons, pairs::float8 as pairs, candidates from matching.duplicate_run where id = $1', [id],
  );
  return { ...rows[0] };
}
