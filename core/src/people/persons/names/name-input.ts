import { IsOptional, Matches, MaxLength, MinLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import type { Refusal } from '../../../kernel/write/refusal.js';
import { endsBeforeStart } from '../refusals.js';
import { NameKind } from './person-name.js';
import { scriptOf } from './script.js';

export const ISO_15924 = /^[A-Z][a-z]{3}$/;

@InputType({ description: 'A further name of a person.' })
export class PersonNameInput {
  @Field(() => NameKind, { description: 'What it is to the main name.' })
  kind!: NameKind;

  @Field(() => String, { nullable: true, description: 'Script, as ISO 15924 names it; told by the letters where left out.' })
  @IsOptional()
  @Matches(ISO_15924, { message: 'script must be a code of ISO 15924, such as Latn or Ethi' })
  script?: string | null;

  @Field(() => String, { nullable: true, description: 'Given names.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  givenName?: string | null;

  @Field(() => String, { nullable: true, description: "Name after the father, where the country's names have one." })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  patronymic?: string | null;

  @Field(() => String, { description: 'Family name, or the only name.' })
  @MinLength(1)
  @MaxLength(200)
  familyName!: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day; left out where unknown.' })
  validFrom?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer held.' })
  validTo?: string | null;
}

export function nameRefusals({ validFrom, validTo }: PersonNameInput, path: string): readonly Refusal[] {
  return validFrom && validTo && validTo <= validFrom ? [endsBeforeStart(`${path}.validTo`, { from: validFrom, to: validTo })] : [];
}

/** A name as its table keeps it. */
export function nameRow(personId: string, { kind, script, givenName, patronymic, familyName, validFrom, validTo }: PersonNameInput): Readonly<Record<string, unknown>> & { readonly id: string } {
  return {
    id: uuidv7(), person_id: personId, kind, script: script ?? scriptOf(givenName, patronymic, familyName),
    given_name: givenName ?? null, patronymic: patronymic ?? null, family_name: familyName, valid_from: validFrom ?? null, valid_to: validTo ?? null,
  };
}
