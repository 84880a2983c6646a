import {
  Arg, ask, Ctx, determinePeriod, entitlementsDetermined, Field, inProgrammesOf, InputType, Job, MoneyInput, Mutation, ObjectType, openPeriod, Payload, publish, Ref, refuse, Requires, Resolver, sql,
  write, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { Cycle } from './cycle.js';
import { cycleDetermined } from './events.js';
import { cycleNotFound } from './refusals.js';

@InputType({ description: 'Which cycle.' })
export class CycleDetermineInput extends MoneyInput {
  @Ref(() => Cycle, { description: 'The cycle.' })
  cycleId!: string;
}

@ObjectType({ description: 'Answer of `cycleDetermine`.' })
export class CycleDeterminePayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

interface HeldCycle {
  readonly period_id: string | null;
  readonly programme_id: string;
  readonly number: number;
  readonly period_from: string;
  readonly period_to: string;
  readonly due_on: string;
}

/** The period of a cycle. A process of the version before opens cycles without one: it is opened now. */
async function periodOf(ctx: TxContext, cycleId: string): Promise<string> {
  const { rows: [cycle] } = await ask<HeldCycle>(ctx, sql`
    select c.period_id, c.programme_id, c.number, c.period_from::text, c.period_to::text, c.due_on::text
    from cash_transfers.cycle c where c.id = ${cycleId}::uuid and ${inProgrammesOf(ctx, sql`c.programme_id`)} for update`);
  if (!cycle) return refuse(cycleNotFound('cycleId'));
  if (cycle.period_id) return cycle.period_id;
  const period = await openPeriod(ctx, { programmeId: cycle.programme_id, number: cycle.number, periodFrom: cycle.period_from, periodTo: cycle.period_to, dueOn: cycle.due_on });
  await ctx.tx.query('update cash_transfers.cycle set period_id = $2 where id = $1', [cycleId, period]);
  return period;
}

@Resolver()
export class DetermineCycle {
  @Mutation(() => CycleDeterminePayload, { description: 'Determines what is owed for a cycle to everybody who is in the programme on its first day, by the rules in force on it. Answers with a job.' })
  @Requires('cash-transfers.cycles.manage')
  cycleDetermine(@Arg('input', () => CycleDetermineInput, { description: 'Which cycle.' }) input: CycleDetermineInput, @Ctx() ctx: Context): Promise<CycleDeterminePayload> {
    return write<CycleDeterminePayload, CycleDetermineInput>(ctx, { operation: 'cycleDetermine', input }, async (tx, { cycleId }) => {
      const { jobId } = await determinePeriod(tx, await periodOf(tx, cycleId), 'cycleId');
      return { job: { id: jobId } };
    });
  }
}

/** A cycle is determined when its period is, by whichever mutation that began. */
export const followPeriod = entitlementsDetermined.inTransaction('cash-transfers.follow-period', async (ctx, { run }) => {
  const { tx } = ctx as TxContext;
  const { rows } = await tx.query<{ id: string }>(
    "update cash_transfers.cycle c set state = 'DETERMINED' from programmes.determination_run r where r.id = $1 and c.period_id = r.period_id and c.state = 'OPEN' returning c.id", [run]);
  for (const { id } of rows) await publish(ctx as TxContext, cycleDetermined, { id });
});
