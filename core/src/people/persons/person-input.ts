import { ArrayMaxSize, ArrayNotEmpty, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { AttributesField } from '../../kernel/schema/input-fields.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Person, Sex } from './person.js';

@InputType({ description: 'What is known of a person.' })
export class PersonInput {
  @Field(() => String, { nullable: true, description: 'Given names.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  givenName?: string | null;

  @Field(() => String, { description: 'Family name, or the only name.' })
  @MinLength(1)
  @MaxLength(200)
  familyName!: string;

  @Field(() => Sex, { description: 'Sex as recorded.' })
  sex!: Sex;

  @Field(() => LocalDate, { nullable: true, description: 'Day of birth, where known.' })
  birthDate?: string | null;

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
