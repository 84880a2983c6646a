import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { noteRead } from '../kernel/audit/read-log.js';
import type { Context } from '../kernel/context.js';
import { Public } from '../kernel/schema/permission.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { addressKey, rateLimited } from '../kernel/surface/limited.js';
import { codeDigests } from './follow-up-code.js';
import { grievanceSettings } from './settings.js';
import { GrievanceState } from './states.js';

const HOUR = 3_600;

@ObjectType({ description: 'What whoever has the code of a grievance is told of it: how far it is, and nothing of what it is about.' })
export class GrievanceFollowUp {
  @Field(() => GrievanceState, { description: 'Where it stands.' })
  state!: GrievanceState;

  @Field(() => LocalDate, { description: 'When it was received.' })
  receivedOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'By when a decision is expected; null where there is nothing to wait for.' })
  expectedBy!: string | null;

  @Field(() => Int, { description: 'How many answers there are, which the office tells.' })
  answers!: number;
}

interface Found extends GrievanceFollowUp {
  readonly id: string;
  readonly person: string | null;
}

/** Counts a try, for the address from which it comes. @returns what to call where the code was right, so that it does not count */
async function countTry(ctx: Context): Promise<() => void> {
  const most = grievanceSettings(ctx.platform).followUpTries;
  const takings = [{ of: `grievance-code:${addressKey(ctx.address ?? '')}`, cost: 1, rate: { capacity: most, perSecond: most / HOUR } }];
  const wait = await ctx.platform.allowances.take(takings);
  if (wait !== undefined) {
    ctx.platform.telemetry.metrics.turnedAway.inc({ because: 'rate' });
    throw rateLimited(wait);
  }
  return () => ctx.platform.allowances.giveBack(takings);
}

@Resolver()
export class FollowUpGrievance {
  @Query(() => GrievanceFollowUp, { nullable: true, description: 'How far a grievance is, for whoever has its code; null where no grievance has it. Wrong codes are counted by address.' })
  @Public('whoever complains without saying who they are has no account; the code is what they have')
  async grievanceFollowUp(@Arg('code', () => String, { description: 'The code that was given when the grievance was recorded.' }) code: string, @Ctx() ctx: Context): Promise<GrievanceFollowUp | null> {
    const right = await countTry(ctx);
    const { rows: [found] } = await ctx.platform.pool.query<Found>(
      'select id, person_id as person, state, received_on::text as "receivedOn", expected_by::text as "expectedBy", answers from grievances.follow_up($1)', [codeDigests(ctx, code.slice(0, 100))],
    );
    if (!found) return null;
    right();
    await noteRead(ctx, { fields: ['GrievanceFollowUp.state'], subjects: found.person ? [found.person] : [] });
    return found;
  }
}
