import { v7 as uuidv7 } from 'uuid';
import { startJob } from '../../kernel/jobs/start-job.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { ofEnrolment } from '../enrolments/scope.js';
import { lockProgramme } from '../lock-programme.js';
import { determine } from './determination-job.js';
import { noPeople, nothingDetermined } from './refusals.js';

/** What is to be determined again. Ids are UUIDs. */
export interface Redetermination {
  readonly programmeId: string;
  /** All enrolments of the programme where left out. */
  readonly enrolmentId?: string | null | undefined;
  /** Periods that end on this day or later. */
  readonly from: string;
  readonly reason: string;
}

/**
 * Has it worked out what is owed otherwise than it was; another person approves it.
 *
 * @returns the UUID of the run
 */
export async function askRedetermination(ctx: TxContext, { programmeId, enrolmentId, from, reason }: Redetermination): Promise<string> {
  await lockProgramme(ctx, programmeId, 'programmeId');
  if (enrolmentId) {
    const { rowCount } = await ask(ctx, sql`select 1 from programmes.enrolment e where e.id = ${enrolmentId}::uuid and e.programme_id = ${programmeId}::uuid and ${inScope(ctx, ofEnrolment, { place: sql`e.place_id`, organisation: sql`e.organisation_id`, programme: sql`e.programme_id` })}`);
    if (rowCount === 0) refuse(noPeople('enrolmentId'));
  }
  const { rowCount } = await ctx.tx.query(
    "select from programmes.benefit_period p join programmes.determination_run r on r.period_id = p.id and r.state = 'DONE' where p.programme_id = $1 and p.period_to >= $2 limit 1", [programmeId, from]);
  if (rowCount === 0) refuse(nothingDetermined('from', { day: from }));
  const id = uuidv7();
  const job = await startJob(ctx, determine, { runId: id });
  await ctx.tx.query(
    "insert into programmes.determination_run (id, programme_id, enrolment_id, kind, from_day, reason, state, asked_by, job_id) values ($1, $2, $3, 'AGAIN', $4, $5, 'COMPUTING', $6, $7)",
    [id, programmeId, enrolmentId ?? null, from, reason, ctx.actor.id, job.id],
  );
  return id;
}
