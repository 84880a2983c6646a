import { ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { CheckInput, EndInput, lastDay, VersionedInput } from '../detail-inputs.js';
import { checkPersons, insertDetails, lockDetail, type Detail } from '../details.js';
import { accountAdded, accountEnded, accountPreferred, accountVerified } from '../events.js';
import { Person } from '../person.js';
import { accountNotUsable, alreadyEnded, detailNotFound } from '../refusals.js';
import { Verification } from '../verification.js';
import { accountNumber, PaymentAccountInput } from './account-input.js';
import { sealedNumber } from './account-number.js';
import { PaymentAccount } from './payment-account.js';

@InputType({ description: 'A payment account to record.' })
export class PersonPaymentAccountAddInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Whose.' })
  personId!: string;

  @Field(() => PaymentAccountInput, { description: 'The account.' })
  @ValidateNested()
  account!: PaymentAccountInput;
}

@InputType({ description: 'What a check of an account found.' })
export class PersonPaymentAccountVerifyInput extends CheckInput {
  @Ref(() => PaymentAccount, { description: 'Which account.' })
  id!: string;
}

@InputType({ description: 'The account to pay to.' })
export class PersonPaymentAccountPreferInput extends VersionedInput {
  @Ref(() => PaymentAccount, { description: 'Which account.' })
  id!: string;
}

@InputType({ description: 'An account that no longer holds.' })
export class PersonPaymentAccountEndInput extends EndInput {
  @Ref(() => PaymentAccount, { description: 'Which account.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations about payment accounts.' })
export class PersonPaymentAccountPayload extends Payload {
  @Field(() => PaymentAccount, { nullable: true, description: 'The account as it is now.' })
  account?: { readonly id: string };
}

type Account = Detail & { readonly verification: Verification };

/** The database allows one at a time, so the former goes first. */
async function preferNone(tx: TxContext, personId: string): Promise<void> {
  await tx.tx.query('update people.payment_account set preferred = false where person_id = $1 and preferred', [personId]);
}

async function nameOf(tx: TxContext, personId: string): Promise<string> {
  const { rows } = await tx.tx.query<{ name: string }>("select concat_ws(' ', given_name, patronymic, family_name) as name from people.person where id = $1", [personId]);
  return rows[0]?.name ?? '';
}

@Resolver()
export class ChangeAccounts {
  @Mutation(() => PersonPaymentAccountPayload, { description: 'Records where money for a person may go: a bank account, a wallet, a cash point.' })
  @Requires('people.payment-accounts.register')
  personPaymentAccountAdd(@Arg('input', () => PersonPaymentAccountAddInput, { description: 'Whose, and which.' }) input: PersonPaymentAccountAddInput, @Ctx() ctx: Context): Promise<PersonPaymentAccountPayload> {
    return write<PersonPaymentAccountPayload, PersonPaymentAccountAddInput>(ctx, { operation: 'personPaymentAccountAdd', input }, async (tx, { personId, account }) => {
      const number = accountNumber(tx, account, 'account');
      await checkPersons(tx, [{ id: personId, path: 'personId' }]);
      if (account.preferred) await preferNone(tx, personId);
      const id = uuidv7();
      const { kind, institution, currency = null, validFrom } = account;
      await insertDetails(tx, 'people.payment_account', [{
        id, person_id: personId, kind, institution, holder_name: account.holderName ?? (await nameOf(tx, personId)), currency, ...(await sealedNumber(tx, { id, personId, institution }, number)),
        preferred: account.preferred ?? false, valid_from: validFrom ?? tx.today,
      }]);
      await publish(tx, accountAdded, { id, person: personId });
      return { account: { id } };
    });
  }

  @Mutation(() => PersonPaymentAccountPayload, { description: "Says whether an account was found to be the person's. Every check is kept; one that is refuted is no longer paid to." })
  @Requires('people.payment-accounts.verify')
  personPaymentAccountVerify(@Arg('input', () => PersonPaymentAccountVerifyInput, { description: 'Which, and what was found.' }) input: PersonPaymentAccountVerifyInput, @Ctx() ctx: Context): Promise<PersonPaymentAccountPayload> {
    return write<PersonPaymentAccountPayload, PersonPaymentAccountVerifyInput>(ctx, { operation: 'personPaymentAccountVerify', input }, async (tx, given) => {
      const account = await lockDetail<Account>(tx, 'people.payment_account', given, detailNotFound);
      if (account.valid_to) refuse(alreadyEnded('id', { day: account.valid_to }));
      await insertDetails(tx, 'people.payment_account_check', [{ id: uuidv7(), account_id: account.id, outcome: given.verification, method: given.method, note: given.note ?? null, checked_by: tx.actor.id }]);
      await tx.tx.query('update people.payment_account set verification = $2, preferred = preferred and $2 <> $3 where id = $1', [account.id, given.verification, Verification.REFUTED]);
      await publish(tx, accountVerified, { id: account.id, person: account.person_id });
      return { account: { id: account.id } };
    });
  }

  @Mutation(() => PersonPaymentAccountPayload, { description: "Makes an account the one to pay to, in the place of another of the person's." })
  @Requires('people.payment-accounts.register')
  personPaymentAccountPrefer(@Arg('input', () => PersonPaymentAccountPreferInput, { description: 'Which.' }) input: PersonPaymentAccountPreferInput, @Ctx() ctx: Context): Promise<PersonPaymentAccountPayload> {
    return write<PersonPaymentAccountPayload, PersonPaymentAccountPreferInput>(ctx, { operation: 'personPaymentAccountPrefer', input }, async (tx, given) => {
      const account = await lockDetail<Account>(tx, 'people.payment_account', given, detailNotFound);
      if (account.valid_to || account.verification === Verification.REFUTED) refuse(accountNotUsable('id'));
      await preferNone(tx, account.person_id);
      await tx.tx.query('update people.payment_account set preferred = true where id = $1', [account.id]);
      await publish(tx, accountPreferred, { id: account.id, person: account.person_id });
      return { account: { id: account.id } };
    });
  }

  @Mutation(() => PersonPaymentAccountPayload, { description: 'Says that an account no longer holds.' })
  @Requires('people.payment-accounts.register')
  personPaymentAccountEnd(@Arg('input', () => PersonPaymentAccountEndInput, { description: 'Which, and from when.' }) input: PersonPaymentAccountEndInput, @Ctx() ctx: Context): Promise<PersonPaymentAccountPayload> {
    return write<PersonPaymentAccountPayload, PersonPaymentAccountEndInput>(ctx, { operation: 'personPaymentAccountEnd', input }, async (tx, given) => {
      const account = await lockDetail(tx, 'people.payment_account', given, detailNotFound);
      await tx.tx.query('update people.payment_account set valid_to = $2, preferred = false where id = $1', [account.id, lastDay(tx, account, given.on)]);
      await publish(tx, accountEnded, { id: account.id, person: account.person_id });
      return { account: { id: account.id } };
    });
  }
}
