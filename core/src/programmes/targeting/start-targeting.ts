import { ArrayMaxSize, IsOptional, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
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
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../../people/households/day-of.js';
import { findPlaces } from '../../people/places/find-place.js';
import { noVersion } from '../decisions/refusals.js';
import { rulesInForce } from '../decisions/rules-of.js';
import { storeBasis } from '../decisions/store-decisions.js';
import { lockProgramme } from '../lock-programme.js';
import { targetingStarted } from '../events.js';
import { Programme } from '../programme.js';
import { leadsToOfVersion } from '../refusals.js';
import { LeadsTo } from '../versions/leads-to.js';
import { requireWholeProgramme } from '../whole-programme.js';
import { readWhom, WhomInput } from '../whom.js';
import { targeting } from './job.js';
import { TargetingMode, TargetingRun } from './targeting-run.js';

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

  @Field(() => WhomInput, { nullable: true, description: 'Only those whom this filter chooses, as they are now, of those who are there. Whoever waits and comes before them by priority keeps their turn.' })
  @IsOptional()
  @ValidateNested()
  where?: WhomInput | null;

  @Field(() => LeadsTo, { nullable: true, deprecationReason: 'The version of the programme says it: `whenNoLongerEligible`, `whenOverdue`. Goes in 0.3.', description: 'What becomes of whoever is no longer eligible, or overdue. Something else than the version says is refused.' })
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
  readonly chosen?: object | null;
  readonly former?: boolean;
  readonly leadsTo?: LeadsTo;
}

/** What a run goes by: the rules in force where it judges, and what the version says of whoever has to leave. */
async function basisOf(ctx: TxContext, programmeId: string, mode: TargetingMode, day: string): Promise<{ readonly basisId: string | null; readonly leadsTo: LeadsTo }> {
  if (mode !== TargetingMode.OVERDUE) {
    const rules = await rulesInForce(ctx, programmeId, day);
    return { basisId: await storeBasis(ctx, rules), leadsTo: rules.whenNoLongerEligible };
  }
  const { rows: [found] } = await ctx.tx.query<{ leads_to: LeadsTo }>(
    "select when_overdue as leads_to from programmes.programme_version where programme_id = $1 and state in ('PUBLISHED', 'SUPERSEDED') and daterange(effective_from, in_force_to) @> $2::date", [programmeId, day]);
  return { basisId: null, leadsTo: found?.leads_to ?? refuse(noVersion('programmeId', { day })) };
}

async function start(ctx: TxContext, { programmeId, mode, on, phase, basisId, placeCodes = null, chosen = null, former = false, leadsTo = LeadsTo.EXIT }: Asked): Promise<Omit<TargetingPayload, 'userErrors'>> {
  const { rows: [run] } = await ask<{ id: string }>(ctx, sql`
    insert into programmes.targeting_run (programme_id, mode, on_date, place_codes, chosen, former, leads_to, basis_id, phase, started_by)
    values (${programmeId}::uuid, ${mode}::text, ${on}::date, ${placeCodes}::text[], ${chosen && JSON.stringify(chosen)}::jsonb, ${former}::boolean, ${leadsTo}::text, ${basisId}::uuid, ${phase}::text, ${ctx.actor.id}::text) returning id`);
  const id = run?.id ?? '';
  await publish(ctx, targetingStarted, { id, programme: programmeId });
  return { targetingRun: { id }, job: await startJob(ctx, targeting, { runId: id }) };
}

/** What a module has judged: by whose rules, as of which day (`YYYY-MM-DD`), where. */
export interface TargetingAsked {
  readonly programmeId: string;
  readonly mode: TargetingMode;
  readonly on: string;
  /** Codes of places: those there and below; everybody where left out. */
  readonly placeCodes?: readonly string[];
  /** Whether those are judged anew, too, who were rejected or left. */
  readonly former?: boolean;
}

/**
 * Has many judged by the rules in force on a day, and what follows from that done, as `targetingStart` does.
 *
 * @returns UUIDs of the run and of the job that does the work
 */
export async function startTargeting(ctx: TxContext, { programmeId, mode, on, placeCodes, former = false }: TargetingAsked): Promise<{ readonly runId: string; readonly jobId: string }> {
  await lockProgramme(ctx, programmeId, 'programmeId');
  const { targetingRun, job } = await start(ctx, { programmeId, mode, on, phase: 'JUDGE', placeCodes: placeCodes ?? null, former, ...(await basisOf(ctx, programmeId, mode, on)) });
  return { runId: targetingRun?.id ?? '', jobId: job?.id ?? '' };
}

@Resolver()
export class StartTargeting {
  @Mutation(() => TargetingPayload, { description: 'Judges many by the rules in force on a day, as they are now, and does what follows from that. Answers with a job.' })
  @Requires('programmes.targeting.run')
  targetingStart(@Arg('input', () => TargetingStartInput, { description: 'Whom, by which programme.' }) input: TargetingStartInput, @Ctx() ctx: Context): Promise<TargetingPayload> {
    return write<TargetingPayload, TargetingStartInput>(ctx, { operation: 'targetingStart', input }, async (given, { programmeId, mode, on, placeCodes, where, former, leadsTo: said }) => {
      const day = dayOf(given, on);
      const { target } = await lockProgramme(given, programmeId, 'programmeId');
      const { ctx: tx, chosen } = readWhom(given, target, where);
      if (placeCodes) await findPlaces(tx, placeCodes.map((code, index) => ({ code, path: `placeCodes.${index}` })));
      const { basisId, leadsTo } = await basisOf(tx, programmeId, mode, day);
      if (said && said !== leadsTo) refuse(leadsToOfVersion('leadsTo', { says: leadsTo }));
      return start(tx, { programmeId, mode, on: day, phase: 'JUDGE', basisId, placeCodes: placeCodes ?? null, chosen, former: former ?? false, leadsTo });
    });
  }

  @Mutation(() => TargetingPayload, { description: 'Takes in the next ones of the waiting list, in the order of priority, as places and budget allow. Answers with a job.' })
  @Requires('programmes.enrolments.manage')
  waitingListAdmit(@Arg('input', () => WaitingListAdmitInput, { description: 'Whose.' }) input: WaitingListAdmitInput, @Ctx() ctx: Context): Promise<TargetingPayload> {
    return write<TargetingPayload, WaitingListAdmitInput>(ctx, { operation: 'waitingListAdmit', input }, async (tx, { programmeId }) => {
      await lockProgramme(tx, programmeId, 'programmeId');
      requireWholeProgramme(tx, 'programmeId');
      return start(tx, { programmeId, mode: TargetingMode.ENROL, on: tx.today, phase: 'ALLOCATE', basisId: null });
    });
  }
}
