import { ArrayMaxSize, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { AttributesField } from '../../kernel/schema/input-fields.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { IsCode } from '../places/place-input.js';
import { OrganisationContactKind } from './contact.js';
import { Organisation } from './organisation.js';

@InputType({ description: 'Something that an organisation is.' })
export class OrganisationRoleInput {
  @Field(() => String, { description: 'One of `organisationRoleTypes`.' })
  role!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when, also years ago; where left out, since `openedOn` if it is being registered, else today. Before that day it is not this: an employer has no contributions of earlier months.' })
  from?: string | null;
}

@InputType({ description: 'A number that somebody gave to an organisation.' })
export class OrganisationIdentifierInput {
  @Field(() => String, { description: 'One of `organisationIdentifierTypes`.' })
  type!: string;

  @Field(() => String, { description: 'The number.' })
  @MinLength(1)
  @MaxLength(80)
  value!: string;

  @Field(() => String, { nullable: true, description: 'Who gave it.' })
  @IsOptional()
  @MaxLength(200)
  issuer?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; where left out, since it opened if it is being registered, else today.' })
  from?: string | null;
}

@InputType({ description: 'A way to reach an organisation.' })
export class OrganisationContactInput {
  @Field(() => OrganisationContactKind, { description: 'What it is.' })
  kind!: OrganisationContactKind;

  @Field(() => String, { description: 'The number, address or name.' })
  @MinLength(1)
  @MaxLength(500)
  value!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, such as `claims`.' })
  @IsOptional()
  @MaxLength(100)
  label?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; where left out, since it opened if it is being registered, else today.' })
  from?: string | null;
}

/** An organisation with all that belongs to it. */
@InputType()
export abstract class OrganisationFields extends IdempotentInput {
  @Field(() => String, { description: 'Its code: 1 to 40 letters, digits, dots, slashes and dashes.' })
  @IsCode()
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(300)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Code of the organisation that it is a part of.' })
  parentCode?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the place where it has its seat. Without one everybody who may see organisations sees it.' })
  placeCode?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Since when it is open, also years ago; today where left out. Its roles, numbers and contacts begin on this day unless they say `from`: an employer that is to be there for earlier days gives it.' })
  openedOn?: string | null;

  @Field(() => [OrganisationRoleInput], { nullable: true, description: 'What it is; several at once if it is.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  roles?: OrganisationRoleInput[] | null;

  @Field(() => [OrganisationIdentifierInput], { nullable: true, description: 'Its numbers.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  identifiers?: OrganisationIdentifierInput[] | null;

  @Field(() => [OrganisationContactInput], { nullable: true, description: 'How it can be reached.' })
  @IsOptional()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  contacts?: OrganisationContactInput[] | null;

  @Field(() => [String], { nullable: true, description: 'Codes of the places where it works beside its seat.' })
  @IsOptional()
  @ArrayMaxSize(1000)
  worksInCodes?: string[] | null;

  @AttributesField(() => Organisation)
  attributes?: Record<string, unknown> | null;
}

@InputType({ description: 'An organisation with its roles, numbers, contacts and places.' })
export class OrganisationRegisterInput extends OrganisationFields {}
