import {
  Arg, Ctx, Field, IdempotentInput, InputType, Int, LocalDate, Max, Min, Mutation, ObjectType, openPeriod, Payload, Programme, publish, Ref, Requires, Resolver, uuidv7, write,
  type Context, type PeriodOpened, type Refusal, type TxContext,
} from '@kinga/plugin-sdk';
import { Cycle } from './cycle.js';
import { cycleOpened } from './events.js';
import { checkScheme } from './programme-of.js';
import { cycleNumberTaken, cycleOverlaps } from './refusals.js';

@InputType({ description: 'A cycle.' })
export class CycleOpenInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Whose cycle it is.' })
  programmeId!: string;

  @Field(() => Int, { description: 'Its number in the programme.' })
  @Min(1)
  @Max(100_000)
  number!: number;

  @Field(() => LocalDate, { description: 'First day of the period.' })
  periodFrom!: string;

  @Field(() => LocalDate, { description: 'Last day of the period.' })
  periodTo!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it may be paid; the last day of the period where left out.' })
  dueOn?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The day on which its list is closed, its first day or before: whoever is enrolled after it waits for the next cycle. Nobody waits where left out.' })
  cutOffOn?: string | null;
}

@ObjectType({ description: 'Answer of `cycleOpen`.' })
export class CycleOpenPayload extends Payload {
  @Field(() => Cycle, { nullable: true, description: 'The cycle.' })
  cycle?: { readonly id: string };
}

/** Constraints that a cycle breaks, by the paths of its input. */
export function taken(number: string, periodFrom: string): Readonly<Record<string, Refusal>> {
  const [sameNumber, overlaps] = [cycleNumberTaken(number), cycleOverlaps(periodFrom)];
  return { cycle_once: sameNumber, benefit_period_once: sameNumber, cycle_overlap: overlaps, benefit_period_apart: overlaps };
}

/** Opens a cycle and its period. @returns its UUID */
export async function openOne(ctx: TxContext, cycle: PeriodOpened): Promise<string> {
  const period = await openPeriod(ctx, cycle);
  const id = uuidv7();
  await ctx.tx.query(
    'insert into cash_transfers.cycle (id, programme_id, period_id, number, period_from, period_to, due_on, cut_off_on) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [id, cycle.programmeId, period, cycle.number, cycle.periodFrom, cycle.periodTo, cycle.dueOn, cycle.cutOffOn ?? null]);
  await publish(ctx, cycleOpened, { id });
  return id;
}

@Resolver()
export class OpenCycle {
  @Mutation(() => CycleOpenPayload, { description: 'Opens a cycle, and the period of the programme for which what is owed can then be determined.' })
  @Requires('cash-transfers.cycles.manage')
  cycleOpen(@Arg('input', () => CycleOpenInput, { description: 'The cycle.' }) input: CycleOpenInput, @Ctx() ctx: Context): Promise<CycleOpenPayload> {
    return write<CycleOpenPayload, CycleOpenInput>(ctx, { operation: 'cycleOpen', input, constraints: taken('number', 'periodFrom') }, async (tx, given) => {
      const { programmeId, number, periodFrom, periodTo } = given;
      await checkScheme(tx, programmeId, 'programmeId');
      return { cycle: { id: await openOne(tx, { programmeId, number, periodFrom, periodTo, dueOn: given.dueOn ?? periodTo, cutOffOn: given.cutOffOn }) } };
    });
  }
}
