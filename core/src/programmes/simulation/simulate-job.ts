import type { Context } from '../../kernel/context.js';
import { defineJob } from '../../kernel/jobs/define-job.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { isDataFault } from '../rules/data-fault.js';
import { finishReport } from './finish-report.js';
import { tooManyGroups } from './refusals.js';
import { assess, BEFORE_ALL, noteFailed, subjects, type Stretch } from './simulate-step.js';
import { compileTried, lockAsking, type Asking, type Tried } from './tried.js';

const AT_A_TIME = 10_000;
const MOST_GROUPS = 5_000;

interface Found extends Stretch {
  /** How many rows it has. */
  readonly rows: number;
}

/** The rows that come after those that were noted, at most so many; nothing where all were. */
async function nextStretch(tx: TxContext, asking: Asking, most: number): Promise<Found | undefined> {
  const { rows: [done] } = await tx.tx.query<{ after: string | null }>('select max(upto::text) as after from programmes.simulation_part where report_id = $1', [asking.id]);
  const after = done?.after ?? BEFORE_ALL;
  const { rows: [page] } = await ask<{ upto: string | null; rows: number }>(tx, sql`
    select max(p.id::text) as upto, count(*)::int as rows from (select t.id from ${subjects(tx, asking).table} t where t.id > ${after}::uuid order by t.id limit ${most}::int) p`);
  return page?.upto ? { after, upto: page.upto, rows: page.rows } : undefined;
}

async function checkGroups(tx: TxContext, { id }: Asking): Promise<void> {
  const { rows: [found] } = await tx.tx.query<{ groups: number }>('select count(*)::int as groups from (select distinct breakdown, key from programmes.simulation_part where report_id = $1) g', [id]);
  if ((found?.groups ?? 0) > MOST_GROUPS) refuse(tooManyGroups('', { most: MOST_GROUPS }));
}

/** Somebody among these rows makes a rule fail. */
class Fails extends Error {
  constructor(readonly among: Found) {
    super('somebody makes a rule fail');
  }
}

/** Assesses the rows that come next; another process that is at it waits, and takes those after them. @returns how many they were */
async function assessNext(ctx: Context, asking: Asking, tried: Tried, most: number): Promise<number> {
  let found: Found | undefined;
  try {
    return await inTransaction(ctx, async (tx) => {
      const { state } = await lockAsking(tx, asking.id);
      found = state === 'DONE' ? undefined : await nextStretch(tx, asking, most);
      if (found) await assess(tx, asking, tried, found);
      await checkGroups(tx, asking);
      return found?.rows ?? 0;
    });
  } catch (error) {
    throw found && isDataFault(error) ? new Fails(found) : error;
  }
}

/** Passes by the one who makes a rule fail, unless another process has meanwhile. */
async function passBy(ctx: Context, asking: Asking, alone: Found): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { state } = await lockAsking(tx, asking.id);
    if (state !== 'DONE' && (await nextStretch(tx, asking, 1))?.after === alone.after) await noteFailed(tx, asking, alone);
  });
}

/** Goes through the registry in the order of ids; killed, it goes on after the last rows that it has noted. */
export const simulate = defineJob<{ readonly reportId: string }>({
  name: 'programmes.simulate',
  description: "Tries a version's rules on the registry",
  async run(ctx, { reportId }, job) {
    const { asking, tried, total } = await inTransaction(ctx, async (tx) => {
      const known = await lockAsking(tx, reportId);
      const { rows: [count] } = await ask<{ total: number }>(tx, sql`select count(*)::int as total from ${subjects(tx, known).table}`);
      return { asking: known, tried: await compileTried(tx, known), total: count?.total ?? 0 };
    });
    for (let [seen, most] = [0, AT_A_TIME]; ;) {
      try {
        const rows = await assessNext(ctx, asking, tried, most);
        if (rows === 0) break;
        seen += rows;
        most = Math.min(AT_A_TIME, most * 2);
        await job.progress(Math.min(seen, total), total);
      } catch (error) {
        if (!(error instanceof Fails)) throw error;
        // Halved until it is one alone.
        if (error.among.rows === 1) await passBy(ctx, asking, error.among);
        most = Math.max(1, Math.floor(error.among.rows / 2));
      }
    }
    await inTransaction(ctx, (tx) => finishReport(tx, asking));
    return { assessed: total };
  },
});
