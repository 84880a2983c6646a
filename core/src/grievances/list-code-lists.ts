import { Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { readRows } from '../kernel/read/read-rows.js';
import { Requires } from '../kernel/schema/permission.js';
import { levelsOf } from './clock.js';
import { actionOf, categoriesOf, channelsOf, leastConfidentiality, outcomesOf } from './code-lists.js';
import { GrievanceAction, GrievanceConfidentiality, GrievanceState } from './states.js';

@ObjectType({ description: 'What grievances of this deployment may be about.' })
export class GrievanceCategoryInfo {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => String, { description: 'What it is, for people.' })
  description!: string;

  @Field(() => GrievanceConfidentiality, { description: 'The least confidentiality that its grievances have.' })
  confidentiality!: GrievanceConfidentiality;
}

@ObjectType({ description: 'A way in which grievances of this deployment come.' })
export class GrievanceChannelInfo {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => String, { description: 'What it is, for people.' })
  description!: string;
}

@ObjectType({ description: 'How grievances of this deployment may be decided.' })
export class GrievanceOutcomeInfo {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => String, { description: 'What it is, for people.' })
  description!: string;

  @Field(() => GrievanceAction, { description: 'RESOLVE or REJECT.' })
  decides!: GrievanceAction;

  @Field(() => String, { nullable: true, description: 'What follows from it at once.' })
  consequence!: string | null;
}

@ObjectType({ description: 'Who looks into grievances, and within what time where a category says nothing else.' })
export class GrievanceLevelInfo {
  @Field(() => Int, { description: 'Its number, from 1.' })
  level!: number;

  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => String, { description: 'Who that is, for people.' })
  description!: string;

  @Field(() => Int, { description: 'Working days until whoever complains is told that it is looked at.' })
  acknowledge!: number;

  @Field(() => Int, { description: 'Working days until it is decided.' })
  resolve!: number;
}

@ObjectType({ description: 'What may be done with a grievance in a state, and where it leads.' })
export class GrievanceTransitionInfo {
  @Field(() => GrievanceState, { description: 'From which state.' })
  from!: GrievanceState;

  @Field(() => GrievanceAction, { description: 'What is done.' })
  action!: GrievanceAction;

  @Field(() => GrievanceState, { description: 'To which state.' })
  to!: GrievanceState;
}

@Resolver()
export class ListGrievanceCodes {
  @Query(() => [GrievanceCategoryInfo], { description: 'What grievances of this deployment may be about.' })
  @Requires('grievances.cases.read')
  grievanceCategories(@Ctx() ctx: Context): readonly GrievanceCategoryInfo[] {
    return [...categoriesOf(ctx)].map(([code, category]) => ({ code, description: category.description, confidentiality: leastConfidentiality(category) }));
  }

  @Query(() => [GrievanceChannelInfo], { description: 'Ways in which grievances of this deployment come.' })
  @Requires('grievances.cases.read')
  grievanceChannels(@Ctx() ctx: Context): readonly GrievanceChannelInfo[] {
    return [...channelsOf(ctx)].map(([code, { description }]) => ({ code, description }));
  }

  @Query(() => [GrievanceOutcomeInfo], { description: 'How grievances of this deployment may be decided.' })
  @Requires('grievances.cases.read')
  grievanceOutcomes(@Ctx() ctx: Context): readonly GrievanceOutcomeInfo[] {
    return [...outcomesOf(ctx)].map(([code, outcome]) => ({ code, description: outcome.description, decides: actionOf(outcome), consequence: outcome.consequence ?? null }));
  }

  @Query(() => [GrievanceLevelInfo], { description: 'Who looks into grievances, from those who do first to those who do last.' })
  @Requires('grievances.cases.read')
  grievanceLevels(@Ctx() ctx: Context): readonly GrievanceLevelInfo[] {
    return levelsOf(ctx).map((level, at) => ({ ...level, level: at + 1 }));
  }

  @Query(() => [GrievanceTransitionInfo], { description: 'What may be done with a grievance in which state.' })
  @Requires('grievances.cases.read')
  async grievanceTransitions(@Ctx() ctx: Context): Promise<readonly GrievanceTransitionInfo[]> {
    const { rows } = await readRows<{ from: GrievanceState; action: GrievanceAction; to: GrievanceState }>(ctx, 'select from_state as "from", action, to_state as "to" from grievances.transition order by from_state, action');
    return rows;
  }
}
