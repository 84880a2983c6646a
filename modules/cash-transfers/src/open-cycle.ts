import {
  Arg, Ctx, Field, IdempotentInput, InputType, Int, LocalDate, Max, Min, Mutation, ObjectType, openPeriod, Payload, Programme, publish, Ref, Requires, Resolver, uuidv7, write, type Context,
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
}

@ObjectType({ description: 'Answer of `cycleOpen`.' })
export class CycleOpenPayload extends Payload {
  @Field(() => Cycle, { nullable: true, description: 'The cycle.' })
  cycle?: { readonly id: string };
}

@Resolver()
export class OpenCycle {
  @Mutation(() => CycleOpenPayload, { description: 'Opens a cycle, and the period of the programme for which what is owed can then be determined.' })
  @Requires('cash-transfers.cycles.manage')
  cycleOpen(@Arg('input', () => CycleOpenInput, { description: 'The cycle.' }) input: CycleOpenInput, @Ctx() ctx: Context): Promise<CycleOpenPayload> {
    const [taken, overlaps] = [cycleNumberTaken('number'), cycleOverlaps('periodFrom')];
    const constraints = { cycle_once: taken, benefit_period_once: taken, cycle_overlap: overlaps, benefit_period_apart: overlaps };
    return write<CycleOpenPayload, CycleOpenInput>(ctx, { operation: 'cycleOpen', input, constraints }, async (tx, given) => {
      const { programmeId, number, periodFrom, periodTo } = given;
      await checkScheme(tx, programmeId, 'programmeId');
      const dueOn = given.dueOn ?? periodTo;
      const period = await openPeriod(tx, { programmeId, number, periodFrom, periodTo, dueOn });
      const id = uuidv7();
      await tx.tx.query(
        'insert into cash_transfers.cycle (id, programme_id, period_id, number, period_from, period_to, due_on) values ($1, $2, $3, $4, $5, $6, $7)',
        [id, programmeId, period, number, periodFrom, periodTo, dueOn],
      );
      await publish(tx, cycleOpened, { id });
      return { cycle: { id } };
    });
  }
}
