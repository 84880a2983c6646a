import {
  Arg, ask, Ctx, Field, IdempotentInput, InputType, LocalDate, Mutation, ObjectType, Payload, Person, Programme, Ref, refuse, Requires, Resolver, sql, uuidv7, write, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { Employer } from '../employers/employer.js';
import { lockEmployer } from '../employers/lock-employer.js';
import { somePerson } from '../employment/some-person.js';
import { contributionRules } from '../rates/contribution-rules.js';
import { noCollection } from '../rates/refusals.js';
import { schemeOf } from '../scheme-of.js';
import { Declaration } from './declaration.js';
import { DeclarationState } from './declaration-state.js';
import { checkOpen, lockDeclaration } from './lock-declaration.js';
import { correctedTwice, correctsOther, declarationTwice, employerNotThen, monthNotBegun, oneDeclarant } from './refusals.js';

@InputType({ description: 'A declaration.' })
export class DeclarationOpenInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'To which scheme.' })
  programmeId!: string;

  @Ref(() => Employer, { nullable: true, description: 'Which employer declares.' })
  employerId?: string | null;

  @Ref(() => Person, { nullable: true, description: 'Who declares for themselves.' })
  personId?: string | null;

  @Field(() => LocalDate, { description: 'A day of the month that is declared.' })
  month!: string;

  @Ref(() => Declaration, { nullable: true, description: 'Which declaration of the month it corrects: the last. Its lines say anew what holds for the persons that they name; others stay as they are.' })
  correctsId?: string | null;
}

@ObjectType({ description: 'Answer of mutations about declarations.' })
export class DeclarationPayload extends Payload {
  @Field(() => Declaration, { nullable: true, description: 'The declaration as it stands now.' })
  declaration?: { readonly id: string };
}

async function checkDeclarant(tx: TxContext, { employerId, personId }: DeclarationOpenInput, month: string): Promise<void> {
  if (Boolean(employerId) === Boolean(personId)) refuse(oneDeclarant('employerId'));
  if (personId) await somePerson(tx, personId);
  if (!employerId) return;
  const { from, to } = await lockEmployer(tx, employerId);
  const { rows: [then] } = await tx.tx.query<{ holds: boolean }>("select daterange($1, $2) && daterange($3, ($3::date + interval '1 month')::date) as holds", [from, to, month]);
  if (!then?.holds) refuse(employerNotThen('month', { from, to: to ?? '…' }));
}

/** That a correction names the last declaration of the same month, which is accepted. */
async function checkCorrected(tx: TxContext, { programmeId, employerId, personId, correctsId }: DeclarationOpenInput, month: string): Promise<void> {
  if (!correctsId) return;
  const corrected = await lockDeclaration(tx, correctsId, [DeclarationState.ACCEPTED, DeclarationState.POSTING, DeclarationState.POSTED], 'correctsId');
  const same = corrected.programme === programmeId && corrected.month === month && corrected.employer === (employerId ?? null) && corrected.person === (personId ?? null);
  if (!same) refuse(correctsOther('correctsId'));
}

@Resolver()
export class OpenDeclaration {
  @Mutation(() => DeclarationPayload, { description: 'Opens a declaration for a month, to which lines are added. Another one for the month has to be a correction.' })
  @Requires('pensions.declarations.file')
  declarationOpen(@Arg('input', () => DeclarationOpenInput, { description: 'The declaration.' }) input: DeclarationOpenInput, @Ctx() ctx: Context): Promise<DeclarationPayload> {
    const constraints = { declaration_once: declarationTwice('month'), declaration_corrected_once: correctedTwice('correctsId') };
    return write<DeclarationPayload, DeclarationOpenInput>(ctx, { operation: 'declarationOpen', input, constraints }, async (tx, given) => {
      const { programmeId, employerId, personId, correctsId } = given;
      const month = `${given.month.slice(0, 7)}-01`;
      const { currency } = await schemeOf(tx, programmeId);
      const { rows: [collection] } = await tx.tx.query<{ due: string }>(
        "select (($2::date + interval '1 month')::date + due_day - 1)::text as due from pensions.collection where programme_id = $1", [programmeId, month]);
      if (!collection) return refuse(noCollection('programmeId'));
      if (month > tx.today) refuse(monthNotBegun('month', { today: tx.today }));
      await checkOpen(tx, { programme: programmeId, month }, 'month');
      await checkDeclarant(tx, given, month);
      await checkCorrected(tx, given, month);
      await contributionRules(tx, programmeId, month, 'month');
      const id = uuidv7();
      await ask(tx, sql`
        insert into pensions.declaration (id, programme_id, employer_id, person_id, month, corrects_id, currency, opened_by, due_on)
        values (${id}::uuid, ${programmeId}::uuid, ${employerId ?? null}::uuid, ${personId ?? null}::uuid, ${month}::date, ${correctsId ?? null}::uuid, ${currency}, ${tx.actor.id}, ${collection.due}::date)`);
      return { declaration: { id } };
    });
  }
}
