import { assess, openReasons, publish, rulesInForce, uuidv7, type StoredDecision, type TxContext } from '@kinga/plugin-sdk';
import { revisionProposed } from '../events.js';
import type { HeldAward } from './hold-award.js';

/** What decisions on revisions are called. */
export const PENSION_REVISION = 'PENSION_REVISION';

/** What came of working an award out again. */
export interface Recalculated {
  readonly decision: StoredDecision;
  /** Why the rules do not say, without what would tell what is masked. */
  readonly reasons: readonly string[];
  /** What it was worth on its first day, and what it is; null where the rules do not say. */
  readonly before: string;
  readonly after: string | null;
  readonly differs: boolean;
}

/** Works an award out again as of its first day: by the rules that were in force then, with what is known of that day by now. */
export async function recalculate(ctx: TxContext, award: HeldAward): Promise<Recalculated> {
  const rules = await rulesInForce(ctx, award.programme_id, award.from_day, 'awardId');
  const decision = await assess(ctx, rules, PENSION_REVISION, { subjectId: award.person_id, enrolmentId: award.enrolment_id });
  const after = decision.outcome === 'NOT_ELIGIBLE' ? '0' : decision.outcome === 'ELIGIBLE' ? decision.amount : null;
  const { rows: [was] } = await ctx.tx.query<{ before: string; differs: boolean }>(
    'select w.before::text, w.before is distinct from $3::numeric as differs from (select pensions.worth($1, $2) as before) w', [award.id, award.from_day, after]);
  return { decision, reasons: openReasons(rules.compiled, decision.reasons), after, before: was?.before ?? '0', differs: was?.differs ?? true };
}

/** Keeps a revision for another person to decide on. @returns its UUID */
export async function proposeRevision(ctx: TxContext, award: HeldAward, { decision, before, after }: Recalculated, { from, because }: { readonly from: string; readonly because: string }): Promise<string> {
  const id = uuidv7();
  await ctx.tx.query(
    'insert into pensions.revision (id, award_id, programme_id, person_id, from_day, because, decision_id, base_before, base_after, currency, proposed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, round($9::numeric, $12), $10, $11)',
    [id, award.id, award.programme_id, award.person_id, from, because, decision.id, before, after, award.currency, ctx.actor.id, award.digits]);
  await publish(ctx, revisionProposed, { id });
  return id;
}
