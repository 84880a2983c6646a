import { backgroundWork, EnrolmentMove, enrolmentReasons, inTransaction, moveEnrolments, type Context } from '@kinga/plugin-sdk';

export const PROOF_MISSING = 'PROOF_OF_LIFE_MISSING';
const EVERY_MS = 3_600_000;
const AT_A_TIME = 1_000;

export const awardReasons = [
  enrolmentReasons.contribute(PROOF_MISSING, { text: 'The proof of life was not given in time.', moves: [] }),
  enrolmentReasons.contribute('PROOF_OF_LIFE_GIVEN', { text: 'The proof of life was given.', moves: [] }),
  enrolmentReasons.contribute('PENSION_ENDED', { text: 'The pension ended.', moves: [] }),
];

/**
 * Suspends pensions whose proof of life is missing beyond the days of grace: from the day after them on, whenever this is done. Each page
 * is whole; what is suspended is not looked at again.
 *
 * @returns how many were suspended
 */
export async function suspendUnproven(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.tx.query<{ id: string; on: string }>(
      `select e.id, (a.proof_due_on + p.grace_days + 1)::text as "on" from pensions.award a join pensions.payment_policy p on p.programme_id = a.programme_id join programmes.enrolment e on e.id = a.enrolment_id
       where a.last_day is null and a.proof_due_on + p.grace_days < $1::date and e.state = 'ENROLLED' order by e.id limit $2`, [tx.today, AT_A_TIME]);
    for (const [on, those] of Map.groupBy(rows, (row) => row.on)) await moveEnrolments(tx, { ids: those.map(({ id }) => id), move: EnrolmentMove.SUSPEND, on, reason: PROOF_MISSING });
    return rows.length;
  }, { operation: 'pensions.suspend-unproven' });
}

export const unproven = backgroundWork.contribute('pensions.suspend-unproven', { everyMs: EVERY_MS, run: suspendUnproven });
