import { ArrayMaxSize, ArrayNotEmpty, IsOptional, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { AttributesField } from '../../kernel/schema/input-fields.js';
import { PartialDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { ContactInput } from './contacts/contact-input.js';
import { IdentifierInput } from './identifiers/identifier-input.js';
import { ISO_15924, PersonNameInput } from './names/name-input.js';
import { Person, Sex } from './person.js';

@InputType({ description: 'What is known of a person.' })
export class PersonInput {
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

  @Field(() => String, { nullable: true, description: 'Script of the name, as ISO 15924 names it; told by the letters where left out.' })
  @IsOptional()
  @Matches(ISO_15924, { message: 'script must be a code of ISO 15924, such as Latn or Ethi' })
  script?: string | null;

  @Field(() => Sex, { description: 'Sex as recorded.' })
  sex!: Sex;

  @Field(() => PartialDate, { nullable: true, description: 'Day, month or year of birth, as far as it is known.' })
  birthDate?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the birth date is an estimate; not where left out.' })
  @IsOptional()
  birthDateEstimated?: boolean | null;

  @Field(() => [String], { nullable: true, description: 'Languages that the person speaks, the best first, as BCP 47 names them: sw, fr-CA …' })
  @IsOptional()
  @ArrayMaxSize(20)
  languages?: string[] | null;

  @Field(() => [PersonNameInput], { nullable: true, description: 'Further names: in other scripts, former ones, aliases. At most 20.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  names?: PersonNameInput[] | null;

  @Field(() => [IdentifierInput], { nullable: true, description: 'Numbers that others gave to the person. At most 20.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  identifiers?: IdentifierInput[] | null;

  @Field(() => [ContactInput], { nullable: true, description: 'How the person can be reached. At most 20.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  contacts?: ContactInput[] | null;

  @AttributesField(() => Person)
  attributes?: Record<string, unknown> | null;
}

@InputType({ description: 'Persons to register.' })
export class PersonsRegisterInput extends IdempotentInput {
  @Field(() => String, { description: 'Code of the place where they live.' })
  placeCode!: string;

  @Field(() => [PersonInput], { description: 'At most 1,000 at a time.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  persons!: PersonInput[];
}
