import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { sql } from '../../kernel/read/sql.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { checkPersons } from '../../people/persons/details.js';
import { inProgrammesOf } from '../../people/scope.js';
import { programmeNotFound } from '../refusals.js';
import { settingsOf } from '../settings.js';
import { PayeeArrangementPayload, PayeeArrangementProposeInput } from './arrangement-input.js';
import { arrangementDays, arrangementsOverlap, evidenceNotFound, receiverDead, receiverIsBeneficiary, receiverMinor } from './refusals.js';

/** Refuses a receiver who has died, or is not of age on a day. Whose birth nobody knows is taken for of age. */
export async function checkReceiver(ctx: TxContext, receiver: string, day: string, path: string): Promise<void> {
  const { adultAge: age } = settingsOf(ctx).payees;
  const { rows: [who] } = await ask<{ dead: boolean; minor: boolean }>(ctx, sql`
    select p.death_date is not null as dead, coalesce(p.birth_date + make_interval(years => ${age}::int) > ${day}::date, false) as minor from people.person p where p.id = ${receiver}::uuid`);
  if (who?.dead) refuse(receiverDead(path));
  if (who?.minor) refuse(receiverMinor(path, { age }));
}

/** Refuses a programme that is not there, or not the actor's. */
export async function checkProgramme(ctx: TxContext, programme: string | null | undefined): Promise<void> {
  if (!programme) return;
  const { rowCount } = await ask(ctx, sql`select from programmes.programme p where p.id = ${programme}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  if (rowCount === 0) refuse(programmeNotFound('programmeId'));
}

/** Refuses a paper that is none of the persons'. */
export async function checkEvidence(ctx: TxContext, document: string | null | undefined, persons: readonly string[]): Promise<void> {
  if (!document) return;
  const { rowCount } = await ask(ctx, sql`select from people.person_document d where d.id = ${document}::uuid and d.person_id = any(${persons}::uuid[])`);
  if (rowCount === 0) refuse(evidenceNotFound('documentId'));
}

async function overlaps(ctx: TxContext, { beneficiaryId, programmeId, validFrom, validTo }: { readonly beneficiaryId: string; readonly programmeId: string | null; readonly validFrom: string; readonly validTo: string | null }): Promise<boolean> {
  const { rowCount } = await ask(ctx, sql`
    select from transactions.payee_arrangement a where a.beneficiary_id = ${beneficiaryId}::uuid and a.programme_id is not distinct from ${programmeId}::uuid and a.state = 'CONFIRMED'
      and daterange(a.valid_from, a.valid_to) && daterange(${validFrom}::date, ${validTo}::date)`);
  return (rowCount ?? 0) > 0;
}

@Resolver()
export class ProposePayeeArrangement {
  @Mutation(() => PayeeArrangementPayload, { description: 'Proposes that somebody receives for another. Nothing is paid by it before another person has confirmed it.' })
  @Requires('transactions.payees.propose')
  payeeArrangementPropose(@Arg('input', () => PayeeArrangementProposeInput, { description: 'Who, for whom, and why.' }) input: PayeeArrangementProposeInput, @Ctx() ctx: Context): Promise<PayeeArrangementPayload> {
    return write<PayeeArrangementPayload, PayeeArrangementProposeInput>(ctx, { operation: 'payeeArrangementPropose', input }, async (tx, given) => {
      const { beneficiaryId, receiverId, kind, programmeId = null, validTo = null, reason, documentId = null } = given;
      const validFrom = given.validFrom ?? tx.today;
      if (beneficiaryId === receiverId) refuse(receiverIsBeneficiary('receiverId'));
      if (validTo && validTo <= validFrom) refuse(arrangementDays('validTo'));
      await checkPersons(tx, [{ id: beneficiaryId, path: 'beneficiaryId' }, { id: receiverId, path: 'receiverId' }]);
      await checkReceiver(tx, receiverId, validFrom, 'receiverId');
      await checkProgramme(tx, programmeId);
      await checkEvidence(tx, documentId, [beneficiaryId, receiverId]);
      if (await overlaps(tx, { beneficiaryId, programmeId, validFrom, validTo })) refuse(arrangementsOverlap('validFrom'));
      const id = uuidv7();
      await tx.tx.query(
        `insert into transactions.payee_arrangement (id, beneficiary_id, receiver_id, kind, programme_id, valid_from, valid_to, reason, document_id, proposed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [id, beneficiaryId, receiverId, kind, programmeId, validFrom, validTo, reason, documentId, tx.actor.id],
      );
      return { arrangement: { id } };
    });
  }
}
