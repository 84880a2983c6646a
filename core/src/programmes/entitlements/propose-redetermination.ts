import { Arg, Ctx, InputType, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { backgroundWork } from '../../kernel/jobs/background.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { sql, trusted } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { inPlacesOf } from '../../people/scope.js';
import { lockProgramme } from '../lock-programme.js';
import { Programme } from '../programme.js';
import { settingsOf } from '../settings.js';
import { ofWholeProgrammes } from '../whole-programme.js';
import { determine } from './determination-job.js';
import { DeterminationRunPayload } from './determine-entitlements.js';
import { nothingWaits, redeterminationOpen } from './refusals.js';

const EVERY_MS = 60_000;
/** A run of what was noted that is not yet decided on: what changes meanwhile waits for the next. */
const OPEN = "select from programmes.determination_run where programme_id = $1 and of_noted and state in ('COMPUTING', 'PREVIEW', 'APPROVED') limit 1";

/**
 * Has it worked out whether what is owed is otherwise, by all that was noted of a programme and that the actor may act on. Nothing is owed
 * by it before another person approves it. The programme is held by the caller.
 *
 * @returns the UUID of the run; undefined where nothing waits
 */
async function propose(ctx: TxContext, programmeId: string): Promise<string | undefined> {
  const id = uuidv7();
  const { rows: noted } = await ask<{ id: string; since: string; reasons: string[] }>(ctx, sql`
    select d.id, d.since::text, d.reasons from programmes.redetermination_due d left join programmes.enrolment e on e.id = d.enrolment_id
    where d.programme_id = ${programmeId}::uuid and d.run_id is null and ${ofWholeProgrammes(ctx) ? trusted('true') : inPlacesOf(ctx, sql`e.place_id`)} order by d.enrolment_id for update of d`);
  if (noted.length === 0) return undefined;
  const from = noted.reduce((first, { since }) => (since < first ? since : first), noted[0]?.since ?? '');
  const reason = `changed: ${[...new Set(noted.flatMap(({ reasons }) => reasons))].sort().join(', ')}`;
  const job = await startJob(ctx, determine, { runId: id });
  await ctx.tx.query(
    "insert into programmes.determination_run (id, programme_id, kind, from_day, reason, state, asked_by, job_id, of_noted) values ($1, $2, 'AGAIN', $3, $4, 'COMPUTING', $5, $6, true)",
    [id, programmeId, from, reason, ctx.actor.id, job.id],
  );
  await ctx.tx.query('update programmes.redetermination_due set run_id = $2 where id = any($1)', [noted.map((each) => each.id), id]);
  return id;
}

@InputType({ description: 'A programme of which what has changed is looked into.' })
export class RedeterminationProposeInput extends MoneyInput {
  @Ref(() => Programme, { description: 'Which programme.' })
  programmeId!: string;
}

@Resolver()
export class ProposeRedetermination {
  @Mutation(() => DeterminationRunPayload, { description: 'Works out what is owed otherwise by all that waits to be determined again (`redeterminationsDue`). Nothing is owed by it before another person approves it; where nothing differs, there is nothing to approve.' })
  @Requires('programmes.entitlements.determine')
  redeterminationPropose(@Arg('input', () => RedeterminationProposeInput, { description: 'Of which programme.' }) input: RedeterminationProposeInput, @Ctx() ctx: Context): Promise<DeterminationRunPayload> {
    return write<DeterminationRunPayload, RedeterminationProposeInput>(ctx, { operation: 'redeterminationPropose', input }, async (tx, { programmeId }) => {
      await lockProgramme(tx, programmeId, 'programmeId');
      if ((await tx.tx.query(OPEN, [programmeId])).rowCount) refuse(redeterminationOpen('programmeId'));
      const id = await propose(tx, programmeId);
      return id === undefined ? refuse(nothingWaits('programmeId')) : { run: { id } };
    });
  }
}

/**
 * Proposes for each programme of which something has waited for the hours of the setting `redetermineAfterHours`; nothing where there is none.
 *
 * @returns how many runs were begun
 */
export async function proposeByItself(ctx: Context): Promise<number> {
  const { redetermineAfterHours: hours } = settingsOf(ctx.platform);
  if (hours === null) return 0;
  const before = new Date(ctx.platform.now() - hours * 3_600_000).toISOString();
  const { rows } = await inTransaction(ctx, (tx) => tx.tx.query<{ programme: string }>(
    'select programme_id as programme from programmes.redetermination_due where run_id is null group by 1 having min(created_at) <= $1 order by 1 limit 100', [before]));
  let begun = 0;
  for (const { programme } of rows) {
    begun += await inTransaction(ctx, async (tx) => {
      await lockProgramme(tx, programme, 'programmeId');
      return (await tx.tx.query(OPEN, [programme])).rowCount || !(await propose(tx, programme)) ? 0 : 1;
    }, { operation: 'programmes.redeterminations' });
  }
  return begun;
}

export const redeterminations = backgroundWork.contribute('programmes.redeterminations', { everyMs: EVERY_MS, run: proposeByItself });
