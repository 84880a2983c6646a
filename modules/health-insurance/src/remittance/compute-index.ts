import { Arg, ask, beyondScope, Ctx, Decimal, Field, inProgrammesOf, InputType, Int, LocalDate, MoneyInput, Mutation, ObjectType, Payload, Ref, refuse, requireWholeProgramme, Requires, Resolver, sql, write, type Context } from '@kinga/plugin-sdk';
import { InsurancePlan } from '../plans/insurance-plan.js';
import { CareType } from '../registers/kinds.js';
import { applyIndex, waitingLines } from './apply-index.js';
import { indexNothing, indexOverlaps, indexPeriod, indexPeriodOpen, planOfProgramme } from './refusals.js';
import { RelativeIndex, RelativePeriod } from './relative-index.js';

@InputType({ description: 'Which index.' })
export class RelativeIndexComputeInput extends MoneyInput {
  @Ref(() => InsurancePlan, { description: 'Of which plan.' })
  planId!: string;

  @Field(() => RelativePeriod, { description: 'How long its period is.' })
  kind!: RelativePeriod;

  @Field(() => LocalDate, { description: 'First day of the month, the quarter or the year.' })
  from!: string;

  @Field(() => CareType, { defaultValue: CareType.BOTH, description: 'For which care.' })
  care!: CareType;

  @Field(() => Decimal, { defaultValue: '1', description: 'Which share of the contributions is for it, more than 0 and at most 1.' })
  share!: string;
}

@ObjectType({ description: 'Answer of `relativeIndexCompute`.' })
export class RelativeIndexPayload extends Payload {
  @Field(() => RelativeIndex, { nullable: true, description: 'The index.' })
  index?: { readonly id: string };

  @Field(() => Int, { nullable: true, description: 'How many claims were settled by it.' })
  settled?: number;
}

const MONTHS = { MONTH: 1, QUARTER: 3, YEAR: 12 } as const;

@Resolver()
export class ComputeIndex {
  @Mutation(() => RelativeIndexPayload, { description: 'Works out the index of relative prices of a period that has ended, and settles the claims that wait for it. An index stays what it is: claims of the period that come later are settled by it when it is asked for again.' })
  @Requires('health-insurance.indices.compute')
  relativeIndexCompute(@Arg('input', () => RelativeIndexComputeInput, { description: 'Of which plan, for which period and care.' }) input: RelativeIndexComputeInput, @Ctx() ctx: Context): Promise<RelativeIndexPayload> {
    const constraints = { relative_index_apart: indexOverlaps('from'), relative_index_share: indexPeriod('share', { kind: 'share', day: input.share }) };
    return write<RelativeIndexPayload, RelativeIndexComputeInput>(ctx, { operation: 'relativeIndexCompute', input, constraints }, async (tx, { planId, kind, from, care, share }) => {
      const [, month = 0, day = 0] = from.split('-').map(Number);
      if (day !== 1 || (month - 1) % MONTHS[kind] !== 0) refuse(indexPeriod('from', { kind, day: from }));
      const { rows: [plan] } = await ask<{ id: string; to: string }>(tx, sql`
        select p.id, (${from}::date + make_interval(months => ${MONTHS[kind]}::int) - interval '1 day')::date::text as to from health_insurance.plan p where p.id = ${planId}::uuid and ${inProgrammesOf(tx, sql`p.programme_id`)} for no key update of p`);
      if (!plan) return refuse(planOfProgramme('planId'));
      requireWholeProgramme(tx, 'planId');
      if (plan.to >= tx.today) refuse(indexPeriodOpen('from'));
      return beyondScope(tx, async () => {
        const { rows: [known] } = await tx.tx.query<{ id: string }>('select id from health_insurance.relative_index where plan_id = $1 and kind = $2 and period_from = $3 and care = $4', [planId, kind, from, care]);
        const { rows: [made] } = known ? { rows: [known] } : await ask<{ id: string }>(tx, sql`
          insert into health_insurance.relative_index (plan_id, programme_id, kind, period_from, period_to, care, share, contributions, adjusted, index, currency, computed_by, computed_on)
          select p.id, p.programme_id, ${kind}, ${from}::date, ${plan.to}::date, ${care}, ${share}::numeric, round(c.contributions, o.minor_digits), w.adjusted, round(c.contributions * ${share}::numeric / w.adjusted, 10), g.currency, ${tx.actor.id}, ${tx.today}::date
          from health_insurance.plan p join programmes.programme g on g.id = p.programme_id join transactions.currency o on o.code = g.currency
          cross join lateral (select health_insurance.contributions_of(p.id, ${from}::date, ${plan.to}::date) as contributions) c
          cross join lateral (select sum(r.adjusted) as adjusted from ${waitingLines(planId, from, plan.to, care)}) w
          where p.id = ${planId}::uuid and w.adjusted > 0 returning id`);
        if (!made) return refuse(indexNothing('from'));
        return { index: { id: made.id }, settled: await applyIndex(tx, made.id, waitingLines(planId, from, plan.to, care)) };
      });
    });
  }
}
