import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Programme } from '../programme.js';
import { ProgrammeVersion } from './programme-version.js';

/** The versions of programmes that are in force on a day, in the order asked, with one statement. */
export async function versionsInForce(ctx: Context, programmes: readonly string[], day: string): Promise<readonly (string | null)[]> {
  const { rows } = await readRows<{ programme_id: string; id: string }>(ctx,
    `select programme_id, id from programmes.programme_version
     where programme_id = any($1) and state in ('PUBLISHED', 'SUPERSEDED') and daterange(effective_from, in_force_to) @> $2::date`,
    [programmes, day],
  );
  const found = new Map(rows.map(({ programme_id, id }) => [programme_id, id]));
  return programmes.map((id) => found.get(id) ?? null);
}

@Resolver(() => Programme)
export class VersionInForce {
  @FieldResolver(() => ProgrammeVersion, { nullable: true, description: 'The version that is in force on a day.' })
  @Requires('programmes.programmes.read')
  async versionInForce(
    @Root() programme: { readonly id: string },
    @Arg('on', () => LocalDate, { nullable: true, description: 'Which day; today where left out.' }) on: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<{ readonly id: string } | null> {
    const day = on ?? ctx.today;
    const id = await ctx.reads.loader<string, string | null>(`programmes.in-force:${day}`, (ids) => versionsInForce(ctx, ids, day)).load(programme.id);
    return id ? { id } : null;
  }
}
