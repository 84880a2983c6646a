import { Field, GraphQLBoolean, Int, LocalDate, MoneyValue, ObjectType, registerEnumType } from '@kinga/plugin-sdk';
import { ContributionPayer } from '../rates/contribution-part.js';

export enum MonthStanding {
  COUNTED = 'COUNTED',
  CREDITED = 'CREDITED',
  AWAITED = 'AWAITED',
}
registerEnumType(MonthStanding, {
  name: 'MonthStanding',
  description: 'Whether a month counts.',
  valuesConfig: {
    COUNTED: { description: 'It counts.' },
    CREDITED: { description: 'It counts, and nobody paid for it.' },
    AWAITED: { description: 'It is declared, and counts when it is paid.' },
  },
});

@ObjectType({ description: 'A month of a member with one employer.' })
export class StatementMonth {
  @Field(() => LocalDate, { description: 'First day of the month.' })
  month!: string;

  @Field(() => String, { nullable: true, description: 'Number of the employer; null of who insures themselves, and of credits.' })
  employerNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the employer.' })
  employerName!: string | null;

  @Field(() => MonthStanding, { description: 'Whether it counts.' })
  standing!: MonthStanding;

  @Field(() => GraphQLBoolean, { description: 'Whether some of what was demanded for the month is not paid.' })
  unpaid!: boolean;

  @Field(() => GraphQLBoolean, { description: 'Whether it was declared late, or is not paid though it is due.' })
  late!: boolean;

  @Field(() => MoneyValue, { description: 'What was earned, as it was declared.' })
  earningsDeclared!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What of it counts, after floor and ceiling; of what is awaited, what will.' })
  earningsCounted!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What the insured person pays of it.' })
  workerAmount!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What the employer pays of it.' })
  employerAmount!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What the state pays of it.' })
  stateAmount!: MoneyValue;
}

@ObjectType({ description: 'A calendar year of a member.' })
export class StatementYear {
  @Field(() => Int, { description: 'The year.' })
  year!: number;

  @Field(() => Int, { description: 'How many of its months count.' })
  months!: number;

  @Field(() => MoneyValue, { description: 'Earnings that count.' })
  earningsCounted!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What was contributed, whoever paid it.' })
  amount!: MoneyValue;

  @Field(() => MoneyValue, { nullable: true, description: 'Interest of the year; null where the scheme has none, or where the year has not ended.' })
  interest!: MoneyValue | null;
}

@ObjectType({ description: 'What was contributed for a member by one employer.' })
export class StatementEmployer {
  @Field(() => String, { nullable: true, description: 'Number of the employer; null of who insures themselves, and of credits.' })
  number!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  name!: string | null;

  @Field(() => LocalDate, { description: 'First month that counts.' })
  firstMonth!: string;

  @Field(() => LocalDate, { description: 'Last month that counts.' })
  lastMonth!: string;

  @Field(() => Int, { description: 'How many months count.' })
  months!: number;

  @Field(() => MoneyValue, { description: 'What was contributed, whoever paid it.' })
  amount!: MoneyValue;
}

@ObjectType({ description: 'What was contributed for a member to one branch, by one payer.' })
export class StatementBranch {
  @Field(() => String, { description: 'What it insures, such as OLD_AGE.' })
  branch!: string;

  @Field(() => Int, { description: 'Its tier.' })
  tier!: number;

  @Field(() => ContributionPayer, { description: 'Who paid.' })
  paidBy!: ContributionPayer;

  @Field(() => MoneyValue, { description: 'How much.' })
  amount!: MoneyValue;
}

@ObjectType({ description: 'Months one after the other that do not count.' })
export class StatementGap {
  @Field(() => LocalDate, { description: 'First day of the first.' })
  from!: string;

  @Field(() => LocalDate, { description: 'Last day of the last.' })
  to!: string;

  @Field(() => Int, { description: 'How many months.' })
  months!: number;

  @Field(() => GraphQLBoolean, { description: 'Whether the member was employed in some of them: somebody should have contributed.' })
  employed!: boolean;
}

@ObjectType({ description: 'What was contributed for a member, month by month.' })
export class MemberStatement {
  @Field(() => LocalDate, { description: 'First day of the first month that it covers.' })
  from!: string;

  @Field(() => LocalDate, { description: 'Last day of the last month that it covers.' })
  to!: string;

  @Field(() => [StatementMonth], { description: 'The months, by employer, in their order; at most 1,200.' })
  months!: readonly StatementMonth[];

  @Field(() => [StatementYear], { description: 'The years, in their order.' })
  years!: readonly StatementYear[];

  @Field(() => [StatementEmployer], { description: 'By employer, in the order of their first months.' })
  employers!: readonly StatementEmployer[];

  @Field(() => [StatementBranch], { description: 'By branch, tier and payer.' })
  branches!: readonly StatementBranch[];

  @Field(() => [StatementGap], { description: 'Months since they became a member that do not count, in their order; neither the month that has not ended nor those after a death are among them.' })
  gaps!: readonly StatementGap[];

  @Field(() => Int, { description: 'How many months count.' })
  monthsCounted!: number;

  @Field(() => MoneyValue, { description: 'What was contributed in all, whoever paid it.' })
  amount!: MoneyValue;

  @Field(() => MoneyValue, { nullable: true, description: 'Interest of all years that have ended, also of those before `from`; null where the scheme has none.' })
  interest!: MoneyValue | null;
}
