import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, registerEnumType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { Account } from '../account.js';
import { LedgerTransaction } from '../ledger-transaction.js';
import { sql } from '../../kernel/read/sql.js';
import { bookPairs } from '../book.js';
import { bankEntryResolved } from '../events.js';
import { PaymentInstruction } from '../runs/payment-instruction.js';
import { bankEntryNotFound, entryAccountWrong, entryBookingWrong, entryPaymentWrong, entryShownAlready, entryState, proposerIsConfirmer } from '../refusals.js';
import { BankEntry, BankEntryState } from './bank-entry.js';
import { runsLocked, settleMatched } from './match-entries.js';

export enum BankEntryMeaning {
  PAYMENT = 'PAYMENT',
  RETURN = 'RETURN',
  IN_BOOKS = 'IN_BOOKS',
  BOOKED = 'BOOKED',
  PASSED_OVER = 'PASSED_OVER',
}
registerEnumType(BankEntryMeaning, {
  name: 'BankEntryMeaning',
  description: 'What an entry of a bank is, by who looked at it.',
  valuesConfig: {
    PAYMENT: { description: 'A payment of ours that left the account.' },
    RETURN: { description: 'A payment of ours that came back.' },
    IN_BOOKS: { description: 'What is booked already, such as a refund that was paid or cash that was drawn: one transaction of just its amount on the account of the ledger that stands for the bank account.' },
    BOOKED: { description: 'Something else, such as fees, interest or funds that came in: booked against an account of the ledger.' },
    PASSED_OVER: { description: 'Nothing that is booked, such as an error that the bank took back.' },
  },
});

@InputType({ description: 'What an entry is.' })
export class BankEntryProposeInput extends MoneyInput {
  @Ref(() => BankEntry, { description: 'Which entry of the work list.' })
  entryId!: string;

  @Field(() => BankEntryMeaning, { description: 'What it is.' })
  meaning!: BankEntryMeaning;

  @Ref(() => PaymentInstruction, { nullable: true, description: 'The payment, where it is PAYMENT or RETURN: of the same amount. Of several instructions that are paid as one, any.' })
  instructionId?: string | null;

  @Ref(() => Account, { nullable: true, description: 'The account that it is booked against, where it is BOOKED.' })
  accountId?: string | null;

  @Ref(() => LedgerTransaction, { nullable: true, description: 'The transaction, where it is IN_BOOKS.' })
  transactionId?: string | null;

  @Field(() => String, { description: 'Why, for whoever confirms it.' })
  @MinLength(5)
  @MaxLength(1000)
  reason!: string;
}

@InputType({ description: 'Which entry.' })
export class BankEntryDecideInput extends MoneyInput {
  @Ref(() => BankEntry, { description: 'The entry of which somebody else said what it is.' })
  entryId!: string;
}

@ObjectType({ description: 'Answer of mutations on entries of bank statements.' })
export class BankEntryPayload extends Payload {
  @Field(() => BankEntry, { nullable: true, description: 'The entry as it stands now.' })
  entry?: { readonly id: string };
}

interface Locked {
  readonly id: string;
  readonly state: BankEntryState;
  readonly amount: string;
  readonly currency: string;
  readonly direction: 'DEBIT' | 'CREDIT';
  readonly bookedOn: string;
  readonly matchedBy: BankEntryMeaning | null;
  readonly proposedBy: string | null;
  readonly instructionId: string | null;
  readonly counterAccountId: string | null;
}

async function lockEntry(ctx: TxContext, id: string, wanted: BankEntryState): Promise<Locked> {
  const { rows: [entry] } = await ctx.tx.query<Locked>(
    `select id, state, amount::text, currency, direction, booked_on::text as "bookedOn", matched_by as "matchedBy", proposed_by as "proposedBy", instruction_id as "instructionId", counter_account_id as "counterAccountId"
     from transactions.bank_entry where id = $1 for no key update`, [id],
  );
  if (!entry) return refuse(bankEntryNotFound('entryId'));
  if (entry.state !== wanted) refuse(entryState('entryId', { state: entry.state, wanted }));
  return entry;
}

/** A payment that the entry can be, of its amount and currency, sent, and not shown by the bank already: its first instruction. */
async function paymentNamed(ctx: TxContext, { amount, currency, direction }: Locked, { meaning, instructionId }: BankEntryProposeInput): Promise<string> {
  const { rows: [first] } = await ctx.tx.query<{ id: string }>(
    `select own.id from transactions.payment_instruction i join transactions.payment_instruction own on own.reference = i.payment
     where i.id = $1 and i.payment_amount = $2 and i.currency = $3 and i.state in ('SENT', 'PAID', 'RETURNED')`, [instructionId ?? null, amount, currency],
  );
  if (!first || (meaning === BankEntryMeaning.PAYMENT) !== (direction === 'DEBIT')) return refuse(entryPaymentWrong('instructionId', { amount, currency }));
  return first.id;
}

async function checkAccount(ctx: TxContext, { id, currency }: Locked, accountId: string | null | undefined): Promise<void> {
  const { rows } = await ctx.tx.query(
    `select from transactions.account a where a.id = $1 and a.currency = $2 and a.id <> (
       select b.account_id from transactions.bank_account b join transactions.bank_entry e on e.bank_account_id = b.id where e.id = $3)`, [accountId ?? null, currency, id],
  );
  if (rows.length === 0) refuse(entryAccountWrong('accountId', { currency }));
}

