import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { decideAppeal } from '../programmes/enrolments/appeal.js';
import { EnrolmentMove, EnrolmentState } from '../programmes/enrolments/enrolment-state.js';
import { moveEnrolment } from '../programmes/enrolments/move-enrolment.js';
import { askRedetermination } from '../programmes/entitlements/ask-redetermination.js';
import { grievanceConsequences, grievanceOutcomes, type DecidedGrievance } from './code-lists.js';
import { consequenceOfNothing } from './refusals.js';

async function upholdAppeal(ctx: TxContext, { enrolment, outcome }: DecidedGrievance, assessAgain: boolean): Promise<void> {
  if (!enrolment) return refuse(consequenceOfNothing('outcome', { outcome, what: 'an enrolment' }));
  const { rows: [row] } = await ctx.tx.query<{ state: EnrolmentState }>('select state from programmes.enrolment where id = $1', [enrolment]);
  if (row?.state !== EnrolmentState.APPEALED) await moveEnrolment(ctx, { id: enrolment, move: EnrolmentMove.APPEAL, reason: 'CONTESTED' });
  await decideAppeal(ctx, { id: enrolment, upheld: true, assessAgain });
}

async function redetermine(ctx: TxContext, { entitlement, enrolment, instruction, outcome }: DecidedGrievance): Promise<void> {
  const { rows: [about] } = await ctx.tx.query<{ programme: string; enrolment: string; from: string }>(
    `select e.programme_id as programme, e.id as enrolment, coalesce(owed.period_from, e.enrolled_on)::text as "from"
     from programmes.enrolment e left join programmes.entitlement owed on owed.id = coalesce($2::uuid, (select i.entitlement_id from transactions.payment_instruction i where i.id = $3))
     where e.id = case when $1::uuid is not null then $1 else owed.enrolment_id end`, [enrolment, entitlement, instruction],
  );
  if (!about?.from) return refuse(consequenceOfNothing('outcome', { outcome, what: 'an enrolment, an entitlement or a payment' }));
  await askRedetermination(ctx, { programmeId: about.programme, enrolmentId: about.enrolment, from: about.from, reason: 'a grievance was found to be right' });
}

/** What follows from decisions about programmes, and the outcomes that lead to it. */
export const commonConsequences = [
  grievanceConsequences.contribute('reopen-enrolment', { description: 'The decision that is contested is taken back: they are eligible after all, and can be enrolled', permission: 'programmes.appeals.decide', apply: (ctx, decided) => upholdAppeal(ctx, decided, false) }),
  grievanceConsequences.contribute('reassess-enrolment', { description: 'The decision that is contested is taken back, and the rules judge them again by the facts as they are now', permission: 'programmes.appeals.decide', apply: (ctx, decided) => upholdAppeal(ctx, decided, true) }),
  grievanceConsequences.contribute('redetermine', { description: 'What is owed is determined again, which another person approves', permission: 'programmes.entitlements.determine', apply: redetermine }),
  grievanceOutcomes.contribute('enrolment-reopened', { description: 'They are eligible after all', decides: 'RESOLVE', consequence: 'reopen-enrolment' }),
  grievanceOutcomes.contribute('enrolment-reassessed', { description: 'They are judged again', decides: 'RESOLVE', consequence: 'reassess-enrolment' }),
  grievanceOutcomes.contribute('to-be-redetermined', { description: 'What is owed is determined again', decides: 'RESOLVE', consequence: 'redetermine' }),
];
