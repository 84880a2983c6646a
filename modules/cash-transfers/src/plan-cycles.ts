import {
  Arg, ArrayMaxSize, ArrayMinSize, ask, Ctx, dueTogether, Field, IdempotentInput, inProgrammesOf, InputType, Int, IsOptional, Length, LocalDate, Max, Min, Mutation, ObjectType, Payload, Programme, publish, Ref, refuse, Requires,
  Resolver, sql, write, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { Cycle } from './cycle.js';
import { cyclesJoined } from './events.js';
import { openOne, taken } from './open-cycle.js';
import { checkScheme } from './programme-of.js';
import { cycleNotFound, cyclesApart, joinedTooEarly } from './refusals.js';

@InputType({ description: 'The calendar of a programme: cycles one after the other.' })
export class CyclesPlanInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Whose cycles.' })
  programmeId!: string;

  @Field(() => Int, { description: 'Number of the first.' })
  @Min(1)
  @Max(100_000)
  number!: number;

  @Field(() => LocalDate, { description: 'First day of the first.' })
  periodFrom!: string;

  @Field(() => Int, { description: 'How many months each has.' })
  @Min(1)
  @Max(12)
  months!: number;

  @Field(() => Int, { description: 'How many there are to be.' })
  @Min(1)
  @Max(60)
  count!: number;

  @Field(() => Int, { description: 'On which day of each it may be paid: so many days after its first; 0 is the first day itself.' })
  @Min(0)
  @Max(400)
  dueAfterDays!: number;

  @Field(() => Int, { nullable: true, description: 'So many days before its first day its list is closed: whoever is enrolled later waits for the next. Nobody waits where left out.' })
  @IsOptional()
  @Min(0)
  @Max(400)
  cutOffDays?: number | null;
}

@InputType({ description: 'Cycles that are paid together.' })
export class CyclesJoinInput extends IdempotentInput {
  @Ref(() => Cycle, { list: true, description: 'Which cycles: of one programme, one after the other, none of them determined.' })
  @ArrayMinSize(2)
  @ArrayMaxSize(12)
  cycleIds!: string[];

  @Field(() => LocalDate, { description: 'Day from which all of them may be paid.' })
  dueOn!: string;

  @Field(() => String, { description: 'Why.' })
  @Length(3, 500)
  reason!: string;
}

@ObjectType({ description: 'Answer of mutations that write several cycles.' })
export class CyclesPayload extends Payload {
  @Field(() => [Cycle], { nullable: true, description: 'The cycles, the first first.' })
  cycles?: readonly { readonly id: string }[];
}

/** The days of a cycle: those of the calendar, by months. A cycle of the end of a month begins on the last day of a shorter one. */
async function daysOf(ctx: TxContext, { periodFrom, months, count, dueAfterDays, cutOffDays }: CyclesPlanInput): Promise<readonly { readonly from: string; readonly to: string; readonly due: string; readonly cut_off: string | null }[]> {
  const { rows } = await ask<{ from: string; to: string; due: string; cut_off: string | null }>(ctx, sql`
    select c.from::text, (c.next - 1)::text as "to", (c.from + ${dueAfterDays}::int)::text as due, (c.from - ${cutOffDays ?? null}::int)::text as cut_off
    from generate_series(0, ${count}::int - 1) n cross join lateral (
      select (${periodFrom}::date + make_interval(months => n * ${months}::int))::date as "from", (${periodFrom}::date + make_interval(months => (n + 1) * ${months}::int))::date as next) c order by n`);
  return rows;
}

interface HeldCycle {
  readonly id: string;
  readonly programme_id: string;
  readonly period_id: string | null;
  readonly period_to: string;
  /** Days between the last day of the one before and its first; 1 where they follow one another. */
  readonly gap: number | null;
}

async function holdCycles(ctx: TxContext, ids: readonly string[]): Promise<readonly HeldCycle[]> {
  const { rows } = await ask<HeldCycle>(ctx, sql`
    with held as (select c.* from cash_transfers.cycle c where c.id = any(${ids}::uuid[]) and ${inProgrammesOf(ctx, sql`c.programme_id`)} for update)
    select h.id, h.programme_id, h.period_id, h.period_to::text, h.period_from - lag(h.period_to) over (order by h.period_from) as gap from held h order by h.period_from`);
  return rows;
}

@Resolver()
export class PlanCycles {
  @Mutation(() => CyclesPayload, { description: 'Opens the cycles of a calendar: so many, of so many months each, one after the other. All of them or none.' })
  @Requires('cash-transfers.cycles.manage')
  cyclesPlan(@Arg('input', () => CyclesPlanInput, { description: 'The calendar.' }) input: CyclesPlanInput, @Ctx() ctx: Context): Promise<CyclesPayload> {
    return write<CyclesPayload, CyclesPlanInput>(ctx, { operation: 'cyclesPlan', input, constraints: taken('number', 'periodFrom') }, async (tx, given) => {
      await checkScheme(tx, given.programmeId, 'programmeId');
      const cycles: { id: string }[] = [];
      for (const [index, { from, to, due, cut_off: cutOffOn }] of (await daysOf(tx, given)).entries()) {
        cycles.push({ id: await openOne(tx, { programmeId: given.programmeId, number: given.number + index, periodFrom: from, periodTo: to, dueOn: due, cutOffOn }) });
      }
      return { cycles };
    });
  }

  @Mutation(() => CyclesPayload, { description: 'Has several cycles of a programme paid together, by one run: on one day, not before the last of them is. Each keeps its own amounts and decisions.' })
  @Requires('cash-transfers.cycles.manage')
  cyclesJoin(@Arg('input', () => CyclesJoinInput, { description: 'Which cycles, and when.' }) input: CyclesJoinInput, @Ctx() ctx: Context): Promise<CyclesPayload> {
    return write<CyclesPayload, CyclesJoinInput>(ctx, { operation: 'cyclesJoin', input }, async (tx, { cycleIds, dueOn, reason }) => {
      const held = await holdCycles(tx, cycleIds);
      if (held.length !== new Set(cycleIds).size || held.some(({ period_id }) => period_id === null)) refuse(cycleNotFound('cycleIds'));
      if (new Set(held.map(({ programme_id }) => programme_id)).size > 1 || held.some(({ gap }) => gap !== null && gap !== 1)) refuse(cyclesApart('cycleIds'));
      const last = held.at(-1)?.period_to ?? dueOn;
      if (dueOn < last) refuse(joinedTooEarly('dueOn', { last }));
      await dueTogether(tx, held.flatMap(({ period_id }) => period_id ?? []), dueOn, 'cycleIds');
      const ids = held.map(({ id }) => id);
      await tx.tx.query('update cash_transfers.cycle set due_on = $2 where id = any($1)', [ids, dueOn]);
      await publish(tx, cyclesJoined, { ids, dueOn, reason });
      return { cycles: ids.map((id) => ({ id })) };
    });
  }
}
