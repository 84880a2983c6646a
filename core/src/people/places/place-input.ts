import { ArrayMaxSize, IsOptional, Matches, MaxLength, MinLength, ValidateNested, registerDecorator } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';

/** A scheme of further codes, or a hierarchy: `p-code`, `health`. */
export const IsName = (): PropertyDecorator => Matches(/^[a-z0-9][a-z0-9-]{0,39}$/, { message: '$property must be 1 to 40 small letters, digits and dashes' });
/** A code of a place: `GH-01/2`. */
export const IsCode = (): PropertyDecorator => Matches(/^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/, { message: '$property must be 1 to 40 letters, digits, dots, slashes and dashes' });

/** Degrees on the map, as decimal text. */
function IsDegrees(most: number): PropertyDecorator {
  return (target, property) => registerDecorator({
    name: 'isDegrees', target: target.constructor, propertyName: String(property),
    validator: { validate: (value) => Math.abs(Number(value)) <= most, defaultMessage: () => `$property must be degrees from -${most} to ${most}` },
  });
}

@InputType({ description: 'A point on the map, in WGS 84.' })
export class PlacePointInput {
  @Field(() => Decimal, { description: 'Degrees to the east, -180 to 180; kept to six digits.' })
  @IsDegrees(180)
  longitude!: string;

  @Field(() => Decimal, { description: 'Degrees to the north, -90 to 90; kept to six digits.' })
  @IsDegrees(90)
  latitude!: string;
}

@InputType({ description: 'A further code of a place.' })
export class PlaceCodeInput {
  @Field(() => String, { description: 'Whose list it is from, such as `p-code`: small letters, digits and dashes.' })
  @IsName()
  scheme!: string;

  @Field(() => String, { description: 'The code.' })
  @MinLength(1)
  @MaxLength(80)
  code!: string;
}

@InputType({ description: 'Where a place belongs in a hierarchy beside the administrative one.' })
export class PlaceParentInput {
  @Field(() => String, { description: 'Code of the hierarchy.' })
  hierarchyCode!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place that it is in; null for a root.' })
  parentCode?: string | null;
}

@InputType({ description: 'A place.' })
export class PlaceInput {
  @Field(() => String, { description: 'Its code: 1 to 40 letters, digits, dots, slashes and dashes.' })
  @IsCode()
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Field(() => String, { description: 'What kind of place it is: region, district …' })
  @MinLength(1)
  @MaxLength(60)
  level!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place that it is in, in the administrative tree; null for a root.' })
  parentCode?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Its first day; left out: as long as its parent is there.' })
  validFrom?: string | null;

  @Field(() => PlacePointInput, { nullable: true, description: 'A point of it on the map.' })
  @IsOptional()
  @ValidateNested()
  point?: PlacePointInput | null;

  @Field(() => [PlaceCodeInput], { nullable: true, description: 'Its further codes; at most 20.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  codes?: PlaceCodeInput[] | null;

  @Field(() => [PlaceParentInput], { nullable: true, description: 'Where it belongs in other hierarchies; at most 20.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  parents?: PlaceParentInput[] | null;
}
