import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { holdLifted } from '../events.js';
import { holdLifted as liftedAlready, holdNotFound } from '../refusals.js';
import { holdScope, LegalHold } from './legal-hold.js';
import { LegalHoldPayload } from './place-hold.js';

@InputType({ description: 'A legal hold to lift.' })
export class LegalHoldLiftInput extends IdempotentInput {
  @Ref(() => LegalHold, { description: 'Which hold.', erased: true })
  id!: string;

  @Field(() => String, { description: 'Why it is no longer needed.' })
  @MinLength(10)
  @MaxLength(2_000)
  reason!: string;
}

@Resolver()
export class LiftLegalHold {
  @Mutation(() => LegalHoldPayload, { description: 'Lifts a legal hold, with a reason.' })
  @Requires('privacy.holds.manage')
  legalHoldLift(@Arg('input', () => LegalHoldLiftInput, { description: 'Which, and why.' }) input: LegalHoldLiftInput, @Ctx() ctx: Context): Promise<LegalHoldPayload> {
    return write<LegalHoldPayload, LegalHoldLiftInput>(ctx, { operation: 'legalHoldLift', input }, async (tx, { id, reason }) => {
      const { rows } = await ask<{ lifted: boolean }>(tx, sql`
        select h.lifted_on is not null as lifted from privacy.legal_hold h where h.id = ${id}::uuid and ${inScope(tx, holdScope, { person: sql`h.person_id`, programme: sql`h.programme_id` })} for update`);
      if (!rows[0]) refuse(holdNotFound('id'));
      if (rows[0].lifted) refuse(liftedAlready('id'));
      await tx.tx.query('update privacy.legal_hold set lifted_on = $2, lifted_by = $3, lifted_because = $4 where id = $1', [id, tx.today, tx.actor.id, reason]);
      await publish(tx, holdLifted, { id });
      return { legalHold: { id } };
    });
  }
}
