import { Arg, Ctx, Field, InputType, Job, MoneyInput, Mutation, ObjectType, Ref, refuse, Requires, Resolver, startJob, write, type Context } from '@kinga/plugin-sdk';
import { noCollection } from '../rates/refusals.js';
import { acceptLines } from './accept-job.js';
import { Declaration } from './declaration.js';
import { DeclarationState } from './declaration-state.js';
import { checkOpen, lockDeclaration } from './lock-declaration.js';
import { DeclarationPayload } from './open-declaration.js';
import { sameDeclarant } from './refusals.js';

@InputType({ description: 'A declaration that is accepted.' })
export class DeclarationAcceptInput extends MoneyInput {
  @Ref(() => Declaration, { description: 'The declaration.' })
  declarationId!: string;
}

@ObjectType({ description: 'Answer of mutations about declarations that are worked on by a job.' })
export class DeclarationJobPayload extends DeclarationPayload {
  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

@Resolver()
export class AcceptDeclaration {
  @Mutation(() => DeclarationJobPayload, { description: 'Accepts a declaration that another person submitted: its lines are computed for good, what is owed is demanded, and contributions are posted, at once or when it is paid, as the scheme has it. Answers with a job.' })
  @Requires('pensions.declarations.accept')
  declarationAccept(@Arg('input', () => DeclarationAcceptInput, { description: 'Which declaration.' }) input: DeclarationAcceptInput, @Ctx() ctx: Context): Promise<DeclarationJobPayload> {
    return write<DeclarationJobPayload, DeclarationAcceptInput>(ctx, { operation: 'declarationAccept', input }, async (tx, { declarationId }) => {
      const declaration = await lockDeclaration(tx, declarationId, [DeclarationState.SUBMITTED]);
      if (declaration.submittedBy === tx.actor.id) refuse(sameDeclarant('declarationId'));
      await checkOpen(tx, declaration, 'declarationId');
      const { rowCount } = await tx.tx.query(
        `update pensions.declaration d set state = 'ACCEPTING', accepted_by = $2, accepted_on = $3, credited_when = c.credited_when from pensions.collection c
         where d.id = $1 and c.programme_id = d.programme_id`, [declarationId, tx.actor.id, tx.today]);
      if (!rowCount) refuse(noCollection('declarationId'));
      return { declaration: { id: declarationId }, job: await startJob(tx, acceptLines, { declarationId }) };
    });
  }
}
