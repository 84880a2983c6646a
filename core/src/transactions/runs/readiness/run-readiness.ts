import { Arg, Ctx, Field, ID, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { MoneyValue } from '../../../kernel/schema/money.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { toUserError } from '../../../kernel/write/refusal.js';
import { uuidIn } from '../../balances/ids-in-arguments.js';
import { checkReadiness, Severity } from './check-readiness.js';

registerEnumType(Severity, {
  name: 'ReadinessSeverity',
  description: 'What follows from what a check finds.',
  valuesConfig: {
    BLOCKS: { description: 'No run can be made, or none approved, before this is mended.' },
    WARNS: { description: 'A run can be made; look at this first.' },
  },
});

@ObjectType({ description: 'Something that was found about a payment run that somebody thinks of making.' })
export class ReadinessCheck {
  @Field(() => String, { description: 'What, as a code.' })
  code!: string;

  @Field(() => Severity, { description: 'What follows from it.' })
  severity!: Severity;

  @Field(() => Int, { nullable: true, description: 'How many entitlements it is about; null where it is about none in particular.' })
  count!: number | null;

  @Field(() => MoneyValue, { nullable: true, description: 'Their sum.' })
  amount!: MoneyValue | null;

  @Field(() => String, { description: 'What, in words.' })
  message!: string;

  @Field(() => String, { nullable: true, description: 'What to do.' })
  hint!: string | null;
}

@ObjectType({ description: 'What a payment run would find, if it were made now. Nothing is written.' })
export class PaymentRunReadiness {
  @Field(() => Boolean, { description: 'Whether nothing blocks it.' })
  ready!: boolean;

  @Field(() => Int, { description: 'How many entitlements are due, and neither paid nor on their way.' })
  dueCount!: number;

  @Field(() => MoneyValue, { nullable: true, description: 'Their sum, before anything is kept back.' })
  due!: MoneyValue | null;

  @Field(() => [ReadinessCheck], { description: 'What was found; empty where all is well.' })
  checks!: readonly ReadinessCheck[];
}

@Resolver()
export class TellRunReadiness {
  @Query(() => PaymentRunReadiness, { description: 'What `paymentRunCreate` would find, before it is asked: what is due, whether it can be paid, and what to do where it cannot.' })
  @Requires('transactions.runs.create')
  async paymentRunReadiness(
    @Arg('programmeId', () => ID, { description: 'Whose benefits.' }) programmeId: string,
    @Arg('until', () => LocalDate, { description: 'Entitlements that are due on this day or before.' }) until: string,
    @Arg('channel', () => String, { description: 'Name of the payment channel.' }) channel: string,
    @Arg('funderId', () => ID, { nullable: true, description: 'Who funds it.' }) funderId: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<PaymentRunReadiness> {
    const wanted = { programmeId: uuidIn('programmeId', programmeId, 'programme') ?? '', until, channel, funderId: uuidIn('funderId', funderId, 'organisation') };
    const { currency, dueCount, due, findings } = await checkReadiness(ctx, wanted);
    const checks = findings.map(({ refusal, severity, count, amount }) => {
      const { code, message, hint } = toUserError(ctx, refusal);
      return { code, severity, count, amount: amount === null ? null : new MoneyValue(amount, currency), message, hint: hint ?? null };
    });
    return { ready: !checks.some(({ severity }) => severity === Severity.BLOCKS), dueCount, due: currency === '' ? null : new MoneyValue(due, currency), checks };
  }
}
