import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { outsideOf } from '../../kernel/access/scope-directory.js';
import type { Scope } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { takeTurn } from './delegation.js';
import { grantWasEnded } from './events.js';
import { GrantPayload } from './give-grant.js';
import { Grant } from './grant.js';
import { grantChangedMeanwhile, grantEnded, grantNotFound } from './refusals.js';

@InputType({ description: 'A grant that is to hold no longer.' })
export class GrantEndInput extends IdempotentInput {
  @Ref(() => Grant, { description: 'Which grant.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you saw.' })
  version!: number;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

interface Row extends Scope {
  readonly version: number;
  readonly user_id: string;
  readonly role: string;
  readonly valid_to: string | null;
}

@Resolver()
export class EndGrant {
  @Mutation(() => GrantPayload, { description: "Ends a grant within your own scope, at once: the user's next request is refused." })
  @Requires('access.grants.give')
  grantEnd(@Arg('input', () => GrantEndInput, { description: 'Which, and why.' }) input: GrantEndInput, @Ctx() ctx: Context): Promise<GrantPayload> {
    return write<GrantPayload, GrantEndInput>(ctx, { operation: 'grantEnd', input }, async (tx, { id, version, reason }) => {
      await takeTurn(tx);
      const { rows: [grant] } = await tx.tx.query<Row>(
        `select g.version, g.user_id, r.name as role, g.valid_to::text, g.places, g.organisations, g.programmes
         from access.grant g join access.role r on r.id = g.role_id where g.id = $1 for update of g`, [id]);
      if (!grant || (await outsideOf(tx, grant, tx.actor)).length > 0) return refuse(grantNotFound('id'));
      if (grant.version !== version) refuse(grantChangedMeanwhile('version', { version: grant.version }));
      if (grant.valid_to !== null && grant.valid_to <= tx.today) refuse(grantEnded('id', { day: grant.valid_to }));
      await tx.tx.query('update access.grant set valid_to = greatest($2::date, valid_from), ended_by = $3, end_reason = $4 where id = $1', [id, tx.today, tx.actor.id, reason]);
      await publish(tx, grantWasEnded, { id, userId: grant.user_id, role: grant.role });
      return { grant: { id } };
    });
  }
}
