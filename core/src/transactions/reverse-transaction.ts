import { beyondScope } from '../kernel/write/beyond-scope.js';
import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { sql } from '../kernel/read/sql.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { MoneyInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { ask } from '../kernel/write/ask.js';
import { transactionReversed } from './events.js';
import { LedgerTransaction } from './ledger-transaction.js';
import { firstOpenDay } from './periods/first-open-day.js';
import { alreadyReversed, recordTransaction, runTransaction, transactionNotFound } from './refusals.js';
import { inScope } from '../kernel/read/in-scope.js';
import { byPlaceAndProgramme } from './scope.js';

@InputType({ description: 'What is taken back.' })
export class TransactionReverseInput extends MoneyInput {
  @Ref(() => LedgerTransaction, { description: 'The transaction.' })
  transactionId!: string;

  @Field(() => String, { description: 'Why, for those who read the ledger.' })
  @MinLength(1)
  @MaxLength(500)
  reason!: string;
}

@ObjectType({ description: 'Answer of `transactionReverse`.' })
export class TransactionReversePayload extends Payload {
  @Field(() => LedgerTransaction, { nullable: true, description: 'The transaction that takes it back, booked today, or on the first day whose books are open.' })
  transaction?: { readonly id: string };
}

async function checkReversible(ctx: TxContext, id: string): Promise<void> {
  // Of postings elsewhere only their being there is looked at.
  const { rows } = await beyondScope(ctx, () => ask<{ payment_run_id: string | null; kind: string }>(ctx, sql`
    select t.payment_run_id, t.kind from transactions.transaction t where t.id = ${id}::uuid
    and not exists (select from transactions.posting p where p.transaction_id = t.id and not ${inScope(ctx, byPlaceAndProgramme, { place: sql`p.place_id`, programme: sql`p.programme_id` })})`));
  const found = rows[0] ?? refuse(transactionNotFound('transactionId'));
  if (found.payment_run_id) refuse(runTransaction('transactionId'));
  if (found.kind !== 'JOURNAL' && found.kind !== 'REVERSAL') refuse(recordTransaction('transactionId', { kind: found.kind }));
}

@Resolver()
export class ReverseTransaction {
  @Mutation(() => TransactionReversePayload, { description: 'Takes what somebody booked (`transactionBook`) back by booking its opposite. Once; a reversal may itself be reversed.' })
  @Requires('transactions.ledger.reverse')
  transactionReverse(@Arg('input', () => TransactionReverseInput, { description: 'Which transaction.' }) input: TransactionReverseInput, @Ctx() ctx: Context): Promise<TransactionReversePayload> {
    const constraints = { transaction_reversed_once: alreadyReversed('transactionId'), transaction_reference_key: alreadyReversed('transactionId') };
    return write<TransactionReversePayload, TransactionReverseInput>(ctx, { operation: 'transactionReverse', input, constraints }, async (tx, { transactionId, reason }) => {
      await checkReversible(tx, transactionId);
      const id = uuidv7();
      const day = await firstOpenDay(tx, tx.today);
      await tx.tx.query(
        `with head as (
           insert into transactions.transaction (id, kind, occurred_on, description, reference, reverses_id, booked_by) values ($1, 'REVERSAL', $2, $3, $4, $5, $6))
         insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency, programme_id, place_id, party_id, entitlement_id, instruction_id, funder_id, period_from)
         select kernel.uuid7(), $1, $2, account_id, -amount, currency, programme_id, place_id, party_id, entitlement_id, instruction_id, funder_id, period_from
         from transactions.posting where transaction_id = $5`,
        [id, day, reason, `reversal:${transactionId}`, transactionId, tx.actor.id],
      );
      await publish(tx, transactionReversed, { id, reverses: transactionId });
      return { transaction: { id } };
    });
  }
}
