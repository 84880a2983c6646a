import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { MoneyValue } from '../../kernel/schema/money.js';
import { Requires } from '../../kernel/schema/permission.js';
import { PaymentInstructionState } from './payment-instruction.js';
import { PaymentRun } from './payment-run.js';
import { proveRuns, type ProvedAmounts, type RunProof } from './prove-runs.js';

@ObjectType({ description: 'An amount that is found in two ways, which have to agree.' })
export class ProvedAmount {
  @Field(() => MoneyValue, { description: 'By the instructions and the entitlements that they pay.' })
  instructions!: MoneyValue;

  @Field(() => MoneyValue, { description: 'By the postings in the ledger.' })
  ledger!: MoneyValue;
}

@ObjectType({ description: 'The instructions of a run that are in one state.' })
export class PaymentInstructionCount {
  @Field(() => PaymentInstructionState, { description: 'Which state.' })
  state!: PaymentInstructionState;

  @Field(() => Int, { description: 'How many.' })
  count!: number;

  @Field(() => MoneyValue, { description: 'Their sum.' })
  amount!: MoneyValue;
}

@ObjectType({ description: 'That a run accounts for what it set out to pay: entitled = paid + pending + returned + recovered + deducted + cancelled, by the instructions and by the ledger.' })
export class PaymentRunProof {
  @Field(() => Boolean, { description: 'Whether the equation holds on both sides and every line agrees.' })
  balanced!: boolean;

  @Field(() => ProvedAmount, { description: 'What was owed.' })
  entitled!: ProvedAmount;

  @Field(() => ProvedAmount, { description: 'What arrived.' })
  paid!: ProvedAmount;

  @Field(() => ProvedAmount, { description: 'What is not yet sent, or sent and not answered.' })
  pending!: ProvedAmount;

  @Field(() => ProvedAmount, { description: 'What came back, with what had been kept back of it and withheld for others.' })
  returned!: ProvedAmount;

  @Field(() => ProvedAmount, { description: 'What was kept back for overpayments.' })
  recovered!: ProvedAmount;

  @Field(() => ProvedAmount, { description: 'What was withheld for others, by orders.' })
  deducted!: ProvedAmount;

  @Field(() => ProvedAmount, { description: 'What was given up with the run.' })
  cancelled!: ProvedAmount;

  @Field(() => [PaymentInstructionCount], { description: 'The instructions by state; states that none is in are left out.' })
  counts!: readonly PaymentInstructionCount[];
}

function toProof({ currency, counts, balanced, ...amounts }: RunProof): PaymentRunProof {
  const money = (amount: string): MoneyValue => new MoneyValue(amount, currency);
  const proved = ({ instructions, ledger }: ProvedAmounts): ProvedAmount => ({ instructions: money(instructions), ledger: money(ledger) });
  return {
    balanced,
    entitled: proved(amounts.entitled),
    paid: proved(amounts.paid),
    pending: proved(amounts.pending),
    returned: proved(amounts.returned),
    recovered: proved(amounts.recovered),
    deducted: proved(amounts.deducted),
    cancelled: proved(amounts.cancelled),
    counts: counts.map(({ state, count, amount }) => ({ state: state as PaymentInstructionState, count, amount: money(amount) })),
  };
}

@Resolver(() => PaymentRun)
export class ProofOfPaymentRun {
  @FieldResolver(() => PaymentRunProof, { description: 'Whether it accounts for all that it set out to pay.' })
  @Requires('transactions.runs.read')
  async proof(@Root() run: { readonly id: string }, @Ctx() ctx: Context): Promise<PaymentRunProof> {
    return toProof(await ctx.reads.loader<string, RunProof>('transactions.proof', (runs) => proveRuns(ctx, runs)).load(run.id));
  }
}
