import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Verification } from './verification.js';
import { alreadyEnded, dayInFuture, endsBeforeStart } from './refusals.js';
import type { Detail } from './details.js';

/** The input of a mutation that changes a row which was read before. */
@InputType()
export abstract class VersionedInput extends IdempotentInput {
  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;
}

/** The input of a mutation that ends something. */
@InputType()
export abstract class EndInput extends VersionedInput {
  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer holds; today where left out.' })
  on?: string | null;
}

/** The input of a mutation that says what a check found. */
@InputType()
export abstract class VerifyInput extends VersionedInput {
  @Field(() => Verification, { description: 'What was found.' })
  verification!: Verification;
}

/** Where a check found what it found. */
@InputType()
export abstract class CheckInput extends VerifyInput {
  @Field(() => String, { description: 'How it was checked: a small payment, an answer of the bank, a document …' })
  @MinLength(2)
  @MaxLength(200)
  method!: string;

  @Field(() => String, { nullable: true, description: 'What else there is to say.' })
  @IsOptional()
  @MaxLength(1000)
  note?: string | null;
}

/** The day on which a row ends, checked. */
export function lastDay(ctx: TxContext, { valid_from: from, valid_to: to }: Pick<Detail, 'valid_from' | 'valid_to'>, on: string | null | undefined): string {
  const day = on ?? ctx.today;
  if (day > ctx.today) refuse(dayInFuture('on', { day, today: ctx.today }));
  if (to && to <= day) refuse(alreadyEnded('id', { day: to }));
  if (from && day <= from) refuse(endsBeforeStart('on', { from, to: day }));
  return day;
}
