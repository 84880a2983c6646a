import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { ChangeRequest } from '../../change-requests/change-request.js';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { seesPerson } from '../../people/scope.js';
import { correctionAnswered } from '../events.js';
import { changeNotFitting, correctionAnswered as answeredAlready, correctionNotFound } from '../refusals.js';
import { CorrectionRequest, CorrectionState } from './correction-request.js';
import { CorrectionPayload } from './record-correction.js';

@InputType({ description: 'The answer to a correction request.' })
export class CorrectionAnswerInput extends IdempotentInput {
  @Ref(() => CorrectionRequest, { description: 'Which request.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether it is granted: correct what is wrong by the mutation for it, before or after.' })
  granted!: boolean;

  @Field(() => String, { description: 'The answer, as the person is told it, with the reason where it is refused.' })
  @MinLength(10)
  @MaxLength(5_000)
  answer!: string;

  @Ref(() => ChangeRequest, { nullable: true, description: 'The change by which it was corrected, of the same person and not turned down; only where it is granted.' })
  changeRequestId?: string | null;
}

@Resolver()
export class AnswerCorrection {
  @Mutation(() => CorrectionPayload, { description: 'Answers what a person holds to be wrong.' })
  @Requires('privacy.corrections.answer')
  correctionAnswer(@Arg('input', () => CorrectionAnswerInput, { description: 'Which request, and the answer.' }) input: CorrectionAnswerInput, @Ctx() ctx: Context): Promise<CorrectionPayload> {
    return write<CorrectionPayload, CorrectionAnswerInput>(ctx, { operation: 'correctionAnswer', input }, async (tx, { id, granted, answer, changeRequestId = null }) => {
      const { rows: [found] } = await ask<{ person_id: string; state: CorrectionState }>(tx, sql`
        select r.person_id, r.state from privacy.correction_request r join people.person p on p.id = r.person_id
        where r.id = ${id}::uuid and ${seesPerson(tx, sql`p`)} for update of r`);
      if (!found) return refuse(correctionNotFound('id'));
      if (found.state !== CorrectionState.OPEN) refuse(answeredAlready('id'));
      if (changeRequestId) {
        const { rowCount } = await tx.tx.query("select from change_requests.change_request where id = $1 and person_id = $2 and state in ('PENDING', 'APPROVED')", [changeRequestId, found.person_id]);
        if (rowCount === 0 || !granted) refuse(changeNotFitting('changeRequestId'));
      }
      await tx.tx.query('update privacy.correction_request set state = $2, answer = $3, decided_by = $4, decided_on = $5, change_request_id = $6 where id = $1', [
        id, granted ? CorrectionState.GRANTED : CorrectionState.REFUSED, answer, tx.actor.id, tx.today, changeRequestId,
      ]);
      await publish(tx, correctionAnswered, { id, person: found.person_id, granted });
      return { correctionRequest: { id } };
    });
  }
}
