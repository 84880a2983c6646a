import {
  ArrayMaxSize, ArrayMinSize, Decimal, Field, IdempotentInput, InputType, Int, IsISO4217CurrencyCode, IsOptional, LocalDate, Max, MaxLength, Min, MinLength, ValidateNested,
} from '@kinga/plugin-sdk';
import { CareType, PatientAge, PatientSex, ServiceCategory, ServiceKind, ServicePackage } from './kinds.js';

@InputType({ description: 'How much of a service belongs to a package.' })
export class ServicePartInput {
  @Field(() => String, { description: 'Code of the service.' })
  @MinLength(1)
  @MaxLength(40)
  code!: string;

  @Field(() => Decimal, { description: 'How much of it.' })
  quantity!: string;
}

@InputType({ description: 'A service or an item.' })
export class HealthServiceInput {
  @Field(() => String, { description: 'Its code: what the register has under it is replaced.' })
  @MinLength(1)
  @MaxLength(40)
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(500)
  name!: string;

  @Field(() => ServiceKind, { defaultValue: ServiceKind.SERVICE, description: 'Service or item.' })
  kind!: ServiceKind;

  @Field(() => ServiceCategory, { defaultValue: ServiceCategory.OTHER, description: 'What it is counted as.' })
  category!: ServiceCategory;

  @Field(() => CareType, { defaultValue: CareType.BOTH, description: 'For which patients.' })
  care!: CareType;

  @Field(() => Decimal, { description: 'What one of it costs where a price list says nothing else.' })
  unitPrice!: string;

  @Field(() => String, { description: 'ISO 4217 code of what it is paid in.' })
  @IsISO4217CurrencyCode()
  currency!: string;

  @Field(() => PatientSex, { nullable: true, description: 'The sex of the patients that it is for; all where left out.' })
  patientSex?: PatientSex | null;

  @Field(() => PatientAge, { nullable: true, description: 'The age of the patients that it is for; all where left out.' })
  patientAge?: PatientAge | null;

  @Field(() => Int, { nullable: true, description: 'How many days lie between two for one patient at least.' })
  @IsOptional()
  @Min(1)
  @Max(36_500)
  frequencyDays?: number | null;

  @Field(() => Decimal, { nullable: true, description: 'Most that one line of a claim may ask for.' })
  mostQuantity?: string | null;

  @Field(() => ServicePackage, { defaultValue: ServicePackage.SIMPLE, description: 'Whether it is made of others.' })
  package!: ServicePackage;

  @Field(() => [ServicePartInput], { nullable: true, description: 'What a package is made of, at most 200.' })
  @IsOptional()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  parts?: ServicePartInput[] | null;

  @Field(() => LocalDate, { description: 'First day on which it is in the register.' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer is.' })
  validTo?: string | null;
}

@InputType({ description: 'Services and items to register.' })
export class HealthServicesRegisterInput extends IdempotentInput {
  @Field(() => [HealthServiceInput], { description: 'The services, at most 1000.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  services!: HealthServiceInput[];
}
