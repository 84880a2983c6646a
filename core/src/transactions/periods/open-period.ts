import { Matches } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { periodCodeTaken, periodEndsBeforeItStarts, periodInOrder, periodsOverlap } from '../refusals.js';
import { AccountingPeriod } from './accounting-period.js';

@InputType({ description: 'An accounting period.' })
export class AccountingPeriodOpenInput extends IdempotentInput {
  @Field(() => String, { description: 'Its code, such as 2026-03: 1 to 60 letters, digits, dots, colons, slashes and dashes.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9.:/-]{0,59}$/, { message: 'code must be 1 to 60 letters, digits, dots, colons, slashes and dashes' })
  code!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  startsOn!: string;

  @Field(() => LocalDate, { description: 'Last day.' })
  endsOn!: string;
}

@ObjectType({ description: 'Answer of mutations of accounting periods.' })
export class AccountingPeriodPayload extends Payload {
  @Field(() => AccountingPeriod, { nullable: true, description: 'The period.' })
  accountingPeriod?: { readonly id: string };
}

@Resolver()
export class OpenAccountingPeriod {
  @Mutation(() => AccountingPeriodPayload, { description: 'Opens an accounting period. Days that no period has take postings too, but for those before the last that is closed.' })
  @Requires('transactions.periods.manage')
  accountingPeriodOpen(@Arg('input', () => AccountingPeriodOpenInput, { description: 'The period.' }) input: AccountingPeriodOpenInput, @Ctx() ctx: Context): Promise<AccountingPeriodPayload> {
    const constraints = {
      accounting_period_code_key: periodCodeTaken('code'), accounting_period_days: periodEndsBeforeItStarts('endsOn'),
      accounting_period_apart: periodsOverlap('startsOn'), accounting_period_in_order: periodInOrder('startsOn'),
    };
    return write<AccountingPeriodPayload, AccountingPeriodOpenInput>(ctx, { operation: 'accountingPeriodOpen', input, constraints }, async (tx, { code, startsOn, endsOn }) => {
      const id = uuidv7();
      await tx.tx.query('insert into transactions.accounting_period (id, code, starts_on, ends_on, opened_by) values ($1, $2, $3, $4, $5)', [id, code, startsOn, endsOn, tx.actor.id]);
      return { accountingPeriod: { id } };
    });
  }
}
