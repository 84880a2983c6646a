import {
  Arg, Ctx, Field, IdempotentInput, InputType, Int, LocalDate, Min, Mutation, ObjectType, Payload, Programme, publish, Ref, refuse, Requires, Resolver, uuidv7, write, type Context,
} from '@kinga/plugin-sdk';
import { Cycle } from './cycle.js';
import { cycleOpened } from './events.js';
import { cashProgramme } from './programme-of.js';
import { cycleNumberTaken, cycleOverlaps, periodEndsBefore } from './refusals.js';

@InputType({ description: 'A cycle.' })
export class CycleOpenInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Whose cycle it is.' })
  programmeId!: string;

  @Field(() => Int, { description: 'Its number in the programme.' })
  @Min(1)
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
  @Mutation(() => CycleOpenPayload, { description: 'Opens a cycle, for which what is owed can then be determined.' })
  @Requires('cash-transfers.cycles.manage')
  cycleOpen(@Arg('input', () => CycleOpenInput, { description: 'The cycle.' }) input: CycleOpenInput, @Ctx() ctx: Context): Promise<CycleOpenPayload> {
    const constraints = { cycle_once: cycleNumberTaken('number'), cycle_overlap: cycleOverlaps('periodFrom') };
    return write<CycleOpenPayload, CycleOpenInput>(ctx, { operation: 'cycleOpen', input, constraints }, async (tx, given) => {
      if (given.periodTo < given.periodFrom) refuse(periodEndsBefore('periodTo', { from: given.periodFrom, to: given.periodTo }));
      await cashProgramme(tx, given.programmeId, 'programmeId');
      const id = uuidv7();
      await tx.tx.query(
        'insert into cash_transfers.cycle (id, programme_id, number, period_from, period_to, due_on) values ($1, $2, $3, $4, $5, $6)',
        [id, given.programmeId, given.number, given.periodFrom, given.periodTo, given.dueOn ?? given.periodTo],
      );
      await publish(tx, cycleOpened, { id });
      return { cycle: { id } };
    });
  }
}
