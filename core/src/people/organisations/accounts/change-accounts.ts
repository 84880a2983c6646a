import { IsISO4217CurrencyCode, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { sql } from '../../../kernel/read/sql.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { ask } from '../../../kernel/write/ask.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { dayOf } from '../../households/day-of.js';
import { accountNumber } from '../../persons/accounts/account-input.js';
import { PaymentAccountKind } from '../../persons/accounts/payment-account.js';
import { CheckInput, EndInput, lastDay } from '../../persons/detail-inputs.js';
import { alreadyEnded, changedMeanwhile } from '../../persons/refusals.js';
import { inPlacesOf } from '../../scope.js';
import { organisationUpdated } from '../events.js';
import { holdOrganisation } from '../hold-organisation.js';
import { organisationAccountKind, organisationAccountSecondPerson, partNotFound } from '../refusals.js';
import { inOrganisationsOf } from '../scope.js';
import { sealedOrganisationNumber } from './account-number.js';
import { OrganisationAccount } from './organisation-account.js';

@InputType({ description: 'Where money for an organisation may go.' })
export class OrganisationAccountInput {
  @Field(() => PaymentAccountKind, { description: 'What it is: BANK or WALLET.' })
  kind!: PaymentAccountKind;

  @Field(() => String, { description: 'Code of the bank (such as its BIC) or of the wallet provider.' })
  @MinLength(1)
  @MaxLength(60)
  institution!: string;

  @Privacy({ sensitivity: 'sensitive' })
  @Field(() => String, { description: 'Number of the account or IBAN, or telephone number of the wallet.' })
  @MinLength(1)
  @MaxLength(60)
  number!: string;

  @Field(() => String, { nullable: true, description: 'In whose name it is kept; the name of the organisation where left out.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  holderName?: string | null;

  @Field(() => String, { nullable: true, description: 'Currency that it is kept in, as ISO 4217 names it; left out where it takes any.' })
  @IsOptional()
  @IsISO4217CurrencyCode()
  currency?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day; today where left out.' })
  from?: string | null;
}

@InputType({ description: 'An account to record.' })
export class OrganisationAccountAddInput extends IdempotentInput {
  @Field(() => String, { description: "The organisation's code." })
  code!: string;

  @Field(() => OrganisationAccountInput, { description: 'The account.' })
  @ValidateNested()
  account!: OrganisationAccountInput;
}

@InputType({ description: 'What a check of an account found.' })
export class OrganisationAccountVerifyInput extends CheckInput {
  @Ref(() => OrganisationAccount, { description: 'Which account.' })
  id!: string;
}

@InputType({ description: 'An account that no longer holds.' })
export class OrganisationAccountEndInput extends EndInput {
  @Ref(() => OrganisationAccount, { description: 'Which account.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations about accounts of organisations.' })
export class OrganisationAccountPayload extends Payload {
  @Field(() => OrganisationAccount, { nullable: true, description: 'The account as it is now.' })
  account?: { readonly id: string };
}

interface Held {
  readonly id: string;
  readonly organisation: string;
  readonly version: number;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly recordedBy: string;
}

/** An account of an organisation that the actor may change, at the version that was read; held until the transaction ends. */
async function holdAccount(ctx: TxContext, { id, version }: { readonly id: string; readonly version: number }): Promise<Held> {
  const { rows: [found] } = await ask<Held>(ctx, sql`
    select a.id, a.organisation_id as organisation, a.version, a.valid_from::text, a.valid_to::text, a.recorded_by as "recordedBy" from people.organisation_account a join people.organisation o on o.id = a.organisation_id
    where a.id = ${id}::uuid and ${inPlacesOf(ctx, sql`o.place_id`)} and ${inOrganisationsOf(ctx, sql`o.id`)} for no key update of a`);
  if (!found) return refuse(partNotFound('id'));
  return found.version === version ? found : refuse(changedMeanwhile('version', { version: found.version }));
}

async function changed(ctx: TxContext, { id, organisation }: Pick<Held, 'id' | 'organisation'>): Promise<OrganisationAccountPayload> {
  await publish(ctx, organisationUpdated, { id: organisation, fields: ['accounts'] });
  return { account: { id } } as OrganisationAccountPayload;
}

@Resolver()
export class ChangeOrganisationAccounts {
  @Mutation(() => OrganisationAccountPayload, { description: 'Records where money for an organisation may go. Nothing is paid into it until another person has verified it.' })
  @Requires('people.organisation-accounts.register')
  organisationAccountAdd(@Arg('input', () => OrganisationAccountAddInput, { description: 'Whose, and which.' }) input: OrganisationAccountAddInput, @Ctx() ctx: Context): Promise<OrganisationAccountPayload> {
    return write<OrganisationAccountPayload, OrganisationAccountAddInput>(ctx, { operation: 'organisationAccountAdd', input }, async (tx, { code, account }) => {
      if (account.kind === PaymentAccountKind.CASH_POINT) refuse(organisationAccountKind('account.kind'));
      const number = accountNumber(tx, account, 'account') ?? '';
      const day = dayOf(tx, account.from, 'account.from');
      const { id: organisation } = await holdOrganisation(tx, code);
      const { kind, institution, currency = null, holderName = null } = account;
      const id = uuidv7();
      const { digest, sealed } = sealedOrganisationNumber(tx, { id, institution }, number);
      await tx.tx.query(
        `insert into people.organisation_account (id, organisation_id, kind, institution, holder_name, currency, digest, sealed, recorded_by, valid_from)
         select $1, o.id, $3, $4, coalesce($5, o.name), $6, $7, $8, $9, $10 from people.organisation o where o.id = $2`, [id, organisation, kind, institution, holderName, currency, digest, sealed, tx.actor.id, day]);
      return changed(tx, { id, organisation });
    });
  }

  @Mutation(() => OrganisationAccountPayload, { description: "Says whether an account that somebody else recorded was found to be the organisation's. One that is refuted is no longer paid to." })
  @Requires('people.organisation-accounts.verify')
  organisationAccountVerify(@Arg('input', () => OrganisationAccountVerifyInput, { description: 'Which, and what was found.' }) input: OrganisationAccountVerifyInput, @Ctx() ctx: Context): Promise<OrganisationAccountPayload> {
    const constraints = { organisation_account_second_person: organisationAccountSecondPerson('id') };
    return write<OrganisationAccountPayload, OrganisationAccountVerifyInput>(ctx, { operation: 'organisationAccountVerify', input, constraints }, async (tx, given) => {
      const account = await holdAccount(tx, given);
      if (account.recordedBy === tx.actor.id) refuse(organisationAccountSecondPerson('id'));
      if (account.valid_to) refuse(alreadyEnded('id', { day: account.valid_to }));
      await tx.tx.query('update people.organisation_account set verification = $2, checked_by = $3, checked_on = $4, check_method = $5, check_note = $6 where id = $1',
        [account.id, given.verification, tx.actor.id, tx.today, given.method, given.note ?? null]);
      return changed(tx, account);
    });
  }

  @Mutation(() => OrganisationAccountPayload, { description: 'Says that an account no longer holds. What is being made or sent already into it comes back with the reason.' })
  @Requires('people.organisation-accounts.register')
  organisationAccountEnd(@Arg('input', () => OrganisationAccountEndInput, { description: 'Which, and from when.' }) input: OrganisationAccountEndInput, @Ctx() ctx: Context): Promise<OrganisationAccountPayload> {
    return write<OrganisationAccountPayload, OrganisationAccountEndInput>(ctx, { operation: 'organisationAccountEnd', input }, async (tx, given) => {
      const account = await holdAccount(tx, given);
      await tx.tx.query('update people.organisation_account set valid_to = $2 where id = $1', [account.id, lastDay(tx, account, given.on)]);
      return changed(tx, account);
    });
  }
}
