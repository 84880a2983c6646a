import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { Grant } from '../grants/grant.js';
import { User } from '../users/user.js';
import { Separation } from './separation.js';

@ObjectType({ description: 'Somebody who has together what is to be separate, such as from before it was.' })
export class SeparationBreach {
  @Field(() => User, { description: 'Who.' })
  user!: { readonly id: string };

  @Field(() => Separation, { description: 'Which rule.' })
  separation!: { readonly id: string };

  @Field(() => String, { description: 'Permission of one side that they have.' })
  one!: string;

  @Field(() => String, { description: 'Permission of the other.' })
  other!: string;

  @Field(() => Grant, { description: 'The grant that gives them the one.' })
  oneGrant!: { readonly id: string };

  @Field(() => Grant, { description: 'The grant that gives them the other; it may be the same.' })
  otherGrant!: { readonly id: string };
}

const MOST = 200;

@Resolver()
export class ListSeparationBreaches {
  @Query(() => [SeparationBreach], { description: 'Who has together what is to be separate, by grants that hold today or will; at most 200.' })
  @Requires('access.grants.read')
  async separationBreaches(@Ctx() ctx: Context): Promise<readonly SeparationBreach[]> {
    const { rows } = await inTransaction(ctx, (tx) => tx.tx.query<Record<'user_id' | 'separation_id' | 'one' | 'other' | 'one_grant' | 'other_grant', string>>(
      `select b.* from access.breaches() b join access.grant g on g.id = b.one_grant join access.grant h on h.id = b.other_grant
       where (g.valid_to is null or g.valid_to > $1) and (h.valid_to is null or h.valid_to > $1) order by b.user_id, b.separation_id, b.one, b.other limit ${MOST}`, [ctx.today]));
    return rows.map((row) => ({
      user: { id: row.user_id }, separation: { id: row.separation_id }, one: row.one, other: row.other, oneGrant: { id: row.one_grant }, otherGrant: { id: row.other_grant },
    }));
  }
}
