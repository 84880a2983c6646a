import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';

@InputType({ description: 'A number that somebody gave to a person.' })
export class IdentifierInput {
  @Field(() => String, { description: 'Its type, one of `identifierTypes`.' })
  type!: string;

  @Privacy({ sensitivity: 'sensitive', category: 'people.identifiers' })
  @Field(() => String, { description: 'The number; spaces, dots and dashes make no difference.' })
  @MinLength(1)
  @MaxLength(100)
  value!: string;

  @Field(() => String, { nullable: true, description: 'Who gave it; what its type says where left out.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  issuer?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day on which it is valid.' })
  validFrom?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it is no longer valid, such as that after its expiry.' })
  validTo?: string | null;
}
