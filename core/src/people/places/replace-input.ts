import { ArrayMaxSize, ArrayNotEmpty, IsOptional, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { PlaceInput } from './place-input.js';

@InputType({ description: 'A place that ends, and what it becomes.' })
export class PlaceReplacementInput {
  @Field(() => String, { description: 'Code of the place that ends.' })
  code!: string;

  @Field(() => [String], { description: 'Codes of the places that take over, wholly or in part: new ones or others that are there already; at most 100.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  successorCodes!: string[];

  @Field(() => String, { nullable: true, description: 'Code of the successor to which everything goes of which nothing else is said: households, persons, organisations and places below. The only successor where left out; with several, whatever is left undecided is refused.' })
  restToCode?: string | null;
}

@InputType({ description: 'Households of places that end, and the place that they live in from then on.' })
export class HouseholdsToPlaceInput {
  @Field(() => String, { description: 'Code of the place: one of the successors.' })
  placeCode!: string;

  @Field(() => [String], { description: 'Codes of the households; at most 20,000.' })
  @ArrayMaxSize(20_000)
  householdCodes!: string[];
}

@InputType({ description: 'Places right below places that end, and the place that they are in from then on.' })
export class ChildrenToParentInput {
  @Field(() => String, { description: 'Code of the place that they are in from then on.' })
  parentCode!: string;

  @Field(() => [String], { description: 'Codes of the places; at most 5,000.' })
  @ArrayMaxSize(5000)
  codes!: string[];
}

@InputType({ description: 'A change of units: which end, which begin, and what goes where.' })
export class PlacesReplaceInput extends IdempotentInput {
  @Field(() => LocalDate, { description: 'First day of the new order; today or before.' })
  on!: string;

  @Field(() => [PlaceReplacementInput], { description: 'The places that end; at most 1,000.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  replacements!: PlaceReplacementInput[];

  @Field(() => [PlaceInput], { nullable: true, description: 'The places that begin; at most 5,000. In a hierarchy of which nothing is said, a place belongs where what it replaces belonged.' })
  @IsOptional()
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  begin?: PlaceInput[] | null;

  @Field(() => [ChildrenToParentInput], { nullable: true, description: 'Where the places below those that end belong from then on, in the administrative tree.' })
  @IsOptional()
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  children?: ChildrenToParentInput[] | null;

  @Field(() => [HouseholdsToPlaceInput], { nullable: true, description: 'Where households live from then on that do not go with the rest.' })
  @IsOptional()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  households?: HouseholdsToPlaceInput[] | null;
}
