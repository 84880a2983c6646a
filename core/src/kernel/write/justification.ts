import { IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { EvidenceInput } from '../files/evidence.js';

@InputType({ description: 'Why something is done, for whoever decides on it.' })
export class JustificationInput {
  @Field(() => String, { nullable: true, description: 'Why, in words.' })
  @IsOptional()
  @MinLength(3)
  @MaxLength(2000)
  reason?: string | null;

  @Field(() => EvidenceInput, { nullable: true, description: 'What shows that it is so.' })
  @IsOptional()
  @ValidateNested()
  evidence?: EvidenceInput | null;
}
