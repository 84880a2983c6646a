import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';

@ObjectType({ description: 'Something that somebody may be let do.' })
export class Permission {
  @Field(() => String, { description: 'Its name: module, what, may.' })
  name!: string;

  @Field(() => String, { description: "What it lets its holders do, in the caller's language." })
  description!: string;

  @Field(() => String, { description: 'The module whose it is.' })
  module!: string;
}

@Resolver()
export class ListPermissions {
  @Query(() => [Permission], { description: 'All permissions of this deployment, by module and name.' })
  @Requires('access.roles.read')
  permissions(@Ctx() { platform, locale }: Context): readonly Permission[] {
    return platform.plan.modules.flatMap(({ id, permissions = [] }) =>
      permissions.map(({ name, description }) => ({ name, description: platform.texts.of(locale, name) ?? description, module: id })).sort((a, b) => (a.name < b.name ? -1 : 1)));
  }
}
