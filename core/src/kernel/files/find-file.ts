import { Arg, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from 'type-graphql';
import { holdsScope } from '../access/held-grants.js';
import type { Context } from '../context.js';
import { uuidOf } from '../schema/ids.js';
import { Requires } from '../schema/permission.js';
import { Needs } from '../schema/resource.js';
import { File, FileState } from './file.js';
import { linkTo } from './links.js';

@InputType({ description: 'Names one File.' })
export class FileBy {
  @Field(() => ID, { description: 'By its id.' })
  id!: string;
}

@Resolver()
export class FindFile {
  @Query(() => File, { nullable: true, description: 'Finds a file that you sent or had made; null where there is none. Other files are seen through what refers to them.' })
  @Requires('kernel.files.read')
  async file(@Arg('by', () => FileBy, { description: 'Which one.' }) { id }: FileBy, @Ctx() ctx: Context): Promise<{ readonly id: string } | null> {
    const text = 'select id from kernel.file where id = $1 and owner = $2';
    ctx.platform.onStatement(text);
    const { rows } = await ctx.platform.pool.query<{ id: string }>(text, [uuidOf('file', id), ctx.actor.id]);
    return rows[0] ?? null;
  }
}

@Resolver(() => File)
export class LinkOfFile {
  @FieldResolver(() => String, { nullable: true, description: 'Where to GET its bytes, for some minutes; null until it is whole, and of exports once you no longer hold the scope in which they were made. Relative to the address of the API where it has no host.' })
  @Requires('kernel.files.read')
  @Needs('state', 'madeIn')
  url(@Root() { id, state, madeIn }: File, @Ctx() ctx: Context): string | null {
    return state === FileState.READY && (!madeIn || holdsScope(ctx.actor, madeIn)) ? linkTo(ctx.platform, 'GET', id) : null;
  }
}
