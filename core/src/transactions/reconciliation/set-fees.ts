import { IsOptional } from 'class-validator';
import { Decimal as DecimalJs } from 'decimal.js';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { isEverywhere } from '../../kernel/access/scope.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Decimal } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { Account } from '../account.js';
import { bankAccountNotFound, bankFeeAccountWrong, bankFeeWrong } from '../refusals.js';
import { BankAccount } from './bank-account.js';
import { BankAccountPayload } from './register-account.js';

const Exact = DecimalJs.clone({ precision: 100 });

@InputType({ description: 'What a bank may take with a payment.' })
export class BankAccountSetFeesInput extends IdempotentInput {
  @Ref(() => BankAccount, { description: 'Of which account.' })
  bankAccountId!: string;

  @Field(() => Decimal, { description: 'Up to how much more than a payment may be booked for it. Nothing where every difference is for people.' })
  feeUpTo!: string;

  @Ref(() => Account, { nullable: true, description: 'The account of the ledger on which fees are booked, in the same currency. Needed where there may be some.' })
  @IsOptional()
  feeAccountId?: string | null;
}

@Resolver()
export class SetBankFees {
  @Mutation(() => BankAccountPayload, { description: 'Says up to how much a bank may take with a payment, for statements that are received from now on.' })
  @Requires('transactions.bank.register')
  bankAccountSetFees(@Arg('input', () => BankAccountSetFeesInput, { description: 'Which account, and how much.' }) input: BankAccountSetFeesInput, @Ctx() ctx: Context): Promise<BankAccountPayload> {
    return write<BankAccountPayload, BankAccountSetFeesInput>(ctx, { operation: 'bankAccountSetFees', input }, async (tx, { bankAccountId, feeUpTo, feeAccountId }) => {
      const { rows: [found] } = await ask<{ currency: string; digits: number; fits: boolean }>(tx, sql`
        select b.currency, c.minor_digits as digits, exists (select from transactions.account a where a.id = ${feeAccountId ?? null}::uuid and a.currency = b.currency and a.id <> b.account_id) as fits
        from transactions.bank_account b join transactions.currency c on c.code = b.currency where b.id = ${bankAccountId}::uuid for no key update of b`);
      if (!found || !isEverywhere(tx.actor)) return refuse(bankAccountNotFound('bankAccountId'));
      const exact = new Exact(feeUpTo);
      if (exact.lt(0) || exact.decimalPlaces() > found.digits) refuse(bankFeeWrong('feeUpTo', { currency: found.currency }));
      if ((exact.gt(0) || feeAccountId) && !found.fits) refuse(bankFeeAccountWrong('feeAccountId', { currency: found.currency }));
      await tx.tx.query('update transactions.bank_account set fee_up_to = $2, fee_account_id = $3 where id = $1', [bankAccountId, exact.toFixed(found.digits), feeAccountId ?? null]);
      return { bankAccount: { id: bankAccountId } };
    });
  }
}
