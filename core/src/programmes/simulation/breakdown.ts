import { ArrayMaxSize, ArrayMinSize, IsOptional, Matches, MaxLength, MinLength } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { Decimal } from '../../kernel/schema/scalars.js';

/** A way to tell those who are assessed apart: by the place of a level, or by what an expression says of each. */
export interface Breakdown {
  readonly code: string;
  readonly placeLevel: string | null;
  readonly expression: string | null;
  /** Lower ends of bands but for the first, in ascending order. */
  readonly bands: readonly string[] | null;
}

@ObjectType({ description: 'A way in which a simulation tells groups apart.' })
export class SimulationBreakdown implements Breakdown {
  @Field(() => String, { description: 'Its name.' })
  code!: string;

  @Field(() => String, { nullable: true, description: 'By the place of this level in which they are.' })
  placeLevel!: string | null;

  @Field(() => String, { nullable: true, description: 'By what this expression over facts says of each.' })
  expression!: string | null;

  @Field(() => [Decimal], { nullable: true, description: 'In bands of the number that the expression gives: each begins at one of these, the first below all of them.' })
  bands!: readonly string[] | null;
}

@InputType({ description: 'A way to tell groups apart: by the places of a level, or by what an expression says of each.' })
export class SimulationBreakdownInput {
  @Field(() => String, { description: 'Its name: 1 to 40 letters, digits, underscores and hyphens, such as SEX.' })
  @Matches(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/)
  code!: string;

  @Field(() => String, { nullable: true, description: 'A level of places, such as district.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(60)
  placeLevel?: string | null;

  @Field(() => String, { nullable: true, description: 'An expression over facts, as in rules: `household.head.sex`, `household.attributes.roof`, `person.age`.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(2_000)
  expression?: string | null;

  @Field(() => [Decimal], { nullable: true, description: 'Where the expression gives a number: the lower ends of bands in ascending order, as 18 and 60 for below 18, from 18 below 60, and from 60 on.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  bands?: string[] | null;
}

/** Names of bands: `<18`, `18–<60`, `≥60`. */
export function bandLabels(bands: readonly string[]): readonly string[] {
  return [`<${bands[0]}`, ...bands.map((from, at) => (at + 1 < bands.length ? `${from}–<${bands[at + 1]}` : `≥${from}`))];
}
