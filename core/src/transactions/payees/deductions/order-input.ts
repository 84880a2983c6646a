import { IsOptional, Max, MaxLength, Min, MinLength } from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Decimal, LocalDate } from '../../../kernel/schema/scalars.js';
import { MoneyInput } from '../../../kernel/write/idempotent-input.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { PersonDocument } from '../../../people/documents/person-document.js';
import { Organisation } from '../../../people/organisations/organisation.js';
import { Person } from '../../../people/persons/person.js';
import { Programme } from '../../../programmes/programme.js';
import { DeductionKind, WithholdingOrder } from './withholding-order.js';

@InputType({ description: "What of somebody's payments is to go to an organisation." })
export class WithholdingOrderProposeInput extends MoneyInput {
  @Ref(() => Person, { description: 'Of whose payments.' })
  personId!: string;

  @Ref(() => Organisation, { description: 'To whom it goes.' })
  organisationId!: string;

  @Ref(() => Programme, { nullable: true, description: 'Of which programme, in its currency; of what any programme pays in `currency` where left out.' })
  programmeId?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code; of orders without a programme.' })
  currency?: string | null;

  @Field(() => DeductionKind, { description: 'For what.' })
  kind!: DeductionKind;

  @Field(() => String, { description: "What names it to the organisation, such as the number of the court's file." })
  @MinLength(1)
  @MaxLength(100)
  reference!: string;

  @Field(() => String, { description: 'Why, in words.' })
  @MinLength(3)
  @MaxLength(2_000)
  reason!: string;

  @Ref(() => PersonDocument, { nullable: true, description: 'What shows it: a paper of the person.' })
  documentId?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How much of each payment. Give this, or a `share`.' })
  @IsOptional()
  amount?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Which part of each payment, such as 0.25.' })
  @IsOptional()
  share?: string | null;

  @Field(() => Int, { description: 'Its place among the orders of the person, from 1 to 1000: the smallest comes first.' })
  @Min(1)
  @Max(1_000)
  priority!: number;

  @Field(() => Decimal, { nullable: true, description: 'The part of a payment that may have gone at most once this order is through, such as 0.5; what the settings allow where left out.' })
  @IsOptional()
  capShare?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What it leaves of each payment at least.' })
  @IsOptional()
  floor?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How much goes by it in all; left out where it has no end.' })
  @IsOptional()
  totalLimit?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Of payments that are due from this day on; today where left out.' })
  dueFrom?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day on which payments are due that are part of it.' })
  dueUntil?: string | null;
}

@InputType({ description: 'What is decided on an order that somebody else proposed.' })
export class WithholdingOrderDecideInput extends MoneyInput {
  @Ref(() => WithholdingOrder, { description: 'Which order.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether it holds.' })
  confirm!: boolean;
}

@InputType({ description: 'An order that ends.' })
export class WithholdingOrderEndInput extends MoneyInput {
  @Ref(() => WithholdingOrder, { description: 'Which order.' })
  id!: string;

  @Field(() => LocalDate, { nullable: true, description: 'The last day on which payments are due that are part of it; yesterday where left out.' })
  lastDueOn?: string | null;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(2_000)
  reason!: string;
}

@ObjectType({ description: 'Answer of mutations of orders.' })
export class WithholdingOrderPayload extends Payload {
  @Field(() => WithholdingOrder, { nullable: true, description: 'The order.' })
  order?: { readonly id: string };
}
