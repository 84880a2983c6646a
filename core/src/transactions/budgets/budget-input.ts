import { MaxLength, Matches, MinLength } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Programme } from '../../programmes/programme.js';
import { Budget } from './budget.js';
import { BudgetAmendment } from './budget-amendment.js';

@InputType({ description: 'A budget, and the amount that it begins with.' })
export class BudgetCreateInput extends MoneyInput {
  @Field(() => String, { description: 'Its code: 1 to 60 letters, digits, dots, colons, slashes and dashes.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9.:/-]{0,59}$/, { message: 'code must be 1 to 60 letters, digits, dots, colons, slashes and dashes' })
  code!: string;

  @Ref(() => Programme, { description: 'Which programme pays out of it, in its currency.' })
  programmeId!: string;

  @Ref(() => Organisation, { nullable: true, description: 'Who gives the money: an organisation with the role `funder`. Left out for runs without a funder.' })
  funderId?: string | null;

  @Field(() => LocalDate, { description: 'First day.' })
  startsOn!: string;

  @Field(() => LocalDate, { description: 'Last day.' })
  endsOn!: string;

  @Field(() => Decimal, { description: 'How much is proposed.' })
  amount!: string;

  @Field(() => String, { description: 'Why, such as the decision of a parliament.' })
  @MinLength(3)
  @MaxLength(2_000)
  reason!: string;
}

@InputType({ description: 'A change of what a budget holds.' })
export class BudgetAmendInput extends MoneyInput {
  @Ref(() => Budget, { description: 'Which budget.' })
  budgetId!: string;

  @Field(() => Decimal, { description: 'How much is added; less than nothing is taken away.' })
  amount!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(2_000)
  reason!: string;
}

@InputType({ description: 'What is decided on an amount for a budget.' })
export class BudgetAmendmentDecideInput extends MoneyInput {
  @Ref(() => BudgetAmendment, { description: 'Which amendment.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether it counts.' })
  approve!: boolean;
}

@ObjectType({ description: 'Answer of mutations of budgets.' })
export class BudgetPayload extends Payload {
  @Field(() => Budget, { nullable: true, description: 'The budget.' })
  budget?: { readonly id: string };

  @Field(() => BudgetAmendment, { nullable: true, description: 'The amount that was proposed or decided.' })
  amendment?: { readonly id: string };
}
