import { IsISO4217CurrencyCode, IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { contactValue } from '../contacts/contact-input.js';
import { ContactKind } from '../contacts/contact-point.js';
import { mod97 } from '../identifiers/check-digits.js';
import { accountNumberInvalid, accountNumberNeeded } from '../refusals.js';
import { PaymentAccountKind } from './payment-account.js';

@InputType({ description: 'Where money for a person may go.' })
export class PaymentAccountInput {
  @Field(() => PaymentAccountKind, { description: 'What it is.' })
  kind!: PaymentAccountKind;

  @Field(() => String, { description: 'Code of the bank (such as its BIC), the wallet provider or the pay point.' })
  @MinLength(1)
  @MaxLength(60)
  institution!: string;

  @Privacy({ sensitivity: 'sensitive', category: 'people.payment-accounts' })
  @Field(() => String, { nullable: true, description: 'Number of the account or IBAN, or telephone number of the wallet; a cash point may have none.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(60)
  number?: string | null;

  @Field(() => String, { nullable: true, description: 'In whose name it is kept; the name of the person where left out.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  holderName?: string | null;

  @Field(() => String, { nullable: true, description: 'Currency that it is kept in, as ISO 4217 names it; left out where it takes any.' })
  @IsOptional()
  @IsISO4217CurrencyCode()
  currency?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is the one to pay to, in the place of another.' })
  @IsOptional()
  preferred?: boolean | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day; today where left out.' })
  validFrom?: string | null;
}

const IBAN = /^[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}$/;

/** An account's number in the form that is sealed; undefined where a cash point has none. */
export function accountNumber(ctx: Pick<Context, 'platform'>, { kind, number }: Pick<PaymentAccountInput, 'kind' | 'number'>, path: string): string | undefined {
  if (!number) return kind === PaymentAccountKind.CASH_POINT ? undefined : refuse(accountNumberNeeded(`${path}.number`));
  const invalid = (): never => refuse(accountNumberInvalid(`${path}.number`));
  if (kind === PaymentAccountKind.WALLET) return contactValue(ctx, ContactKind.PHONE, number) ?? plain(number) ?? invalid();
  const normal = plain(number) ?? invalid();
  // What begins like an IBAN has its check digits behind the country: ISO 13616.
  if (IBAN.test(normal) && !mod97.isValid(normal.slice(4) + normal.slice(0, 4))) invalid();
  return normal;
}

function plain(number: string): string | undefined {
  const normal = number.normalize('NFKC').toUpperCase().replace(/[\s./-]/g, '');
  return /^[0-9A-Z]{3,40}$/.test(normal) ? normal : undefined;
}
