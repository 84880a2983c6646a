import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { File } from '../../kernel/files/file.js';
import { ownFile } from '../../kernel/files/own-bytes.js';
import { readFile } from '../../kernel/files/read-file.js';
import { sql } from '../../kernel/read/sql.js';
import { isEverywhere } from '../../kernel/access/scope.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { statementReceived } from '../events.js';
import { bankAccountNotFound, statementFormatUnknown, statementTwice } from '../refusals.js';
import { BankAccount } from './bank-account.js';
import { BankStatement } from './bank-statement.js';
import { matchEntries } from './match-entries.js';
import { readStatement, type OwnAccount } from './read-statement.js';
import { statementFormats } from './statement-format.js';

/** Bytes of a file that is taken at once: some 40,000 entries. */
const LARGEST = 64_000_000;

@InputType({ description: 'What a bank sent.' })
export class StatementReceiveInput extends MoneyInput {
  @Ref(() => BankAccount, { description: 'Of which account: a file of another one is refused.' })
  bankAccountId!: string;

  @Ref(() => File, { description: "A file of yours: the bank's, byte by byte as it came. At most 64,000,000 bytes." })
  fileId!: string;

  @Field(() => String, { nullable: true, description: 'The form that it is in, camt where left out; `statementFormats` lists them.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(100)
  format?: string | null;
}

@ObjectType({ description: 'Answer of `statementReceive`.' })
export class StatementReceivePayload extends Payload {
  @Field(() => BankStatement, { nullable: true, description: 'The statement.' })
  statement?: { readonly id: string };

  @Field(() => Int, { nullable: true, description: 'How many of its entries were found to be payments of ours.' })
  matched?: number;

  @Field(() => Int, { nullable: true, description: 'How many are on the work list.' })
  unmatched?: number;

  @Field(() => Int, { nullable: true, description: 'How many payments it booked as paid.' })
  paid?: number;

  @Field(() => Int, { nullable: true, description: 'How many payments it booked as returned.' })
  returned?: number;
}

@ObjectType({ description: 'A form in which banks say what they booked.' })
export class StatementFormatInfo {
  @Field(() => String, { description: 'What `statementReceive` takes as `format`.' })
  name!: string;

  @Field(() => String, { description: 'What it is.' })
  description!: string;
}

/** The account, locked: what is received of it is received one after the other. Whoever has a limit sees no statements, and receives none. */
async function lockedAccount(ctx: TxContext, id: string): Promise<OwnAccount> {
  const { rows } = await ask<OwnAccount>(ctx, sql`
    select b.id, b.number, b.currency, c.minor_digits as digits from transactions.bank_account b join transactions.currency c on c.code = b.currency where b.id = ${id}::uuid for no key update of b`);
  return (isEverywhere(ctx.actor) ? rows[0] : undefined) ?? refuse(bankAccountNotFound('bankAccountId'));
}

@Resolver()
export class ReceiveStatement {
  @Query(() => [StatementFormatInfo], { description: 'The forms of bank statements that this deployment reads.' })
  @Requires('transactions.bank.read')
  statementFormats(@Ctx() ctx: Context): readonly StatementFormatInfo[] {
    return [...ctx.platform.extensions(statementFormats)].map(([name, { description }]) => ({ name, description }));
  }

  @Mutation(() => StatementReceivePayload, {
    description: 'Takes what a bank says that it booked on an account, and finds the payments in it. Refused as a whole where it is cut off, of another account, taken before, or does not add up.',
  })
  @Requires('transactions.bank.receive')
  statementReceive(@Arg('input', () => StatementReceiveInput, { description: 'The file.' }) input: StatementReceiveInput, @Ctx() ctx: Context): Promise<StatementReceivePayload> {
    const constraints = { bank_statement_once: statementTwice('fileId'), bank_statement_name_once: statementTwice('fileId') };
    return write<StatementReceivePayload, StatementReceiveInput>(ctx, { operation: 'statementReceive', input, constraints }, async (tx, given) => {
      const formats = tx.platform.extensions(statementFormats);
      const name = given.format ?? 'camt';
      const format = formats.get(name) ?? refuse(statementFormatUnknown('format', { format: name, known: [...formats.keys()].join(', ') }));
      const account = await lockedAccount(tx, given.bankAccountId);
      const file = await ownFile(tx, { id: given.fileId, path: 'fileId' }, LARGEST);
      const known = await tx.tx.query('select from transactions.bank_statement where bank_account_id = $1 and sha256 = $2', [account.id, file.sha256]);
      if (known.rowCount) refuse(statementTwice('fileId'));
      const id = uuidv7();
      const read = await readStatement(tx, id, account, { format, source: readFile(tx, file.id) });
      await tx.tx.query(
        `with named as (insert into transactions.bank_statement_name (bank_account_id, name, statement_id) select $2, name, $1 from unnest($4::text[]) name)
         insert into transactions.bank_statement (id, bank_account_id, format, names, sha256, currency, opening, closing, closed_on, entry_count, received_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, account.id, name, read.names, file.sha256, account.currency, read.opening, read.closing?.amount ?? null, read.closing?.on ?? null, read.entries, tx.actor.id],
      );
      const found = await matchEntries(tx, id);
      await publish(tx, statementReceived, { id, bankAccount: account.id });
      return { statement: { id }, ...found };
    });
  }
}
