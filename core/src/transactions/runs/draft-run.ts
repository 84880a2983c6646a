import { v7 as uuidv7 } from 'uuid';
import { sql } from '../../kernel/read/sql.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inPlacesOf, inProgrammesOf } from '../../people/scope.js';
import { ask } from '../../kernel/write/ask.js';
import { amountTooFine, currencyUnknown, nothingToPay, programmeNotFound } from '../refusals.js';
import { keptBack } from '../recoveries/kept-back.js';
import { settingsOf } from '../settings.js';

export interface DraftRun {
  readonly id: string;
  readonly programmeId: string;
  readonly currency: string;
  /** UUID of the organisation that funds it. */
  readonly funderId: string | null;
}

interface LockedProgramme {
  readonly code: string;
  readonly currency: string;
  readonly digits: number | null;
  readonly runs: number;
}

/**
 * Writes a run with its instructions, batches, totals and hash. Runs of one programme are made one after the other, so
 * that the second sees what the first has taken; the unique index on live instructions holds against everybody else.
 */
export async function draftRun(ctx: TxContext, of: { readonly programmeId: string; readonly until: string; readonly channel: string; readonly funderId?: string | null }): Promise<DraftRun> {
  const { programmeId, until, channel, funderId = null } = of;
  await ctx.tx.query('select from programmes.programme where id = $1 for no key update', [programmeId]);
  const programme = await lockedProgramme(ctx, programmeId);
  const { currency, digits } = programme;
  if (digits === null) refuse(currencyUnknown('programmeId', { currency }));
  const id = uuidv7();
  await ctx.tx.query('insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by, funder_id) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
    id, `${programme.code}-${until}-${programme.runs + 1}`, programmeId, until, currency, channel, ctx.actor.id, funderId,
  ]);
  const written = await writeInstructions(ctx, { id, programmeId, currency, funderId, until });
  if (written === 0) refuse(nothingToPay('until', { until }));
  await ctx.tx.query(
    `insert into transactions.payment_batch (id, run_id, number, key, instruction_count, total)
     select kernel.uuid7(), run_id, batch_number, replace(run_id::text, '-', '') || '-' || lpad(batch_number::text, greatest(4, length(batch_number::text)), '0'), count(*), sum(amount)
     from transactions.payment_instruction where run_id = $1 group by run_id, batch_number`,
    [id],
  );
  await ctx.tx.query(
    `update transactions.payment_run set content_hash = transactions.content_hash(id), instruction_count = made.count, total = made.total
     from (select count(*)::int as count, sum(amount) as total from transactions.payment_instruction where run_id = $1) made where id = $1`,
    [id],
  );
  return { id, programmeId, currency, funderId };
}

async function lockedProgramme(ctx: TxContext, id: string): Promise<LockedProgramme> {
  const { rows } = await ask<LockedProgramme>(ctx, sql`
    select p.code, p.currency, c.minor_digits as digits, (select count(*)::int from transactions.payment_run r where r.programme_id = p.id) as runs
    from programmes.programme p left join transactions.currency c on c.code = p.currency where p.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  return rows[0] ?? refuse(programmeNotFound('programmeId'));
}

/** The snapshot: who is paid, how much, less what is kept back, into which account. */
async function writeInstructions(ctx: TxContext, run: DraftRun & { readonly until: string }): Promise<number> {
  const { batchSize, accountAttribute } = settingsOf(ctx);
  const due = sql`
    select e.* from programmes.entitlement e
    where e.programme_id = ${run.programmeId}::uuid and e.due_on <= ${run.until}::date and e.currency = ${run.currency} and ${inPlacesOf(ctx, sql`e.place_id`)}
      and not exists (select from transactions.payment_instruction i where i.entitlement_id = e.id and i.state in ('PENDING', 'SENT', 'PAID'))`;
  const { rows } = await ask<{ count: number; example: string }>(ctx, sql`
    select count(*)::int as count, min(due.amount)::text as example from (${due}) due join transactions.currency c on c.code = due.currency
    where scale(trim_scale(due.amount)) > c.minor_digits having count(*) > 0`);
  if (rows[0]) refuse(amountTooFine('programmeId', { count: rows[0].count, amount: rows[0].example, currency: run.currency }));
  const { rowCount } = await ask(ctx, sql`
    insert into transactions.payment_instruction
      (id, run_id, batch_number, entitlement_id, payee_id, payee_name, account, place_id, amount, deducted, recovery_plan_id, currency, reference)
    select made.id, ${run.id}::uuid, (made.position - 1) / ${batchSize}::int + 1, made.entitlement_id, made.payee_id, made.payee_name, made.account, made.place_id,
      made.amount, made.deducted, made.plan_id, made.currency, replace(made.id::text, '-', '')
    from (
      select kernel.uuid7() as id, row_number() over (order by due.id) as position, due.id as entitlement_id, due.payee_id,
        concat_ws(' ', p.given_name, p.family_name) as payee_name, p.attributes ->> ${accountAttribute} as account, due.place_id,
        round(due.amount - coalesce(kept.amount, 0), c.minor_digits) as amount, round(coalesce(kept.amount, 0), c.minor_digits) as deducted, kept.plan_id, due.currency
      from (${due}) due join people.person p on p.id = due.payee_id join transactions.currency c on c.code = due.currency
      left join (${keptBack(due, run)}) kept on kept.entitlement_id = due.id) made
    order by made.position`);
  return rowCount ?? 0;
}
