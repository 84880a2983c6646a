import { Arg, Ctx, Field, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { noteRead } from '../kernel/audit/read-log.js';
import type { Context } from '../kernel/context.js';
import { badInput } from '../kernel/faults.js';
import { Requires } from '../kernel/schema/permission.js';
import { Decimal, LocalDate } from '../kernel/schema/scalars.js';
import { Place } from '../people/places/place.js';
import { countGrievances } from './count-grievances.js';
import { GrievanceConfidentiality, GrievanceState } from './states.js';

const MOST_GROUPINGS = 3;

/** By what grievances are counted. */
export enum GrievanceGrouping {
  CATEGORY = 'CATEGORY',
  CHANNEL = 'CHANNEL',
  PLACE = 'PLACE',
  STATE = 'STATE',
  LEVEL = 'LEVEL',
  OUTCOME = 'OUTCOME',
  CONFIDENTIALITY = 'CONFIDENTIALITY',
}
registerEnumType(GrievanceGrouping, {
  name: 'GrievanceGrouping',
  description: 'By what grievances are counted.',
  valuesConfig: {
    CATEGORY: { description: 'By what they are about.' },
    CHANNEL: { description: 'By the way in which they came.' },
    PLACE: { description: 'By the places of a depth, each with all below it.' },
    STATE: { description: 'By where they stand.' },
    LEVEL: { description: 'By the level at which they are.' },
    OUTCOME: { description: 'By how they were decided.' },
    CONFIDENTIALITY: { description: 'By who sees them.' },
  },
});

@ObjectType({ description: 'How many grievances of one kind there are among those that you may see, and how long they take.' })
export class GrievanceStatistics {
  @Field(() => String, { nullable: true, description: 'What they are about, where they are counted by it.' })
  category!: string | null;

  @Field(() => String, { nullable: true, description: 'The way in which they came, where they are counted by it.' })
  channel!: string | null;

  @Field(() => Place, { nullable: true, description: 'The place, where they are counted by it; null of those without one.' })
  place!: { readonly id: string } | null;

  @Field(() => GrievanceState, { nullable: true, description: 'Where they stand, where they are counted by it.' })
  state!: GrievanceState | null;

  @Field(() => Int, { nullable: true, description: 'At which level they are, where they are counted by it.' })
  level!: number | null;

  @Field(() => String, { nullable: true, description: 'How they were decided, where they are counted by it; null of those that are not.' })
  outcome!: string | null;

  @Field(() => GrievanceConfidentiality, { nullable: true, description: 'Who sees them, where they are counted by it.' })
  confidentiality!: GrievanceConfidentiality | null;

  @Field(() => Int, { description: 'How many were received.' })
  received!: number;

  @Field(() => Int, { description: 'How many of them wait for a decision.' })
  open!: number;

  @Field(() => Int, { description: 'How many of those that wait are past a time limit, on the day of the request.' })
  overdue!: number;

  @Field(() => Int, { description: 'How many were resolved.' })
  resolved!: number;

  @Field(() => Int, { description: 'How many were rejected.' })
  rejected!: number;

  @Field(() => Int, { description: 'How many were closed without a decision.' })
  withdrawn!: number;

  @Field(() => Int, { description: 'How many were decided within their time limit.' })
  inTime!: number;

  @Field(() => Int, { description: 'How many were appealed against.' })
  appealed!: number;

  @Field(() => Decimal, { nullable: true, description: 'Working days until the decision, on average, to one decimal; null where none was decided.' })
  averageDays!: string | null;

  @Field(() => Int, { nullable: true, description: 'Working days within which half of the decisions were taken.' })
  medianDays!: number | null;

  @Field(() => Int, { nullable: true, description: 'Working days that the longest took.' })
  longestDays!: number | null;
}

@Resolver()
export class GiveGrievanceStatistics {
  @Query(() => [GrievanceStatistics], { description: 'How many grievances there are and how long they take, by category, channel, place and more. Those that you may not see are not counted.' })
  @Requires('grievances.statistics.read')
  async grievanceStatistics(
    @Arg('from', () => LocalDate, { description: 'First day on which they were received.' }) from: string,
    @Arg('to', () => LocalDate, { description: 'Last day on which they were received.' }) to: string,
    @Arg('groupBy', () => [GrievanceGrouping], { defaultValue: [], description: 'By what they are counted, at most three; all together where left out.' }) groupBy: GrievanceGrouping[],
    @Arg('placeDepth', () => Int, { defaultValue: 1, description: 'Depth of the places that PLACE counts by: 0 for the uppermost.' }) placeDepth: number,
    @Ctx() ctx: Context,
  ): Promise<readonly GrievanceStatistics[]> {
    if (to < from) throw badInput('to is not before from.');
    if (placeDepth < 0) throw badInput('placeDepth is 0 or more.');
    if (groupBy.length > MOST_GROUPINGS) throw badInput(`Count by ${MOST_GROUPINGS} at most.`);
    const counted = await countGrievances(ctx, { from, to, by: groupBy, placeDepth });
    // A count of one tells of a person, whoever it is.
    await noteRead(ctx, { fields: ['GrievanceStatistics.received'], subjects: [] });
    return counted;
  }
}
