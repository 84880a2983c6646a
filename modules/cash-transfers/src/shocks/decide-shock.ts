import {
  Arg, ask, Ctx, Field, inProgrammesOf, InputType, inTransaction, Job, LocalDate, MoneyInput, Mutation, ObjectType, publish, Ref, refuse, Requires, Resolver, rulesInForce, sql, startJob, trusted, write, backgroundWork, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { shockDeclared, shockProposed } from '../events.js';
import { carryOut, endShock } from './carry-out.js';
import { ShockPayload } from './propose-shock.js';
import { overShockBudget, ownShock, shockDates, shockNotFound, shockState, shockUnderWay } from './refusals.js';
import { Shock } from './shock.js';

@InputType({ description: 'A shock that is decided on.' })
export class ShockDecideInput extends MoneyInput {
  @Ref(() => Shock, { description: 'Which shock.' })
  shockId!: string;

  @Field(() => Boolean, { description: 'Whether it is declared; given up otherwise.' })
  declare!: boolean;
}

@InputType({ description: 'A shock that is over.' })
export class ShockEndInput extends MoneyInput {
  @Ref(() => Shock, { description: 'Which shock.' })
  shockId!: string;

  @Field(() => LocalDate, { description: 'The last day of what is done about it: today or before.' })
  lastDay!: string;
}

@ObjectType({ description: 'Answer of mutations that carry out or end what is done about a shock.' })
export class ShockWorkPayload extends ShockPayload {
  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

interface HeldShock {
  readonly id: string;
  readonly state: string;
  readonly proposed_by: string;
  readonly happened_on: string;
  readonly ends_on: string;
}

/** A shock all of whose programmes the actor may act on, held until the transaction ends. */
async function holdShock(ctx: TxContext, id: string): Promise<HeldShock> {
  const { rows: [held] } = await ask<HeldShock>(ctx, sql`
    select s.id, s.state, s.proposed_by, s.happened_on::text, s.ends_on::text from cash_transfers.shock s where s.id = ${id}::uuid
      and ${ctx.actor.places === null ? trusted('true') : trusted('false')}
      and not exists (select from cash_transfers.shock_measure m where m.shock_id = s.id and not ${inProgrammesOf(ctx, sql`m.programme_id`)}) for update`);
  return held ?? refuse(shockNotFound('shockId'));
}

/** Refuses what would make more owed than it may, as the registry is now. */
async function checkBudgets(ctx: TxContext, shock: string): Promise<void> {
  const { rows: [over] } = await ask<{ number: number; wanted: string; budget: string }>(ctx, sql`
    select m.number, t.wanted::text, m.budget::text from cash_transfers.shock_measure m
    cross join lateral (select coalesce(sum(t.amount) filter (where t.payee_id is not null), 0) as wanted from cash_transfers.top_up_of(m.id) t) t
    where m.shock_id = ${shock}::uuid and t.wanted > m.budget order by m.number limit 1`);
  if (over) refuse(overShockBudget('shockId', over));
}

/** That something is still being done about a shock `s`: what began before it ends would go on after it. */
const UNDER_WAY = trusted(`exists (select from cash_transfers.shock_measure m left join programmes.targeting_run r on r.id = m.targeting_run_id
  where m.shock_id = s.id and (m.state in ('PLANNED', 'UNDER_WAY') or r.phase <> 'DONE'))`);

/** Refuses where somebody would be taken in by a programme that has no rules today. */
async function checkRules(ctx: TxContext, shock: string): Promise<void> {
  const { rows } = await ctx.tx.query<{ programme: string }>("select distinct programme_id as programme from cash_transfers.shock_measure where shock_id = $1 and kind = 'TEMPORARY_ENROLMENT' order by 1", [shock]);
  for (const { programme } of rows) await rulesInForce(ctx, programme, ctx.today, 'shockId');
}

@Resolver()
export class DecideShock {
  @Mutation(() => ShockWorkPayload, { description: 'Declares a shock that somebody else proposed, and has its measures carried out; or gives it up. Takes somebody whose rights have no limit of places. Answers with a job.' })
  @Requires('cash-transfers.shocks.declare')
  shockDecide(@Arg('input', () => ShockDecideInput, { description: 'Which, and whether.' }) input: ShockDecideInput, @Ctx() ctx: Context): Promise<ShockWorkPayload> {
    return write<ShockWorkPayload, ShockDecideInput>(ctx, { operation: 'shockDecide', input, constraints: { shock_second_person: ownShock('shockId') } }, async (tx, { shockId, declare }) => {
      const held = await holdShock(tx, shockId);
      if (held.state !== 'DRAFT') refuse(shockState('shockId', { state: held.state }));
      if (declare && held.proposed_by === tx.actor.id) refuse(ownShock('shockId'));
      if (declare && held.ends_on < tx.today) refuse(shockDates('shockId'));
      if (declare) await checkBudgets(tx, shockId);
      if (declare) await checkRules(tx, shockId);
      await tx.tx.query('update cash_transfers.shock set state = $2, decided_by = $3, decided_on = $4 where id = $1', [shockId, declare ? 'DECLARED' : 'GIVEN_UP', tx.actor.id, tx.today]);
      await publish(tx, declare ? shockDeclared : shockProposed, { id: shockId });
      return { shock: { id: shockId }, ...(declare && { job: await startJob(tx, carryOut, { shock: shockId }) }) };
    });
  }

  @Mutation(() => ShockWorkPayload, { description: 'Ends a shock before its last day: whoever was enrolled for its time leaves. On its last day it ends by itself. What was made owed stays so.' })
  @Requires('cash-transfers.shocks.declare')
  shockEnd(@Arg('input', () => ShockEndInput, { description: 'Which, and when.' }) input: ShockEndInput, @Ctx() ctx: Context): Promise<ShockWorkPayload> {
    return write<ShockWorkPayload, ShockEndInput>(ctx, { operation: 'shockEnd', input }, async (tx, { shockId, lastDay }) => {
      const held = await holdShock(tx, shockId);
      if (held.state !== 'DECLARED') refuse(shockState('shockId', { state: held.state }));
      const { rowCount } = await ask(tx, sql`select from cash_transfers.shock s where s.id = ${shockId}::uuid and ${UNDER_WAY}`);
      if (rowCount) refuse(shockUnderWay('shockId'));
      if (lastDay > tx.today || lastDay < held.happened_on || lastDay > held.ends_on) refuse(shockDates('lastDay'));
      return { shock: { id: shockId }, job: await end(tx, shockId, lastDay) };
    });
  }
}

async function end(ctx: TxContext, shock: string, lastDay: string): Promise<{ readonly id: string }> {
  await ctx.tx.query("update cash_transfers.shock set state = 'ENDED', ends_on = $2 where id = $1", [shock, lastDay]);
  return startJob(ctx, endShock, { shock, on: ctx.today });
}

/** Those whose last day is over end by themselves, once what is done about them is done. */
export const endByItself = backgroundWork.contribute('cash-transfers.end-shocks', {
  everyMs: 60_000,
  run: (ctx) => inTransaction(ctx, async (tx) => {
    const { rows } = await ask<{ id: string; ends_on: string }>(tx, sql`
      select s.id, s.ends_on::text from cash_transfers.shock s where s.state = 'DECLARED' and s.ends_on < ${tx.today}::date and not ${UNDER_WAY} order by s.id limit 10 for update skip locked`);
    for (const { id, ends_on: lastDay } of rows) await end(tx, id, lastDay);
    return rows.length;
  }, { operation: 'cash-transfers.end-shocks' }),
});