const constraints = { bank_entry_once: entryShownAlready('entryId'), bank_entry_booked_once: entryShownAlready('transactionId'), bank_entry_as_booked: entryBookingWrong('transactionId'), bank_entry_transaction_id_fkey: entryBookingWrong('transactionId'), bank_entry_two_persons: proposerIsConfirmer('entryId') };

@Resolver()
export class ResolveBankEntry {
  @Mutation(() => BankEntryPayload, { description: 'Says what an entry of the work list is. Nothing is booked until another person confirms it.' })
  @Requires('transactions.bank.resolve')
  bankEntryPropose(@Arg('input', () => BankEntryProposeInput, { description: 'Which, and what it is.' }) input: BankEntryProposeInput, @Ctx() ctx: Context): Promise<BankEntryPayload> {
    return write<BankEntryPayload, BankEntryProposeInput>(ctx, { operation: 'bankEntryPropose', input, constraints }, async (tx, given) => {
      const entry = await lockEntry(tx, given.entryId, BankEntryState.UNMATCHED);
      const isPayment = given.meaning === BankEntryMeaning.PAYMENT || given.meaning === BankEntryMeaning.RETURN;
      const payment = isPayment ? await paymentNamed(tx, entry, given) : null;
      if (given.meaning === BankEntryMeaning.IN_BOOKS && !given.transactionId) refuse(entryBookingWrong('transactionId'));
      if (given.meaning === BankEntryMeaning.BOOKED) await checkAccount(tx, entry, given.accountId);
      await tx.tx.query(
        `update transactions.bank_entry set state = 'PROPOSED', matched_by = $2, instruction_id = coalesce($3, instruction_id), counter_account_id = $4, transaction_id = $5, reason = $6, proposed_by = $7 where id = $1`,
        [
          entry.id, given.meaning, payment, given.meaning === BankEntryMeaning.BOOKED ? given.accountId : null,
          given.meaning === BankEntryMeaning.IN_BOOKS ? given.transactionId : null, given.reason, tx.actor.id,
        ],
      );
      return { entry: { id: entry.id } };
    });
  }

  @Mutation(() => BankEntryPayload, { description: 'Confirms what somebody else said that an entry is, and books it. Final.' })
  @Requires('transactions.bank.confirm')
  bankEntryConfirm(@Arg('input', () => BankEntryDecideInput, { description: 'Which.' }) input: BankEntryDecideInput, @Ctx() ctx: Context): Promise<BankEntryPayload> {
    return write<BankEntryPayload, BankEntryDecideInput>(ctx, { operation: 'bankEntryConfirm', input, constraints }, async (tx, { entryId }) => {
      // Runs before entries, as everywhere.
      const runs = await runsLocked(tx, 'select i.run_id from transactions.bank_entry e join transactions.payment_instruction i on i.id = e.instruction_id where e.id = $1', entryId);
      const entry = await lockEntry(tx, entryId, BankEntryState.PROPOSED);
      if (entry.proposedBy === tx.actor.id) refuse(proposerIsConfirmer('entryId'));
      const isPayment = entry.matchedBy === BankEntryMeaning.PAYMENT || entry.matchedBy === BankEntryMeaning.RETURN;
      const transaction = entry.matchedBy === BankEntryMeaning.BOOKED ? uuidv7() : null;
      await tx.tx.query("update transactions.bank_entry set state = 'RESOLVED', problem = null, resolved_by = $2, transaction_id = coalesce($3, transaction_id) where id = $1", [entry.id, tx.actor.id, transaction]);
      if (transaction) await bookEntry(tx, entry, transaction);
      else if (isPayment) await settleMatched(tx, runs, `entry-${entry.id}`, 'e.id = $1', entry.id);
      await publish(tx, bankEntryResolved, { id: entry.id });
      return { entry: { id: entry.id } };
    });
  }

  @Mutation(() => BankEntryPayload, { description: 'Puts an entry back on the work list: it is not what was proposed.' })
  @Requires('transactions.bank.resolve')
  bankEntryReject(@Arg('input', () => BankEntryDecideInput, { description: 'Which.' }) input: BankEntryDecideInput, @Ctx() ctx: Context): Promise<BankEntryPayload> {
    return write<BankEntryPayload, BankEntryDecideInput>(ctx, { operation: 'bankEntryReject', input, constraints }, async (tx, { entryId }) => {
      const { id } = await lockEntry(tx, entryId, BankEntryState.PROPOSED);
      await tx.tx.query("update transactions.bank_entry set state = 'UNMATCHED', matched_by = null, counter_account_id = null, transaction_id = null, reason = null, proposed_by = null where id = $1", [id]);
      return { entry: { id } };
    });
  }
}

/** What is no payment moves between the ledger's account of the bank and the one that was said. */
async function bookEntry(ctx: TxContext, { id, direction }: Locked, transaction: string): Promise<void> {
  const debit = direction === 'DEBIT' ? sql`e.counter_account_id` : sql`b.account_id`;
  const credit = direction === 'DEBIT' ? sql`b.account_id` : sql`e.counter_account_id`;
  await bookPairs(ctx, { id: transaction, kind: 'BANK_ENTRY', reference: `bank-entry:${id}`, description: 'By the statement of the bank' }, sql`
    select ${debit} as debit_id, ${credit} as credit_id, e.amount, e.currency, a.programme_id, null::uuid as place_id, null::uuid as party_id, null::uuid as entitlement_id, null::uuid as instruction_id
    from transactions.bank_entry e join transactions.bank_account b on b.id = e.bank_account_id join transactions.account a on a.id = b.account_id where e.id = ${id}::uuid`);
}
