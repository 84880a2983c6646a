import { IsISO31661Alpha2, IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { AddressKind } from './address.js';

@InputType({ description: 'An address.' })
export class AddressInput {
  @Field(() => AddressKind, { description: 'What it is for.' })
  kind!: AddressKind;

  @Field(() => String, { description: 'Street, house, or how to find it; several lines where needed.' })
  @MinLength(1)
  @MaxLength(1000)
  lines!: string;

  @Field(() => String, { nullable: true, description: 'Village, town or city, as it is written on a letter.' })
  @IsOptional()
  @MaxLength(200)
  locality?: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code.' })
  @IsOptional()
  @MaxLength(20)
  postalCode?: string | null;

  @Field(() => String, { nullable: true, description: 'Country, as ISO 3166-1 alpha-2 names it: GH, NP …' })
  @IsOptional()
  @IsISO31661Alpha2()
  country?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the place of the administrative tree that it is in.' })
  placeCode?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day; left out where unknown.' })
  validFrom?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer held.' })
  validTo?: string | null;
}
