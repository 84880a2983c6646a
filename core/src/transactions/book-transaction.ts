import { beyondScope } from '../kernel/write/beyond-scope.js';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { Decimal, LocalDate } from '../kernel/schema/scalars.js';
import { MoneyInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { Account } from './account.js';
import { checkEntries } from './check-entries.js';
import { LedgerTransaction } from './ledger-transaction.js';
import { matchBooking } from './reconciliation/match-bookings.js';
import { booksClosed, referenceTaken } from './refusals.js';

@InputType({ description: 'One line of a transaction.' })
export class PostingInput {
  @Ref(() => Account, { description: 'On which account.' })
  accountId!: string;

  @Field(() => Decimal, { description: "How much, in the account's currency: debits are positive, credits negative." })
  amount!: string;
}

@InputType({ description: 'A transaction.' })
export class TransactionBookInput extends MoneyInput {
  @Field(() => String, { description: 'Names what is booked, such as the number of a bank statement: nothing is booked twice under one reference.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9./-]{0,99}$/, { message: 'reference must be 1 to 100 letters, digits, dots, slashes and dashes' })
  reference!: string;

  @Field(() => String, { description: 'What happened, in words.' })
  @MinLength(1)
  @MaxLength(500)
  description!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it counts; today where left out.' })
  occurredOn?: string | null;

  @Field(() => String, { nullable: true, description: 'What names it to the bank, where it moves what a bank account holds: the entry of a statement that names the same, of the same amount, is this booking.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(100)
  bankReference?: string | null;

  @Field(() => [PostingInput], { description: 'What it moves, 2 to 1,000 lines; in each currency they sum to zero.' })
  @ArrayMinSize(2)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  postings!: PostingInput[];
}

@ObjectType({ description: 'Answer of `transactionBook`.' })
export class TransactionBookPayload extends Payload {
  @Field(() => LedgerTransaction, { nullable: true, description: 'The transaction.' })
  transaction?: { readonly id: string };
}

@Resolver()
export class BookTransaction {
  @Mutation(() => TransactionBookPayload, { description: 'Books a transaction by hand, such as funds that came in.' })
  @Requires('transactions.ledger.book')
  transactionBook(@Arg('input', () => TransactionBookInput, { description: 'The transaction.' }) input: TransactionBookInput, @Ctx() ctx: Context): Promise<TransactionBookPayload> {
    const constraints = { transaction_reference_key: referenceTaken('reference'), posting_period_open: booksClosed('occurredOn') };
    return write<TransactionBookPayload, TransactionBookInput>(ctx, { operation: 'transactionBook', input, constraints }, async (tx, given) => {
      const { entries, refusals } = await checkEntries(tx, given.postings);
      if (refusals.length > 0) refuse(...refusals);
      const id = uuidv7();
      // What is booked by hand has no place and names nobody.
      await beyondScope(tx, () => tx.tx.query(
        `with head as (
           insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by, bank_reference) values ($1, 'JOURNAL', $2, $3, $4, $5, $7))
         insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency, programme_id, funder_id)
         select kernel.uuid7(), $1, $2, account_id, amount, currency, programme_id, funder_id
         from jsonb_to_recordset($6) as t(account_id uuid, amount numeric, currency text, programme_id uuid, funder_id uuid)`,
        [id, given.occurredOn ?? tx.today, given.description, `journal:${given.reference}`, tx.actor.id, JSON.stringify(entries), given.bankReference ?? null],
      ));
      if (given.bankReference) await matchBooking(tx, id);
      return { transaction: { id } };
    });
  }
}
