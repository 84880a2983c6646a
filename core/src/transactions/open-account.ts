import { Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { Organisation } from '../people/organisations/organisation.js';
import { Programme } from '../programmes/programme.js';
import { Account } from './account.js';
import { readFunder, readOrganisation } from './funders.js';
import { accountCodeTaken, accountPurposeTaken, currencyUnknown, programmeNotFound } from './refusals.js';
import { ask } from '../kernel/write/ask.js';
import { inProgrammesOf } from '../people/scope.js';
import { sql } from '../kernel/read/sql.js';

@InputType({ description: 'An account.' })
export class AccountOpenInput extends IdempotentInput {
  @Field(() => String, { description: 'Its code: 1 to 60 letters, digits, dots, colons, slashes and dashes.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9.:/-]{0,59}$/, { message: 'code must be 1 to 60 letters, digits, dots, colons, slashes and dashes' })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Field(() => String, { description: 'What it is for, such as GRANT or FUNDS.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,39}$/, { message: 'purpose must be 1 to 40 capital letters, digits and underscores' })
  purpose!: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency!: string;

  @Ref(() => Programme, { nullable: true, description: 'The programme whose account it is.' })
  programmeId?: string | null;

  @Ref(() => Organisation, { nullable: true, description: 'Whose money it holds: an organisation with the role `funder`.' })
  funderId?: string | null;

  @Ref(() => Organisation, { nullable: true, description: 'The organisation with which it is kept, such as a bank.' })
  organisationId?: string | null;
}

@ObjectType({ description: 'Answer of `accountOpen`.' })
export class AccountOpenPayload extends Payload {
  @Field(() => Account, { nullable: true, description: 'The account.' })
  account?: { readonly id: string };
}

@Resolver()
export class OpenAccount {
  @Mutation(() => AccountOpenPayload, { description: 'Opens an account. Payment runs open those of their programme by themselves.' })
  @Requires('transactions.accounts.open')
  accountOpen(@Arg('input', () => AccountOpenInput, { description: 'The account.' }) input: AccountOpenInput, @Ctx() ctx: Context): Promise<AccountOpenPayload> {
    const constraints = {
      account_code_key: accountCodeTaken('code'),
      account_of_programme: accountPurposeTaken('purpose'),
      account_programme_id_fkey: programmeNotFound('programmeId'),
    };
    return write<AccountOpenPayload, AccountOpenInput>(ctx, { operation: 'accountOpen', input, constraints }, async (tx, { code, name, purpose, currency, programmeId, funderId, organisationId }) => {
      const { rowCount } = await tx.tx.query('select from transactions.currency where code = $1', [currency]);
      if (rowCount === 0) refuse(currencyUnknown('currency', { currency }));
      if (tx.actor.programmes !== null && (await ask(tx, sql`select from programmes.programme p where p.id = ${programmeId ?? null}::uuid and ${inProgrammesOf(tx, sql`p.id`)}`)).rowCount === 0) refuse(programmeNotFound('programmeId'));
      const id = uuidv7();
      const [funder, organisation] = [await readFunder(tx, funderId), await readOrganisation(tx, organisationId)];
      await tx.tx.query('insert into transactions.account (id, code, name, purpose, programme_id, currency, funder_id, organisation_id) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
        id, code, name, purpose, programmeId ?? null, currency, funder, organisation,
      ]);
      return { account: { id } };
    });
  }
}
