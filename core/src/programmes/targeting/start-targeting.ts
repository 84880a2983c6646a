import { ArrayMaxSize, IsOptional } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Job } from '../../kernel/jobs/job.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../../people/households/day-of.js';
import { findPlaces } from '../../people/places/find-place.js';
import { rulesInForce } from '../decisions/rules-of.js';
import { storeBasis } from '../decisions/store-decisions.js';
import { lockProgramme } from '../lock-programme.js';
import { targetingStarted } from '../events.js';
import { Programme } from '../programme.js';
import { targeting } from './job.js';
import { TargetingMode, TargetingRun } from './targeting-run.js';

/** What becomes of whoever is no longer eligible, or overdue. */
export enum LeadsTo {
  EXIT = 'EXIT',
  SUSPEND = 'SUSPEND',
}
registerEnumType(LeadsTo, { name: 'LeadsTo', description: 'What becomes of whoever is no longer eligible, or overdue.', valuesConfig: { EXIT: { description: 'They exit.' }, SUSPEND: { description: 'They are suspended.' } } });

@InputType({ description: 'Whom to judge, and what follows.' })
export class TargetingStartInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'By the rules of which programme.' })
  programmeId!: string;

  @Field(() => TargetingMode, { description: 'What is to be done.' })
  mode!: TargetingMode;

  @Field(() => LocalDate, { nullable: true, description: 'As of which day; today where left out. Nothing is said ahead.' })
  @IsOptional()
  on?: string | null;

  @Field(() => [String], { nullable: true, description: 'Codes of places: those there and below, everybody where left out.' })
  @IsOptional()
  @ArrayMaxSize(1000)
  placeCodes?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether those are judged anew, too, who were rejected or left; not where left out.' })
  @IsOptional()
  former?: boolean | null;

  @Field(() => LeadsTo, { nullable: true, description: 'What becomes of whoever is no longer eligible, or overdue; an exit where left out.' })
  @IsOptional()
  leadsTo?: LeadsTo | null;
}

@InputType({ description: 'Whose waiting list.' })
export class WaitingListAdmitInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Which programme.' })
  programmeId!: string;
}

@ObjectType({ description: 'Answer of mutations that start work on many.' })
export class TargetingPayload extends Payload {
  @Field(() => TargetingRun, { nullable: true, description: 'What is done, and what comes of it.' })
  targetingRun?: { readonly id: string };

  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

interface Asked {
  readonly programmeId: string;
  readonly mode: TargetingMode;
  readonly on: string;
  readonly phase: 'JUDGE' | 'ALLOCATE';
  readonly basisId: string | null;
  readonly placeCodes?: readonly string[] | null;
  readonly former?: boolean;
  readonly leadsTo?: LeadsTo;
}

async function start(ctx: TxContext, { programmeId, mode, on, phase, basisId, placeCodes = null, former = false, leadsTo = LeadsTo.EXIT }: Asked): Promise<Omit<TargetingPayload, 'userErrors'>> {
  const { rows: [run] } = await ask<{ id: string }>(ctx, sql`
    insert into programmes.targeting_run (programme_id, mode, on_date, place_codes, former, leads_to, basis_id, phase, started_by)
    values (${programmeId}::uuid, ${mode}::text, ${on}::date, ${placeCodes}::text[], ${former}::boolean, ${leadsTo}::text, ${basisId}::uuid, ${phase}::text, ${ctx.actor.id}::text) returning id`);
  const id = run?.id ?? '';
  await publish(ctx, targetingStarted, { id, programme: programmeId });
  return { targetingRun: { id }, job: await startJob(ctx, targeting, { runId: id }) };
}

@Resolver()
export class StartTargeting {
  @Mutation(() => TargetingPayload, { description: 'Judges many by the rules in force on a day, as they are now, and does what follows from that. Answers with a job.' })
  @Requires('programmes.targeting.run')
  targetingStart(@Arg('input', () => TargetingStartInput, { description: 'Whom, by which programme.' }) input: TargetingStartInput, @Ctx() ctx: Context): Promise<TargetingPayload> {
    return write<TargetingPayload, TargetingStartInput>(ctx, { operation: 'targetingStart', input }, async (tx, { programmeId, mode, on, placeCodes, former, leadsTo }) => {
      const day = dayOf(tx, on);
      await lockProgramme(tx, programmeId, 'programmeId');
      if (placeCodes) await findPlaces(tx, placeCodes.map((code, index) => ({ code, path: `placeCodes.${index}` })));
      const basisId = mode === TargetingMode.OVERDUE ? null : await storeBasis(tx, await rulesInForce(tx, programmeId, day));
      return start(tx, { programmeId, mode, on: day, phase: 'JUDGE', basisId, placeCodes: placeCodes ?? null, former: former ?? false, leadsTo: leadsTo ?? LeadsTo.EXIT });
    });
  }

  @Mutation(() => TargetingPayload, { description: 'Takes in the next ones of the waiting list, in the order of priority, as places and budget allow. Answers with a job.' })
  @Requires('programmes.enrolments.manage')
  waitingListAdmit(@Arg('input', () => WaitingListAdmitInput, { description: 'Whose.' }) input: WaitingListAdmitInput, @Ctx() ctx: Context): Promise<TargetingPayload> {
    return write<TargetingPayload, WaitingListAdmitInput>(ctx, { operation: 'waitingListAdmit', input }, async (tx, { programmeId }) => {
      await lockProgramme(tx, programmeId, 'programmeId');
      return start(tx, { programmeId, mode: TargetingMode.ENROL, on: tx.today, phase: 'ALLOCATE', basisId: null });
    });
  }
}
