import { Arg, Ctx, Field, InputType, MaxLength, MinLength, MoneyInput, Mutation, Ref, refuse, Requires, Resolver, startJob, write, type Context } from '@kinga/plugin-sdk';
import { DeclarationJobPayload } from './accept-declaration.js';
import { Declaration } from './declaration.js';
import { DeclarationState } from './declaration-state.js';
import { checkOpen, lockDeclaration } from './lock-declaration.js';
import { correctionsStand, demandGivenUp } from './refusals.js';
import { reverseContributions } from './take-back.js';

@InputType({ description: 'A declaration that was wrong as a whole.' })
export class DeclarationReverseInput extends MoneyInput {
  @Ref(() => Declaration, { description: 'The declaration, which no correction of stands.', erased: true })
  declarationId!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@Resolver()
export class ReverseDeclaration {
  @Mutation(() => DeclarationJobPayload, { description: 'Takes back a declaration, or a correction, as a whole: contributions by their opposites, and what was demanded. What was paid for it is held for other months. Answers with a job.' })
  @Requires('pensions.declarations.reverse')
  declarationReverse(@Arg('input', () => DeclarationReverseInput, { description: 'Which declaration, and why.' }) input: DeclarationReverseInput, @Ctx() ctx: Context): Promise<DeclarationJobPayload> {
    return write<DeclarationJobPayload, DeclarationReverseInput>(ctx, { operation: 'declarationReverse', input }, async (tx, { declarationId, reason }) => {
      const declaration = await lockDeclaration(tx, declarationId, [DeclarationState.ACCEPTED, DeclarationState.POSTED]);
      await checkOpen(tx, declaration, 'declarationId');
      const { rows: [stands] } = await tx.tx.query<{ corrected: boolean; given_up: boolean }>(
        `select exists (select from pensions.declaration c where c.corrects_id = $1 and c.state not in ('REVERSED', 'WITHDRAWN')) as corrected,
           exists (select from transactions.demand d where d.id = $2 and d.written_off > 0) as given_up`, [declarationId, declaration.demand]);
      if (stands?.corrected) refuse(correctionsStand('declarationId'));
      if (stands?.given_up) refuse(demandGivenUp('declarationId'));
      await tx.tx.query("update pensions.declaration set state = 'REVERSING', reversed_by = $2, reversed_on = $3, reversed_reason = $4 where id = $1", [declarationId, tx.actor.id, tx.today, reason]);
      return { declaration: { id: declarationId }, job: await startJob(tx, reverseContributions, { declarationId }) };
    });
  }
}
