import { Arg, Ctx, Field, IdempotentInput, InputType, MaxLength, MinLength, Mutation, publish, Ref, refuse, Requires, Resolver, write, type Context } from '@kinga/plugin-sdk';
import { declarationSubmitted } from '../events.js';
import { Declaration } from './declaration.js';
import { DeclarationState } from './declaration-state.js';
import { checkOpen, lockDeclaration } from './lock-declaration.js';
import { DeclarationPayload } from './open-declaration.js';
import { fileUnderWay, nothingDeclared } from './refusals.js';

@InputType({ description: 'A draft that is submitted.' })
export class DeclarationSubmitInput extends IdempotentInput {
  @Ref(() => Declaration, { description: 'The declaration.' })
  declarationId!: string;
}

@InputType({ description: 'A draft that is given up.' })
export class DeclarationWithdrawInput extends IdempotentInput {
  @Ref(() => Declaration, { description: 'The declaration.' })
  declarationId!: string;
}

@InputType({ description: 'A declaration that goes back to who submitted it.' })
export class DeclarationSendBackInput extends IdempotentInput {
  @Ref(() => Declaration, { description: 'The declaration.' })
  declarationId!: string;

  @Field(() => String, { description: 'Why, for them.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@Resolver()
export class SubmitDeclaration {
  @Mutation(() => DeclarationPayload, { description: 'Submits a draft, whose lines no longer change. Lines that were rejected count for nothing and keep it from nothing; a correction can bring them.' })
  @Requires('pensions.declarations.file')
  declarationSubmit(@Arg('input', () => DeclarationSubmitInput, { description: 'Which declaration.' }) input: DeclarationSubmitInput, @Ctx() ctx: Context): Promise<DeclarationPayload> {
    return write<DeclarationPayload, DeclarationSubmitInput>(ctx, { operation: 'declarationSubmit', input }, async (tx, { declarationId }) => {
      const declaration = await lockDeclaration(tx, declarationId, [DeclarationState.DRAFT]);
      if (declaration.fileLine !== null) refuse(fileUnderWay('declarationId', { line: declaration.fileLine }));
      await checkOpen(tx, declaration, 'declarationId');
      const { rows: [valid] } = await tx.tx.query<{ some: boolean }>(
        "select exists (select from pensions.declaration_line where declaration_id = $1 and state = 'VALID') as some", [declarationId]);
      if (!valid?.some) refuse(nothingDeclared('declarationId'));
      await tx.tx.query("update pensions.declaration set state = 'SUBMITTED', submitted_by = $2, submitted_on = $3 where id = $1", [declarationId, tx.actor.id, tx.today]);
      await publish(tx, declarationSubmitted, { id: declarationId });
      return { declaration: { id: declarationId } };
    });
  }

  @Mutation(() => DeclarationPayload, { description: 'Gives up a draft. The month can then be declared by another.' })
  @Requires('pensions.declarations.file')
  declarationWithdraw(@Arg('input', () => DeclarationWithdrawInput, { description: 'Which declaration.' }) input: DeclarationWithdrawInput, @Ctx() ctx: Context): Promise<DeclarationPayload> {
    return write<DeclarationPayload, DeclarationWithdrawInput>(ctx, { operation: 'declarationWithdraw', input }, async (tx, { declarationId }) => {
      await lockDeclaration(tx, declarationId, [DeclarationState.DRAFT]);
      await tx.tx.query("update pensions.declaration set state = 'WITHDRAWN', file_line = null where id = $1", [declarationId]);
      return { declaration: { id: declarationId } };
    });
  }

  @Mutation(() => DeclarationPayload, { description: 'Sends a submitted declaration back: it is a draft again.' })
  @Requires('pensions.declarations.accept')
  declarationSendBack(@Arg('input', () => DeclarationSendBackInput, { description: 'Which declaration, and why.' }) input: DeclarationSendBackInput, @Ctx() ctx: Context): Promise<DeclarationPayload> {
    return write<DeclarationPayload, DeclarationSendBackInput>(ctx, { operation: 'declarationSendBack', input }, async (tx, { declarationId, reason }) => {
      await lockDeclaration(tx, declarationId, [DeclarationState.SUBMITTED]);
      await tx.tx.query("update pensions.declaration set state = 'DRAFT', submitted_by = null, submitted_on = null, sent_back_because = $2 where id = $1", [declarationId, reason]);
      return { declaration: { id: declarationId } };
    });
  }
}
