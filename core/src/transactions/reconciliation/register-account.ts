import { ArrayMaxSize, IsOptional, Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { inProgrammesOf } from '../../people/scope.js';
import { Account } from '../account.js';
import { compact } from '../channels/iso20022/account-id.js';
import { channelNamed } from '../channels/channels-of.js';
import { accountNotFound, bankAccountCodeTaken, bankAccountNumberTaken } from '../refusals.js';
import { BankAccount } from './bank-account.js';

@InputType({ description: 'An account that a bank keeps.' })
export class BankAccountRegisterInput extends IdempotentInput {
  @Field(() => String, { description: 'A code, unique in the deployment.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,59}$/, { message: 'code must be 1 to 60 letters, digits, colons, dots, underscores and dashes' })
  code!: string;

  @Field(() => String, { description: 'A name.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Field(() => String, { description: 'Its number as the bank writes it on statements; an IBAN where it has one. Spaces are left out.' })
  @MinLength(1)
  @MaxLength(60)
  number!: string;

  @Field(() => [String], { nullable: true, description: 'Names of the payment channels that pay out of it; `paymentChannels` lists them.' })
  @IsOptional()
  @ArrayMaxSize(50)
  channels?: string[] | null;

  @Ref(() => Account, { description: 'The account of the ledger that stands for it. Its currency is that of the bank account.' })
  accountId!: string;
}

@ObjectType({ description: 'Answer of `bankAccountRegister`.' })
export class BankAccountPayload extends Payload {
  @Field(() => BankAccount, { nullable: true, description: 'The account.' })
  bankAccount?: { readonly id: string };
}

@Resolver()
export class RegisterBankAccount {
  @Mutation(() => BankAccountPayload, { description: 'Registers an account that a bank keeps, so that its statements can be received.' })
  @Requires('transactions.bank.register')
  bankAccountRegister(@Arg('input', () => BankAccountRegisterInput, { description: 'The account.' }) input: BankAccountRegisterInput, @Ctx() ctx: Context): Promise<BankAccountPayload> {
    const constraints = { bank_account_code_key: bankAccountCodeTaken('code'), bank_account_number_key: bankAccountNumberTaken('number') };
    return write<BankAccountPayload, BankAccountRegisterInput>(ctx, { operation: 'bankAccountRegister', input, constraints }, async (tx, { code, name, number, channels, accountId }) => {
      (channels ?? []).forEach((channel, index) => channelNamed(tx.platform, channel, `channels.${index}`));
      const { rows: [account] } = await ask<{ currency: string }>(tx, sql`select a.currency from transactions.account a where a.id = ${accountId}::uuid and ${inProgrammesOf(tx, sql`a.programme_id`)}`);
      if (!account) return refuse(accountNotFound('accountId'));
      const id = uuidv7();
      await tx.tx.query('insert into transactions.bank_account (id, code, name, number, currency, channels, account_id) values ($1, $2, $3, $4, $5, $6, $7)', [
        id, code, name, compact(number), account.currency, channels ?? [], accountId,
      ]);
      return { bankAccount: { id } };
    });
  }
}
