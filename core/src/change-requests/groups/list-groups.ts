import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse } from '../../kernel/write/refusal.js';
import { groupUnknown } from '../refusals.js';
import { approvalSettings } from '../settings.js';

@ObjectType({ description: 'A group that decides; `taskGroupMembers` says who is in it.' })
export class TaskGroup {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;
}

/** Refuses codes of which there is no group. */
export function checkGroups(ctx: Context, codes: readonly string[], path: string): void {
  const known = approvalSettings(ctx.platform).groups.map(({ code }) => code);
  const unknown = codes.filter((code) => !known.includes(code));
  if (unknown.length > 0) refuse(...unknown.map(() => groupUnknown(path)));
}

@Resolver()
export class ListTaskGroups {
  @Query(() => [TaskGroup], { description: 'Groups that decide in this deployment.' })
  @Requires('change-requests.groups.read')
  taskGroups(@Ctx() ctx: Context): readonly TaskGroup[] {
    return approvalSettings(ctx.platform).groups;
  }
}
