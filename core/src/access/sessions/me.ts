import { Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { Public } from '../../kernel/schema/permission.js';

@ObjectType({ description: 'Who you are here.' })
export class Me {
  @Field(() => String, { description: 'The name that the issuer gives you for good; what you do is recorded under it.' })
  subject!: string;

  @Field(() => [String], { description: 'Roles that you hold.' })
  roles!: readonly string[];

  @Field(() => [String], { description: 'Permissions that you have by this sign-in.' })
  permissions!: readonly string[];

  @Field(() => [String], { nullable: true, description: 'Codes of the places whose subtrees you may see; every place where null.' })
  places!: readonly string[] | null;

  @Field(() => ID, { nullable: true, description: 'The session by which you ask, for `sessionEnd`; null where you ask by a token of the provider.' })
  session!: string | null;
}

@Resolver()
export class WhoAmI {
  @Query(() => Me, { nullable: true, description: 'Who you are and what you may; null where you are not signed in.' })
  @Public('tells the caller about nobody but the caller')
  me(@Ctx() { actor: asking }: Context): Me | null {
    const actor = asking.whole ?? asking;
    if (actor.id === 'anonymous') return null;
    const { id, roles, permissions, places, session } = actor;
    return { subject: id, roles, permissions: [...permissions].sort(), places, session: session ? encodeId('session', session) : null };
  }
}
