import { ArrayMaxSize, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';
import { Privacy } from '../../kernel/privacy/classification.js';
import { sql } from '../../kernel/read/sql.js';
import { PartialDate } from '../../kernel/schema/scalars.js';
import { readInput } from '../../kernel/write/read-input.js';
import { Refused } from '../../kernel/write/refusal.js';
import { knownDate } from '../../people/persons/birth-date.js';
import { contactValue } from '../../people/persons/contacts/contact-input.js';
import { ContactKind } from '../../people/persons/contacts/contact-point.js';
import { limitLookUps } from '../../people/persons/identifiers/limit-look-ups.js';
import { identifierDigests } from '../../people/persons/identifiers/write-identifiers.js';
import { Sex } from '../../people/persons/person.js';
import { inPlacesOf } from '../../people/scope.js';
import { run } from '../search/run.js';
import type { Unregistered } from './one-person-sql.js';

const MOST = 20;

@InputType({ description: 'A number that somebody shows.' })
export class PersonLikeIdentifierInput {
  @Field(() => String, { description: 'Its type, one of `identifierTypes`.' })
  @MaxLength(100)
  type!: string;

  @Privacy({ sensitivity: 'sensitive', category: 'people.identifiers' })
  @Field(() => String, { description: 'The number; spaces, dots and dashes make no difference.' })
  @MinLength(1)
  @MaxLength(100)
  value!: string;
}

@InputType({ description: 'What is known of somebody who is not registered yet, such as who stands at the counter.' })
export class PersonLikeInput {
  @Field(() => String, { nullable: true, description: 'Given names.' })
  @IsOptional()
  @MaxLength(200)
  givenName?: string | null;

  @Field(() => String, { nullable: true, description: "Name after the father, where the country's names have one." })
  @IsOptional()
  @MaxLength(200)
  patronymic?: string | null;

  @Field(() => String, { description: 'Family name, or the only name.' })
  @MinLength(1)
  @MaxLength(200)
  familyName!: string;

  @Field(() => Sex, { defaultValue: Sex.UNKNOWN, description: 'Sex.' })
  sex: Sex = Sex.UNKNOWN;

  @Field(() => PartialDate, { nullable: true, description: 'Day, month or year of birth, as far as it is known.' })
  birthDate?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the place where the person lives.' })
  @IsOptional()
  @MaxLength(100)
  placeCode?: string | null;

  @Field(() => [String], { nullable: true, description: 'Telephone numbers; those without + are taken for those of the country in the settings. At most 20.' })
  @IsOptional()
  @ArrayMaxSize(MOST)
  @MaxLength(254, { each: true })
  phones?: string[] | null;

  @Field(() => [PersonLikeIdentifierInput], { nullable: true, description: 'Numbers that others gave to the person, each counted as a look-up by number. At most 20.' })
  @IsOptional()
  @ArrayMaxSize(MOST)
  @ValidateNested({ each: true })
  identifiers?: PersonLikeIdentifierInput[] | null;
}

/**
 * Somebody as persons are compared.
 *
 * @throws GraphQLError BAD_USER_INPUT, RATE_LIMITED
 */
export async function readLike(ctx: Context, given: PersonLikeInput): Promise<Unregistered> {
  const person = checked(given);
  const birth = knownDate(person.birthDate);
  const numbers = (person.identifiers ?? []).flatMap(({ type, value }, index) => {
    const digests = identifierDigests(ctx, type, value);
    if (!digests?.length) throw badInput(`person.identifiers.${index} is not a number of a type of \`identifierTypes\`.`);
    return digests.map((digest) => `${type}:${digest.toString('hex')}`);
  });
  if (person.identifiers?.length) await limitLookUps(ctx, person.identifiers.length);
  return {
    givenName: person.givenName ?? null, patronymic: person.patronymic ?? null, familyName: person.familyName, sex: person.sex, born: birth.date, bornPrecision: birth.precision,
    placeId: person.placeCode ? await placeOf(ctx, person.placeCode) : null, phones: (person.phones ?? []).map((phone, index) => phoneOf(ctx, phone, index)), numbers,
  };
}

function checked(person: PersonLikeInput): PersonLikeInput {
  try {
    return readInput(person);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw badInput(error.message);
  }
}

function phoneOf(ctx: Context, phone: string, index: number): string {
  const value = contactValue(ctx, ContactKind.PHONE, phone);
  if (value === undefined) throw badInput(`person.phones.${index} is not a telephone number.`);
  return value;
}

async function placeOf(ctx: Context, code: string): Promise<string> {
  const [place] = await run<{ id: string }>(ctx, sql`select p.id from people.place p where p.code = ${code}::text and ${inPlacesOf(ctx, sql`p.id`)}`);
  if (!place) throw badInput('person.placeCode names no place of yours; list them with the query `places`.');
  return place.id;
}
