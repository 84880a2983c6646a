import { ArrayMaxSize, ArrayNotEmpty, IsOptional, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { RejectInput } from '../decide-proposal.js';
import { DefinitionInput, NAME_IN_RULES } from '../parameters/define-parameter.js';
import { RuleValueType } from '../value-type.js';
import { RuleTableVersion } from './rule-table-version.js';
import { RuleTable } from './rule-table.js';
import { TableKeyMatch } from './table-key.js';

@InputType({ description: 'What a table is asked by.' })
export class RuleTableKeyInput {
  @Field(() => String, { description: 'What it is, such as `members`.' })
  @Matches(NAME_IN_RULES, { message: 'name must be a letter and up to 59 letters, digits and underscores' })
  name!: string;

  @Field(() => RuleValueType, { description: 'What its values are.' })
  type!: RuleValueType;

  @Field(() => TableKeyMatch, { description: 'How it finds its row; FROM for the last key alone, of numbers, money or days.' })
  match!: TableKeyMatch;

  @Field(() => Decimal, { nullable: true, description: 'Of exact numbers that must follow one another without gap, how far each is from the next: 1 for ages.' })
  step?: string | null;
}

@InputType({ description: 'A table that rules may look up.' })
export class RuleTableDefineInput extends DefinitionInput {
  @Field(() => [RuleTableKeyInput], { description: 'What it is asked by, in the order of the arguments of `lookup`; at most 5.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(5)
  @ValidateNested({ each: true })
  keys!: RuleTableKeyInput[];

  @Field(() => RuleValueType, { description: 'What it answers.' })
  valueType!: RuleValueType;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether every combination of its exact keys must have a row; false where it is known that some have none.' })
  complete!: boolean;
}

@InputType({ description: 'A row of a table.' })
export class RuleTableRowInput {
  @Field(() => [String], { description: 'What it is found by: a value for each key of the table, in their order. Of a band, its lower end, which belongs to it.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(5)
  @MaxLength(200, { each: true })
  keys!: string[];

  @Field(() => String, { nullable: true, description: 'Of a band, its upper end, which belongs to the next: checked against the next, so that no gap is overlooked. The last band has none.' })
  @IsOptional()
  @MaxLength(200)
  to?: string | null;

  @Field(() => String, { description: 'What is answered.' })
  @MaxLength(200)
  value!: string;
}

@InputType({ description: 'The rows of a table from a day on.' })
export class RuleTableVersionAddInput extends IdempotentInput {
  @Ref(() => RuleTable, { description: 'Of which table.' })
  tableId!: string;

  @Field(() => LocalDate, { description: 'First day on which it holds; until the day of the next.' })
  effectiveFrom!: string;

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @MinLength(1)
  @MaxLength(1000)
  source!: string;

  @Ref(() => RuleTableVersion, { nullable: true, description: 'The published version from the same day that this one corrects.' })
  replacesId?: string | null;

  @Field(() => [RuleTableRowInput], { description: 'All of its rows; at most 5,000.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  rows!: RuleTableRowInput[];
}

@InputType({ description: 'A version of a table that was proposed.' })
export class RuleTableVersionPublishInput extends IdempotentInput {
  @Ref(() => RuleTableVersion, { description: 'Which version.' })
  id!: string;
}

@InputType({ description: 'A version of a table that is not published, and why.' })
export class RuleTableVersionRejectInput extends RejectInput {
  @Ref(() => RuleTableVersion, { description: 'Which version.' })
  id!: string;
}

@ObjectType({ description: 'Answer of `ruleTableDefine`.' })
export class RuleTablePayload extends Payload {
  @Field(() => RuleTable, { nullable: true, description: 'The table.' })
  ruleTable?: { readonly id: string };
}

@ObjectType({ description: 'Answer of mutations of versions of tables.' })
export class RuleTableVersionPayload extends Payload {
  @Field(() => RuleTableVersion, { nullable: true, description: 'The version.' })
  ruleTableVersion?: { readonly id: string };
}
