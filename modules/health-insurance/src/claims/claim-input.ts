import {
  ArrayMaxSize, ArrayMinSize, Decimal, Field, IdempotentInput, InputType, IsOptional, LocalDate, MaxLength, MinLength, Person, Privacy, Ref, ValidateNested,
} from '@kinga/plugin-sdk';
import { VisitType } from './kinds.js';
import { care } from './masked-care.js';

@InputType({ description: 'What of a package was given.' })
export class ClaimPartInput {
  @Privacy(care)
  @Field(() => String, { description: 'Code of the service.' })
  @MinLength(1)
  @MaxLength(40)
  serviceCode!: string;

  @Field(() => Decimal, { description: 'How much of it.' })
  quantity!: string;
}

@InputType({ description: 'One line of a claim.' })
export class ClaimLineInput {
  @Privacy(care)
  @Field(() => String, { description: 'Code of the service or item.' })
  @MinLength(1)
  @MaxLength(40)
  serviceCode!: string;

  @Field(() => Decimal, { defaultValue: '1', description: 'How much of it.' })
  quantity!: string;

  @Field(() => Decimal, { nullable: true, description: 'What is asked for each; the price of the facility\'s list on the last day of the visit where left out.' })
  price?: string | null;

  @Privacy(care)
  @Field(() => String, { nullable: true, description: 'What the facility adds in words.' })
  @IsOptional()
  @MaxLength(2000)
  explanation?: string | null;

  @Privacy(care)
  @Field(() => [ClaimPartInput], { nullable: true, description: 'What of a package was given, where that was not just its parts.' })
  @IsOptional()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  parts?: ClaimPartInput[] | null;
}

@InputType({ description: 'What a claim asks for.' })
export class ClaimFields extends IdempotentInput {
  @Ref(() => Person, { description: 'The patient.' })
  personId!: string;

  @Field(() => VisitType, { defaultValue: VisitType.OTHER, description: 'How the patient came.' })
  visit!: VisitType;

  @Field(() => LocalDate, { description: 'First day of the visit.' })
  visitFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Its last day; the first where left out.' })
  visitTo?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it is claimed; the day of the request where left out.' })
  claimedOn?: string | null;

  @Privacy(care)
  @Field(() => String, { description: 'Code of the main diagnosis.' })
  @MinLength(1)
  @MaxLength(20)
  diagnosisCode!: string;

  @Privacy(care)
  @Field(() => [String], { nullable: true, description: 'Codes of up to four more.' })
  @IsOptional()
  @ArrayMaxSize(4)
  otherDiagnosisCodes?: string[] | null;

  @Privacy(care)
  @Field(() => String, { nullable: true, description: 'What the facility adds in words.' })
  @IsOptional()
  @MaxLength(2000)
  explanation?: string | null;

  @Field(() => [ClaimLineInput], { description: 'The lines, at most 2000.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(2000)
  @ValidateNested({ each: true })
  lines!: ClaimLineInput[];
}

@InputType({ description: 'A claim to enter.' })
export class ClaimEnterInput extends ClaimFields {
  @Field(() => String, { description: 'Code of the organisation that the facility is.' })
  @MinLength(1)
  @MaxLength(100)
  facilityCode!: string;

  @Field(() => String, { nullable: true, description: 'Its code, unique among the claims of the facility; it is given one where left out.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(60)
  code?: string | null;
}
