import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { groupKinds } from './group-kinds.js';

@ObjectType({ description: 'A kind of group that this deployment knows.' })
export class GroupKind {
  @Field(() => String, { description: 'What `groupRegister` takes as `kind`.' })
  name!: string;

  @Field(() => String, { description: 'What it is.' })
  description!: string;

  @Field(() => [String], { description: 'What its members can be.' })
  roles!: readonly string[];
}

@Resolver()
export class ListGroupKinds {
  @Query(() => [GroupKind], { description: 'The kinds of groups that this deployment knows.' })
  @Requires('people.groups.read')
  groupKinds(@Ctx() ctx: Context): readonly GroupKind[] {
    return [...ctx.platform.extensions(groupKinds)].map(([name, { description, roles }]) => ({ name, description, roles }));
  }
}
