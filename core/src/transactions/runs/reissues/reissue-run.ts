import { ArrayMaxSize, ArrayMinSize, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { Job } from '../../../kernel/jobs/job.js';
import { sql } from '../../../kernel/read/sql.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { ask } from '../../../kernel/write/ask.js';
import { MoneyInput } from '../../../kernel/write/idempotent-input.js';
import { refuse, type Refusal } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { inPlacesOf, inProgrammesOf } from '../../../people/scope.js';
import { PaymentAccount } from '../../../people/persons/accounts/payment-account.js';
import { channelNamed } from '../../channels/channels-of.js';
import { accountNotOfReceiver, paidAgainAlready, paymentNotFound, paymentNotReturned, paymentTwice, reissueMixed } from '../../refusals.js';
import { writeRun } from '../begin-run.js';
import { PaymentInstruction } from '../payment-instruction.js';
import { PaymentRun } from '../payment-run.js';

@InputType({ description: 'A payment that came back.' })
export class PaymentReissueInput {
  @Ref(() => PaymentInstruction, { description: 'The payment.' })
  instructionId!: string;

  @Ref(() => PaymentAccount, { nullable: true, description: 'Into which account of the receiver; where left out, into the one that a new run would take.' })
  accountId?: string | null;
}

@InputType({ description: 'What is paid again.' })
export class PaymentRunReissueInput extends MoneyInput {
  @Field(() => [PaymentReissueInput], { description: 'The payments: of one programme, currency and funder, at most 1,000.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  payments!: PaymentReissueInput[];

  @Field(() => String, { nullable: true, description: 'Name of the payment channel; that by which they went before where left out.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(100)
  channel?: string | null;
}

@ObjectType({ description: 'Answer of `paymentRunReissue`.' })
export class PaymentRunReissuePayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run that pays them again, COMPUTING until the job has made it; it is approved and sent as any.' })
  run?: { readonly id: string };

  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

interface Returned {
  readonly n: number;
  readonly state: string;
  readonly again: boolean;
  readonly fits: boolean;
  readonly programmeId: string;
  readonly code: string;
  readonly currency: string;
  readonly funderId: string | null;
  readonly channel: string;
  readonly until: string;
}

/** The payments that came back, in the order asked. */
async function returned(ctx: TxContext, payments: readonly PaymentReissueInput[]): Promise<readonly [Returned, ...Returned[]]> {
  const { rows } = await ask<Returned>(ctx, sql`
    select given.n::int, i.state, r.programme_id as "programmeId", p.code, r.currency, r.funder_id as "funderId", r.channel, r.until::text,
      exists (select from transactions.payment_instruction other where other.entitlement_id = i.entitlement_id and other.state in ('PENDING', 'SENT', 'PAID')) as again,
      given.account is null or exists (select from people.payment_account a where a.id = given.account) as fits
    from unnest(${payments.map(({ instructionId }) => instructionId)}::uuid[], ${payments.map(({ accountId }) => accountId ?? null)}::uuid[]) with ordinality as given (id, account, n)
    join transactions.payment_instruction i on i.id = given.id join transactions.payment_run r on r.id = i.run_id join programmes.programme p on p.id = r.programme_id
    where ${inPlacesOf(ctx, sql`i.place_id`)} and ${inProgrammesOf(ctx, sql`r.programme_id`)} order by given.n`);
  const found = new Map(rows.map((row) => [row.n, row]));
  const [first] = rows;
  const refusals = payments.flatMap(({ instructionId }, at): Refusal[] => {
    const path = `payments.${at}.instructionId`;
    const row = found.get(at + 1);
    if (!row) return [paymentNotFound(path)];
    if (payments.findIndex((other) => other.instructionId === instructionId) < at) return [paymentTwice(path)];
    if (row.state !== 'RETURNED') return [paymentNotReturned(path, { state: row.state })];
    if (row.again) return [paidAgainAlready(path)];
    if (!row.fits) return [accountNotOfReceiver(`payments.${at}.accountId`)];
    return row.programmeId === first?.programmeId && row.currency === first.currency && row.funderId === first.funderId ? [] : [reissueMixed(path)];
  });
  if (refusals.length > 0) refuse(...refusals);
  return rows as readonly Returned[] as readonly [Returned, ...Returned[]];
}

@Resolver()
export class ReissuePayments {
  @Mutation(() => PaymentRunReissuePayload, { description: 'Makes a run that pays again what came back, into another account of the receiver or the same. Answers with a job.' })
  @Requires('transactions.runs.create')
  paymentRunReissue(@Arg('input', () => PaymentRunReissueInput, { description: 'Which payments.' }) input: PaymentRunReissueInput, @Ctx() ctx: Context): Promise<PaymentRunReissuePayload> {
    return write<PaymentRunReissuePayload, PaymentRunReissueInput>(ctx, { operation: 'paymentRunReissue', input }, async (tx, { payments, channel }) => {
      const rows = await returned(tx, payments);
      const [{ programmeId, code, currency, funderId }] = rows;
      const name = channel ?? rows[0].channel;
      channelNamed(tx.platform, name, 'channel');
      const until = rows.map((row) => row.until).toSorted().at(-1) ?? tx.today;
      const begun = await writeRun(tx, { programmeId, code, currency, until, channel: name, funderId, changeTolerance: null, kind: 'REISSUE' });
      await tx.tx.query('insert into transactions.payment_reissue (run_id, instruction_id, account_id) select $1, given.id, given.account from unnest($2::uuid[], $3::uuid[]) as given (id, account)', [
        begun.run.id, payments.map(({ instructionId }) => instructionId), payments.map(({ accountId }) => accountId ?? null),
      ]);
      return begun;
    });
  }
}
