import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { Ref } from '../../../../kernel/schema/input-fields.js';
import { LocalDate } from '../../../../kernel/schema/scalars.js';
import { MoneyInput } from '../../../../kernel/write/idempotent-input.js';
import { Payload } from '../../../../kernel/write/user-error.js';
import { Organisation } from '../../../../people/organisations/organisation.js';
import { Programme } from '../../../../programmes/programme.js';
import { DeductionPayment } from './deduction-payment.js';

@InputType({ description: 'To whom what was withheld is to be paid over.' })
export class DeductionPaymentProposeInput extends MoneyInput {
  @Ref(() => Programme, { description: 'Of which programme, in its currency.' })
  programmeId!: string;

  @Ref(() => Organisation, { description: 'To whom.' })
  organisationId!: string;

  @Ref(() => Organisation, { nullable: true, description: 'Who funded the runs that withheld it; left out for runs without a funder.' })
  @IsOptional()
  funderId?: string | null;
}

@InputType({ description: 'What is decided on a payment that somebody else proposed.' })
export class DeductionPaymentDecideInput extends MoneyInput {
  @Ref(() => DeductionPayment, { description: 'Which payment.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether it is to be transferred. What is approved can still be rejected, as long as it has not left the account.' })
  approve!: boolean;
}

@InputType({ description: 'That a payment left the account.' })
export class DeductionPaymentPayInput extends MoneyInput {
  @Ref(() => DeductionPayment, { description: 'Which payment.' })
  id!: string;

  @Field(() => LocalDate, { nullable: true, description: 'When; today where left out.' })
  @IsOptional()
  paidOn?: string | null;

  @Field(() => String, { nullable: true, description: 'What names it to the bank, where that is not the `reference` of the payment.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(100)
  bankReference?: string | null;
}

@InputType({ description: 'That a payment came back.' })
export class DeductionPaymentReturnInput extends MoneyInput {
  @Ref(() => DeductionPayment, { description: 'Which payment.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations of payments to organisations.' })
export class DeductionPaymentPayload extends Payload {
  @Field(() => DeductionPayment, { nullable: true, description: 'The payment as it stands now.' })
  payment?: { readonly id: string };
}
