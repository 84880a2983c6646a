import { ask, householdNotFound, refuse, seesHousehold, inProgrammesOf, sql, type TxContext } from '@kinga/plugin-sdk';
import { planNotFound } from '../plans/refusals.js';
import type { PolicyStage } from './policy-terms.js';
import { policyEnrolledInFuture, policyNoMembers, policyNoVersion, policyPlaceOutside, policyProgrammeRuns } from './refusals.js';
import { ruledPremium, type PremiumLine, type PremiumShare } from './ruled-premium.js';

/** What is asked for a policy: for whom, by which plan, and when. */
export interface Asked {
  readonly planId: string;
  readonly householdId: string;
  readonly enrolledOn: string;
  readonly stage: PolicyStage;
  /** Last day of the policy that is renewed. */
  readonly previousEnd?: string | null;
}

/** The terms of a policy by the plan, before rules. */
export interface Terms {
  readonly plan_version_id: string;
  readonly version_number: number;
  readonly programme_id: string;
  readonly currency: string;
  readonly digits: number;
  readonly starts_on: string;
  readonly ends_on: string;
  readonly pay_by: string;
  readonly cover_months: number;
  readonly max_members: number | null;
  readonly max_instalments: number;
  readonly adults: number;
  readonly children: number;
  readonly other_adults: number;
  readonly other_children: number;
  readonly members: number;
  readonly lines: readonly PremiumLine[];
}

export interface Quote extends Terms {
  readonly value: string;
  readonly shares: readonly PremiumShare[];
}

interface Found extends Terms {
  readonly runs: boolean;
  readonly offered: boolean;
}

/**
 * What a policy would be and cost: its days, whom it is counted for, the lines of its premium and who pays which part of it. Members are those of the day on
 * which it is taken out, ages those of its first day.
 */
export async function quote(ctx: TxContext, asked: Asked): Promise<Quote> {
  if (asked.enrolledOn > ctx.today) refuse(policyEnrolledInFuture('enrolledOn', { today: ctx.today }));
  const terms = await termsOf(ctx, asked);
  return { ...terms, ...(await ruledPremium(ctx, asked, terms)) };
}

async function termsOf(ctx: TxContext, { planId, householdId, enrolledOn, stage, previousEnd = null }: Asked): Promise<Terms> {
  const { rows: [home] } = await ask<{ sees: boolean }>(ctx, sql`select true as sees from people.household h where h.id = ${householdId}::uuid and h.closed_on is null and ${seesHousehold(ctx, sql`h`)}`);
  if (!home) refuse(householdNotFound('householdId'));
  const { rows: [found] } = await ask<Found>(ctx, sql`
    select v.id as plan_version_id, v.number as version_number, g.id as programme_id, g.currency, m.minor_digits as digits, p.starts_on::text, p.ends_on::text, p.pay_by::text, v.cover_months, v.max_members, v.max_instalments,
      c.adults, c.children, c.other_adults, c.other_children, c.members,
      g.starts_on <= ${enrolledOn}::date and (g.ends_on is null or g.ends_on > ${enrolledOn}::date) as runs,
      plan.place_id is null or exists (select from people.place at join people.place here on here.number between at.number and at.last_number where at.id = plan.place_id and here.id = h.place_id) as offered,
      coalesce((select jsonb_agg(jsonb_build_object('code', l.code, 'part', l.part, 'quantity', l.quantity, 'unitAmount', l.unit_amount::text, 'amount', l.amount::text) order by l.number)
        from health_insurance.premium_lines(v, m.minor_digits, ${stage}::text, ${enrolledOn}::date, p.starts_on, ${previousEnd}::date, c.adults, c.children, c.other_adults, c.other_children) l), '[]') as lines
    from health_insurance.plan plan join programmes.programme g on g.id = plan.programme_id join transactions.currency m on m.code = g.currency join people.household h on h.id = ${householdId}::uuid
    left join health_insurance.plan_version v on v.id = health_insurance.plan_version_on(plan.id, ${enrolledOn}::date)
    left join lateral health_insurance.policy_period(v, ${stage}::text, ${enrolledOn}::date, ${previousEnd}::date) p on v.id is not null
    left join lateral health_insurance.counted(v, h.id, ${enrolledOn}::date, p.starts_on) c on v.id is not null
    where plan.id = ${planId}::uuid and ${inProgrammesOf(ctx, sql`plan.programme_id`)}`);
  if (!found) return refuse(planNotFound('planId'));
  if (!found.runs) refuse(policyProgrammeRuns('enrolledOn', { day: enrolledOn }));
  if (found.plan_version_id === null) refuse(policyNoVersion('enrolledOn', { day: enrolledOn }));
  if (!found.offered) refuse(policyPlaceOutside('planId'));
  if (found.members === 0) refuse(policyNoMembers('enrolledOn', { day: enrolledOn }));
  return found;
}
