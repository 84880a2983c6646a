import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { readRows } from '../../../kernel/read/read-rows.js';
import { MoneyValue } from '../../../kernel/schema/money.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { PaymentRun } from '../payment-run.js';

@ObjectType({ description: 'How many of a kind of exceptions a payment run has.' })
export class PaymentRunExceptionCount {
  @Field(() => String, { description: 'Which kind.' })
  kind!: string;

  @Field(() => Boolean, { description: 'Whether those are left out of the run.' })
  leftOut!: boolean;

  @Field(() => Int, { description: 'How many persons.' })
  count!: number;

  @Field(() => MoneyValue, { description: 'What they are paid, or would be: of those who are gone, what the run of before paid.' })
  amount!: MoneyValue;
}

interface Row extends Record<string, unknown> {
  readonly run: string;
  readonly counts: readonly { readonly kind: string; readonly leftOut: boolean; readonly count: number; readonly amount: string; readonly currency: string }[];
}

/** Of each run, with one statement, as far as the asker sees them. */
async function countsOf(ctx: Context, runs: readonly string[]): Promise<readonly (readonly PaymentRunExceptionCount[])[]> {
  const { rows } = await readRows<Row>(ctx, `
    select run, jsonb_agg(jsonb_build_object('kind', kind, 'leftOut', left_out, 'count', count, 'amount', amount, 'currency', currency) order by kind) as counts
    from (select x.run_id as run, x.kind, x.left_out, x.currency, count(*)::int as count, round(sum(coalesce(x.present, x.previous)), min(c.minor_digits))::text as amount
      from transactions.payment_run_exception x join transactions.currency c on c.code = x.currency where x.run_id = any ($1) group by 1, 2, 3, 4) counted group by run`, [runs]);
  const found = new Map(rows.map(({ run, counts }) => [run, counts.map(({ amount, currency, ...count }) => ({ ...count, amount: new MoneyValue(amount, currency) }))]));
  return runs.map((run) => found.get(run) ?? []);
}

@Resolver(() => PaymentRun)
export class CountPaymentRunExceptions {
  @FieldResolver(() => [PaymentRunExceptionCount], { description: 'How many exceptions of each kind it has; kinds of which there is none are left out.' })
  @Requires('transactions.instructions.read')
  exceptionCounts(@Root() run: { readonly id: string }, @Ctx() ctx: Context): Promise<readonly PaymentRunExceptionCount[]> {
    return ctx.reads.loader<string, readonly PaymentRunExceptionCount[]>('transactions.exceptions', (runs) => countsOf(ctx, runs)).load(run.id);
  }
}
