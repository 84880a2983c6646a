import { isEmail, IsOptional, MaxLength, MinLength } from 'class-validator';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { Field, InputType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import type { Refusal } from '../../../kernel/write/refusal.js';
import { emailInvalid, endsBeforeStart, phoneInvalid } from '../refusals.js';
import { personSettings } from '../settings.js';
import { ContactKind } from './contact-point.js';

@InputType({ description: 'A telephone number or email address.' })
export class ContactInput {
  @Field(() => ContactKind, { description: 'What it is.' })
  kind!: ContactKind;

  @Field(() => String, { description: 'The number or address. Numbers without + are taken for those of the country in the settings.' })
  @MinLength(3)
  @MaxLength(254)
  value!: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is the one to use, in the place of another of its kind.' })
  @IsOptional()
  preferred?: boolean | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day; left out where unknown.' })
  validFrom?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer held.' })
  validTo?: string | null;
}

/** A contact in the form that is stored: a telephone number as E.164 writes it, an email address in lower case; undefined where it can't be one. */
export function contactValue(ctx: Pick<Context, 'platform'>, kind: ContactKind, value: string): string | undefined {
  if (kind === ContactKind.EMAIL) {
    const address = value.trim().toLowerCase();
    return isEmail(address) ? address : undefined;
  }
  const number = parsePhoneNumberFromString(value, personSettings(ctx).phoneCountry as CountryCode | undefined);
  return number?.isPossible() && !number.ext ? number.number : undefined;
}

/** A contact as its table keeps it. */
export interface ContactRow {
  readonly id: string;
  readonly person_id: string;
  readonly kind: ContactKind;
  readonly value: string;
  readonly preferred: boolean;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}

/** Contacts as their table keeps them; what is wrong goes to `refusals`. The last that is preferred of a person and kind is. */
export function contactRows(
  ctx: Pick<Context, 'platform'>, given: readonly { readonly personId: string; readonly contact: ContactInput; readonly path: string }[], refusals: Refusal[],
): readonly ContactRow[] {
  const rows = given.map(({ personId, contact: { kind, value, preferred, validFrom = null, validTo = null }, path }): ContactRow => {
    const stored = contactValue(ctx, kind, value);
    if (stored === undefined) refusals.push((kind === ContactKind.PHONE ? phoneInvalid : emailInvalid)(`${path}.value`));
    if (validFrom && validTo && validTo <= validFrom) refusals.push(endsBeforeStart(`${path}.validTo`, { from: validFrom, to: validTo }));
    return { id: uuidv7(), person_id: personId, kind, value: stored ?? '', preferred: (preferred ?? false) && !validTo, valid_from: validFrom, valid_to: validTo };
  });
  const preferred = new Map(rows.filter((row) => row.preferred).map((row) => [`${row.person_id} ${row.kind}`, row.id]));
  return rows.map((row) => ({ ...row, preferred: preferred.get(`${row.person_id} ${row.kind}`) === row.id }));
}
