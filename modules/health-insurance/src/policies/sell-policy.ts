import { assess, openReasons, publish, refuse, rulesInForceIfAny, uuidv7, type TxContext } from '@kinga/plugin-sdk';
import { activatePaid } from './activate.js';
import { policyTakenOut } from './events.js';
import { quote, type Asked } from './quote.js';
import { policyInstalments, policyNotEligible } from './refusals.js';
import { demandPremium, writePremium } from './write-premium.js';

/** How a policy is taken out, beside what a quote needs. */
export interface Sale extends Asked {
  readonly renewedFrom?: string;
  readonly instalments?: number | null;
}

/** Refuses a household that the rules of the programme do not find eligible, where it has such rules; the decision stays. */
async function checkEligible(ctx: TxContext, programmeId: string, { householdId, enrolledOn }: Asked): Promise<void> {
  const rules = await rulesInForceIfAny(ctx, programmeId, enrolledOn);
  if (!rules?.all.some(({ kind }) => kind === 'ELIGIBILITY' || kind === 'EXCLUSION')) return;
  const decision = await assess(ctx, rules, 'ASSESSMENT', { subjectId: householdId, enrolmentId: null });
  if (decision.outcome !== 'ELIGIBLE') refuse(policyNotEligible('householdId', { reasons: openReasons(rules.compiled, decision.reasons).join(', ') }));
}

/** Takes a policy out: from the quote, with its demands; where nothing is due, or money is on account, it is active at once. */
export async function sellPolicy(ctx: TxContext, sale: Sale): Promise<string> {
  const quoted = await quote(ctx, sale);
  if ((sale.instalments ?? 1) > quoted.max_instalments) refuse(policyInstalments('instalments', { most: quoted.max_instalments }));
  await checkEligible(ctx, quoted.programme_id, sale);
  const id = uuidv7();
  await ctx.tx.query(
    `insert into health_insurance.policy (id, programme_id, plan_id, plan_version_id, household_id, stage, renewed_from_id, state_on, enrolled_on, enrolled_by, starts_on, ends_on, pay_by, adults, children, other_adults, other_children, value, currency)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [id, quoted.programme_id, sale.planId, quoted.plan_version_id, sale.householdId, sale.stage, sale.renewedFrom ?? null, ctx.today, sale.enrolledOn, ctx.actor.id, quoted.starts_on, quoted.ends_on, quoted.pay_by,
      quoted.adults, quoted.children, quoted.other_adults, quoted.other_children, quoted.value, quoted.currency],
  );
  await writePremium(ctx, id, quoted);
  await demandPremium(ctx, id, quoted.programme_id, sale.instalments ?? 1);
  await publish(ctx, policyTakenOut, { id, household: sale.householdId, renews: sale.renewedFrom ?? null });
  await activatePaid(ctx, [id]);
  return id;
}
