import { IsOptional, Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Job } from '../../kernel/jobs/job.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Programme } from '../../programmes/programme.js';
import { channelNamed } from '../channels/channels-of.js';
import { readFunder } from '../funders.js';
import { beginRun } from './begin-run.js';
import { PaymentRun } from './payment-run.js';

@InputType({ description: 'What to pay.' })
export class PaymentRunCreateInput extends MoneyInput {
  @Ref(() => Programme, { description: 'Whose benefits.' })
  programmeId!: string;

  @Field(() => LocalDate, { description: 'Entitlements that are due on this day or before, and neither paid nor on their way, are paid.' })
  until!: string;

  @Field(() => String, { description: 'Name of the payment channel, such as csv-file; `paymentChannels` lists them.' })
  @MinLength(1)
  @MaxLength(100)
  channel!: string;

  @Ref(() => Organisation, { nullable: true, description: 'Who funds it: an organisation with the role `funder`. It is paid out of the account of that funder, and within its budget.' })
  funderId?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'From which part of what the run of before paid on it is an exception that an amount is another: 0.1 is a tenth. The deployment says it where left out.' })
  @IsOptional()
  @Matches(/^\d{1,3}(\.\d{1,6})?$/, { message: 'changeTolerance must be a part such as 0.1' })
  changeTolerance?: string | null;
}

@ObjectType({ description: 'Answer of `paymentRunCreate`.' })
export class PaymentRunCreatePayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run, which is COMPUTING until the job has made it; then it waits for another person to approve it.' })
  run?: { readonly id: string };

  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

@Resolver()
export class CreatePaymentRun {
  @Mutation(() => PaymentRunCreatePayload, { description: 'Makes a payment run of all that is due of a programme, and books what was not yet booked as owed. Answers with a job.' })
  @Requires('transactions.runs.create')
  paymentRunCreate(@Arg('input', () => PaymentRunCreateInput, { description: 'What to pay.' }) input: PaymentRunCreateInput, @Ctx() ctx: Context): Promise<PaymentRunCreatePayload> {
    return write<PaymentRunCreatePayload, PaymentRunCreateInput>(ctx, { operation: 'paymentRunCreate', input }, async (tx, { programmeId, until, channel, funderId, changeTolerance = null }) => {
      channelNamed(tx.platform, channel, 'channel');
      return beginRun(tx, { programmeId, until, channel, funderId: await readFunder(tx, funderId), changeTolerance });
    });
  }
}
