import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { Ref } from '../../kernel/schema/input-fields.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { PersonDocument } from '../../people/documents/person-document.js';
import { Person } from '../../people/persons/person.js';
import { Programme } from '../../programmes/programme.js';
import { PayeeArrangement, PayeeArrangementKind } from './payee-arrangement.js';

@InputType({ description: 'Who is to receive for whom.' })
export class PayeeArrangementProposeInput extends MoneyInput {
  @Ref(() => Person, { description: 'Who is entitled.' })
  beneficiaryId!: string;

  @Ref(() => Person, { description: 'Who is to receive.' })
  receiverId!: string;

  @Field(() => PayeeArrangementKind, { description: 'As what.' })
  kind!: PayeeArrangementKind;

  @Ref(() => Programme, { nullable: true, description: 'Of which programme; of all that have none of their own where left out.' })
  programmeId?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day; today where left out.' })
  validFrom?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer holds; left out where it lasts.' })
  validTo?: string | null;

  @Field(() => String, { description: 'Why, such as the order of a court.' })
  @MinLength(3)
  @MaxLength(2_000)
  reason!: string;

  @Ref(() => PersonDocument, { nullable: true, description: 'What shows it: a paper of the beneficiary or of the receiver.' })
  documentId?: string | null;
}

@InputType({ description: 'What is decided on what somebody else proposed.' })
export class PayeeArrangementDecideInput extends MoneyInput {
  @Ref(() => PayeeArrangement, { description: 'Which arrangement.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether it holds.' })
  confirm!: boolean;
}

@InputType({ description: 'An arrangement that ends.' })
export class PayeeArrangementEndInput extends MoneyInput {
  @Ref(() => PayeeArrangement, { description: 'Which arrangement.' })
  id!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer holds; today where left out.' })
  @IsOptional()
  on?: string | null;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(2_000)
  reason!: string;
}

@ObjectType({ description: 'Answer of mutations of arrangements.' })
export class PayeeArrangementPayload extends Payload {
  @Field(() => PayeeArrangement, { nullable: true, description: 'The arrangement.' })
  arrangement?: { readonly id: string };
}
